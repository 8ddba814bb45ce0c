"""Sees that each case is acknowledged once, when it can be (R32)."""

from uuid import UUID

from services.notifications import planned
from services.notifications.address_cap import AddressCap
from services.notifications.announcements import notice_failed
from services.notifications.notices import Notice, Reason
from services.notifications.postman import Postman
from services.notifications.reaching import ByEmail, OutOfReach, reach
from services.notifications.watched import WatchedCase
from services.notifications.writing import Writer
from shared.clock import Clock
from shared.metrics import NOTICES
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection


class Acknowledging:
    """Whoever inserts the notice sends it; all others find that it is there."""

    def __init__(
        self,
        planned: VersionedCollection[Notice],
        writer: Writer,
        postman: Postman,
        clock: Clock,
        cap: AddressCap | None = None,
    ) -> None:
        self._notices = planned
        self._writer = writer
        self._postman = postman
        self._clock = clock
        self._cap = cap or AddressCap(0)

    async def see_to(self, case: WatchedCase, cause: UUID | None = None) -> None:
        """Acknowledge a case that is numbered, or has waited for its number long enough.

        Does nothing as long as its contact is not known, and when it has been done before.
        Raises StoreUnavailable.
        """
        if case.contact is None or case.erased_at is not None:
            return
        how = reach(case.facts, case.contact, self._writer.is_own)
        if how is None:
            return
        now = self._clock.now()
        if isinstance(how, ByEmail) and not self._cap.admits(how.address, case.case_id, now):
            how = OutOfReach(Reason.TOO_MANY_TO_ADDRESS)
        notice = planned.acknowledgement(
            case.case_id,
            at=now,
            correlation_id=case.correlation_id,
            causation_id=cause,
            next_attempt_at=self._postman.first_attempt_at(),
        )
        try:
            if isinstance(how, OutOfReach):
                notice = planned.impossible(notice, how.reason)
                await self._notices.insert(notice, [notice_failed(notice, now)])
                NOTICES.labels(kind=notice.kind, state=notice.state).inc()
            else:
                await self._notices.insert(notice)
                self._postman.take(notice, case)
        except Duplicate:
            return
