"""What a step of handling gives cause to tell, and whom (R36, R39–R41, R44).

Nothing of it is decided by time: each is told once, by the event that made it true. What has
changed again before the mail goes is not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.notifications.notices.notices import COMPLAINANT
from shared.events.casework import CaseDocumented, CaseNoted, Documented
from shared.events.envelope import Actor, FactsEvent
from shared.events.facts import CaseFacts
from shared.events.handling import (
    CaseAnswered,
    CaseAssigned,
    CaseClosed,
    CaseDismissed,
    CaseReopened,
)
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Feedback, Role, Status, Way, Wish

TOLD = (
    CaseAnswered,
    CaseAssigned,
    CaseClosed,
    CaseDismissed,
    CaseDocumented,
    CaseNoted,
    CaseReopened,
)
"""Events that something may be told of."""


REGISTRAR = "registrar"
"""Who is told where nobody answers for the case yet."""


class Occurrence(StrEnum):
    """What happened, as the rule that a notice is sent by."""

    ANSWERED = "answered"
    WRITTEN_TO = "written_to"
    CLOSED = "closed"
    ASSIGNED = "assigned"
    COMPLAINANT_WROTE = "complainant_wrote"
    DISPUTED = "disputed"
    NOT_REACHED = "not_reached"
    TO_CALL = "to_call"
    """Somebody waits for a call. Caused by a notice, not by an event."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell one recipient."""

    occurrence: Occurrence
    kind: NoticeKind
    to: str
    """`complainant`, `registrar` for the board's, or an account id."""
    by_letter: bool = False
    """Whether whoever answered chose a letter, whatever else reaches the complainant."""


def tellings(event: FactsEvent) -> Iterator[Telling]:
    """What the event gives cause to tell; nothing of a case of an earlier system (R91)."""
    facts = event.facts
    if facts.imported:
        return
    match event:
        case CaseAnswered():
            yield from _answer(event.detail.way or facts.feedback_way, posted=event.detail.posted)
        case CaseDismissed():
            if facts.feedback is Feedback.GIVEN and facts.answered_at == event.occurred_at:
                yield from _answer(facts.feedback_way)
        case CaseNoted() if event.detail.to_complainant:
            yield Telling(Occurrence.WRITTEN_TO, NoticeKind.MESSAGE, COMPLAINANT)
        case CaseNoted():
            yield from _staff(facts, event.actor, Occurrence.COMPLAINANT_WROTE)
        case CaseClosed():
            if facts.feedback_wish is not Wish.NO and facts.feedback is Feedback.GIVEN:
                yield Telling(Occurrence.CLOSED, NoticeKind.SURVEY, COMPLAINANT)
        case CaseReopened() if event.detail.disputed:
            yield from _staff(facts, event.actor, Occurrence.DISPUTED)
        case CaseDocumented() if event.detail.what is Documented.UNREACHED:
            to = facts.responsible or REGISTRAR
            yield Telling(Occurrence.NOT_REACHED, NoticeKind.TASK, to)
        case CaseAssigned():
            yield from _staff(facts, event.actor, Occurrence.ASSIGNED)


def still_holds(occurrence: Occurrence, to: str, facts: CaseFacts) -> bool:
    """Whether it is still worth telling, as the case is now."""
    match occurrence:
        case Occurrence.ASSIGNED | Occurrence.COMPLAINANT_WROTE | Occurrence.DISPUTED:
            return facts.responsible == to and facts.status not in _OVER
        case Occurrence.NOT_REACHED:
            return facts.unreached
        case Occurrence.TO_CALL:
            return facts.responsible in (None, to) and not facts.protected_identity
        case Occurrence.CLOSED:
            return facts.status in (Status.CLOSED, Status.FOLLOWED_UP)
        case _:
            return True


def told_in_full(occurrence: Occurrence, facts: CaseFacts, *, board_allows: bool) -> bool:
    """Whether the answer itself may stand in a mail.

    Only where the board says so, and the complainant has asked to be answered by e-mail: what is
    said of someone's care does not belong in a mail that others may read (OSL 26:1).
    """
    asked = facts.feedback_way is Way.EMAIL
    return occurrence is Occurrence.ANSWERED and board_allows and asked


_OVER = (Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED)


def _answer(way: Way | None, *, posted: bool = False) -> Iterator[Telling]:
    """An answer by phone is given by whoever gives it, and so is a letter that is posted."""
    by_letter = way is Way.LETTER
    if not (way is Way.PHONE or (by_letter and posted)):
        yield Telling(Occurrence.ANSWERED, NoticeKind.ANSWER, COMPLAINANT, by_letter)


def _staff(facts: CaseFacts, actor: Actor, occurrence: Occurrence) -> Iterator[Telling]:
    """Whoever answers for the case, unless they did it themselves."""
    if facts.responsible is not None and facts.responsible != actor.id:
        yield Telling(occurrence, NoticeKind.TASK, facts.responsible)


def role_of(to: str) -> str:
    """The recipient by role, as events say it."""
    return COMPLAINANT if to == COMPLAINANT else Role.CASEWORKER
