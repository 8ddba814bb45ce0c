"""Why something was set aside, in plain words."""

from collections.abc import Mapping

from services.intake.abuse.held import HeldState
from services.intake.abuse.suspicion import Reason
from services.intake.mail.delivery_reports import Fate
from services.intake.mail.documents import Outcome
from services.intake.mail.sorting import Parked
from services.intake.mailbox import SAME_MAIL, SAME_MESSAGE_ID
from shared.pages.phrases import Phrase, phrase

REASONS: Mapping[Reason, Phrase] = {
    Reason.HONEYPOT: phrase("Ett fält som ingen människa ser var ifyllt."),
    Reason.TOO_FAST: phrase("Formuläret skickades fortare än någon hinner skriva."),
    Reason.NO_TIME: phrase("Formuläret kom inte från vår sida."),
    Reason.TOO_MANY_LINKS: phrase("Texten har ovanligt många länkar."),
    Reason.FLOOD: phrase("Samma text har kommit många gånger på kort tid."),
}

STATES: Mapping[HeldState, Phrase] = {
    HeldState.WAITING: phrase("Väntar"),
    HeldState.RELEASED: phrase("Släppt igenom"),
    HeldState.SPAM: phrase("Skräp"),
}

MAIL_REASONS: Mapping[str, Phrase] = {
    Parked.OWN_MAIL: phrase("Vi har skickat mejlet själva."),
    Parked.BOUNCE: phrase("Det berättar om ett mejl som inte kom fram, eller som har lästs."),
    Parked.AUTOMATIC: phrase("Det är skickat av en maskin, till exempel ett automatiskt svar."),
    Parked.MAILING_LIST: phrase("Det är ett utskick till många."),
    Parked.TOO_MANY_FROM_SENDER: phrase("Samma avsändare har skickat ovanligt många mejl."),
    Parked.REPEATED: phrase("Samma ord har kommit flera gånger från samma avsändare."),
    Parked.TOO_MANY: phrase("Det kom ovanligt många mejl på en gång."),
    SAME_MAIL: phrase("Samma mejl har kommit förut."),
    SAME_MESSAGE_ID: phrase("Ett mejl med samma nummer men annat innehåll har kommit förut."),
}
"""By the reason of the mail's record."""

FATES: Mapping[Fate, Phrase] = {
    Fate.FAILED: phrase("Ett mejl från oss i ärendet kom tillbaka, och ärendet visar det."),
    Fate.DELAYED: phrase("Ett mejl från oss i ärendet är försenat. Servern försöker fortfarande."),
    Fate.ARRIVED: phrase("Ett mejl från oss i ärendet kom fram."),
}
"""What a bounce reports of a mail of ours."""

OUTCOMES: Mapping[Outcome, Phrase] = {
    Outcome.CASE: phrase("Blev ett ärende"),
    Outcome.MESSAGE: phrase("Blev ett meddelande i ett ärende"),
    Outcome.DUPLICATE: phrase("Fanns redan"),
    Outcome.PARKED: phrase("Lagt åt sidan"),
    Outcome.PROBE: phrase("Ett prov av kanalen"),
}
