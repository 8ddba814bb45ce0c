"""Tells, once and at once, of what a step of handling has changed."""

from typing import ClassVar

from services.notifications import planned
from services.notifications.notices import COMPLAINANT, Notice
from services.notifications.postman import Postman
from services.notifications.tellings import Telling, role_of, tellings
from services.notifications.watched import WatchedCase
from services.notifications.writing import Writer
from shared.clock import Clock
from shared.errors import TransientError
from shared.events.envelope import FactsEvent
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection


class CaseNotYetWatched(TransientError):
    """The case's first event has not come: it says whom to reach."""

    slug: ClassVar[str] = "case_not_yet_watched"


class Teller:
    """Whoever inserts the notice sends it; all others find that it is there."""

    def __init__(
        self,
        cases: VersionedCollection[WatchedCase],
        planned: VersionedCollection[Notice],
        writer: Writer,
        postman: Postman,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._notices = planned
        self._writer = writer
        self._postman = postman
        self._clock = clock

    async def tell(self, event: FactsEvent) -> None:
        """Plan what the event gives cause to tell. One read, and one write for each recipient.

        Raises CaseNotYetWatched, StoreUnavailable or UnknownBoard.
        """
        planned = tuple(tellings(event))
        if not planned:
            return
        case = await self._cases.get(str(event.case_id))
        if case is None:
            raise CaseNotYetWatched(f"{event.type} came before its case")
        if case.erased_at is not None:
            return
        for telling in planned:
            if self._reaches(case, telling):
                await self._plan(event, case, telling)

    def _reaches(self, case: WatchedCase, telling: Telling) -> bool:
        if telling.to != COMPLAINANT:
            return self._writer.address_of_account(telling.to) is not None
        if case.contact is None:
            raise CaseNotYetWatched("whom to reach is not known yet")
        return self._writer.address_of_complainant(case.contact) is not None

    async def _plan(self, event: FactsEvent, case: WatchedCase, telling: Telling) -> None:
        notice = planned.told_of_step(
            event,
            occurrence=telling.occurrence,
            kind=telling.kind,
            recipient_role=role_of(telling.to),
            recipient=telling.to,
            at=self._clock.now(),
            next_attempt_at=self._postman.first_attempt_at(),
        )
        try:
            await self._notices.insert(notice)
        except Duplicate:
            return
        self._postman.take(notice, case)
