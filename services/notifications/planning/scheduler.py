"""Each second, does what time alone makes due: reminders, breaches, escalations, delays (R45).

Every copy of the service runs one. What may happen only once is an insert with a derived id, so
the store decides which copy it is; a crash at any point means that it is done again, and the
parts that were done are found to be there. A tick costs what is due, not what there is.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import structlog

from services.notifications.backlog import Backlog
from services.notifications.deadlines.occasions import Occasion, Stage, occasions, to_say
from services.notifications.deadlines.recipients import told
from services.notifications.notices.announcements import deadline_breached
from services.notifications.notices.notices import Notice
from services.notifications.notices.planned import delay, reminder
from services.notifications.planning.acknowledging import Acknowledging
from services.notifications.planning.breach import Breach
from services.notifications.planning.complainants import Complainants
from services.notifications.planning.staff_post import StaffPost
from services.notifications.sending.postman import Postman
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.errors import LyhordError, PermanentError
from shared.events.vocabulary import Wish
from shared.metrics import DEADLINES_FIRED
from shared.organisation import DeadlineRule, Organisation, Recipient
from shared.store.collection import Collection
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

TICK_SECONDS = 1.0
CASES_A_TICK = 200
ASIDE = timedelta(hours=1)
"""Until a case that cannot be dealt with is looked at again."""


class Scheduler:
    """One per process. `run` until cancelled."""

    def __init__(
        self,
        cases: VersionedCollection[WatchedCase],
        planned: VersionedCollection[Notice],
        breaches: Collection[Breach],
        organisation: Organisation,
        acknowledging: Acknowledging,
        postman: Postman,
        staff_post: StaffPost,
        backlog: Backlog,
        clock: Clock,
        complainants: Complainants,
    ) -> None:
        self._cases = cases
        self._notices = planned
        self._breaches = breaches
        self._organisation = organisation
        self._acknowledging = acknowledging
        self._postman = postman
        self._staff_post = staff_post
        self._backlog = backlog
        self._clock = clock
        self._complainants = complainants

    async def run(self) -> None:
        """Look each second, once what waited on the bus has been read."""
        while True:
            try:
                more = self._backlog.worked_off() and await self.look() == CASES_A_TICK
            except LyhordError as error:
                log.warning("deadlines_not_read", slug=error.slug)
                more = False
            if not more:
                await asyncio.sleep(TICK_SECONDS)

    async def look(self) -> int:
        """Deal with the cases that time has made due, the earliest first; how many those were."""
        due = await self._cases.find(
            {"next_look": {"$lte": self._clock.now()}},
            sort=[("next_look", 1)],
            limit=CASES_A_TICK,
        )
        await asyncio.gather(*(self._deal_with(case) for case in due))
        return len(due)

    async def _deal_with(self, case: WatchedCase) -> None:
        now = self._clock.now()
        with structlog.contextvars.bound_contextvars(case_id=case.id):
            try:
                await self._say(case, now)
            except PermanentError as error:
                # UnknownBoard: the organisation's files have lost what the case needs.
                log.warning("case_put_aside", slug=error.slug, problem=str(error))
                await self._set(case, {"next_look": now + ASIDE})
            except LyhordError as error:
                log.warning("case_not_dealt_with", slug=error.slug)

    async def _say(self, case: WatchedCase, now: datetime) -> None:
        if case.awaits_number:
            await self._acknowledging.see_to(case)
        ahead = [] if case.erased_at else occasions(case.deadlines, case.done)
        saying = to_say(ahead, now)
        for occasion in saying:
            await self._remind(case, occasion, now)
        done = (*case.done, *(occasion.name for occasion in ahead if occasion.at <= now))
        said = await self._set(case, {"done": list(done), "next_look": case.look_after(done)})
        if said:
            for occasion in saying:
                DEADLINES_FIRED.labels(rule=occasion.deadline.rule).inc()

    async def _remind(self, case: WatchedCase, occasion: Occasion, now: datetime) -> None:
        recipients = self._told(case, occasion)
        await self._staff_post.plan(
            [self._notice(case, occasion, each, now) for each in recipients], case
        )
        if occasion.is_breach or occasion.stage is Stage.EXTENDED:
            await self._tell_of_delay(case, occasion, now)
        if occasion.is_breach:
            event = deadline_breached(case.case_id, occasion.deadline, case.correlation_id, now)
            try:
                await self._breaches.insert(
                    Breach.of(case.case_id, occasion.deadline, now), [event]
                )
            except Duplicate:
                return
            log.info("deadline_breached", rule=occasion.deadline.rule)

    async def _tell_of_delay(self, case: WatchedCase, occasion: Occasion, now: datetime) -> None:
        rule = self._rule(case, occasion)
        wanted = case.facts.feedback_wish is not Wish.NO
        if rule is None or not (rule.tell_complainant and wanted) or case.contact is None:
            return
        notice = delay(
            case.case_id,
            occasion,
            board=case.facts.board,
            at=now,
            correlation_id=case.correlation_id,
            next_attempt_at=self._postman.first_attempt_at(),
        )
        await self._complainants.plan(notice, case, self._complainants.way_to(case))

    async def _insert(self, notice: Notice, case: WatchedCase) -> None:
        try:
            await self._notices.insert(notice)
        except Duplicate:
            return
        self._postman.take(notice, case)

    def _notice(
        self, case: WatchedCase, occasion: Occasion, recipient: Recipient, now: datetime
    ) -> Notice:
        return reminder(
            case.case_id,
            occasion,
            board=case.facts.board,
            recipient_role=recipient.role,
            recipient=recipient.account.account,
            at=now,
            correlation_id=case.correlation_id,
            next_attempt_at=self._postman.first_attempt_at(),
        )

    def _told(self, case: WatchedCase, occasion: Occasion) -> tuple[Recipient, ...]:
        rule = self._rule(case, occasion)
        if rule is None or occasion.stage is Stage.EXTENDED:
            return ()
        return told(occasion, rule, case.facts, self._organisation)

    def _rule(self, case: WatchedCase, occasion: Occasion) -> DeadlineRule | None:
        board = self._organisation.known_board(case.facts.board)
        return board.deadline(occasion.deadline.rule)

    async def _set(self, case: WatchedCase, fields: dict[str, Any]) -> bool:
        """Write unless facts, contact, rules or another copy have moved the case on meanwhile."""
        read = {"seq": case.seq, "next_look": case.next_look, "rules": case.rules}
        return await self._cases.update({"_id": case.id, **read}, {"$set": fields})
