"""What the municipality's own diary is told of a case: the journal's fields, and nothing else.

Made anew of the whole case each time, so that what is told last is all there is to know.
"""

from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import UUID

from services.workflow.diary import matter_line, sender_line
from services.workflow.papers import Direction, Paper
from services.workflow.part import Part
from shared.clock import local_date
from shared.events import handling_words as words
from shared.events.vocabulary import Role
from shared.organisation import Organisation

if TYPE_CHECKING:
    from services.workflow.case import Case


class EnteredPaper(Part):
    """A document of the case. `file` is the id of the file that intake keeps."""

    number: int
    kind: words.Paper
    direction: Direction
    on: date
    by: Role
    title: str | None
    file: UUID | None

    @classmethod
    def of(cls, paper: Paper) -> Self:
        return cls(
            number=paper.number,
            kind=paper.kind,
            direction=paper.direction,
            on=paper.on,
            by=paper.by,
            title=paper.title,
            file=paper.attachment,
        )


class Entry(Part):
    """The case as the other diary is to have it. Days are Swedish. Names no individual."""

    case_id: UUID
    version: int
    """The state of the case. A lower one than the other diary has is old news."""
    board: str
    number: str | None
    """As we know it; None asks for one."""
    reference: str
    received_on: date
    sender: str
    matter: str
    closed_on: date | None
    """None while the case is open, also when it was taken up again."""
    papers: tuple[EnteredPaper, ...]


def entry_of(case: "Case", organisation: Organisation) -> Entry:
    """The case as it is now. Raises UnknownBoard."""
    facts = case.facts
    board = organisation.known_board(facts.board)
    unit = organisation.unit(facts.unit, board.id) if facts.unit else None
    return Entry(
        case_id=case.case_id,
        version=case.seq,
        board=board.id,
        number=facts.diary_number,
        reference=facts.reference,
        received_on=facts.received_on,
        sender=sender_line(facts.channel, facts.anonymous),
        matter=matter_line(facts.kind, unit, board),
        closed_on=closed_on(case),
        papers=tuple(EnteredPaper.of(paper) for paper in case.papers),
    )


def closed_on(case: "Case") -> date | None:
    """The Swedish day that the case was finished; None while it is open."""
    ended = case.facts.closed_at
    return None if case.is_open or ended is None else local_date(ended)


def has_news(before: "Case", after: "Case") -> bool:
    """Whether the other diary is to be told of the change."""
    return _told(before) != _told(after)


def _told(case: "Case") -> tuple[object, ...]:
    facts = case.facts
    return (
        facts.diary_number,
        facts.kind,
        facts.unit,
        facts.channel,
        facts.anonymous,
        facts.received_on,
        case.is_open,
        case.papers,
    )
