"""Tells the other diary, in the background: numbers asked for, and changes mirrored.

Any number of copies. Whoever takes a case moves its time ahead, and only one copy can; what a copy
that died had taken is due again when that time has come. The other diary may hear the same twice,
by the id of the case, and answers with the same number. Nobody who handles a case waits for this.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

import structlog

from services.workflow.case import Case
from services.workflow.external_diary.entry import Entry, entry_of
from services.workflow.external_diary.mirror import Mirror, MirrorState, Problem
from services.workflow.external_diary.other_diary import (
    DiaryConflict,
    DiaryOutOfOrder,
    DiaryUnreachable,
    OtherDiary,
)
from services.workflow.external_diary.telling import is_told, refused, registered
from services.workflow.numbers import FIELD as NUMBERS
from services.workflow.numbers import folded_number
from services.workflow.opening import REGISTRAR
from services.workflow.stepping import Step, Taken
from shared.clock import Clock
from shared.errors import LyhordError
from shared.faults import Fault, no_fault
from shared.metrics import DIARY_CONFLICTS, DIARY_WAITING
from shared.organisation import Organisation
from shared.organisation.organisation import UnknownBoard
from shared.store.collection import Collection
from shared.store.documents import Document, as_bson
from shared.store.errors import Conflict
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

TICK_SECONDS = 1.0
COUNT_EVERY = 10
"""Ticks between two counts of what waits."""
AT_ONCE = 8
A_ROUND = 200
ATTEMPTS = 5
LONGEST_PAUSE = timedelta(minutes=1)
"""Between two looks whether a diary that cannot be reached is back."""


class WaitingCase(Document):
    """What is read of a case to see whether it is due."""

    collection: ClassVar[str] = Case.collection
    fields: ClassVar[tuple[str, ...]] = ("mirror",)

    mirror: Mirror


class Mirroring:
    """One per process. `run` until cancelled."""

    def __init__(
        self,
        cases: VersionedCollection[Case],
        waiting: Collection[WaitingCase],
        diary: OtherDiary,
        organisation: Organisation,
        *,
        lease: timedelta,
        delays: Sequence[timedelta],
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._cases = cases
        self._waiting = waiting
        self._diary = diary
        self._organisation = organisation
        self._lease = lease
        self._delays = delays
        self._clock = clock
        self._fault = fault
        self._failures = 0
        """Times in a row that the diary could not be reached."""
        self._quiet_until: datetime | None = None

    async def run(self) -> None:
        """Tell what is due, each second, until cancelled."""
        tick = 0
        while True:
            told = 0
            try:
                told = await self.go()
                if tick % COUNT_EVERY == 0:
                    await self._count()
            except LyhordError as error:
                log.warning("diary_not_told", slug=error.slug)
            if told < A_ROUND:
                tick += 1
                await asyncio.sleep(TICK_SECONDS)

    async def go(self) -> int:
        """Tell what is due, what has waited longest first; how many cases were told."""
        now = self._clock.now()
        if self._quiet_until is not None and now < self._quiet_until:
            return 0
        # One case finds out whether the diary is back; the others wait for that.
        due = await self._waiting.find(
            {"mirror.waiting.due": {"$lte": now}},
            sort=[("mirror.waiting.due", 1)],
            limit=1 if self._failures else A_ROUND,
            fields=WaitingCase.fields,
        )
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(waiting: WaitingCase) -> bool:
            async with slots:
                if self._failures and len(due) > 1:
                    return False
                return await self._held(waiting) and await self._tell(waiting.id)

        return sum(await asyncio.gather(*map(one, due)))

    async def _held(self, waiting: WaitingCase) -> bool:
        """Whether the case is this copy's for the length of a lease."""
        if waiting.mirror.waiting is None:
            return False
        return await self._cases.update(
            {"_id": waiting.id, "mirror.waiting.due": waiting.mirror.waiting.due},
            {"$set": {"mirror.waiting.due": self._clock.now() + self._lease}},
        )

    async def _tell(self, case_id: str) -> bool:
        case = await self._cases.get(case_id)
        if case is None or case.mirror is None or case.mirror.waiting is None:
            return False
        with structlog.contextvars.bound_contextvars(case_id=case_id):
            try:
                entry = entry_of(case, self._organisation)
                number = await self._diary.enter(entry)
            except DiaryUnreachable as error:
                await self._unreachable(case, case.mirror, str(error))
                return False
            except DiaryOutOfOrder as error:
                log.warning("diary_failed_at_case", reason=str(error))
                await self._put_off(case, case.mirror)
                return False
            except DiaryConflict as error:
                self._failures = 0
                await self._refused(case, error.problem)
                return True
            except UnknownBoard:
                await self._refused(case, Problem.UNKNOWN_BOARD)
                return True
            self._failures = 0
            self._fault("mirror.numbered")
            await self._told(case, entry, number)
            return True

    async def _told(self, case: Case, entry: Entry, number: str) -> None:
        """Write what the diary said, on top of what others may have changed meanwhile."""
        for _ in range(ATTEMPTS):
            if case.mirror is None or await self._recorded(case, case.mirror, entry, number):
                return
            newer = await self._cases.get(case.id)
            if newer is None:
                return
            case = newer
        raise Conflict("the case keeps changing")

    async def _recorded(self, case: Case, mirror: Mirror, entry: Entry, number: str) -> bool:
        known = case.facts.diary_number
        now = self._clock.now()
        after = mirror.told(now) if is_told(case, entry, self._organisation) else mirror.again(now)
        step = Step(REGISTRAR, now)
        if known is None and await self._has_another(case, number):
            return await self._written(case, refused(case, mirror, Problem.NUMBER_IN_USE, step))
        if known is None:
            log.info("diary_number_given")
            return await self._written(case, registered(case, number, step, after))
        if known != number:
            return await self._written(case, refused(case, mirror, Problem.OTHER_NUMBER, step))
        return await self._set(case, after)

    async def _refused(self, case: Case, problem: Problem) -> None:
        log.warning("diary_conflict", problem=problem.value)
        if case.mirror is not None:
            step = Step(REGISTRAR, self._clock.now())
            # Somebody changed it meanwhile: it is told again as it is now.
            await self._written(case, refused(case, case.mirror, problem, step))

    async def _unreachable(self, case: Case, mirror: Mirror, reason: str) -> None:
        now = self._clock.now()
        if self._quiet_until is None or self._quiet_until <= now:
            # Calls that were under way together fail together, and count as one.
            pause = min(self._delays[min(self._failures, len(self._delays) - 1)], LONGEST_PAUSE)
            self._quiet_until = now + pause
            self._failures += 1
            log.warning("diary_unreachable", reason=reason)
        put_off = mirror.put_off(self._quiet_until, Problem.UNREACHABLE, answered=False)
        await self._set(case, put_off)

    async def _put_off(self, case: Case, mirror: Mirror) -> None:
        """Each case by its own part, so that those put off together do not return together."""
        attempts = mirror.waiting.attempts if mirror.waiting else 0
        delay = self._delays[min(attempts, len(self._delays) - 1)]
        until = self._clock.now() + delay * (1 + UUID(case.id).int % 100 / 1000)
        await self._set(case, mirror.put_off(until, Problem.OUT_OF_ORDER, answered=True))

    async def _has_another(self, case: Case, number: str) -> bool:
        found = await self._cases.aggregate(
            [
                {"$match": {NUMBERS: folded_number(number)}},
                {"$match": {"facts.diary_number": number, "facts.board": case.facts.board}},
                {"$project": {"_id": 1}},
            ]
        )
        return any(each["_id"] != case.id for each in found)

    async def _written(self, case: Case, taken: Taken) -> bool:
        return await self._cases.replace(taken.case, case.seq, [taken.event])

    async def _set(self, case: Case, mirror: Mirror) -> bool:
        """Write down how it stands, which is no news of the case and makes no new state of it."""
        return await self._cases.update(
            {"_id": case.id, "seq": case.seq},
            {"$set": {"mirror": as_bson(mirror.model_dump())}},
        )

    async def _count(self) -> None:
        DIARY_WAITING.set(await self._cases.count({"mirror.state": MirrorState.PENDING.value}))
        DIARY_CONFLICTS.set(await self._cases.count({"mirror.state": MirrorState.CONFLICT.value}))
