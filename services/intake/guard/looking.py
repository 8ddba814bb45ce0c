"""One look at one channel: a link is followed, a test case sent or awaited, a queue asked."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta

import httpx

from services.intake.abuse.quarantine import Quarantine
from services.intake.guard.arrivals import Arrivals
from services.intake.guard.following import follow
from services.intake.guard.published import Channel
from services.intake.guard.rhythm import LINKS, Rhythm
from services.intake.guard.sending import Sender
from services.intake.guard.state import ChannelState, Verdict
from services.intake.imap.watch import MailboxWatch
from shared.clock import Clock
from shared.events.channels import ChannelFault, ChannelKind
from shared.events.submissions import Raw

LONGEST_LOOK = timedelta(seconds=60)
_ARRIVES_AS = {
    ChannelKind.FORM: Raw.FORM,
    ChannelKind.API: Raw.JSON,
    ChannelKind.MAIL: Raw.MAIL,
}


class Looking:
    """Raises TransientError when the store does not do its part."""

    def __init__(
        self,
        arrivals: Arrivals,
        senders: Mapping[ChannelKind, Sender],
        mailboxes: MailboxWatch,
        quarantine: Quarantine,
        rhythm: Rhythm,
        client: Callable[[], httpx.AsyncClient],
        clock: Clock,
    ) -> None:
        self._arrivals = arrivals
        self._senders = senders
        self._mailboxes = mailboxes
        self._quarantine = quarantine
        self._rhythm = rhythm
        self._client = client
        self._clock = clock

    async def look(self, channel: Channel, state: ChannelState) -> Verdict | str:
        """What was found; or the id of a test case that is under way."""
        try:
            async with asyncio.timeout(LONGEST_LOOK.total_seconds()):
                return await self._look(channel, state)
        except TimeoutError:
            return Verdict(ChannelFault.TIMEOUT)

    async def _look(self, channel: Channel, state: ChannelState) -> Verdict | str:
        if channel.kind in LINKS:
            return await follow(channel, self._client)
        if channel.kind in _ARRIVES_AS:
            return await (self._awaited(state.probe) if state.probe else self._sent(channel))
        if channel.kind is ChannelKind.MAILBOX:
            return await self._mailbox(channel)
        if channel.kind is ChannelKind.MANUAL:
            return self._tried(channel, state)
        return await self._waiting()

    async def _sent(self, channel: Channel) -> Verdict | str:
        probe, mark = await self._arrivals.begin(
            channel.id, _ARRIVES_AS[channel.kind], channel.board
        )
        return await self._senders[channel.kind](channel, mark) or probe.id

    async def _awaited(self, probe_id: str) -> Verdict | str:
        probe = await self._arrivals.known(probe_id)
        if probe is None:
            return Verdict(ChannelFault.NOT_ARRIVED)
        if probe.arrived and probe.arrived_at:
            took = (probe.arrived_at - probe.sent_at).total_seconds()
            return Verdict(took=took)
        if probe.arrived_at:
            return Verdict(ChannelFault.NOT_ARRIVED, "elsewhere")
        late = self._clock.now() - probe.sent_at > self._rhythm.arrival
        return Verdict(ChannelFault.NOT_ARRIVED) if late else probe_id

    async def _mailbox(self, channel: Channel) -> Verdict:
        name = channel.id.partition(":")[2]
        found = [each for each in await self._mailboxes.status() if each.name == name]
        if not found:
            return Verdict(ChannelFault.NOT_CONNECTED)
        status = found[0]
        oldest = status.oldest_waiting
        if oldest is not None and self._clock.now() - oldest > self._rhythm.mailbox_unread:
            return Verdict(ChannelFault.UNREAD, status.error)
        if not status.connected:
            return Verdict(ChannelFault.NOT_CONNECTED, status.error)
        return Verdict()

    def _tried(self, channel: Channel, state: ChannelState) -> Verdict:
        """Overdue, counted from when it was tried last, or first heard of."""
        last = state.tried_at or state.known_at
        overdue = channel.every is not None and self._clock.now() - last > channel.every
        if overdue:
            return Verdict(ChannelFault.NOT_TRIED)
        return Verdict(untried=state.tried_at is None)

    async def _waiting(self) -> Verdict:
        oldest = await self._quarantine.oldest_waiting()
        late = oldest and self._clock.now() - oldest.received_at > self._rhythm.quarantine_unread
        return Verdict(ChannelFault.UNREAD) if late else Verdict()
