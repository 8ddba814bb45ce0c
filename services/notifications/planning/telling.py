"""Tells, once and at once, of what a step of handling has changed."""

from dataclasses import replace
from typing import ClassVar

from services.notifications.notices import planned
from services.notifications.notices.notices import COMPLAINANT, Notice
from services.notifications.notices.reaching import BY_LETTER
from services.notifications.notices.tellings import REGISTRAR, Telling, role_of, tellings
from services.notifications.planning.complainants import Complainants
from services.notifications.planning.staff_post import StaffPost
from services.notifications.sending.postman import Postman
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.errors import TransientError
from shared.events.envelope import FactsEvent
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
        complainants: Complainants,
        writer: Writer,
        postman: Postman,
        staff_post: StaffPost,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._notices = planned
        self._complainants = complainants
        self._writer = writer
        self._postman = postman
        self._staff_post = staff_post
        self._clock = clock

    async def tell(self, event: FactsEvent) -> None:
        """Plan what the event gives cause to tell. One read, and one write for each recipient;
        two for a complainant who is to be called, and what `StaffPost.plan` takes for one of staff.

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
            await self._plan(event, case, self._named(event, telling))

    def _named(self, event: FactsEvent, telling: Telling) -> Telling:
        """With the account of the board's registrar, where nobody else is there to be told."""
        if telling.to != REGISTRAR:
            return telling
        return replace(telling, to=self._writer.registrar_of(event.facts.board))

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
        if telling.to == COMPLAINANT:
            if case.contact is None:
                raise CaseNotYetWatched("whom to reach is not known yet")
            how = BY_LETTER if telling.by_letter else self._complainants.way_to(case)
            await self._complainants.plan(notice, case, how)
        elif self._writer.address_of_account(telling.to) is not None:
            await self._staff_post.plan([notice], case)
