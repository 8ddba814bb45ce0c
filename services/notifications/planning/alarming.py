"""Tells operations that a channel is dead, and that it works again (R03, R14); and of texts."""

from services.notifications.notices import of_no_case
from services.notifications.notices.notices import Notice
from services.notifications.notices.subjects import BrokenText
from services.notifications.planning.channel_state import ChannelState
from services.notifications.sending.postman import Postman
from shared.clock import Clock
from shared.events.channels import ChannelFailed, ChannelRestored
from shared.organisation import Organisation
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection


class Alarming:
    """Whoever inserts the notice sends it; all others find that it is there."""

    def __init__(
        self,
        planned: VersionedCollection[Notice],
        channels: VersionedCollection[ChannelState],
        organisation: Organisation,
        postman: Postman,
        clock: Clock,
    ) -> None:
        self._notices = planned
        self._channels = channels
        self._organisation = organisation
        self._postman = postman
        self._clock = clock

    async def tell(self, event: ChannelFailed | ChannelRestored) -> None:
        """One mail to each of those responsible, and how the channel stands now.

        One write, and one for each account. Raises StoreUnavailable.
        """
        state = ChannelState.of(event)
        await self._channels.put_newer(state.id, state.seq, state.fields())
        for account in self._organisation.operators:
            await self._insert(
                of_no_case.alarm(
                    event,
                    recipient=account.account,
                    at=self._clock.now(),
                    next_attempt_at=self._postman.first_attempt_at(),
                )
            )

    async def tell_of_text(self, broken: BrokenText) -> None:
        """One mail to each of those responsible, once for each version of a text."""
        for account in self._organisation.operators:
            await self._insert(
                of_no_case.text_alarm(
                    broken,
                    recipient=account.account,
                    at=self._clock.now(),
                    next_attempt_at=self._postman.first_attempt_at(),
                )
            )

    async def _insert(self, notice: Notice) -> None:
        try:
            await self._notices.insert(notice)
        except Duplicate:
            return
        self._postman.take(notice, None)
