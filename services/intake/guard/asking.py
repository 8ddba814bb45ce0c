"""What staff ask of the guard: how it stands, look at it now, I have tried it myself."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from services.intake.guard.published import Channel
from services.intake.guard.rounds import Rounds
from services.intake.guard.state import ChannelState
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import PermanentError
from shared.events.channels import ChannelKind
from shared.store.errors import Conflict

_ATTEMPTS = 5


class UnknownChannel(PermanentError):
    """There is no such channel."""

    slug: ClassVar[str] = "channel_unknown"


class NotManual(PermanentError):
    """The channel is tried by the guard itself."""

    slug: ClassVar[str] = "channel_not_manual"


class Asking:
    """Every method raises TransientError when the store does not do its part."""

    def __init__(self, records: Records, rounds: Rounds, clock: Clock) -> None:
        self._records = records
        self._rounds = rounds
        self._clock = clock

    async def states(self) -> Sequence[tuple[Channel, ChannelState]]:
        """Every channel, in the order of the settings, and how it stands."""
        return await self._rounds.states()

    async def test(self) -> int:
        """Have every channel looked at now, but those that a test case is under way to; how many.

        Whichever copy comes first does it, within seconds.
        """
        resting = [state for _, state in await self.states() if state.probe is None]
        now = self._clock.now()
        for state in resting:
            await self._changed(state, lambda known: known.asked_for(now))
        return len(resting)

    async def attest(self, channel_id: str, by: str | None) -> tuple[Channel, ChannelState]:
        """Someone, by opaque account id, has tried the channel by hand, and it works.

        Raises UnknownChannel, and NotManual for one that the guard tries itself.
        """
        found = {channel.id: (channel, state) for channel, state in await self.states()}
        if channel_id not in found:
            raise UnknownChannel("There is no such channel. GET /channels lists them.")
        channel, state = found[channel_id]
        if channel.kind is not ChannelKind.MANUAL:
            raise NotManual("The guard tries this channel by itself. Use POST /channels/test.")
        now = self._clock.now()
        return channel, await self._changed(state, lambda known: known.tried(by, now))

    async def _changed(
        self, state: ChannelState, change: Callable[[ChannelState], ChannelState]
    ) -> ChannelState:
        """The state with the change, on top of what the guard may have written meanwhile."""
        for _ in range(_ATTEMPTS):
            changed = change(state)
            if await self._records.channels.replace(changed, state.seq):
                return changed
            newer = await self._records.channels.get(state.id)
            if newer is None:
                break
            state = newer
        raise Conflict(f"channel {state.id} changes too often: try again")
