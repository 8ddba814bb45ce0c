"""Tells operations that a channel is dead, and that it works again (R03, R14)."""

from services.notifications import planned
from services.notifications.notices import Notice
from services.notifications.postman import Postman
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
        organisation: Organisation,
        postman: Postman,
        clock: Clock,
    ) -> None:
        self._notices = planned
        self._organisation = organisation
        self._postman = postman
        self._clock = clock

    async def tell(self, event: ChannelFailed | ChannelRestored) -> None:
        """One mail to each of those responsible. Raises StoreUnavailable."""
        for account in self._organisation.operators:
            notice = planned.alarm(
                event,
                recipient=account.account,
                at=self._clock.now(),
                next_attempt_at=self._postman.first_attempt_at(),
            )
            try:
                await self._notices.insert(notice)
            except Duplicate:
                continue
            self._postman.take(notice, None)
