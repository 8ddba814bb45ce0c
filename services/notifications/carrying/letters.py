"""Letters that wait to be posted, and what became of them. Each is noted once."""

from datetime import date, datetime, time
from uuid import UUID

import structlog

from services.notifications.carrying.waiting import DoneBefore, Errand, Errands
from services.notifications.notices.announcements import notice_failed, notice_sent
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.answers import Answers
from services.notifications.texts.paper import Letter, PaperWriter
from shared.clock import LOCAL, Clock, local_date
from shared.events.notices import NoticeFailed, NoticeSent, NoticeWay
from shared.metrics import NOTICES
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

POSTED, RETURNED, NOT_SENDABLE = "posted", "returned", "not_sendable"
"""What an attempt came to."""
_NOON = time(12)


class LetterQueue:
    """Whoever notes something first has noted it; the others are told (DoneBefore)."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        errands: Errands,
        writer: PaperWriter,
        answers: Answers,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._errands = errands
        self._writer = writer
        self._answers = answers
        self._clock = clock

    async def waiting(self, boards: tuple[str, ...]) -> list[Errand]:
        """Those to be posted, the oldest first."""
        return await self._errands.waiting(NoticeWay.LETTER, boards)

    async def posted(self, boards: tuple[str, ...]) -> list[Errand]:
        """Those posted of late, the newest first."""
        return await self._errands.posted(boards)

    async def get(self, notice_id: UUID) -> Errand | None:
        """The letter with this id; None where there is none."""
        return await self._errands.get(notice_id, NoticeWay.LETTER)

    async def written(self, errand: Errand) -> Letter:
        """The letter as it is printed now.

        Raises CorrespondenceUnavailable, TextUnusable or UnknownBoard.
        """
        told = await self._answers.on_paper(errand.notice)
        today = local_date(self._clock.now())
        return self._writer.letter(errand.notice, errand.case, today, told)

    async def note_posted(self, errand: Errand, day: date, by: str) -> None:
        """It was posted that Swedish day. Raises DoneBefore."""
        notice = _in_state(errand, NoticeState.WAITING)
        now = self._clock.now()
        sent = notice.carried_out(
            now,
            POSTED,
            by,
            self._writer.text_version(notice, errand.case),
            sent_at=posted_at(day, notice.created_at, now),
        )
        await self._replace(notice, sent, notice_sent(sent, sent.sent_at or now))

    async def note_returned(self, errand: Errand, by: str) -> None:
        """It came back: the complainant has not got it. Raises DoneBefore."""
        notice = _in_state(errand, NoticeState.SENT)
        now = self._clock.now()
        failed = notice.failed(now, RETURNED, Reason.RETURNED, by)
        await self._replace(notice, failed, notice_failed(failed, now))

    async def note_impossible(self, errand: Errand, by: str) -> None:
        """It cannot be posted: nobody finds out where to. Raises DoneBefore."""
        notice = _in_state(errand, NoticeState.WAITING)
        now = self._clock.now()
        failed = notice.failed(now, NOT_SENDABLE, Reason.ADDRESS_UNKNOWN, by)
        await self._replace(notice, failed, notice_failed(failed, now))

    async def _replace(
        self, notice: Notice, following: Notice, event: NoticeSent | NoticeFailed
    ) -> None:
        if not await self._notices.replace(following, notice.seq, [event]):
            raise DoneBefore("somebody else noted something of this letter at this moment")
        NOTICES.labels(kind=following.kind, state=following.state).inc()
        log.info("letter_noted", notice_id=notice.id, state=following.state)


def posted_at(day: date, created_at: datetime, now: datetime) -> datetime:
    """The instant (UTC) that stands for having been posted on that Swedish day.

    Now, if it is today; else noon of that day, which lies within the day whatever the season; not
    before there was a letter.
    """
    if day >= local_date(now):
        return now
    noon = datetime.combine(day, _NOON, tzinfo=LOCAL).astimezone(created_at.tzinfo)
    return max(noon, created_at)


def _in_state(errand: Errand, state: NoticeState) -> Notice:
    if errand.notice.state is not state:
        raise DoneBefore(f"the letter is {errand.notice.state}")
    return errand.notice
