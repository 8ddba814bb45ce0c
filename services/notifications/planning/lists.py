"""The coordinator's weekly list, and the registrar's of each morning (R44): who gets which, when.

A list is a notice whose id is made of list, account and day, and its content is made when it is
sent. What has been missed while the service was away is told once, as it is now.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

import structlog

from services.notifications.backlog import Backlog
from services.notifications.notices import mornings, of_no_case
from services.notifications.notices.notices import Notice
from services.notifications.planning.late_for_digest import LateForDigest
from services.notifications.sending.postman import Postman
from shared.clock import Clock
from shared.errors import LyhordError
from shared.organisation import Organisation
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

COORDINATOR = "coordinator_list"
REGISTRAR = "registrar_list"
"""Rules that lists are sent by."""
TICK_SECONDS = 15.0


class ListDay(Document):
    """Until which Swedish day a list has been seen to; its id is the list's rule."""

    collection: ClassVar[str] = "list_days"

    day: date


@dataclass(frozen=True, slots=True)
class ListPlan:
    """One list: who gets it, and the newest day whose list has had its time."""

    rule: str
    newest: Callable[[datetime], date]
    accounts: tuple[str, ...]


def list_plans(organisation: Organisation) -> tuple[ListPlan, ...]:
    """Both lists, each account once."""
    coordinators = (organisation.coordinator_for(unit.id) for unit in organisation.units)
    registrars = (board.recipients.registrar for board in organisation.boards)
    return (
        ListPlan(
            COORDINATOR,
            mornings.newest_weekly,
            tuple(dict.fromkeys(each.account for each in coordinators if each is not None)),
        ),
        ListPlan(
            REGISTRAR,
            mornings.newest_daily,
            tuple(dict.fromkeys(each.account for each in registrars)),
        ),
    )


class Lists:
    """One per process; what several plan at once is there once. `run` until cancelled."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        days: Collection[ListDay],
        organisation: Organisation,
        late: LateForDigest,
        postman: Postman,
        backlog: Backlog,
        clock: Clock,
    ) -> None:
        self._notices = notices
        self._days = days
        self._plans = list_plans(organisation)
        self._late = late
        self._postman = postman
        self._backlog = backlog
        self._clock = clock

    async def run(self) -> None:
        """Look again and again, once what waited on the bus has been read."""
        while True:
            try:
                if self._backlog.worked_off():
                    await self.look()
                    await self._late.look()
            except LyhordError as error:
                log.warning("lists_not_planned", slug=error.slug)
            await asyncio.sleep(TICK_SECONDS)

    async def look(self) -> None:
        """Plan the newest list of each sort, unless it has been. One read for each sort.

        A service that starts for the first time begins with the next one.
        """
        now = self._clock.now()
        for plan in self._plans:
            newest = plan.newest(now)
            known = await self._days.get(plan.rule)
            if known is None:
                await self._begin(plan, newest)
            elif known.day < newest:
                await self._plan(plan, newest, now)

    async def _begin(self, plan: ListPlan, newest: date) -> None:
        try:
            await self._days.insert(ListDay(id=plan.rule, day=newest))
        except Duplicate:
            return

    async def _plan(self, plan: ListPlan, day: date, now: datetime) -> None:
        await asyncio.gather(*(self._insert(plan.rule, each, day, now) for each in plan.accounts))
        await self._days.update(
            {"_id": plan.rule, "day": {"$lt": day.isoformat()}}, {"$set": {"day": day.isoformat()}}
        )

    async def _insert(self, rule: str, account: str, day: date, now: datetime) -> None:
        until = self._postman.first_attempt_at()
        notice = of_no_case.overview(rule, account, day, at=now, next_attempt_at=until)
        try:
            await self._notices.insert(notice)
        except Duplicate:
            return
        self._postman.take(notice, None)
