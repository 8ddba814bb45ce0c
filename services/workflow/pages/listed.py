"""A case as a list shows it: what it is, when it is due, what is missing and what is next. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.workflow.case import FINISHED
from services.workflow.desk import Desk, Waiting
from services.workflow.pages.next_in_list import next_in_list
from services.workflow.pages.posts import Post, Posts
from services.workflow.pages.words import NOT_REACHED
from shared.events.facts import CaseFacts
from shared.events.vocabulary import ControlPoint, Kind, LexSarahState, Status
from shared.organisation import Board, Organisation
from shared.organisation.names import Name
from shared.pages.handling_words import DEGREES
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import KINDS, LEX_SARAH_STATES, STATUSES

SOON = 7
"""Days before the due day from which it is said in words."""

POINTS = len(ControlPoint)


@dataclass(frozen=True)
class Badge:
    """A word that stands out; the tone only adds to it."""

    text: Phrase
    tone: str = "plain"


@dataclass(frozen=True)
class Due:
    """When something is to be done; the badge says how near that is."""

    day: date
    what: Name | None
    badge: Badge | None


@dataclass(frozen=True)
class Row:
    """One case of a list. Holds nothing personal."""

    case_id: str
    number: str
    kind: Phrase
    category: Name | None
    place: Name
    received_on: date
    due: Due | None
    responsible: Post | str | None
    severity: Badge | None
    """None where nobody has assessed it."""
    points: int
    next: Phrase
    badges: tuple[Badge, ...]
    found_in: tuple[Phrase, ...] = ()
    """Of a search: where in the case the words stand."""


class Rows:
    """Makes rows of facts, in the organisation's own words."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._posts = Posts(organisation)

    def row(self, case_id: str, facts: CaseFacts, desk: Desk | None, today: date) -> Row:
        """`desk` is None of a case in which nothing is left to do."""
        board = self._organisation.known_board(facts.board)
        unit = self._organisation.unit(facts.unit, board.id) if facts.unit else None
        category = board.category_list.find(facts.category) if facts.category else None
        account = facts.responsible
        return Row(
            case_id=case_id,
            number=facts.diary_number or facts.reference,
            kind=KINDS[facts.kind],
            category=category.name if category else None,
            place=unit.name if unit else board.name,
            received_on=facts.received_on,
            due=_due(board, desk, today) if desk else None,
            responsible=(self._posts.of(account) or account) if account else None,
            severity=severity(facts.severity) if facts.severity else None,
            points=len(facts.control_points),
            next=next_in_list(facts) if desk is None or desk.open else _A_MEASURE,
            badges=tuple(_badges(facts, desk)),
        )


def _due(board: Board, desk: Desk, today: date) -> Due | None:
    if desk.due is None:
        return None
    rule = board.deadline(desk.rule) if desk.rule else None
    return Due(desk.due, rule.name if rule else None, nearness(desk.due, today))


def nearness(due: date, today: date) -> Badge | None:
    """How late it is, or how near; None while there is time."""
    days = (due - today).days
    if days < 0:
        late = (
            phrase("försenad 1 dag")
            if days == -1
            else phrase("försenad %(days)s dagar", days=-days)
        )
        return Badge(late, "danger")
    if days == 0:
        return Badge(phrase("i dag"), "attention")
    if days == 1:
        return Badge(phrase("i morgon"), "attention")
    return Badge(phrase("om %(days)s dagar", days=days), "attention") if days <= SOON else None


def severity(degree: int) -> Badge:
    """How grave it is, 1–4."""
    tones = {3: "attention", 4: "danger"}
    return Badge(DEGREES[degree], tones.get(degree, "plain"))


def _badges(facts: CaseFacts, desk: Desk | None) -> Iterator[Badge]:
    """What a reader of the list should know at once."""
    if desk is not None and desk.waiting in _WAITS:
        yield Badge(_WAITS[desk.waiting], "progress")
    if facts.unreached:
        yield Badge(NOT_REACHED, "danger")
    if facts.status in _SAID:
        yield Badge(STATUSES[facts.status], "progress")
    if facts.kind is not Kind.LEX_SARAH and facts.lex_sarah in _LEX_SARAH_SAID:
        yield Badge(
            phrase("Lex Sarah: %(state)s", state=LEX_SARAH_STATES[facts.lex_sarah]), "attention"
        )
    if facts.protected_identity:
        yield Badge(phrase("Skyddade personuppgifter"), "danger")
    if facts.child_concern:
        yield Badge(phrase("Oro för barn"), "danger")
    if facts.data_breach:
        yield Badge(phrase("Personuppgifter"), "attention")
    if facts.anonymous:
        yield Badge(phrase("Anonym"))
    if facts.reopened:
        yield Badge(phrase("Återöppnat"))


_A_MEASURE = phrase("Gör åtgärden")
_WAITS = {
    Waiting.RECEIVER: phrase("Erbjudet till någon annan"),
    Waiting.COMPLAINANT: phrase("Väntar på svar"),
}
_SAID = FINISHED | {Status.PAUSED}
_LEX_SARAH_SAID = frozenset(LexSarahState) - {LexSarahState.NONE, LexSarahState.DECLINED}
