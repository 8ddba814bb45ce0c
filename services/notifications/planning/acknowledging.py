"""Sees that each case is acknowledged once, when it can be (R32)."""

from uuid import UUID

from services.notifications.notices import planned
from services.notifications.notices.reaching import ByEmail, OutOfReach, reach
from services.notifications.notices.states import Reason
from services.notifications.planning.address_cap import AddressCap
from services.notifications.planning.complainants import Complainants
from services.notifications.sending.postman import Postman
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from shared.clock import Clock


class Acknowledging:
    """By e-mail, letter or call, or saying that it cannot be done."""

    def __init__(
        self,
        complainants: Complainants,
        writer: Writer,
        postman: Postman,
        clock: Clock,
        cap: AddressCap | None = None,
    ) -> None:
        self._complainants = complainants
        self._writer = writer
        self._postman = postman
        self._clock = clock
        self._cap = cap or AddressCap(0)

    async def see_to(self, case: WatchedCase, cause: UUID | None = None) -> None:
        """Acknowledge a case that is numbered, or has waited for its number long enough.

        Does nothing as long as its contact is not known, and when it has been done before.
        Raises StoreUnavailable or UnknownBoard.
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
            board=case.facts.board,
            at=now,
            correlation_id=case.correlation_id,
            causation_id=cause,
            next_attempt_at=self._postman.first_attempt_at(),
        )
        await self._complainants.plan(notice, case, how)
