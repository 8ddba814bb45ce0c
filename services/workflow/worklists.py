"""Work lists: what there is to do, for whom, by when; and counts that are true (R44, R45).

A page, its total and the counts of all views come from one round trip over the open desks that
someone may see. They are of one moment, so they agree with each other.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from services.workflow.access import Access
from services.workflow.cursors import WorkCursor
from services.workflow.listing import PROJECTION, ListedCase, facts_matching, with_below
from shared.calendar import add_working_days
from shared.clock import Clock, local_date
from shared.events.vocabulary import Channel, Kind, Role, Status
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.store.collection import Collection

SOON = 3
"""Working days before its due day from which a case is soon late."""


class View(StrEnum):
    """Whose work, or what kind of work, a list shows (R44)."""

    MINE = "mine"
    """Open cases that they answer for, and cases with a measure that they have to carry out."""
    UNIT = "unit"
    """Of their unit and those below it; of their board, where they have no unit."""
    UNASSIGNED = "unassigned"
    """Nobody answers for it, or only someone who must not."""
    LATE = "late"
    """A target's day has passed."""
    SOON = "soon"
    """A target's day is today or within three working days."""
    WAITING = "waiting"
    """Paused, offered to someone else, or the complainant has been asked."""
    OPEN = "open"
    """All open cases that they may see."""


class WorkFilters(BaseModel):
    """Which of a view; several values of one filter are alternatives."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    board: tuple[str, ...] = ()
    unit: tuple[str, ...] = Field(default=(), description="A unit includes everything below it.")
    kind: tuple[Kind, ...] = ()
    channel: tuple[Channel, ...] = ()
    status: tuple[Status, ...] = ()
    category: tuple[str, ...] = ()
    severity: tuple[Annotated[int, Field(ge=1, le=4)], ...] = ()
    due_before: date | None = Field(default=None, description="Due on an earlier Swedish day.")


class WorkPage(BaseModel):
    """A page of work, ordered by due day and then by opening; `next` is None on the last."""

    items: Sequence[ListedCase]
    next: WorkCursor | None
    total: int
    """Cases of the view that the filters let through."""
    counts: Mapping[View, int]
    """Cases of each view, without filters."""


class WorkLists:
    """Reads work lists. `page` and `counts` are one round trip each."""

    def __init__(
        self,
        cases: Collection[ListedCase],
        organisation: Organisation,
        access: Access,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._access = access
        self._clock = clock

    async def page(
        self,
        view: View,
        principal: Principal,
        filters: WorkFilters,
        cursor: WorkCursor | None,
        limit: int,
    ) -> WorkPage:
        """A page of the view, and how much there is of each."""
        where = {"$and": [self._view(view, principal), self._matching(filters)]}
        after = {"desk.order": {"$gt": cursor.order}} if cursor else {}
        found = await self._of_open_desks(
            principal,
            {
                "items": [
                    {"$match": after},
                    {"$match": where},
                    {"$sort": {"desk.order": 1}},
                    {"$limit": limit + 1},
                    {"$project": PROJECTION},
                ],
                "total": [{"$match": where}, {"$count": "cases"}],
            },
        )
        items = [ListedCase.from_bson(each) for each in found["items"]]
        last = items[limit - 1].desk if len(items) > limit else None
        return WorkPage(
            items=items[:limit],
            next=WorkCursor(order=last.order) if last else None,
            total=_counted(found["total"]),
            counts=_counts(found),
        )

    async def counts(self, principal: Principal) -> Mapping[View, int]:
        """How much there is of each view."""
        return _counts(await self._of_open_desks(principal, {}))

    async def _of_open_desks(
        self, principal: Principal, further: Mapping[str, Any]
    ) -> dict[str, Any]:
        counting = {
            view.value: [{"$match": self._view(view, principal)}, {"$count": "cases"}]
            for view in View
        }
        (found,) = await self._cases.aggregate(
            [
                {"$match": {"desk.order": {"$gt": ""}}},
                {"$match": self._access.visible(principal)},
                {"$facet": {**counting, **further}},
            ]
        )
        return found

    def _view(self, view: View, principal: Principal) -> dict[str, Any]:
        today = local_date(self._clock.now())
        is_open = {"desk.open": True}
        match view:
            case View.MINE:
                own = {"facts.responsible": principal.id, **is_open}
                return {"$or": [own, {"desk.owners": principal.id}]} if principal.id else _NONE
            case View.UNIT:
                return {**is_open, **self._place(principal)}
            case View.UNASSIGNED:
                return {**is_open, "desk.needs_assignment": True}
            case View.LATE:
                return {**is_open, "desk.due": {"$lt": today.isoformat()}}
            case View.SOON:
                until = add_working_days(today, SOON)
                days = {"$gte": today.isoformat(), "$lte": until.isoformat()}
                return {**is_open, "desk.due": days}
            case View.WAITING:
                return {**is_open, "desk.waiting": {"$type": "string"}}
            case View.OPEN:
                return is_open

    def _place(self, principal: Principal) -> dict[str, Any]:
        if principal.unit:
            return {"facts.unit": {"$in": with_below([principal.unit], self._organisation)}}
        return {"facts.board": principal.board} if principal.board else {}

    def _matching(self, filters: WorkFilters) -> dict[str, Any]:
        where = facts_matching(filters, self._organisation)
        if filters.due_before is not None:
            where["desk.due"] = {"$lt": filters.due_before.isoformat()}
        return where


_NONE: dict[str, Any] = {"desk.open": "nobody"}
"""Matches no case: for whoever is no account."""

_FIRST_VIEW = {
    Role.REGISTRAR: View.UNASSIGNED,
    Role.MANAGER: View.UNIT,
    Role.HEAD_OF_OPERATIONS: View.UNIT,
    Role.CASEWORKER: View.MINE,
    Role.INVESTIGATOR: View.MINE,
}


def first_view(principal: Principal) -> View:
    """What someone sees first, by role: others than those who handle cases see all open ones."""
    return next((view for role, view in _FIRST_VIEW.items() if principal.has(role)), View.OPEN)


def _counts(found: Mapping[str, Any]) -> dict[View, int]:
    return {view: _counted(found[view.value]) for view in View}


def _counted(result: Sequence[Mapping[str, int]]) -> int:
    return result[0]["cases"] if result else 0
