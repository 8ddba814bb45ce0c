"""What notices are called on a page: kinds, states, reasons, and what each attempt came to."""

from collections.abc import Mapping

from services.notifications.notices.notices import COMPLAINANT, OPERATIONS, TEXT_UNUSABLE
from services.notifications.notices.states import NoticeState, Reason
from shared.events.notices import NoticeKind, NoticeWay
from shared.organisation import RecipientRole
from shared.pages.phrases import Phrase, phrase

KINDS: Mapping[NoticeKind, Phrase] = {
    NoticeKind.ACKNOWLEDGEMENT: phrase("Bekräftelse på att ärendet har kommit in"),
    NoticeKind.REMINDER: phrase("Påminnelse om en tidsfrist"),
    NoticeKind.ESCALATION: phrase("Nästa chef får veta"),
    NoticeKind.ANSWER: phrase("Svaret på ärendet"),
    NoticeKind.DELAY: phrase("Besked om att svaret dröjer"),
    NoticeKind.SURVEY: phrase("Besked om att ärendet är avslutat"),
    NoticeKind.MESSAGE: phrase("Besked om ett meddelande"),
    NoticeKind.TASK: phrase("Något att göra i ärendet"),
    NoticeKind.DIGEST: phrase("Dagens samlade mejl"),
    NoticeKind.LIST: phrase("Lista över ärenden"),
    NoticeKind.SIGNAL: phrase("Signal ur statistiken"),
    NoticeKind.ALARM: phrase("Larm till de driftansvariga"),
}

STATES: Mapping[NoticeState, Phrase] = {
    NoticeState.PLANNED: phrase("Väntar på att skickas"),
    NoticeState.WAITING: phrase("Väntar på en människa"),
    NoticeState.SENT: phrase("Skickat"),
    NoticeState.FAILED: phrase("Gick inte fram"),
    NoticeState.IMPOSSIBLE: phrase("Går inte att nå"),
    NoticeState.WITHDRAWN: phrase("Behövs inte längre"),
    NoticeState.PARKED: phrase("Väntar på en rättad text"),
}

TONES: Mapping[NoticeState, str] = {
    NoticeState.PLANNED: "progress",
    NoticeState.WAITING: "attention",
    NoticeState.SENT: "good",
    NoticeState.FAILED: "danger",
    NoticeState.IMPOSSIBLE: "attention",
    NoticeState.PARKED: "danger",
}

WAYS: Mapping[NoticeWay, Phrase] = {
    NoticeWay.EMAIL: phrase("E-post"),
    NoticeWay.LETTER: phrase("Brev"),
    NoticeWay.PHONE: phrase("Telefon"),
    NoticeWay.NONE: phrase("Inget sätt"),
}

RECIPIENTS: Mapping[str, Phrase] = {
    COMPLAINANT: phrase("Den som lämnade ärendet"),
    OPERATIONS: phrase("De driftansvariga"),
    RecipientRole.MANAGER: phrase("Enhetens chef"),
    RecipientRole.COORDINATOR: phrase("Samordnaren"),
    RecipientRole.HEAD_OF_OPERATIONS: phrase("Verksamhetschefen"),
    RecipientRole.REGISTRAR: phrase("Registratorn"),
    RecipientRole.INVESTIGATOR: phrase("Lex Sarah-utredaren"),
    RecipientRole.QUALITY: phrase("Kvalitetsutvecklaren"),
    RecipientRole.RESPONSIBLE: phrase("Den som ansvarar för ärendet"),
    RecipientRole.OWNER: phrase("Den som ansvarar för åtgärden"),
    "caseworker": phrase("Den som ansvarar för ärendet"),
}

REASONS: Mapping[Reason, Phrase] = {
    Reason.NO_ADDRESS: phrase("Ingen adress är lämnad."),
    Reason.ADDRESS_INVALID: phrase("Det som står som adress är ingen e-postadress."),
    Reason.OWN_ADDRESS: phrase("Adressen är en av kommunens egna: mejlet skulle bli ett ärende."),
    Reason.TOO_MANY_TO_ADDRESS: phrase("Adressen har fått för många bekräftelser på ett dygn."),
    Reason.ADDRESS_REFUSED: phrase("Mejlservern säger att adressen inte finns."),
    Reason.MAIL_REFUSED: phrase("Mejlservern vill inte ha mejlet."),
    Reason.NOT_DELIVERED: phrase("Mejlservern sköt upp mejlet tills vi gav upp."),
    Reason.BOUNCED: phrase("Mejlet skickades men kom tillbaka."),
    Reason.ADDRESS_UNKNOWN: phrase("Ingen postadress har gått att få fram."),
    Reason.RETURNED: phrase("Brevet kom i retur."),
    Reason.NOT_REACHED: phrase("Ingen svarade när vi ringde."),
    Reason.WRONG_NUMBER: phrase("Telefonnumret var fel."),
}

_RESULTS: Mapping[str, Phrase] = {
    "sent": phrase("Mejlservern tog emot det"),
    "connection_refused": phrase("Mejlservern svarade inte"),
    "connection_lost": phrase("Förbindelsen bröts"),
    "unreachable": phrase("Mejlservern gick inte att nå"),
    "timeout": phrase("Mejlservern svarade inte i tid"),
    "certificate_invalid": phrase("Mejlserverns certifikat är inte giltigt"),
    "tls_failed": phrase("Förbindelsen gick inte att kryptera"),
    "tls_not_offered": phrase("Mejlservern erbjuder ingen kryptering"),
    "login_not_offered": phrase("Mejlservern erbjuder ingen inloggning"),
    "login_refused": phrase("Mejlservern godtog inte vår inloggning"),
    "correspondence_unavailable": phrase("Svaret gick inte att hämta från ärendet"),
    "board_unknown": phrase("Nämnden finns inte i kommunens inställningar"),
    TEXT_UNUSABLE: phrase("Texten gick inte att göra"),
    "unexpected": phrase("Ett oväntat fel"),
    "posted": phrase("Lagt på posten"),
    "returned": phrase("Kom i retur"),
    "not_sendable": phrase("Gick inte att skicka"),
    "reached": phrase("Nådd och informerad"),
    "no_answer": phrase("Ingen svarade"),
    "wrong_number": phrase("Fel nummer"),
}


def recipient_in_words(role: str) -> Phrase:
    """Who is told, by role."""
    return RECIPIENTS.get(role, phrase("Personal"))


def result_in_words(result: str) -> Phrase:
    """What an attempt came to: a mail server's code, or a slug of ours."""
    known = _RESULTS.get(result)
    if known is not None:
        return known
    if result.startswith("4"):
        return phrase("Mejlservern bad oss försöka senare (%(code)s)", code=result)
    if result.startswith("5"):
        return phrase("Mejlservern sa nej (%(code)s)", code=result)
    return phrase("Det gick inte (%(code)s)", code=result)


def reason_in_words(reason: Reason) -> Phrase:
    """Why it did not go out."""
    return REASONS.get(reason, phrase("Det gick inte (%(code)s)", code=reason.value))
