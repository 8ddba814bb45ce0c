"""What letters and calls are about, and why they failed, in words for staff."""

from collections.abc import Mapping

from services.notifications.notices.states import Reason
from shared.events.notices import NoticeKind
from shared.pages.phrases import Phrase, phrase

KINDS: Mapping[NoticeKind, Phrase] = {
    NoticeKind.ACKNOWLEDGEMENT: phrase("Bekräftelse"),
    NoticeKind.ANSWER: phrase("Svar"),
    NoticeKind.MESSAGE: phrase("Meddelande"),
    NoticeKind.DELAY: phrase("Det tar längre tid"),
    NoticeKind.SURVEY: phrase("Ärendet är avslutat"),
}
"""What is told to complainants."""

FAILURES: Mapping[Reason, Phrase] = {
    Reason.RETURNED: phrase("Kom i retur"),
    Reason.ADDRESS_UNKNOWN: phrase("Gick inte att skicka"),
    Reason.NOT_REACHED: phrase("Svarade inte"),
    Reason.WRONG_NUMBER: phrase("Fel nummer"),
}
"""Why what a person carries out did not arrive."""
