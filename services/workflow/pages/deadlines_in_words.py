"""A case's deadlines as its page shows them: what, by when, and how each stands. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.workflow.pages.labels import OwnWords
from services.workflow.pages.words import DEADLINE_STATES
from shared.clock import local_date
from shared.deadlines.computing import deadlines_of
from shared.deadlines.deadline import Deadline, DeadlineState
from shared.events.facts import CaseFacts
from shared.organisation import Board, CountedFrom
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.pages.phrases import Label, Phrase, phrase

COUNTED_FROM: Mapping[CountedFrom, Phrase] = {
    CountedFrom.RECEIVED: phrase("räknat från den dag ärendet kom in"),
    CountedFrom.ASSIGNED: phrase("räknat från den dag ärendet tilldelades"),
    CountedFrom.ASSESSED: phrase("räknat från den dag ärendet bedömdes"),
    CountedFrom.ANSWERED: phrase("räknat från svaret"),
    CountedFrom.CLOSED: phrase("räknat från avslutet"),
    CountedFrom.RETENTION: phrase("räknat från att gallringsfristen är ute"),
    CountedFrom.LEX_SARAH_DECIDED: phrase("räknat från beslutet om missförhållandet"),
    CountedFrom.MEASURE_DUE: phrase("dagen som åtgärden fick"),
    CountedFrom.MEASURE_DONE: phrase("räknat från den dag åtgärden gjordes"),
}

_TONES: Mapping[DeadlineState, str] = {
    DeadlineState.BREACHED: "danger",
    DeadlineState.REMINDED: "attention",
    DeadlineState.PAUSED: "progress",
    DeadlineState.EXTENDED: "attention",
    DeadlineState.MET: "good",
}


@dataclass(frozen=True)
class DeadlineLine:
    """One deadline, of which nothing is said by colour alone. Days are Swedish."""

    name: Label
    due: date
    state: Phrase
    tone: str
    basis: Label
    counted_from: Phrase


class _OfMeasure:
    """A rule's name with the number of the measure that it is about."""

    def __init__(self, name: Label, number: int) -> None:
        self._name = name
        self._number = number

    def in_language(self, language: str) -> str:
        spoken = Language(language)
        which = say(phrase("åtgärd %(number)s", number=self._number), spoken)
        return f"{say(self._name, spoken)}, {which}"


def deadline_name(deadline: Deadline, board: Board) -> Label:
    """What the board calls it."""
    rule = board.deadline(deadline.rule)
    name: Label = rule.name if rule else OwnWords(deadline.rule)
    return name if deadline.measure is None else _OfMeasure(name, deadline.measure)


def deadline_lines(facts: CaseFacts, board: Board, now: datetime) -> Iterator[DeadlineLine]:
    """Those that are still to be met first, by their days; then those that are over."""
    found = deadlines_of(facts, board)
    for deadline in sorted(found, key=lambda each: (_is_over(each, now), each.due)):
        rule = board.deadline(deadline.rule)
        state = deadline.state(now)
        yield DeadlineLine(
            name=deadline_name(deadline, board),
            due=deadline.due,
            state=_said(deadline, state, local_date(now)),
            tone=_TONES.get(state, "plain"),
            basis=rule.basis if rule else OwnWords(""),
            counted_from=COUNTED_FROM[deadline.counted_from],
        )


def _is_over(deadline: Deadline, now: datetime) -> bool:
    return deadline.state(now) in (DeadlineState.MET, DeadlineState.CANCELLED)


def _said(deadline: Deadline, state: DeadlineState, today: date) -> Phrase:
    if state is DeadlineState.PAUSED and deadline.paused_until is not None:
        return phrase("Står still till %(day)s", day=deadline.paused_until)
    if state is DeadlineState.MET and deadline.late:
        return phrase("Klar, men försent")
    if state is DeadlineState.RUNNING and deadline.due == today:
        return phrase("Går ut i dag")
    return DEADLINE_STATES[state]
