"""Who is mailed of a notice to staff, found when its mail is made.

The notice stays the recipient's: its key is theirs, so that it is told once, whoever reads it.
"""

from dataclasses import dataclass

from services.notifications.deadlines.occasions import Stage
from services.notifications.deadlines.recipients import told_first
from services.notifications.notices.notices import COMPLAINANT, Notice
from services.notifications.notices.planned import reminder_id
from services.notifications.notices.states import NoticeState
from services.notifications.staff.readers import Reader, Readers, ReadersToday
from services.notifications.watched import WatchedCase
from shared.organisation import Organisation, Recipient
from shared.store.versioned import VersionedCollection


@dataclass(frozen=True, slots=True)
class SameMail:
    """The reader gets another notice of the same occasion: one mail is enough."""

    notice: str


class Addressing:
    """Looks up readers, and sees that one person gets one mail of an occasion."""

    def __init__(
        self,
        readers: Readers,
        notices: VersionedCollection[Notice],
        organisation: Organisation,
    ) -> None:
        self._readers = readers
        self._notices = notices
        self._organisation = organisation

    async def reader(self, notice: Notice, case: WatchedCase | None) -> Reader | SameMail | None:
        """Who reads it; None for the complainant, and for an account without a post.

        One read, and another where somebody reads for several. Raises UnknownBoard.
        """
        if notice.recipient == COMPLAINANT:
            return None
        today = await self._readers.today()
        reader = today.of(notice.recipient)
        if reader is None or case is None or notice.stage is None:
            return reader
        for other in self._told_before(notice, case, reader, today):
            told = await self._notices.get(other)
            if told is not None and _reaches(told, reader, today):
                return SameMail(other)
        return reader

    def _told_before(
        self, notice: Notice, case: WatchedCase, reader: Reader, today: ReadersToday
    ) -> list[str]:
        """Notices of the same occasion whose mail the reader gets rather than this one's.

        The reader's own, and of those they read for others the first in the rule's order.
        """
        read = [
            each.account.account
            for each in self._recipients(notice, case)
            if (other := today.of(each.account.account)) is not None
            and other.account == reader.account
        ]
        ranked = sorted(read, key=lambda account: account != reader.account)
        if notice.recipient not in ranked:
            return []
        return [
            reminder_id(case.case_id, notice, account)
            for account in ranked[: ranked.index(notice.recipient)]
        ]

    def _recipients(self, notice: Notice, case: WatchedCase) -> tuple[Recipient, ...]:
        """Those of the rule; an escalation is told to one alone."""
        rule = self._organisation.known_board(case.facts.board).deadline(notice.rule)
        deadline = case.open_deadline(notice.rule, notice.due, notice.measure)
        if rule is None or deadline is None or notice.stage is Stage.ESCALATED:
            return ()
        return told_first(deadline, rule, case.facts, self._organisation)


def _reaches(told: Notice, reader: Reader, today: ReadersToday) -> bool:
    """Whether the other notice's mail has gone, or will go, to this reader."""
    if told.state is NoticeState.PLANNED:
        return True
    if told.state is not NoticeState.SENT:
        return False
    mailed = today.posts.address(told.instead or told.recipient)
    return mailed is not None and today.posts.one_of(mailed) == reader.account
