"""What the vocabulary is called on a page. `docs/glossary.md` explains the terms."""

from collections.abc import Mapping

from shared.events.vocabulary import (
    Acknowledgement,
    Cause,
    Channel,
    ComplainantView,
    ControlPoint,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    Law,
    LexSarahState,
    Outcome,
    ReporterKind,
    Role,
    Status,
    Way,
    Wish,
)
from shared.organisation.roles import RecipientRole
from shared.pages.phrases import Phrase, phrase

KINDS: Mapping[Kind, Phrase] = {
    Kind.COMPLAINT: phrase("Klagomål"),
    Kind.VIEW: phrase("Synpunkt"),
    Kind.SUGGESTION: phrase("Förslag"),
    Kind.PRAISE: phrase("Beröm"),
    Kind.DEVIATION: phrase("Avvikelse"),
    Kind.LEX_SARAH: phrase("Lex Sarah"),
}

CHANNELS: Mapping[Channel, Phrase] = {
    Channel.WEB: phrase("Webbformulär"),
    Channel.EMAIL: phrase("E-post"),
    Channel.PHONE: phrase("Telefon"),
    Channel.VOICEMAIL: phrase("Telefonsvarare"),
    Channel.LETTER: phrase("Brev"),
    Channel.MEETING: phrase("Möte"),
    Channel.CONTACT_CENTRE: phrase("Kontaktcenter"),
    Channel.IVO: phrase("IVO"),
    Channel.REGION: phrase("Regionen"),
    Channel.PARTNER: phrase("Annan vårdgivare eller system"),
    Channel.STAFF: phrase("Egen iakttagelse"),
    Channel.UNKNOWN: phrase("Okänd väg in"),
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

ACKNOWLEDGEMENTS: Mapping[Acknowledgement, Phrase] = {
    Acknowledgement.PENDING: phrase("Inte bekräftad ännu"),
    Acknowledgement.SENT: phrase("Skickad"),
    Acknowledgement.ORAL: phrase("Muntlig"),
    Acknowledgement.RECEIPT: phrase("Kvitto"),
    Acknowledgement.IMPOSSIBLE: phrase("Inte möjlig"),
    Acknowledgement.WAIVED: phrase("Avstådd med skäl"),
}

WISHES: Mapping[Wish, Phrase] = {
    Wish.UNKNOWN: phrase("Inte tillfrågad om svar"),
    Wish.YES: phrase("Vill ha svar"),
    Wish.NO: phrase("Vill inte ha svar"),
}

WAYS: Mapping[Way, Phrase] = {
    Way.EMAIL: phrase("E-post"),
    Way.PHONE: phrase("Telefon"),
    Way.LETTER: phrase("Brev"),
}

FEEDBACKS: Mapping[Feedback, Phrase] = {
    Feedback.DUE: phrase("Återstår"),
    Feedback.GIVEN: phrase("Lämnad"),
    Feedback.WAIVED: phrase("Avstådd med skäl"),
    Feedback.IMPOSSIBLE: phrase("Inte möjlig"),
}

COMPLAINANT_VIEWS: Mapping[ComplainantView, Phrase] = {
    ComplainantView.NOT_ASKED: phrase("Inte tillfrågad"),
    ComplainantView.AGREES: phrase("Instämmer"),
    ComplainantView.DISPUTES: phrase("Instämmer inte"),
    ComplainantView.NO_ANSWER: phrase("Har inte svarat"),
}

OUTCOMES: Mapping[Outcome, Phrase] = {
    Outcome.JUSTIFIED: phrase("Befogat"),
    Outcome.PARTLY_JUSTIFIED: phrase("Delvis befogat"),
    Outcome.UNJUSTIFIED: phrase("Inte befogat"),
    Outcome.UNDECIDABLE: phrase("Går inte att avgöra"),
}

CAUSES: Mapping[Cause, Phrase] = {
    Cause.ROUTINE_MISSING: phrase("Rutin saknas"),
    Cause.ROUTINE_UNKNOWN: phrase("Rutinen var inte känd"),
    Cause.KNOWLEDGE: phrase("Bristande kunskap"),
    Cause.DOCUMENTATION: phrase("Bristande dokumentation"),
    Cause.INATTENTION: phrase("Ouppmärksamhet"),
    Cause.SYSTEM_CHANGE: phrase("Byte av verksamhetssystem"),
    Cause.WORKLOAD: phrase("Arbetsbelastning eller stress"),
    Cause.OTHER: phrase("Annan orsak"),
}

LEX_SARAH_STATES: Mapping[LexSarahState, Phrase] = {
    LexSarahState.NONE: phrase("Ingen fråga om lex Sarah"),
    LexSarahState.SUSPECTED: phrase("Misstänkt missförhållande"),
    LexSarahState.REPORTED: phrase("Rapporterat"),
    LexSarahState.DECLINED: phrase("Inte lex Sarah"),
    LexSarahState.INVESTIGATING: phrase("Utreds enligt lex Sarah"),
    LexSarahState.DECIDED: phrase("Beslutat"),
    LexSarahState.IVO_NOTIFIED: phrase("Anmält till IVO"),
    LexSarahState.IVO_DECIDED: phrase("IVO har beslutat"),
}

LAWS: Mapping[Law, Phrase] = {
    Law.SOL: phrase("Socialtjänstlagen (SoL)"),
    Law.LSS: phrase("Lagen om stöd och service (LSS)"),
    Law.HSL: phrase("Hälso- och sjukvårdslagen (HSL)"),
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

REPORTER_KINDS: Mapping[ReporterKind, Phrase] = {
    ReporterKind.SERVICE_USER: phrase("Den som det gäller"),
    ReporterKind.RELATIVE: phrase("En anhörig eller närstående"),
    ReporterKind.PUBLIC: phrase("Någon annan"),
    ReporterKind.STAFF: phrase("En medarbetare i kommunen"),
    ReporterKind.OTHER_PROVIDER: phrase("En annan vårdgivare"),
    ReporterKind.AUTHORITY: phrase("En myndighet"),
    ReporterKind.ANONYMOUS: phrase("Anonym"),
    ReporterKind.UNKNOWN: phrase("Vet inte"),
}

DISCOVERERS: Mapping[DiscoveredBy, Phrase] = {
    DiscoveredBy.UNIT: phrase("Enheten själv"),
    DiscoveredBy.COMPLAINANT: phrase("Den det gäller, eller en närstående"),
    DiscoveredBy.ECONOMY: phrase("Ekonomifunktionen"),
    DiscoveredBy.TARGETED_REVIEW: phrase("En riktad granskning"),
    DiscoveredBy.OTHER_AUTHORITY: phrase("En annan myndighet eller vårdgivare"),
    DiscoveredBy.UNKNOWN: phrase("Vet inte"),
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

POSTS: Mapping[RecipientRole, Phrase] = {
    RecipientRole.MANAGER: phrase("Enhetschef"),
    RecipientRole.COORDINATOR: phrase("Samordnare"),
    RecipientRole.HEAD_OF_OPERATIONS: phrase("Verksamhetschef"),
    RecipientRole.REGISTRAR: phrase("Registrator"),
    RecipientRole.INVESTIGATOR: phrase("Lex Sarah-utredare"),
    RecipientRole.QUALITY: phrase("Kvalitetsutvecklare"),
}
"""What the holder of a role account is called."""
