"""Forms for what someone sends: letters, referrals from IVO, reports from other providers."""

from services.intake.staff.forms import questions as ask
from services.intake.staff.forms.choices import SENDER_ANSWER_CHOICES
from services.intake.staff.forms.question import MORE, Section, StaffForm
from shared.events.vocabulary import Channel, DiscoveredBy, Kind, ReporterKind
from shared.pages.phrases import phrase

_CAME_IN = ask.RECEIVED_ON.asked(missing=phrase("Skriv vilken dag det kom in."))

LETTER = StaffForm(
    id="brev",
    name=phrase("Brev eller blankett"),
    purpose=phrase("Något har kommit in på papper."),
    channel=Channel.LETTER,
    note=phrase(
        "När du har sparat får du en referens. Skriv den på originalet innan du lägger undan det."
    ),
    sections=(
        Section(
            (
                _CAME_IN,
                ask.PLACE.asked(
                    hint=phrase("Namnet, eller koden som står på blanketten; tomt om du inte vet.")
                ),
                ask.KIND,
                ask.TEXT.asked(
                    label=phrase("Vad det står"),
                    hint=phrase("Skriv av texten; är den inskannad räcker det viktigaste."),
                    missing=phrase("Skriv av det som står, eller det viktigaste av det."),
                ),
                ask.FILES,
            )
        ),
        Section(
            (
                ask.NAME.asked(hint=phrase("Som det står på papperet.")),
                ask.ADDRESS,
                ask.PROTECTED,
                ask.PHONE,
                ask.EMAIL,
                ask.ANSWER.asked(
                    label=phrase("Vill avsändaren ha svar?"),
                    hint=phrase("Välj ”Jag vet inte” om det inte står."),
                ),
            ),
            phrase("Avsändaren"),
        ),
        Section(
            (
                ask.OCCURRED_ON,
                ask.CONCERNED,
                ask.REPORTER,
                ask.CATEGORY,
                ask.ANSWER_BY,
                ask.GENDER,
            ),
            MORE,
            folded=True,
        ),
    ),
)

IVO_REFERRAL = StaffForm(
    id="ivo",
    name=phrase("Klagomål från IVO"),
    purpose=phrase("Inspektionen för vård och omsorg har lämnat över ett klagomål."),
    channel=Channel.IVO,
    kind=Kind.COMPLAINT,
    finds_duplicates=True,
    note=phrase("IVO utreder inte klagomålet: det gör ni, och därför är IVO:s nummer viktigt."),
    sections=(
        Section(
            (
                ask.REFERENCE.asked(
                    label=phrase("IVO:s diarienummer"),
                    hint=phrase("Som det står i IVO:s brev, till exempel 8.5-29206/2026."),
                    missing=phrase("Skriv IVO:s diarienummer."),
                ),
                _CAME_IN,
                ask.PLACE,
                ask.TEXT.asked(
                    label=phrase("Vad klagomålet gäller"),
                    hint=phrase("Skriv av det viktigaste ur IVO:s brev."),
                    missing=phrase("Skriv vad klagomålet gäller."),
                ),
                ask.FILES,
            )
        ),
        Section(
            (
                ask.NAME.asked(hint=phrase("Den som klagade hos IVO, om det framgår.")),
                ask.ADDRESS,
                ask.PROTECTED,
                ask.PHONE,
                ask.EMAIL,
                ask.ANSWER.asked(hint=phrase("Välj ”Jag vet inte” om det inte framgår.")),
            ),
            phrase("Den som klagade"),
        ),
        Section(
            (
                ask.CONCERNED,
                ask.OCCURRED_ON,
                ask.REPORTER,
                ask.LAW,
                ask.CATEGORY,
                ask.ANSWER_BY,
                ask.GENDER,
            ),
            MORE,
            folded=True,
        ),
    ),
)

PROVIDER_REPORT = StaffForm(
    id="region",
    name=phrase("Rapport från region eller vårdgivare"),
    purpose=phrase("En annan vårdgivare eller utförare rapporterar en avvikelse till er."),
    channel=Channel.REGION,
    kind=Kind.DEVIATION,
    reporter_kind=ReporterKind.OTHER_PROVIDER,
    discovered_by=DiscoveredBy.OTHER_AUTHORITY,
    finds_duplicates=True,
    sections=(
        Section(
            (
                ask.NAME.asked(
                    label=phrase("Vem rapporten kommer från"),
                    hint=phrase("Vårdcentral, sjukhus eller utförare; inget personnamn behövs."),
                    missing=phrase("Skriv vem rapporten kommer från."),
                ),
                ask.REFERENCE,
                _CAME_IN,
                ask.PLACE,
                ask.TEXT.asked(
                    label=phrase("Vad som hände"),
                    hint=phrase("Skriv av det viktigaste ur rapporten."),
                    missing=phrase("Skriv vad som hände."),
                ),
                ask.CONSEQUENCE,
                ask.CONCERNED.asked(hint=phrase("Skriv bara det som behövs för att hitta rätt.")),
                ask.FILES,
            )
        ),
        Section(
            (
                ask.ANSWER.asked(
                    label=phrase("Ska avsändaren ha svar?"),
                    hint=phrase("Även bedömningen att det inte är en avvikelse ska meddelas."),
                    missing=phrase("Välj om och hur avsändaren ska ha svar."),
                    choices=SENDER_ANSWER_CHOICES,
                ),
                ask.EMAIL.asked(hint=phrase("Avsändarens adress, utan uppgifter om patienten.")),
                ask.PHONE,
                ask.ADDRESS,
                ask.PROTECTED,
            ),
            phrase("Svar till avsändaren"),
        ),
        Section((ask.BREACH, ask.CHILD), phrase("Två frågor till")),
        Section((ask.OCCURRED_ON, ask.LAW, ask.CATEGORY, ask.ANSWER_BY), MORE, folded=True),
    ),
)
