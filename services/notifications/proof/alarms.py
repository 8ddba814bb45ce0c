"""What needs someone now: late cases, notices that do not get through, dead channels (R14, R32).

Nothing here is remembered: each thing stands in the list as long as it is so.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.notices.subjects import BrokenText
from services.notifications.planning.channel_state import ChannelState
from services.notifications.proof.noticed import ListedNotice
from services.notifications.proof.sight import may_see
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.deadlines.deadline import Deadline, DeadlineState
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Acknowledgement, Status
from shared.identity.principal import Principal
from shared.organisation import Milestone, Nature, Organisation
from shared.store.collection import Collection
from shared.store.versioned import VersionedCollection

OFTEN = 3
"""From how many put-offs on a notice counts as one that keeps failing."""
FAILED_WITHIN = timedelta(days=92)
"""For how long a notice that did not get through is shown, while its case is open."""
AT_MOST = 300
"""Of each sort; the oldest of late cases, the newest of notices."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_OVER = frozenset({Status.CLOSED, Status.FOLLOWED_UP, Status.REFERRED, Status.DISMISSED})
_ACKNOWLEDGED = frozenset(Acknowledgement) - {Acknowledgement.PENDING, Acknowledgement.IMPOSSIBLE}


@dataclass(frozen=True, slots=True)
class LateCase:
    """A case in which a target of its board has passed its day."""

    case: WatchedCase
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class TextAlarm:
    """A text that cannot be made, and what waits for it."""

    broken: BrokenText
    since: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class Alarms:
    """All that needs someone, as it was at `looked_at` (UTC)."""

    looked_at: datetime
    unacknowledged: tuple[LateCase, ...]
    unanswered: tuple[LateCase, ...]
    failed: tuple[ListedNotice, ...]
    put_off: tuple[ListedNotice, ...]
    texts: tuple[TextAlarm, ...]
    channels: tuple[ChannelState, ...]
    more: bool
    """Whether there is more than is shown."""

    @property
    def quiet(self) -> bool:
        """Whether nothing needs anyone."""
        return not (
            self.unacknowledged
            or self.unanswered
            or self.failed
            or self.put_off
            or self.texts
            or self.channels
        )


class AlarmList:
    """Five queries by index, at once, and one for the cases of the notices."""

    def __init__(
        self,
        cases: VersionedCollection[WatchedCase],
        notices: VersionedCollection[Notice],
        channels: Collection[ChannelState],
        organisation: Organisation,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._notices = notices
        self._channels = channels
        self._organisation = organisation
        self._clock = clock

    async def read(self, principal: Principal, boards: Sequence[str | None]) -> Alarms:
        """What the principal may see of these boards; None among them is for what is of none."""
        now = self._clock.now()
        of_boards = {"board": {"$in": list(boards)}}
        late, failed, put_off, parked, channels = await asyncio.gather(
            self._cases.find(
                {"open_due": {"$lte": now}},
                also={"facts.board": {"$in": list(boards)}},
                sort=[("open_due", 1)],
                limit=AT_MOST + 1,
            ),
            self._notices.find(
                {"state": NoticeState.FAILED.value, "created_at": {"$gte": now - FAILED_WITHIN}},
                also=of_boards,
                sort=[("created_at", -1)],
                limit=AT_MOST + 1,
            ),
            self._notices.find(
                {"state": NoticeState.PLANNED.value, "next_attempt_at": {"$gt": _LONG_AGO}},
                also={"postponed": {"$gte": OFTEN}, **of_boards},
                limit=AT_MOST + 1,
            ),
            self._notices.find(
                {"state": NoticeState.PARKED.value, "created_at": {"$gt": _LONG_AGO}},
                also=of_boards,
                limit=AT_MOST + 1,
            ),
            self._channels.find({"dead": True}),
        )
        seen = [case for case in late[:AT_MOST] if may_see(principal, case.facts)]
        return Alarms(
            looked_at=now,
            unacknowledged=tuple(self._late(seen, Milestone.ACKNOWLEDGED, now)),
            unanswered=tuple(self._late(seen, Milestone.ANSWERED, now)),
            failed=await self._open(principal, failed[:AT_MOST]),
            put_off=await self._open(principal, put_off[:AT_MOST]),
            texts=tuple(_of_texts(parked)),
            channels=tuple(sorted(channels, key=lambda each: each.detail.since)),
            more=any(len(each) > AT_MOST for each in (late, failed, put_off, parked)),
        )

    def _late(
        self, cases: Sequence[WatchedCase], milestone: Milestone, now: datetime
    ) -> Iterator[LateCase]:
        for case in cases:
            board = self._organisation.board(case.facts.board)
            for deadline in case.deadlines:
                rule = board.deadline(deadline.rule) if board else None
                if (
                    rule is not None
                    and rule.met_by is milestone
                    and deadline.nature is Nature.TARGET
                    and deadline.state(now) is DeadlineState.BREACHED
                ):
                    yield LateCase(case, deadline)

    async def _open(
        self, principal: Principal, notices: Sequence[Notice]
    ) -> tuple[ListedNotice, ...]:
        """Those that still matter: the case is open, and has not been acknowledged otherwise."""
        cases = await asyncio.gather(*(self._cases.get(str(each.case_id)) for each in notices))
        return tuple(
            ListedNotice(notice, case)
            for notice, case in zip(notices, cases, strict=True)
            if case is None or (may_see(principal, case.facts) and _matters(notice, case))
        )


def _matters(notice: Notice, case: WatchedCase) -> bool:
    if case.facts.status in _OVER or case.erased_at is not None:
        return False
    acknowledged = case.facts.acknowledgement in _ACKNOWLEDGED
    return not (notice.kind is NoticeKind.ACKNOWLEDGEMENT and acknowledged)


def _of_texts(parked: Sequence[Notice]) -> Iterator[TextAlarm]:
    by_text: dict[BrokenText, list[Notice]] = {}
    for notice in parked:
        if notice.parked is not None:
            by_text.setdefault(notice.parked, []).append(notice)
    for broken, waiting in sorted(by_text.items(), key=lambda each: each[0].text):
        yield TextAlarm(broken, min(each.created_at for each in waiting), len(waiting))
