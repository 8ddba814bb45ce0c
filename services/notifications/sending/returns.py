"""Mails that came back: the notice failed after all, and the workflow is told so, once."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

import structlog

from services.notifications.notices.announcements import notice_failed
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.errands import Errand
from shared.clock import Clock
from shared.events.notices import NoticeBounced, NoticeKind, NoticeWay
from shared.metrics import NOTICES
from shared.store.errors import Conflict
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

BELIEVED_FOR = timedelta(days=30)
"""After a mail went out. Servers give up after five days or so."""
ATTEMPTS = 5


class Returns:
    """Holds a bounce against the notice that it names before it is believed."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        clock: Clock,
        errands: Mapping[NoticeKind, Errand] = MappingProxyType({}),
    ) -> None:
        self._notices = notices
        self._clock = clock
        self._errands = errands

    async def take(self, event: NoticeBounced) -> None:
        """Mark the notice as failed, and tell of it in the same write. One read and one write.

        A bounce may be quicker than our own mark that the mail was sent: only the mail itself
        tells the notice's mark, so that it has gone out. A notice that has come to another end is
        left alone. Raises StoreUnavailable, or Conflict when others keep changing the notice.
        """
        for _ in range(ATTEMPTS):
            notice = await self._notices.get(str(event.detail.notice))
            why_not = "no_such_notice" if notice is None else self._why_not(notice, event)
            if notice is None or why_not:
                log.info("bounce_not_believed", notice_id=event.detail.notice, reason=why_not)
                return
            now = self._clock.now()
            failed = notice.failed(now, event.detail.status or "bounced", Reason.BOUNCED)
            cause = event.detail.cause
            told = [notice_failed(failed, now, cause)] if notice.is_of_a_case else []
            if (errand := self._errands.get(notice.kind)) is not None:
                # First what it told of: a crash in between has the bounce taken again.
                await errand.settle(failed)
            if await self._notices.replace(failed, notice.seq, told):
                NOTICES.labels(kind=failed.kind, state=failed.state).inc()
                log.info("notice_came_back", notice_id=failed.id, cause=event.detail.cause)
                return
        raise Conflict("the notice keeps changing")

    def _why_not(self, notice: Notice, event: NoticeBounced) -> str | None:
        if notice.case_id != event.case_id or notice.mark != event.detail.mark:
            return "not_ours"
        if notice.way is not NoticeWay.EMAIL:
            return "no_mail"
        match notice.state:
            case NoticeState.SENT:
                gone = notice.sent_at
                late = gone is not None and self._clock.now() - gone > BELIEVED_FOR
                return "too_late" if late else None
            case NoticeState.PLANNED:
                return None if notice.mark else "not_sent"
            case _:
                return "over"
