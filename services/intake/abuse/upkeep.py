"""What time asks of the quarantine: releases to finish, spam to erase, what waits to count."""

import asyncio
from datetime import timedelta

import structlog

from services.intake.abuse.held import HeldState
from services.intake.abuse.quarantine import Quarantine
from services.intake.abuse.releasing import Releasing
from services.intake.attachments.keeping import Attachments
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import LyhordError
from shared.faults import Fault, no_fault
from shared.metrics import QUARANTINE_AGE, QUARANTINE_WAITING, SPAM_ERASED

log = structlog.get_logger()

LEFT_AFTER = timedelta(seconds=60)
"""How long a release may be under way before another process finishes it."""
LOOK_SECONDS = 30.0
_AT_ONCE = 100


class Upkeep:
    """One per process. `spam_kept` is how long the words of what was judged to be spam are kept."""

    def __init__(
        self,
        records: Records,
        quarantine: Quarantine,
        attachments: Attachments,
        clock: Clock,
        spam_kept: timedelta,
        fault: Fault = no_fault,
    ) -> None:
        self._records = records
        self._quarantine = quarantine
        self._attachments = attachments
        self._clock = clock
        self._spam_kept = spam_kept
        self._releasing = Releasing(records, clock, fault)

    async def run(self) -> None:
        """Finish releases that were left, erase old spam, and count what waits; until cancelled."""
        while True:
            try:
                await self.finish_left()
                await self.erase_old_spam()
                await self._measure()
            except LyhordError as error:
                log.warning("quarantine_not_looked_at", slug=error.slug)
            await asyncio.sleep(LOOK_SECONDS)

    async def finish_left(self) -> None:
        """Carry out the releases that another process decided and did not finish."""
        left = await self._records.quarantine.find(
            {"settled": False, "decided_at": {"$lte": self._clock.now() - LEFT_AFTER}},
            limit=_AT_ONCE,
        )
        for held in left:
            await self._releasing.carry_out(held)

    async def erase_old_spam(self) -> int:
        """Erase the words of what was judged to be spam long ago; of how many."""
        now = self._clock.now()
        old = await self._records.quarantine.find(
            {
                "state": HeldState.SPAM,
                "erased_at": None,
                "decided_at": {"$lte": now - self._spam_kept},
            },
            limit=_AT_ONCE,
        )
        erased = 0
        for held in old:
            await self._attachments.remove_of_case(held.case_id)
            await self._records.held_messages.delete({"case_id": held.id})
            erased += await self._records.quarantine.replace(held.erased(now), held.seq)
        if erased:
            SPAM_ERASED.inc(erased)
            log.info("spam_erased", count=erased)
        return erased

    async def _measure(self) -> None:
        waiting, oldest = await asyncio.gather(
            self._records.quarantine.count({"state": HeldState.WAITING}),
            self._quarantine.oldest_waiting(),
        )
        QUARANTINE_WAITING.set(waiting)
        QUARANTINE_AGE.set(
            (self._clock.now() - oldest.received_at).total_seconds() if oldest else 0
        )
