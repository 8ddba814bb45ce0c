"""Forms for what staff find themselves: deviations, and what lex Sarah is about."""

from services.intake.staff.forms import questions as ask
from services.intake.staff.forms.choices import LEX_SARAH_LAWS
from services.intake.staff.forms.question import MORE, Section, StaffForm
from shared.events.vocabulary import Channel, DiscoveredBy, Kind, ReporterKind
from shared.pages.phrases import phrase

_WHAT_HAPPENED = ask.TEXT.asked(
    label=phrase("Vad hände?"),
    hint=phrase("Skriv vad du såg eller fick veta, utan att gissa om orsaken."),
    missing=phrase("Skriv vad som hände."),
)

DEVIATION = StaffForm(
    id="avvikelse",
    name=phrase("Avvikelse"),
    purpose=phrase("Något blev inte som det skulle i verksamheten."),
    channel=Channel.STAFF,
    kind=Kind.DEVIATION,
    reporter_kind=ReporterKind.STAFF,
    discovered_by=DiscoveredBy.UNIT,
    sections=(
        Section(
            (
                ask.PLACE,
                _WHAT_HAPPENED,
                ask.OCCURRED_ON,
                ask.CONCERNED.asked(hint=phrase("Skriv bara det som behövs för att hitta rätt.")),
                ask.CONSEQUENCE.asked(missing=phrase("Skriv vad det innebar för personen.")),
                ask.IMMEDIATE.asked(missing=phrase("Skriv vad som gjordes genast.")),
            )
        ),
        Section((ask.DISCOVERER, ask.BREACH, ask.CHILD), phrase("Tre frågor till")),
        Section(
            (
                ask.LAW,
                ask.CATEGORY,
                ask.FILES.asked(label=phrase("Bilder eller dokument")),
                ask.RECEIVED_ON.asked(
                    label=phrase("Upptäcktes den"),
                    hint=phrase("Idag, om du inte skriver in det i efterhand."),
                ),
            ),
            MORE,
            folded=True,
        ),
    ),
)

LEX_SARAH = StaffForm(
    id="lex-sarah",
    name=phrase("Rapport enligt lex Sarah"),
    purpose=phrase("Ett missförhållande, eller en påtaglig risk för ett missförhållande."),
    channel=Channel.STAFF,
    kind=Kind.LEX_SARAH,
    reporter_kind=ReporterKind.STAFF,
    discovered_by=DiscoveredBy.UNIT,
    law_note=True,
    sections=(
        Section(
            (
                ask.PLACE,
                ask.LAW.asked(
                    label=phrase("Vilken lag gäller för insatsen?"),
                    hint=phrase("Avgör vilka regler rapporten följer."),
                    missing=phrase("Välj SoL eller LSS."),
                    choices=LEX_SARAH_LAWS,
                ),
                _WHAT_HAPPENED,
                ask.OCCURRED_ON,
                ask.CONCERNED.asked(hint=phrase("Skriv bara det som behövs för att hitta rätt.")),
                ask.CONSEQUENCE.asked(
                    label=phrase("Vilka följder har det fått, eller riskerar det att få?"),
                    hint=phrase("För den enskildes liv, säkerhet eller hälsa."),
                    missing=phrase("Skriv vilka följder det har fått eller kan få."),
                ),
                ask.IMMEDIATE.asked(missing=phrase("Skriv vad som gjordes genast.")),
            )
        ),
        Section((ask.DISCOVERER, ask.BREACH, ask.CHILD), phrase("Tre frågor till")),
        Section(
            (
                ask.CATEGORY,
                ask.FILES.asked(label=phrase("Bilder eller dokument")),
                ask.RECEIVED_ON.asked(
                    label=phrase("Upptäcktes den"),
                    hint=phrase("Idag, om du inte skriver in det i efterhand."),
                ),
            ),
            MORE,
            folded=True,
        ),
    ),
)
