"""Registration: every submission becomes one case with the next number of its board's diary.

Numbers are unique, without gaps, and given once per case, with any number of copies and whatever
is killed: cases that wait at the same moment are written in the order of their numbers, and the
store stops at the first that it cannot write. So a number is used only when the one before it
is, and a number that could not be used is not passed over.

A board whose diary another system keeps has no series here: its cases are opened without number,
and `external_diary/` asks for it.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

import structlog

from services.workflow.case import Case
from services.workflow.opening import Opened, Opening, open_case, open_unnumbered, take_over
from shared.clock import Clock, local_date
from shared.events.submissions import CaseReceived
from shared.faults import Fault, no_fault
from shared.metrics import CASES_NUMBERED
from shared.organisation import Organisation
from shared.store.errors import Duplicate
from shared.store.group_commit import GroupCommit
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

Series = tuple[str, int]
"""A board's numbers of one year."""


class Registration:
    """Registers submissions; those that come at once share one round trip to the store."""

    def __init__(
        self,
        cases: VersionedCollection[Case],
        organisation: Organisation,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._clock = clock
        self._fault = fault
        self._next: dict[Series, int] = {}
        self._batches: GroupCommit[Opening, None] = GroupCommit(self._register_batch)

    async def register(self, event: CaseReceived) -> None:
        """Make the case and number it, or do nothing if that has been done.

        A case that has its number from an earlier system keeps it and takes none of ours. Raises
        UnknownBoard, StoreUnavailable or StoreRefused.
        """
        if event.facts.imported and event.facts.diary_number is not None:
            await self._insert(take_over(event, self._organisation, self._clock.now()))
        else:
            await self.open(Opening(event))

    async def open(self, opening: Opening) -> None:
        """Make the case, numbered where its board's diary is ours; a second time does nothing.

        Raises UnknownBoard, StoreUnavailable or StoreRefused.
        """
        board = self._organisation.known_board(opening.event.facts.board)
        if board.external_diary:
            await self._insert(open_unnumbered(opening, self._organisation, self._clock.now()))
        else:
            await self._batches.submit(opening)

    async def _insert(self, opened: Opened) -> None:
        with suppress(Duplicate):
            await self._cases.insert(opened.case, opened.events)

    async def _register_batch(self, openings: Sequence[Opening]) -> Sequence[Exception | None]:
        by_series: defaultdict[Series, list[int]] = defaultdict(list)
        outcomes: list[Exception | None] = [None] * len(openings)
        year = local_date(self._clock.now()).year
        for position, opening in enumerate(openings):
            by_series[opening.event.facts.board, year].append(position)

        async def register(series: Series, positions: Sequence[int]) -> None:
            try:
                await self._register_series(series, [openings[position] for position in positions])
            except Exception as error:  # noqa: BLE001 - handed to those who wait for this series
                self._next.pop(series, None)
                for position in positions:
                    outcomes[position] = error

        await asyncio.gather(*(register(*each) for each in by_series.items()))
        return outcomes

    async def _register_series(self, series: Series, openings: Sequence[Opening]) -> None:
        board = self._organisation.known_board(series[0])
        waiting = list({opening.event.case_id: opening for opening in openings}.values())
        number = self._next.get(series) or await self._first_free(series, 1)
        while waiting:
            opened = [
                open_case(
                    opening, series[1], number + position, self._organisation, self._clock.now()
                )
                for position, opening in enumerate(waiting)
            ]
            self._fault("registration.numbering")
            written, failure = await self._cases.insert_in_order(
                [(each.case, each.events) for each in opened]
            )
            number += written
            waiting = waiting[written:]
            CASES_NUMBERED.labels(board=board.id).inc(written)
            match failure:
                case None:
                    pass
                case Duplicate(index="_id"):
                    waiting = waiting[1:]
                case Duplicate():
                    number = await self._first_free(series, number)
                case error:
                    raise error
        self._next[series] = number

    async def _first_free(self, series: Series, at_least: int) -> int:
        """The number after the highest one given, when all below `at_least` are known given."""
        board, year = series
        highest = await self._cases.aggregate(
            [
                {
                    "$match": {
                        "diary.board": board,
                        "diary.year": year,
                        "diary.serial": {"$gte": at_least},
                    }
                },
                {"$group": {"_id": None, "serial": {"$max": "$diary.serial"}}},
            ]
        )
        return int(highest[0]["serial"]) + 1 if highest else at_least
