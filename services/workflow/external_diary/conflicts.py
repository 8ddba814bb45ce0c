"""Cases that wait for the registrar: the municipality's own diary would not take them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from services.workflow.case import Case
from services.workflow.external_diary.mirror import Mirror, MirrorState
from shared.events.facts import CaseFacts
from shared.store.collection import Collection
from shared.store.documents import Document


class MirroredCase(Document):
    """What the lists read of a case: nothing personal."""

    collection: ClassVar[str] = Case.collection
    fields: ClassVar[tuple[str, ...]] = ("seq", "facts", "mirror", "opened_at")

    seq: int
    facts: CaseFacts
    mirror: Mirror
    opened_at: datetime

    @property
    def case_id(self) -> UUID:
        return UUID(self.id)


class Conflicts:
    """Reads the lists: one round trip each, and one more for a count."""

    def __init__(self, cases: Collection[MirroredCase]) -> None:
        self._cases = cases

    async def oldest(
        self, visible: Mapping[str, Any], limit: int, *, unnumbered: bool = False
    ) -> list[MirroredCase]:
        """Those in conflict, what has been so longest first, as far as they are `visible`.

        With `unnumbered` those that wait for their number instead, without a conflict.
        """
        return await self._cases.find(
            _which(unnumbered),
            also=visible,
            sort=[("mirror.since", 1)],
            limit=limit,
            fields=MirroredCase.fields,
        )

    async def count(self, visible: Mapping[str, Any], *, unnumbered: bool = False) -> int:
        """How many there are."""
        return await self._cases.count(_which(unnumbered), also=visible)


def _which(unnumbered: bool) -> dict[str, Any]:
    if not unnumbered:
        return {"mirror.state": MirrorState.CONFLICT.value}
    return {"mirror.state": MirrorState.PENDING.value, "facts.diary_number": None}
