"""Lists of cases: filters, and paging by cursor."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.workflow.case import FINISHED, Case
from services.workflow.diary import DiaryEntry
from shared.errors import PermanentError
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Channel, ControlPoint, Kind, Status
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.store.collection import Collection
from shared.store.documents import Document


class ListedCase(Document):
    """What a list shows of a case: nothing personal."""

    collection: ClassVar[str] = Case.collection
    fields: ClassVar[tuple[str, ...]] = ("seq", "facts", "opened_at", "diary")

    seq: int
    facts: CaseFacts
    opened_at: datetime
    diary: DiaryEntry | None = None


class Filters(BaseModel):
    """Which cases; several values of one filter are alternatives."""

    model_config = ConfigDict(extra="forbid")

    board: list[str] = []
    unit: list[str] = Field(default=[], description="A unit includes everything below it.")
    kind: list[Kind] = []
    channel: list[Channel] = []
    status: list[Status] = []
    responsible: list[str] = []
    reference: list[str] = []
    diary_number: list[str] = []
    open: bool | None = Field(default=None, description="Only open, or only finished cases.")
    cursor: str | None = Field(default=None, description="`next` of the page before.")
    limit: int = Field(default=50, ge=1, le=200, description="Items a page.")


class View(StrEnum):
    """Whose work a work list shows (R44)."""

    MINE = "mine"
    UNIT = "unit"
    UNASSIGNED = "unassigned"
    OPEN = "open"


class CursorWrong(PermanentError):
    """The cursor is not one that a list has given."""

    slug: ClassVar[str] = "cursor_wrong"


class Cursor(BaseModel):
    """The last case of the page before: newest first, then by id."""

    model_config = ConfigDict(frozen=True)

    opened_at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self:
        """From an address. Raises CursorWrong."""
        try:
            moment, case_id = json.loads(base64.urlsafe_b64decode(text))
            return cls(opened_at=datetime.fromtimestamp(moment / 1000, UTC), id=UUID(case_id))
        except (ValueError, TypeError, OverflowError, OSError, AttributeError, binascii.Error):
            raise CursorWrong("use the cursor as the list gave it") from None

    def __str__(self) -> str:
        content = json.dumps([round(self.opened_at.timestamp() * 1000), str(self.id)])
        return base64.urlsafe_b64encode(content.encode()).decode()


class Page(BaseModel):
    """A page of a list; `next` is None on the last."""

    items: Sequence[ListedCase]
    next: Cursor | None = None


class CaseLists:
    """Reads lists of cases: one round trip a page, and one more for a count."""

    def __init__(self, cases: Collection[ListedCase], organisation: Organisation) -> None:
        self._cases = cases
        self._organisation = organisation

    async def page(self, filters: Filters, cursor: Cursor | None, limit: int) -> Page:
        """The cases that match, newest first."""
        return await self._page(self._matching(filters), cursor, limit)

    async def worklist(
        self, view: View, principal: Principal, cursor: Cursor | None, limit: int
    ) -> tuple[Page, int]:
        """Someone's work, and how much of it there is."""
        where = self._view(view, principal)
        return await self._page(where, cursor, limit), await self._cases.count(where)

    async def diary(self, board: str, year: int, after: int, limit: int) -> list[ListedCase]:
        """The journal of one board and year by number, from the number after `after`."""
        return await self._cases.find(
            {
                "diary.board": board,
                "diary.year": year,
                "diary.serial": {"$gt": after, "$lte": after + limit},
            },
            sort=[("diary.serial", 1)],
            fields=ListedCase.fields,
        )

    async def _page(self, where: dict[str, Any], cursor: Cursor | None, limit: int) -> Page:
        if cursor is not None:
            # Only what is not newer can follow: a range the index serves, then the exact rule.
            where = {
                **where,
                "opened_at": {"$lte": cursor.opened_at},
                "$or": [
                    {"opened_at": {"$lt": cursor.opened_at}},
                    {"_id": {"$lt": str(cursor.id)}},
                ],
            }
        found = await self._cases.find(
            where, sort=[("opened_at", -1), ("_id", -1)], limit=limit + 1, fields=ListedCase.fields
        )
        items = found[:limit]
        more = len(found) > limit
        last = Cursor(opened_at=items[-1].opened_at, id=UUID(items[-1].id)) if more else None
        return Page(items=items, next=last)

    def _matching(self, filters: Filters) -> dict[str, Any]:
        where: dict[str, Any] = {}
        for name in ("board", "kind", "channel", "status", "responsible", "reference"):
            if values := getattr(filters, name):
                where[f"facts.{name}"] = {"$in": [str(value) for value in values]}
        if filters.unit:
            where["facts.unit"] = {"$in": self._with_below(filters.unit)}
        if filters.diary_number:
            where["facts.diary_number"] = {"$in": list(filters.diary_number)}
        if filters.open is not None and not filters.status:
            finished = sorted(FINISHED)
            where["facts.status"] = {"$nin" if filters.open else "$in": finished}
        return where

    def _view(self, view: View, principal: Principal) -> dict[str, Any]:
        where: dict[str, Any] = {"facts.status": {"$nin": sorted(FINISHED)}}
        if view is View.MINE:
            return {"facts.responsible": principal.id, **where}
        if principal.board:
            where["facts.board"] = principal.board
        if view is View.UNASSIGNED:
            where["facts.responsible"] = None
        if view is View.UNIT and principal.unit:
            where["facts.unit"] = {"$in": self._with_below([principal.unit])}
        return where

    def _with_below(self, units: Sequence[str]) -> list[str]:
        below = [unit.id for given in units for unit in self._organisation.units_below(given)]
        return list(dict.fromkeys([*units, *below]))


def missing_points(facts: CaseFacts) -> list[ControlPoint]:
    """The control points that the case does not answer yet."""
    return [point for point in ControlPoint if point not in facts.control_points]
