"""When a role account is away, and who reads its mail meanwhile."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate
from shared.store.index import Index


class Absence(Document):
    """One account's: its id is the account's. The days are Swedish, both of them away."""

    collection: ClassVar[str] = "absences"
    indexes: ClassVar[tuple[Index, ...]] = (Index("last", (("last", 1),)),)

    first: date
    last: date
    deputy: str
    """The account that is mailed instead."""
    set_by: str
    set_at: datetime

    @property
    def account(self) -> str:
        return self.id

    def covers(self, day: date) -> bool:
        """Whether the account is away that day."""
        return self.first <= day <= self.last


Absences = Mapping[str, Absence]
"""By account."""


class AbsenceBook:
    """Where absences are kept; an account has one at a time."""

    def __init__(self, stored: Collection[Absence]) -> None:
        self._stored = stored

    async def not_over(self, today: date) -> Absences:
        """Those that last until `today` or longer. One read, by index."""
        found = await self._stored.find({"last": {"$gte": today.isoformat()}})
        return {absence.account: absence for absence in found}

    async def of(self, account: str, today: date) -> Absence | None:
        """The account's own, if it is not over."""
        found = await self._stored.get(account)
        return found if found is not None and found.last >= today else None

    async def put(self, absence: Absence) -> None:
        """Write it in place of the one before."""
        try:
            await self._stored.insert(absence)
        except Duplicate:
            fields = absence.to_bson()
            await self._stored.update({"_id": fields.pop("_id")}, {"$set": fields})

    async def remove(self, account: str) -> bool:
        """Take it away; False where there was none."""
        return await self._stored.delete({"_id": account}) > 0
