"""Test cases that are under way: made with a mark, and known again when they come in."""

from datetime import timedelta

import structlog

from services.intake.guard.probes import ProbeKeys, ProbeMark, new_probe_id
from services.intake.guard.sent import Probe
from services.intake.records import Records
from shared.clock import Clock
from shared.events.submissions import Raw

log = structlog.get_logger()

GOOD_FOR = timedelta(days=2)
"""How long a mark is good. A mail that is late for a day must still not become a case."""
REMEMBERED = timedelta(days=30)


class Arrivals:
    """Every method but `mark_in` raises TransientError when the store does not do its part."""

    def __init__(self, records: Records, keys: ProbeKeys, clock: Clock) -> None:
        self._records = records
        self._keys = keys
        self._clock = clock

    async def begin(self, channel: str, raw: Raw, board: str | None) -> tuple[Probe, str]:
        """A new test case and the mark that it must carry."""
        now = self._clock.now()
        probe = Probe(
            id=new_probe_id(),
            channel=channel,
            raw=raw,
            board=board,
            sent_at=now,
            expires_at=now + GOOD_FOR,
        )
        await self._records.probes.insert(probe)
        return probe, self._keys.mark(probe.id, probe.expires_at)

    def mark_in(self, text: str) -> ProbeMark | None:
        """The mark that a test case carries; None for everything else."""
        return self._keys.read(text, self._clock.now())

    async def arrived(self, mark: ProbeMark, raw: Raw, board: str) -> None:
        """It has come in, by this door and to this board; only the first time counts."""
        now = self._clock.now()
        first = await self._records.probes.update(
            {"_id": mark.probe, "arrived_at": None},
            {"$set": {"arrived_at": now, "arrived_raw": raw.value, "arrived_board": board}},
        )
        log.info("probe_arrived", probe=mark.probe, raw=raw, first=first)

    async def known(self, probe: str) -> Probe | None:
        """What is known of a test case."""
        return await self._records.probes.get(probe)

    async def forget_old(self) -> int:
        """Remove what was sent long ago; how many those were."""
        before = self._clock.now() - REMEMBERED
        return await self._records.probes.delete({"expires_at": {"$lte": before}})
