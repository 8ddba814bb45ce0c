"""Calls that somebody is to make, and what came of them. Each outcome is noted once."""

from enum import StrEnum
from uuid import UUID

import structlog

from services.notifications.carrying.waiting import DoneBefore, Errand, Errands
from services.notifications.notices.announcements import notice_failed, notice_sent
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.answers import Answers
from services.notifications.texts.blocks import Block
from services.notifications.texts.paper import PaperWriter
from shared.calendar import next_working_day
from shared.clock import Clock, local_date
from shared.events.notices import NoticeFailed, NoticeSent, NoticeWay
from shared.metrics import NOTICES
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

TRIES = 3
"""Calls without an answer, after which it is given up."""


class CallOutcome(StrEnum):
    """What came of a call; also the result of the attempt."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


class Calls:
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
        """Those to be made, the oldest first; those to be tried another day come last."""
        found = await self._errands.waiting(NoticeWay.PHONE, boards)
        today = local_date(self._clock.now())
        return sorted(
            (each for each in found if not each.case.facts.protected_identity),
            key=lambda each: each.notice.try_on is not None and each.notice.try_on > today,
        )

    async def get(self, notice_id: UUID) -> Errand | None:
        """The call with this id; None where there is none."""
        return await self._errands.get(notice_id, NoticeWay.PHONE)

    async def words(self, errand: Errand) -> tuple[Block, ...]:
        """What is to be said. Raises CorrespondenceUnavailable, TextUnusable or UnknownBoard."""
        told = await self._answers.on_paper(errand.notice)
        return self._writer.words(errand.notice, errand.case, told)

    async def note(
        self, errand: Errand, seen: int, outcome: CallOutcome, by: str, said: str = ""
    ) -> Notice:
        """What came of a call; the notice as it is then. Raises DoneBefore.

        `seen` is the notice's `seq` as whoever called saw it: pressing twice is one call. Nobody
        answered: again the next working day, and after `TRIES` times it has failed.
        """
        notice = errand.notice
        if notice.state is not NoticeState.WAITING or notice.seq != seen:
            raise DoneBefore(f"the call is {notice.state}")
        now = self._clock.now()
        event: NoticeSent | NoticeFailed | None = None
        match outcome:
            case CallOutcome.REACHED:
                version = self._writer.text_version(notice, errand.case)
                following = notice.carried_out(
                    now, outcome, by, version, sent_at=now, said=said or None
                )
                event = notice_sent(following, now)
            case CallOutcome.WRONG_NUMBER:
                following = notice.failed(now, outcome, Reason.WRONG_NUMBER, by)
                event = notice_failed(following, now)
            case CallOutcome.NO_ANSWER if notice.times(outcome) + 1 >= TRIES:
                following = notice.failed(now, outcome, Reason.NOT_REACHED, by)
                event = notice_failed(following, now)
            case CallOutcome.NO_ANSWER:
                again = next_working_day(local_date(now))
                following = notice.tried_in_vain(now, outcome, by, again)
        if not await self._notices.replace(following, notice.seq, [event] if event else []):
            raise DoneBefore("somebody else noted something of this call at this moment")
        if event is not None:
            NOTICES.labels(kind=following.kind, state=following.state).inc()
        log.info("call_noted", notice_id=notice.id, outcome=outcome, state=following.state)
        return following
