"""When a case is complete, and watching for it so cheaply that it does not show in the figures."""

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

POLL_SECONDS = 0.1
_ASKED_AT_FIRST = 5
_ASKED_AT_MOST = 80


class Stalled(Exception):
    """Cases do not become complete."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Documents of which there is one for each complete case.

    `case` is the field that holds the case's id, `where` what else must hold.
    """

    database: str
    collection: str
    case: str = "_id"
    where: Mapping[str, Any] = field(default_factory=dict)


class Completion:
    """Follows accepted cases until all marks are there, the oldest first.

    It asks by id for a few, and for twice as many as long as all of them are complete: so each
    case is asked for about once, and a case that is not complete yet costs little.
    """

    def __init__(self, client: Any, marks: Sequence[Mark], patience_seconds: float = 60.0) -> None:
        self._client = client
        self._marks = marks
        self._patience_seconds = patience_seconds

    async def reached(self, accepted: Sequence[str], count: int) -> float:
        """The monotonic instant at which so many cases are complete; `accepted` grows meanwhile.

        Raises Stalled when none has become complete for the time of patience.
        """
        known, missing, asked = 0, list[str](), _ASKED_AT_FIRST
        moved = time.monotonic()
        while True:
            missing += accepted[known:]
            known += len(accepted[known:])
            left = await self._incomplete(missing[:asked])
            if len(left) < len(missing[:asked]):
                moved = time.monotonic()
            missing[:asked] = left
            if known == count and not missing:
                return moved
            if time.monotonic() - moved > self._patience_seconds:
                done = known - len(missing)
                raise Stalled(f"{done} of {count} cases are complete, and no more become so")
            if left or not missing:
                asked = _ASKED_AT_FIRST
                await asyncio.sleep(POLL_SECONDS)
            else:
                asked = min(asked * 2, _ASKED_AT_MOST)

    async def _incomplete(self, cases: Sequence[str]) -> list[str]:
        complete = set(cases)
        for mark in self._marks:
            if complete:
                complete &= await self._there(mark, complete)
        return [case for case in cases if case not in complete]

    async def _there(self, mark: Mark, cases: Collection[str]) -> set[str]:
        found = self._client[mark.database][mark.collection].find(
            {mark.case: {"$in": list(cases)}, **mark.where}, {mark.case: 1}
        )
        return {document[mark.case] async for document in found}
