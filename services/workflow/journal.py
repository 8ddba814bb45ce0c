"""A board's journal by date and number: what the law asks for, line by line (OSL 5:2, R24–R31).

Read by number in windows that the store's index serves: a series has no gaps, so a number that is
there tells that more follow.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from services.workflow.case import Case, ExternalNumber
from services.workflow.diary import DiaryEntry
from services.workflow.numbers import FIELD, asked_numbers, folded_number
from shared.clock import Clock, local_date
from shared.organisation import Organisation
from shared.organisation.boards import Board
from shared.store.collection import Collection
from shared.store.documents import Document

FIRST_WINDOW = 100
MOST_WINDOWS = 8
"""Of a page; each is twice as wide as the one before. What is further away comes with the next."""

Where = Mapping[str, Any]


class JournalCase(Document):
    """What the journal reads of a case."""

    collection: ClassVar[str] = Case.collection
    fields: ClassVar[tuple[str, ...]] = ("diary", "external_numbers")

    diary: DiaryEntry
    external_numbers: tuple[ExternalNumber, ...] = ()


class JournalQuery(BaseModel):
    """Which lines of which board's journal. All that is given must hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    board: str = Field(max_length=80, description="Id, code or name.")
    year: int | None = Field(
        default=None,
        ge=2000,
        le=2099,
        description="Of registration. Left out: the year of `from`, or the present one.",
    )
    first: date | None = Field(
        default=None, alias="from", description="First day of registration, Swedish time."
    )
    last: date | None = Field(
        default=None, alias="to", description="Last day of registration, itself included."
    )
    number: str | None = Field(
        default=None,
        min_length=1,
        max_length=80,
        description="The diary number, the reference or another's number, of whatever year.",
    )
    external_number: str | None = Field(
        default=None,
        min_length=1,
        max_length=80,
        description="IVO's number, the region's, or another diary's, of whatever year.",
    )
    open: bool | None = Field(default=None, description="Only open, or only closed lines.")
    after: int = Field(default=0, ge=0, le=10**9, description="Continue after this number.")
    limit: int = Field(default=100, ge=1, le=200, description="Lines a page, at most.")


@dataclass(frozen=True)
class JournalPage:
    """Lines by number. `next` is the number to continue after; None on the last page.

    A page may have fewer lines than asked for, and others follow.
    """

    lines: Sequence[JournalCase]
    next: int | None = None


class Journal:
    """Reads journals: two round trips for a page without filters."""

    def __init__(
        self, cases: Collection[JournalCase], organisation: Organisation, clock: Clock
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._clock = clock

    async def page(self, board: Board, query: JournalQuery, visible: Where) -> JournalPage:
        """The lines of the board that match; `visible` is what the reader may see."""
        narrowed = {**visible, **_matching(query)}
        if query.number is not None or query.external_number is not None:
            return JournalPage(await self._by_number(board, query, narrowed))
        year = query.year or (query.first or local_date(self._clock.now())).year
        series = {"diary.board": board.id, "diary.year": year}
        return await self._by_serial(series, narrowed, query.after, query.limit)

    async def _by_number(
        self, board: Board, query: JournalQuery, narrowed: Where
    ) -> list[JournalCase]:
        first, *others = (
            {FIELD: {"$in": list(asked_numbers(text, [board]))}}
            for text in (query.number, query.external_number)
            if text is not None
        )
        both = {"$and": others} if others else {}
        found = await self._cases.find(
            first,
            also={**narrowed, **both, "diary.board": board.id},
            limit=query.limit,
            fields=JournalCase.fields,
        )
        lines = sorted(found, key=lambda line: (line.diary.year, line.diary.serial))
        if query.external_number is None:
            return lines
        theirs = folded_number(query.external_number)
        return [
            line
            for line in lines
            if any(folded_number(each.number) == theirs for each in line.external_numbers)
        ]

    async def _by_serial(
        self, series: Where, narrowed: Where, after: int, limit: int
    ) -> JournalPage:
        found: list[JournalCase] = []
        width = max(limit, FIRST_WINDOW) if narrowed else limit
        for _ in range(MOST_WINDOWS):
            window = {"$gt": after, "$lte": after + width}
            lines, more = await asyncio.gather(
                self._cases.find(
                    {**series, "diary.serial": window},
                    also=narrowed,
                    sort=[("diary.serial", 1)],
                    fields=JournalCase.fields,
                ),
                self._is_there(series, after + width + 1),
            )
            found += lines
            if len(found) > limit or (len(found) == limit and more):
                return JournalPage(found[:limit], found[limit - 1].diary.serial)
            if not more:
                return JournalPage(found)
            after, width = after + width, width * 2
        return JournalPage(found, after)

    async def _is_there(self, series: Where, serial: int) -> bool:
        """Whether the number is given, to whichever case."""
        return bool(await self._cases.ids({**series, "diary.serial": serial}))


def _matching(query: JournalQuery) -> dict[str, Any]:
    where: dict[str, Any] = {}
    days = {
        operator: day.isoformat()
        for operator, day in (("$gte", query.first), ("$lte", query.last))
        if day is not None
    }
    if days:
        where["diary.registered_on"] = days
    if query.open is not None:
        where["diary.closed_on"] = None if query.open else {"$ne": None}
    return where
