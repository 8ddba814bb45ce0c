"""What happens next in a case, in words that need no explanation."""

from collections.abc import Mapping

from shared.events.facts import CaseFacts
from shared.events.vocabulary import Status, Wish
from shared.pages.phrases import Phrase, phrase

_ANSWER_COMES = phrase("När det är klart ser du vårt svar här.")
_UNLESS_DISPUTED = phrase("Inget mer. Är du inte nöjd kan du säga det här, så öppnas ärendet igen.")

_NEXT: Mapping[Status, Phrase] = {
    Status.RECEIVED: phrase("Vi registrerar ärendet, så att det får ett diarienummer."),
    Status.REGISTERED: phrase("Någon får ansvar för ärendet och läser det du har skrivit."),
    Status.ASSIGNED: phrase("Den ansvariga bedömer vad som har hänt och hur allvarligt det är."),
    Status.ASSESSED: _ANSWER_COMES,
    Status.INVESTIGATING: _ANSWER_COMES,
    Status.ACTING: _ANSWER_COMES,
    Status.ANSWERED: phrase("Säg gärna om du är nöjd. Därefter avslutar vi ärendet."),
    Status.CLOSED: _UNLESS_DISPUTED,
    Status.FOLLOWED_UP: _UNLESS_DISPUTED,
    Status.PAUSED: phrase("Vi fortsätter när vi har fått det vi väntar på."),
    Status.REFERRED: phrase("Den som har tagit över ärendet hör av sig."),
    Status.DISMISSED: _UNLESS_DISPUTED,
}
_UNANSWERED = phrase("När det är klart avslutar vi ärendet. Du har valt att inte få svar.")


def next_step(facts: CaseFacts) -> Phrase:
    """What the complainant can wait for."""
    step = _NEXT[facts.status]
    return _UNANSWERED if step is _ANSWER_COMES and facts.feedback_wish is Wish.NO else step
