"""The guard's rounds: every channel is looked at in its time, by one copy of the service.

Whoever takes a channel moves its next look ahead, and only one copy can; what a copy that died had
taken is due again when that time has come.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from services.intake.guard.arrivals import Arrivals
from services.intake.guard.looking import LONGEST_LOOK, Looking
from services.intake.guard.published import Channel
from services.intake.guard.rhythm import Rhythm
from services.intake.guard.state import ChannelState, Standing, Verdict, alarm
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import LyhordError
from shared.metrics import CHANNELS
from shared.store.errors import Duplicate

log = structlog.get_logger()

TICK_SECONDS = 1.0
HELD = LONGEST_LOOK * 2
"""How long a copy that dies has a channel to itself."""
_FIRST_WAIT, _FURTHER_WAIT = timedelta(seconds=1), timedelta(seconds=5)
"""Until it is asked whether a test case has arrived: nearly all have within a second."""
_AT_ONCE = 5
_A_ROUND = 50
_SURVEY = 30
"""Ticks between two times that all channels are counted."""
_UNPUBLISHED = timedelta(hours=1)


class Rounds:
    """One per process. `channels` tells what there is to watch now."""

    def __init__(
        self,
        records: Records,
        channels: Callable[[], Sequence[Channel]],
        looking: Looking,
        arrivals: Arrivals,
        rhythm: Rhythm,
        clock: Clock,
    ) -> None:
        self._records = records
        self._channels = channels
        self._looking = looking
        self._arrivals = arrivals
        self._rhythm = rhythm
        self._clock = clock

    async def run(self) -> None:
        """Go round until cancelled."""
        tick = 0
        while True:
            try:
                if tick % _SURVEY == 0:
                    await self._survey()
                await self.go()
            except LyhordError as error:
                log.warning("channels_not_looked_at", slug=error.slug)
            tick += 1
            await asyncio.sleep(TICK_SECONDS)

    async def go(self) -> None:
        """Look at every channel whose time has come."""
        now = self._clock.now()
        due = await self._records.channels.find(
            {"next_look": {"$lte": now}}, sort=[("next_look", 1)], limit=_A_ROUND
        )
        channels = {channel.id: channel for channel in self._channels()} if due else {}
        slots = asyncio.Semaphore(_AT_ONCE)

        async def one(state: ChannelState) -> None:
            async with slots:
                if channel := channels.get(state.id):
                    await self._look(channel, state)
                else:
                    # No longer published; another copy may have newer settings, or older ones.
                    held = state.held_until(now + _UNPUBLISHED)
                    await self._records.channels.replace(held, state.seq)

        await asyncio.gather(*(one(state) for state in due))

    async def states(self) -> list[tuple[Channel, ChannelState]]:
        """How it stands with each of them; those that are new are written down first."""
        found = {state.id: state for state in await self._records.channels.find({})}
        standing = []
        for channel in self._channels():
            state = found.get(channel.id) or await self._written_down(channel)
            standing.append((channel, state))
        return standing

    async def _written_down(self, channel: Channel) -> ChannelState:
        now = self._clock.now()
        state = ChannelState.first(channel, now, self._rhythm.first(channel.kind, now))
        with contextlib.suppress(Duplicate):
            await self._records.channels.insert(state)
        return state

    async def _survey(self) -> None:
        await self._arrivals.forget_old()
        CHANNELS.clear()
        counts = Counter((state.kind, state.standing) for _, state in await self.states())
        for (kind, standing), count in counts.items():
            CHANNELS.labels(kind=kind, standing=standing).set(count)

    async def _look(self, channel: Channel, state: ChannelState) -> None:
        held = state.held_until(self._clock.now() + HELD)
        if not await self._records.channels.replace(held, state.seq):
            return
        found = await self._looking.look(channel, held)
        now = self._clock.now()
        if isinstance(found, str):
            wait = _FURTHER_WAIT if held.probe else _FIRST_WAIT
            await self._records.channels.replace(held.awaiting(found, now + wait), held.seq)
            return
        well = found.fault is None
        judged = held.judged(found, now, self._rhythm.after(channel.kind, now, well=well))
        await self._record(channel, held, judged, found)

    async def _record(
        self, channel: Channel, before: ChannelState, after: ChannelState, found: Verdict
    ) -> None:
        event = alarm(before, after, channel, after.checked_at or self._clock.now())
        stored = await self._records.channels.replace(after, before.seq, [event] if event else [])
        if not stored or after.standing is before.standing:
            return
        if after.standing is Standing.DEAD:
            log.error("channel_dead", channel=channel.id, fault=found.fault, note=found.note)
        else:
            log.info("channel_changed", channel=channel.id, standing=after.standing)
