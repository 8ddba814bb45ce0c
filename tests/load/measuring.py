"""One measured run: cases fed in, followed until complete, and the processor time of all parts."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

from tests.load.completion import Completion, Mark
from tests.load.ground import Ground
from tests.load.line import Line, line
from tests.load.processor_time import seconds_of, spent
from tests.load.worker import Fed


class Feeder(Protocol):
    """What hands cases in."""

    async def feed(self, count: int, accepted: list[str]) -> Fed:
        """Hand so many in; `accepted` grows by their ids."""
        ...


async def measured(
    name: str,
    ground: Ground,
    services: Mapping[str, int],
    feeder: Feeder,
    marks: Sequence[Mark],
    accepted: list[str],
    *,
    cases: int,
    concurrency: int,
) -> Line:
    """Feed so many cases and return the line. `services` are pids by name, and `accepted`
    grows by the ids of the cases. Raises Stalled."""
    pids = {**services, **ground.pids}
    completion = Completion(ground.client, marks)
    before = {part: seconds_of([pid]) for part, pid in pids.items()}
    async with asyncio.TaskGroup() as group:
        feeding = group.create_task(feeder.feed(cases, accepted))
        following = group.create_task(completion.reached(accepted, cases))
    after = {part: seconds_of([pid]) for part, pid in pids.items()}
    return line(
        name, concurrency, feeding.result(), following.result(), spent(before, after, cases)
    )
