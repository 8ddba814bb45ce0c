"""Forms for what someone tells: on the phone, in a meeting, at the contact centre."""

from services.intake.staff.forms import questions as ask
from services.intake.staff.forms.question import MORE, Section, StaffForm
from shared.events.vocabulary import Channel, Kind
from shared.pages.phrases import phrase

_WHO = phrase("Den som berättade")

PHONE_CALL = StaffForm(
    id="telefon",
    name=phrase("Telefonsamtal"),
    purpose=phrase("Någon ringer, eller har pratat in ett meddelande."),
    channel=Channel.PHONE,
    sections=(
        Section((ask.PLACE, ask.KIND, ask.TEXT)),
        Section((ask.ANSWER, ask.PHONE, ask.EMAIL, ask.NAME, ask.ORALLY.asked(preset="1"))),
        Section(
            (
                ask.RECEIVED_ON,
                ask.OCCURRED_ON,
                ask.CONCERNED,
                ask.REPORTER,
                ask.CATEGORY,
                ask.ADDRESS,
                ask.PROTECTED,
                ask.ANSWER_BY,
                ask.GENDER,
            ),
            MORE,
            folded=True,
        ),
    ),
)

MEETING = StaffForm(
    id="mote",
    name=phrase("Hört i ett möte"),
    purpose=phrase("Någon har berättat något för dig öga mot öga."),
    channel=Channel.MEETING,
    sections=(
        Section(
            (
                ask.TEXT.asked(label=phrase("Vad du hörde"), missing=phrase("Skriv vad du hörde.")),
                ask.KIND,
                ask.PLACE,
                ask.CONCERNED,
                ask.REPORTER,
            )
        ),
        Section((ask.NAME, ask.PHONE, ask.EMAIL, ask.ANSWER, ask.ORALLY), _WHO),
        Section(
            (
                ask.RECEIVED_ON,
                ask.OCCURRED_ON,
                ask.CATEGORY,
                ask.ADDRESS,
                ask.PROTECTED,
                ask.ANSWER_BY,
                ask.GENDER,
            ),
            MORE,
            folded=True,
        ),
    ),
)

CONTACT_CENTRE = StaffForm(
    id="kontaktcenter",
    name=phrase("Kontaktcenter"),
    purpose=phrase("Du tar emot för hela kommunen; vi letar efter samma ärende innan du sparar."),
    channel=Channel.CONTACT_CENTRE,
    finds_duplicates=True,
    sections=(
        Section((ask.PLACE, ask.KIND, ask.TEXT)),
        Section((ask.NAME, ask.PHONE, ask.EMAIL, ask.ANSWER, ask.ORALLY), _WHO),
        Section(
            (
                ask.REFERENCE.asked(
                    label=phrase("Ert ärendenummer"),
                    hint=phrase("Om samtalet redan har ett nummer hos er."),
                ),
                ask.RECEIVED_ON,
                ask.OCCURRED_ON,
                ask.CONCERNED,
                ask.REPORTER,
                ask.CATEGORY,
                ask.ADDRESS,
                ask.PROTECTED,
                ask.ANSWER_BY,
                ask.GENDER,
            ),
            MORE,
            folded=True,
        ),
    ),
)

SOLVED = StaffForm(
    id="lost-direkt",
    name=phrase("Löst på plats"),
    purpose=phrase("Någon klagade och du ordnade det direkt: registrera det ändå, i tre fält."),
    channel=Channel.MEETING,
    kind=Kind.COMPLAINT,
    solved_on_the_spot=True,
    told_orally=True,
    sections=(
        Section(
            (
                ask.PLACE,
                ask.TEXT.asked(
                    label=phrase("Vad det gällde"),
                    hint=phrase("En mening räcker, utan namn."),
                    missing=phrase("Skriv vad det gällde."),
                ),
                ask.IMMEDIATE.asked(
                    label=phrase("Vad du gjorde"),
                    hint=phrase("En mening räcker."),
                    missing=phrase("Skriv vad du gjorde."),
                ),
            )
        ),
    ),
)
