"""Finds the cases that a card is to be made of, by what people write of their numbers."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from services.reporting.counted_case import CountedCase
from services.reporting.facts_in_use import FactsInUse
from services.reporting.learning_cards.access import may_write
from services.reporting.learning_cards.refusals import (
    CaseErasedAlready,
    CaseNotFound,
    CaseOutOfReach,
    OfSeveralBoards,
)
from services.reporting.sight import in_sight
from services.reporting.table.columns import ID
from services.reporting.table.following import FactTable
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.typed_references import typed_reference

_LONGEST = 80


@dataclass(frozen=True)
class CaseFinder:
    """All methods raise StoreUnavailable or StoreRefused."""

    facts: FactsInUse
    table: FactTable
    organisation: Organisation

    async def cases(
        self, principal: Principal, numbers: Sequence[str]
    ) -> tuple[Sequence[CountedCase], pl.DataFrame]:
        """The cases, each once, and the table of facts that was asked about them.

        Up to three round trips for each number beside the table's. Raises CaseNotFound,
        CaseOutOfReach, CaseErasedAlready or OfSeveralBoards, with the number that is meant.
        """
        found: dict[str, CountedCase] = {}
        typed: dict[str, str] = {}
        for text in numbers:
            case = await self._numbered(text)
            if case is None:
                raise CaseNotFound(text)
            found[case.id] = case
            typed[case.id] = text
        table = await self.table.facts()
        seen = await asyncio.to_thread(self._seen, principal, table, list(found))
        for case in found.values():
            own = may_write(principal, case.facts.board, case.facts.unit, self.organisation)
            if case.id not in seen or not own:
                raise CaseOutOfReach(typed[case.id])
            if case.facts.erased_at is not None:
                raise CaseErasedAlready(typed[case.id])
        if len({case.facts.board for case in found.values()}) > 1:
            raise OfSeveralBoards(numbers[0])
        return list(found.values()), table

    async def again(self, ids: Sequence[str]) -> Sequence[CountedCase]:
        """Those of the cases that are not erased, as they are now. Two round trips."""
        return [case for case in await self.facts.of_cases(ids) if case.facts.erased_at is None]

    async def _numbered(self, text: str) -> CountedCase | None:
        wanted = " ".join(text.split())[:_LONGEST]
        if not wanted:
            return None
        if case_id := _case_id(wanted):
            return next(iter(await self.facts.of_cases([case_id])), None)
        reference = typed_reference(wanted)
        found = await self.facts.numbered(
            [reference] if reference else [], [wanted, *self._diary_numbers(wanted)]
        )
        return found[0] if len(found) == 1 else None

    def _diary_numbers(self, text: str) -> Iterator[str]:
        """As each board would print it."""
        for board in self.organisation.boards:
            read = board.diary_format.parse(text)
            if read is not None and read.code in (None, board.code):
                yield board.diary_number(read.year, read.serial)

    def _seen(
        self, principal: Principal, table: pl.DataFrame, ids: Sequence[str]
    ) -> frozenset[str]:
        sight = in_sight(principal, self.organisation)
        return frozenset(table.filter(pl.col(ID).is_in(list(ids)), sight)[ID])


def _case_id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None
