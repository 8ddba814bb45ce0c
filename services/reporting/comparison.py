"""Comparing the facts that are in use with the collected ones, while both go on being written."""

import asyncio
from collections.abc import AsyncIterator, Iterable

from services.reporting.counted_case import CountedCase
from services.reporting.fact_collections import Facts
from services.reporting.rebuild import Deviation, Difference, Differences
from shared.store.collection import Where

LISTED = 20
"""Differences that are told one by one; all are counted."""
SETTLE_SECONDS = 1.0
"""What differs is looked at again after this: an event may be on its way to both."""
EVERYTHING: Where = {}
_CHUNK = 200


def difference(
    case_id: str, before: CountedCase | None, after: CountedCase | None
) -> Difference | None:
    """How the two differ about a case, if they do."""
    deviation: Deviation | None = None
    if before is None:
        deviation = Deviation.NOT_COUNTED_BEFORE if after else None
    elif after is None:
        deviation = Deviation.NOT_KNOWN_TO_WORKFLOW
    elif before.seq != after.seq:
        deviation = Deviation.OTHER_SEQ
    elif before.facts != after.facts:
        deviation = Deviation.OTHER_FACTS
    if deviation is None:
        return None
    return Difference(
        case_id=case_id,
        deviation=deviation,
        seq_before=before.seq if before else None,
        seq_after=after.seq if after else None,
    )


async def compare(
    before: Facts, after: Facts, settle_seconds: float = SETTLE_SECONDS
) -> Differences:
    """What is different, in constant memory but for the ids of what is."""
    differing = {found.case_id async for found in _differing(before, after)}
    suspects = sorted(differing | {case.id async for case in missing_in(before, after)})
    if suspects:
        await asyncio.sleep(settle_seconds)
    count = 0
    listed: list[Difference] = []
    for ids in _chunks(suspects):
        found = await asyncio.gather(*(_looked_at(case_id, before, after) for case_id in ids))
        confirmed = [each for each in found if each]
        count += len(confirmed)
        listed += confirmed[: LISTED - len(listed)]
    return Differences(count=count, cases=tuple(listed))


async def missing_in(
    facts: Facts, others: Facts, where: Where = EVERYTHING
) -> AsyncIterator[CountedCase]:
    """Those cases of `others`, among the ones that match, that `facts` does not have."""
    async for case, found in _paired(others, facts, where):
        if found is None:
            yield case


async def _differing(before: Facts, after: Facts) -> AsyncIterator[Difference]:
    async for case, found in _paired(before, after, EVERYTHING):
        if differs := difference(case.id, case, found):
            yield differs


async def _looked_at(case_id: str, before: Facts, after: Facts) -> Difference | None:
    return difference(case_id, *await asyncio.gather(before.get(case_id), after.get(case_id)))


async def _paired(
    facts: Facts, others: Facts, where: Where
) -> AsyncIterator[tuple[CountedCase, CountedCase | None]]:
    chunk: list[CountedCase] = []
    async for case in facts.every(where):
        chunk.append(case)
        if len(chunk) == _CHUNK:
            for pair in await _with_other(chunk, others):
                yield pair
            chunk = []
    for pair in await _with_other(chunk, others):
        yield pair


async def _with_other(
    chunk: list[CountedCase], others: Facts
) -> Iterable[tuple[CountedCase, CountedCase | None]]:
    found = await asyncio.gather(*(others.get(case.id) for case in chunk))
    return zip(chunk, found, strict=True)


def _chunks(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
