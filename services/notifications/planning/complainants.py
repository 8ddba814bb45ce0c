"""Plans what complainants are told, by the way that reaches each."""

from services.notifications.notices import planned
from services.notifications.notices.announcements import notice_failed
from services.notifications.notices.notices import Notice
from services.notifications.notices.reaching import (
    ByEmail,
    ByHand,
    Found,
    OutOfReach,
    makes_sense,
    way_to,
)
from services.notifications.sending.postman import Postman
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.events.notices import NoticeWay
from shared.events.submissions import Address
from shared.events.vocabulary import Role
from shared.metrics import NOTICES
from shared.organisation import Organisation, RoleAccount
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection


class Complainants:
    """Whoever inserts a notice sends it, or leaves it to a person; others find that it is there."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        organisation: Organisation,
        writer: Writer,
        postman: Postman,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._organisation = organisation
        self._writer = writer
        self._postman = postman
        self._clock = clock

    def way_to(self, case: WatchedCase) -> Found:
        """How the complainant of the case is reached. `case.contact` must be known."""
        return way_to(case.facts, case.contact or Address(), self._writer.is_own)

    async def plan(self, notice: Notice, case: WatchedCase, how: Found) -> None:
        """Plan a notice that was made to go by e-mail, by the way that was found. One write.

        Of a call another one, for the mail that tells of it; that one is tried again also where
        the call is there already, since a crash may have come between. Raises StoreUnavailable or
        UnknownBoard.
        """
        if not makes_sense(notice.kind, how):
            return
        match how:
            case ByEmail():
                if await self._inserted(notice):
                    self._postman.take(notice, case)
            case ByHand():
                left = notice.by_hand(how.way, case.facts.board)
                if await self._inserted(left):
                    NOTICES.labels(kind=left.kind, state=left.state).inc()
                if how.way is NoticeWay.PHONE:
                    await self._tell_who_calls(left, case)
            case OutOfReach():
                lost = planned.impossible(notice, how.reason)
                try:
                    await self._notices.insert(lost, [notice_failed(lost, self._clock.now())])
                except Duplicate:
                    return
                NOTICES.labels(kind=lost.kind, state=lost.state).inc()

    async def _tell_who_calls(self, call: Notice, case: WatchedCase) -> None:
        role, account = self._who_calls(case)
        task = planned.call_task(
            call,
            recipient_role=role,
            recipient=account.account,
            at=self._clock.now(),
            next_attempt_at=self._postman.first_attempt_at(),
        )
        if await self._inserted(task):
            self._postman.take(task, case)

    def _who_calls(self, case: WatchedCase) -> tuple[Role, RoleAccount]:
        """Whoever answers for the case, if they can be mailed; else the board's registrar."""
        facts = case.facts
        found = self._organisation.role_account(facts.responsible) if facts.responsible else None
        if found is not None:
            return Role.CASEWORKER, found
        return Role.REGISTRAR, self._organisation.known_board(facts.board).recipients.registrar

    async def _inserted(self, notice: Notice) -> bool:
        try:
            await self._notices.insert(notice)
        except Duplicate:
            return False
        return True
