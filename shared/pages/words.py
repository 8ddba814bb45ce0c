"""What the vocabulary is called on a page. `docs/glossary.md` explains the terms."""

from collections.abc import Mapping

from shared.events.vocabulary import ControlPoint, Gender, Kind, Outcome, Role, Status
from shared.pages.phrases import Phrase, phrase

KINDS: Mapping[Kind, Phrase] = {
    Kind.COMPLAINT: phrase("Klagomål"),
    Kind.VIEW: phrase("Synpunkt"),
    Kind.SUGGESTION: phrase("Förslag"),
    Kind.PRAISE: phrase("Beröm"),
    Kind.DEVIATION: phrase("Avvikelse"),
    Kind.LEX_SARAH: phrase("Lex Sarah"),
}

STATUSES: Mapping[Status, Phrase] = {
    Status.RECEIVED: phrase("Inkommen"),
    Status.REGISTERED: phrase("Registrerad"),
    Status.ASSIGNED: phrase("Tilldelad"),
    Status.ASSESSED: phrase("Bedömd"),
    Status.INVESTIGATING: phrase("Utreds"),
    Status.ACTING: phrase("Åtgärdas"),
    Status.ANSWERED: phrase("Återkopplad"),
    Status.CLOSED: phrase("Avslutad"),
    Status.FOLLOWED_UP: phrase("Uppföljd"),
    Status.PAUSED: phrase("Vilande"),
    Status.REFERRED: phrase("Överlämnad"),
    Status.DISMISSED: phrase("Avskriven"),
}

OUTCOMES: Mapping[Outcome, Phrase] = {
    Outcome.JUSTIFIED: phrase("Befogat"),
    Outcome.PARTLY_JUSTIFIED: phrase("Delvis befogat"),
    Outcome.UNJUSTIFIED: phrase("Inte befogat"),
    Outcome.UNDECIDABLE: phrase("Går inte att avgöra"),
}

ROLES: Mapping[Role, Phrase] = {
    Role.PUBLIC: phrase("Allmänhet"),
    Role.COMPLAINANT: phrase("Den som har lämnat ärendet"),
    Role.PARTNER: phrase("Partner"),
    Role.STAFF: phrase("Medarbetare"),
    Role.CASEWORKER: phrase("Handläggare"),
    Role.MANAGER: phrase("Enhetschef"),
    Role.HEAD_OF_OPERATIONS: phrase("Verksamhetschef"),
    Role.REGISTRAR: phrase("Registrator"),
    Role.INVESTIGATOR: phrase("Lex Sarah-utredare"),
    Role.QUALITY: phrase("Kvalitetsutvecklare"),
    Role.AUDITOR: phrase("Revisor"),
    Role.ADMINISTRATOR: phrase("Systemförvaltare"),
    Role.SERVICE: phrase("Tjänst"),
}

GENDERS: Mapping[Gender, Phrase] = {
    Gender.WOMAN: phrase("Kvinna"),
    Gender.MAN: phrase("Man"),
    Gender.OTHER: phrase("Annat"),
    Gender.UNKNOWN: phrase("Vill inte svara"),
}

CONTROL_POINTS: Mapping[ControlPoint, Phrase] = {
    ControlPoint.HOW_RECEIVED: phrase("Hur och när ärendet kom in"),
    ControlPoint.CATEGORY: phrase("Kategori"),
    ControlPoint.DESCRIPTION: phrase("Vad ärendet gäller"),
    ControlPoint.FEEDBACK_WISH: phrase("Om återkoppling önskas, och hur"),
    ControlPoint.SEVERITY: phrase("Allvarlighetsgrad"),
    ControlPoint.ACKNOWLEDGEMENT: phrase("Bekräftelse till den som har lämnat ärendet"),
    ControlPoint.RESPONSIBLE: phrase("Vem som ansvarar"),
    ControlPoint.MEASURES: phrase("Åtgärder"),
    ControlPoint.FEEDBACK: phrase("Återkoppling"),
    ControlPoint.COMPLAINANT_VIEW: phrase("Vad den som har lämnat ärendet anser"),
    ControlPoint.PROCESSING_TIME: phrase("När ärendet avslutades"),
}
