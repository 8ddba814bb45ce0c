"""The papers of a case, numbered under its diary number, and those that are missing (R29)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.workflow.part import Part
from shared.events import handling_words as words
from shared.events.envelope import Actor
from shared.events.submissions import AttachmentReference
from shared.events.vocabulary import Role


class Direction(StrEnum):
    """How a paper came to be in the case."""

    IN = "in"
    OUT = "out"
    DRAWN_UP = "drawn_up"


class PaperCorrection(Part):
    """Something of a paper that was listed wrongly: what stood, who put it right, when and why."""

    field: str
    stood: str | None
    by: Actor
    at: datetime
    reason: str


class Paper(Part):
    """One paper as the diary lists it: nothing of it names the individual."""

    number: int
    """Within the case, from 1; never given twice."""
    kind: words.Paper
    direction: Direction
    on: date
    """The Swedish day it came in, went out or was drawn up."""
    by: Role
    """From or to whom, by role."""
    seq: int
    """The state of the case that it came with."""
    attachment: UUID | None = None
    """The file that intake keeps."""
    message: UUID | None = None
    """The message it is."""
    title: str | None = None
    """For a paper put in by hand. Without identity."""
    corrections: tuple[PaperCorrection, ...] = ()
    """What stood before (JO 4639-2007)."""


class NewPaper(Part):
    """A paper that a step makes; the case gives it its number."""

    kind: words.Paper
    direction: Direction
    by: Role
    attachment: UUID | None = None
    message: UUID | None = None
    title: str | None = None
    on: date | None = None
    """The step's own day if None."""


def numbered(
    papers: tuple[Paper, ...], new: tuple[NewPaper, ...], seq: int, on: date
) -> tuple[Paper, ...]:
    """The papers with the new ones under the next numbers."""
    first = papers[-1].number + 1 if papers else 1
    return (
        *papers,
        *(
            Paper(
                number=number,
                seq=seq,
                **(each.model_dump() | {"on": each.on or on}),
            )
            for number, each in enumerate(new, start=first)
        ),
    )


def attached(
    attachments: Iterable[AttachmentReference], by: Role, message: UUID | None = None
) -> tuple[NewPaper, ...]:
    """The files that came with a submission or a message."""
    return tuple(
        NewPaper(
            kind=words.Paper.ATTACHMENT,
            direction=Direction.IN,
            by=by,
            attachment=reference.id,
            message=message,
        )
        for reference in attachments
    )


def put_right(
    papers: tuple[Paper, ...],
    number: int,
    lines: Mapping[str, str | date | Direction],
    by: Actor,
    at: datetime,
    reason: str,
) -> tuple[Paper, ...]:
    """The papers with one put right; what stood is kept."""
    return tuple(
        _put_right(paper, lines, by, at, reason) if paper.number == number else paper
        for paper in papers
    )


def _put_right(
    paper: Paper, lines: Mapping[str, str | date | Direction], by: Actor, at: datetime, reason: str
) -> Paper:
    stood = {name: getattr(paper, name) for name in lines}
    corrections = tuple(
        PaperCorrection(
            field=name, stood=None if value is None else str(value), by=by, at=at, reason=reason
        )
        for name, value in stood.items()
    )
    return paper.model_copy(update={**lines, "corrections": (*paper.corrections, *corrections)})
