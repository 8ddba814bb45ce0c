"""Lists of cases: filters, and paging by cursor."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from services.workflow.access import Access
from services.workflow.access_table import Matter
from services.workflow.case import FINISHED, Case
from services.workflow.cursors import Cursor
from services.workflow.desk import Desk
from services.workflow.diary import DiaryEntry
from services.workflow.newest_first import Where, cursor_at, following, in_stretches, newest
from services.workflow.numbers import FIELD as NUMBERS
from services.workflow.numbers import folded_number
from services.workflow.sight import FIELD as SIGHT
from services.workflow.sight import by_account, from_unit
from shared.clock import Clock
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Channel, ControlPoint, Kind, Status
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.store.collection import Collection
from shared.store.documents import Document

A_DAY = timedelta(days=1)
"""Lists begin tomorrow: the clocks of two copies may differ."""


class ListedCase(Document):
    """What a list shows of a case: nothing personal."""

    collection: ClassVar[str] = Case.collection
    fields: ClassVar[tuple[str, ...]] = ("seq", "facts", "opened_at", "diary", "desk")

    seq: int
    facts: CaseFacts
    opened_at: datetime
    diary: DiaryEntry | None = None
    desk: Desk | None = None

    @classmethod
    def of(cls, case: Case) -> Self:
        """What a list would show of the case."""
        return cls(id=case.id, **{name: getattr(case, name) for name in cls.fields})


class Filters(BaseModel):
    """Which cases; several values of one filter are alternatives."""

    model_config = ConfigDict(extra="forbid")

    board: list[str] = []
    unit: list[str] = Field(default=[], description="A unit includes everything below it.")
    kind: list[Kind] = []
    channel: list[Channel] = []
    status: list[Status] = []
    category: list[str] = []
    severity: list[Annotated[int, Field(ge=1, le=4)]] = []
    responsible: list[str] = []
    reference: list[str] = []
    diary_number: list[str] = []
    open: bool | None = Field(default=None, description="Only open, or only finished cases.")
    cursor: str | None = Field(default=None, description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200, description="Items a page.")


class Page(BaseModel):
    """A page of a list; `next` is None on the last."""

    items: Sequence[ListedCase]
    next: Cursor | None = None


class CaseLists:
    """Reads lists of cases, of those that someone may see.

    A page costs one round trip where a filter is served by an index, and otherwise one for each
    stretch of time: one where the newest month fills the page, and at most four.
    """

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
        self, principal: Principal, filters: Filters, cursor: Cursor | None, limit: int
    ) -> Page:
        """The cases that match, newest first."""
        visible = self._access.visible(principal)
        where = {**_matching(filters, self._organisation), **visible, **following(cursor)}
        indexed = _indexed(filters, visible, self._organisation)
        if indexed is None:
            found = await self._in_stretches(where, cursor, limit + 1)
        else:
            found = await newest(self._cases, indexed, where, PROJECTION, limit=limit + 1)
        return Page(
            items=[ListedCase.from_bson(each) for each in found[:limit]],
            next=cursor_at(found[limit - 1]) if len(found) > limit else None,
        )

    async def _in_stretches(
        self, where: Where, cursor: Cursor | None, wanted: int
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        until = cursor.opened_at if cursor else self._clock.now() + A_DAY
        async for stretch in in_stretches(
            self._cases, {}, where, PROJECTION, until=until, wanted=wanted
        ):
            found += stretch
            if len(found) >= wanted:
                break
        return found


PROJECTION = dict.fromkeys(ListedCase.fields, 1)


def _matching(filters: Filters, organisation: Organisation) -> dict[str, Any]:
    where = facts_matching(filters, organisation)
    for name in ("responsible", "reference", "diary_number"):
        if values := getattr(filters, name):
            where[f"facts.{name}"] = {"$in": list(values)}
    if filters.open is not None and not filters.status:
        where["facts.status"] = {"$nin" if filters.open else "$in": sorted(FINISHED)}
    return where


def facts_matching(filters: Any, organisation: Organisation) -> dict[str, Any]:
    """The filters that all lists have, as a filter of the store."""
    where: dict[str, Any] = {}
    for name in ("board", "kind", "channel", "status", "category", "severity"):
        if values := getattr(filters, name):
            where[f"facts.{name}"] = {"$in": [getattr(each, "value", each) for each in values]}
    if filters.unit:
        where["facts.unit"] = {"$in": with_below(filters.unit, organisation)}
    return where


def _indexed(filters: Filters, visible: Where, organisation: Organisation) -> dict[str, Any] | None:
    """What finds few cases by an index, in all of time; None where nothing does."""
    if numbers := (*filters.reference, *filters.diary_number):
        return {NUMBERS: {"$in": [folded_number(number) for number in numbers]}}
    if filters.responsible:
        return {SIGHT: {"$in": _of_any_matter(by_account, filters.responsible)}}
    if filters.unit:
        return {SIGHT: {"$in": _of_any_matter(from_unit, with_below(filters.unit, organisation))}}
    if filters.open and not filters.status:
        return {"desk.order": {"$gt": ""}}
    seen = visible.get(SIGHT, {}).get("$in")
    if seen is not None and all(_is_narrow(word) for word in seen):
        return {SIGHT: {"$in": seen}}
    return None


def _of_any_matter(word: Callable[[Matter, str], str], names: Iterable[str]) -> list[str]:
    return [word(matter, name) for name in names for matter in Matter]


def _is_narrow(word: str) -> bool:
    """Whether the word stands in few cases: those of a unit or of an account."""
    return any(f":{place}:" in word for place in ("unit", "account"))


def with_below(units: Sequence[str], organisation: Organisation) -> list[str]:
    """The units and all those below them, each once."""
    below = [unit.id for given in units for unit in organisation.units_below(given)]
    return list(dict.fromkeys([*units, *below]))


def missing_points(facts: CaseFacts) -> list[ControlPoint]:
    """The control points that the case does not answer yet."""
    return [point for point in ControlPoint if point not in facts.control_points]
