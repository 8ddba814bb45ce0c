"""What the columns of one row say against each other."""

from collections.abc import Iterator
from datetime import date

from services.intake.imports.columns import COLUMNS
from services.intake.imports.earlier_case import EarlierCase
from services.intake.imports.row_fault import Fault
from shared.events.vocabulary import Channel, Feedback, Kind, Law, LexSarahState

_DAYS = ("received_on", "occurred_on", "acknowledged_on", "answered_on", "closed_on")
_AFTER_ARRIVAL = ("acknowledged_on", "answered_on", "closed_on")
_TOLD_TO_IVO = frozenset({LexSarahState.IVO_NOTIFIED, LexSarahState.IVO_DECIDED})


def contradictions(case: EarlierCase, today: date) -> Iterator[Fault]:
    """What cannot be. `today` is the Swedish day."""
    for name in _DAYS:
        day: date | None = getattr(case, name)
        if day is not None and day > today:
            yield _fault(name, "is in the future")
    for name in _AFTER_ARRIVAL:
        day = getattr(case, name)
        if day is not None and day < case.received_on:
            yield _fault(name, "is before received_on")
    if case.occurred_on is not None and case.occurred_on > case.received_on:
        yield _fault("occurred_on", "is after received_on")
    if case.answered_on is not None and case.feedback not in (None, Feedback.GIVEN):
        yield _fault("feedback", "says that there was no answer, and answered_on that there was")
    yield from _of_lex_sarah(case)
    if case.channel is Channel.IVO and case.ivo_referred is False:
        yield _fault("ivo_referred", "says no, and channel that it came from IVO")


def _of_lex_sarah(case: EarlierCase) -> Iterator[Fault]:
    if case.kind is Kind.LEX_SARAH and case.lex_sarah is LexSarahState.NONE:
        yield _fault("lex_sarah", "says no, and kind that it is a lex Sarah report")
    if case.law is Law.HSL and (
        case.kind is Kind.LEX_SARAH or case.lex_sarah not in (None, LexSarahState.NONE)
    ):
        yield Fault(
            column="lex_sarah",
            what="is under HSL, and lex Sarah is of SoL and LSS alone",
            allowed="with law HSL only none",
        )
    if case.ivo_notified is True and case.lex_sarah not in (None, *_TOLD_TO_IVO):
        yield _fault("ivo_notified", "says yes, and lex_sarah that it has not come so far")
    if case.ivo_notified is False and case.lex_sarah in _TOLD_TO_IVO:
        yield _fault("ivo_notified", "says no, and lex_sarah that IVO was notified")


def oddities(case: EarlierCase) -> Iterator[Fault]:
    """What can be, and is better looked at."""
    if case.unit is not None and case.unit.id is None:
        yield _fault("unit", "is no unit of the board: the case is taken with its unit unknown")
    for name in ("acknowledged_on", "answered_on"):
        day: date | None = getattr(case, name)
        if day is not None and case.closed_on is not None and day > case.closed_on:
            yield _fault(name, "is after closed_on")


def _fault(column: str, what: str) -> Fault:
    return Fault(column=column, what=what, allowed=COLUMNS[column].allowed)
