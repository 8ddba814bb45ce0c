"""Proof that someone was told how to say what they think, and when (R21).

Kept for the unit, without the person: whoever needs the proof in a file of theirs prints it and
puts it there.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, NamedTuple

from shared.events.vocabulary import ReporterKind
from shared.store.documents import Document
from shared.store.index import Index


class How(StrEnum):
    """By what the information was given."""

    TALK = "talk"
    LEAFLET = "leaflet"
    PAPER_FORM = "paper_form"
    LINK = "link"


TOLD = (ReporterKind.SERVICE_USER, ReporterKind.RELATIVE, ReporterKind.PUBLIC)
"""Whom it is given to, by role."""


class InformationGiven(Document):
    """One time that the information was given. Names nobody but the account that gave it."""

    collection: ClassVar[str] = "information_given"
    indexes: ClassVar[tuple[Index, ...]] = (Index("board", (("board", 1), ("given_on", -1))),)

    board: str
    unit: str | None = None
    given_on: date
    """Swedish day."""
    to: ReporterKind
    how: tuple[How, ...]
    language: str
    """Language tag of what was given."""
    by: str
    """Opaque account id."""
    recorded_at: datetime
    """UTC."""


class Given(NamedTuple):
    """How often a unit has given the information, and when last."""

    unit: str | None
    times: int
    last: date


def by_unit(given: Iterable[InformationGiven]) -> tuple[Given, ...]:
    """Each unit once, in order of its id; what names no unit first."""
    days: defaultdict[str | None, list[date]] = defaultdict(list)
    for each in given:
        days[each.unit].append(each.given_on)
    found = [Given(unit, len(each), max(each)) for unit, each in days.items()]
    return tuple(sorted(found, key=lambda each: each.unit or ""))
