"""Where a case stands, in words that need no explanation."""

from collections.abc import Mapping

from shared.events.vocabulary import Status
from shared.pages.phrases import Phrase, phrase

STATUS_IN_PLAIN_WORDS: Mapping[Status, Phrase] = {
    Status.RECEIVED: phrase("Vi har tagit emot det du skrev."),
    Status.REGISTERED: phrase("Ärendet är registrerat och ska få en ansvarig."),
    Status.ASSIGNED: phrase("En ansvarig har fått ärendet."),
    Status.ASSESSED: phrase("Den ansvariga har bedömt hur allvarligt det är."),
    Status.INVESTIGATING: phrase("Vi utreder vad som har hänt."),
    Status.ACTING: phrase("Vi rättar till det som behöver bli bättre."),
    Status.ANSWERED: phrase("Ärendet är besvarat."),
    Status.CLOSED: phrase("Ärendet är avslutat."),
    Status.FOLLOWED_UP: phrase("Ärendet är avslutat och vi har följt upp att åtgärderna hjälpt."),
    Status.PAUSED: phrase("Ärendet väntar på något innan vi kan gå vidare."),
    Status.REFERRED: phrase("Ärendet är överlämnat till den som ansvarar för frågan."),
    Status.DISMISSED: phrase("Ärendet är avskrivet: vi går inte vidare med det."),
}
