"""Lists of deadlines over all cases: filters, and paging by cursor."""

import base64
import binascii
import json
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.watched import WatchedCase
from shared.clock import Clock, local_date
from shared.deadlines.deadline import Deadline, DeadlineState, Standing
from shared.errors import PermanentError
from shared.organisation import Nature, Organisation
from shared.store.versioned import VersionedCollection

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_STILL_OPEN = frozenset(DeadlineState) - {DeadlineState.MET, DeadlineState.CANCELLED}

_OVER = frozenset({DeadlineState.BREACHED, DeadlineState.REMINDED})


class CursorWrong(PermanentError):
    """The cursor is not one that a list has given."""

    slug: ClassVar[str] = "cursor_wrong"


class Filters(BaseModel):
    """Which deadlines."""

    model_config = ConfigDict(extra="forbid")

    board: str | None = Field(default=None, max_length=300, description="Id, code or name.")
    unit: str | None = Field(
        default=None, max_length=300, description="Id or name; includes every unit below it."
    )
    rule: str | None = Field(default=None, max_length=60)
    state: DeadlineState | None = None
    due_before: date | None = Field(default=None, description="Due on an earlier day than this.")
    cursor: str | None = Field(default=None, description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200, description="Items a page.")


class Cursor(BaseModel):
    """The last deadline of the page before: cases by id, then deadlines by key."""

    model_config = ConfigDict(frozen=True)

    case_id: UUID
    key: str

    @classmethod
    def read(cls, text: str) -> Self:
        """From an address. Raises CursorWrong."""
        try:
            case_id, key = json.loads(base64.urlsafe_b64decode(text))
            return cls(case_id=UUID(case_id), key=key)
        except (ValueError, TypeError, AttributeError, binascii.Error):
            raise CursorWrong("use the cursor as the list gave it") from None

    def __str__(self) -> str:
        content = json.dumps([str(self.case_id), self.key])
        return base64.urlsafe_b64encode(content.encode()).decode()


class ListedDeadline(BaseModel):
    """One deadline of one case: nothing personal."""

    model_config = ConfigDict(frozen=True)

    case_id: UUID
    diary_number: str | None
    board: str
    unit: str | None
    rule: str
    measure: int | None
    due: date
    state: DeadlineState
    late: bool
    met_at: datetime | None

    @property
    def key(self) -> str:
        """Unlike every other deadline of the case."""
        return self.rule if self.measure is None else f"{self.rule}.{self.measure}"


class DeadlineLists:
    """Reads lists of deadlines: one round trip a page.

    Those that are still open are found by index, however many cases there have been.
    """

    def __init__(
        self,
        cases: VersionedCollection[WatchedCase],
        organisation: Organisation,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._clock = clock

    async def page(
        self, filters: Filters, cursor: Cursor | None
    ) -> tuple[list[ListedDeadline], Cursor | None]:
        """The deadlines that match, and the cursor of the next page if there is one."""
        now = self._clock.now()
        where = self._where(filters, now)
        if where is None:
            return [], None
        if cursor is not None:
            where["_id"] = {"$gte": str(cursor.case_id)}
        # Every case found has a deadline that matches, so this many cases fill the page; one more
        # because all of the cursor's own case may have been shown.
        cases = await self._cases.find(where, sort=[("_id", 1)], limit=filters.limit + 2)
        items = [
            listed
            for case in cases
            for listed in sorted(_listed(case, now), key=lambda each: each.key)
            if _wanted(listed, filters) and _is_after(listed, cursor)
        ]
        if len(items) <= filters.limit:
            return items, None
        last = items[filters.limit - 1]
        return items[: filters.limit], Cursor(case_id=last.case_id, key=last.key)

    def _where(self, filters: Filters, now: datetime) -> dict[str, Any] | None:
        """None when the organisation has no such board or unit: then nothing matches."""
        where: dict[str, Any] = {}
        if filters.board is not None:
            board = self._organisation.board(filters.board)
            if board is None:
                return None
            where["facts.board"] = board.id
        if filters.unit is not None:
            unit = self._organisation.unit(filters.unit, filters.board)
            if unit is None:
                return None
            below = self._organisation.units_below(unit.id)
            where["facts.unit"] = {"$in": [unit.id, *(each.id for each in below)]}
        if filters.state in _STILL_OPEN:
            where["open_due"] = {"$gt": _LONG_AGO}
        if filters.state in _OVER:
            # Closed cases wait for years for the end of their retention time: none is read here.
            where["open_due"] = {"$gt": _LONG_AGO, "$lte": now}
        if element := _element(filters, now):
            where["deadlines"] = {"$elemMatch": element}
        return where


def _element(filters: Filters, now: datetime) -> dict[str, Any]:
    element: dict[str, Any] = {}
    today = local_date(now).isoformat()
    if filters.rule is not None:
        element["rule"] = filters.rule
    if filters.due_before is not None:
        element["due"] = {"$lt": filters.due_before.isoformat()}
    match filters.state:
        case DeadlineState.MET:
            element["standing"] = Standing.MET.value
        case DeadlineState.CANCELLED:
            element["standing"] = Standing.CANCELLED.value
        case DeadlineState.PAUSED:
            element |= {"standing": Standing.OPEN.value, **_paused(today)}
        case DeadlineState.RUNNING | DeadlineState.EXTENDED as state:
            extended = None if state is DeadlineState.RUNNING else {"$gt": ""}
            element |= {
                "standing": Standing.OPEN.value,
                "due_at": {"$gt": now},
                "extended_on": extended,
                "$nor": [_paused(today)],
            }
        case DeadlineState.BREACHED | DeadlineState.REMINDED as state:
            target = state is DeadlineState.BREACHED
            element |= {
                "standing": Standing.OPEN.value,
                "due_at": {"$lte": now},
                "nature": (Nature.TARGET if target else Nature.REMINDER).value,
                "$nor": [_paused(today)],
            }
    return element


def _paused(today: str) -> dict[str, Any]:
    return {"paused_from": {"$lte": today}, "paused_until": {"$gt": today}}


def _listed(case: WatchedCase, now: datetime) -> list[ListedDeadline]:
    return [_shown(case, deadline, now) for deadline in case.deadlines]


def _shown(case: WatchedCase, deadline: Deadline, now: datetime) -> ListedDeadline:
    return ListedDeadline(
        case_id=case.case_id,
        diary_number=case.facts.diary_number,
        board=case.facts.board,
        unit=case.facts.unit,
        rule=deadline.rule,
        measure=deadline.measure,
        due=deadline.due,
        state=deadline.state(now),
        late=deadline.late,
        met_at=deadline.met_at,
    )


def _wanted(listed: ListedDeadline, filters: Filters) -> bool:
    return (
        (filters.rule is None or listed.rule == filters.rule)
        and (filters.state is None or listed.state is filters.state)
        and (filters.due_before is None or listed.due < filters.due_before)
    )


def _is_after(listed: ListedDeadline, cursor: Cursor | None) -> bool:
    return cursor is None or (str(listed.case_id), listed.key) > (str(cursor.case_id), cursor.key)
