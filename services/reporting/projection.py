"""Which collection of facts is in use, and which rebuilds there have been.

All of it is one document, so that every change, the swap above all, is one atomic write.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from services.reporting.rebuild import Differences, Rebuild, RebuildState
from shared.store.documents import Versioned

FIRST = "facts"
"""The collection that is in use until the first swap."""
PREFIX = "facts_"
"""Every later one is named so, with an id of its own: no name is used twice."""
REMEMBERED = 5
"""Rebuilds that are kept on record."""


class Projection(Versioned):
    """There is one, by the id `facts`."""

    collection: ClassVar[str] = "projection"

    active: str = FIRST
    """The collection that questions are answered from."""
    rebuilds: tuple[Rebuild, ...] = ()
    """The newest last; only that one can be running."""

    @property
    def running(self) -> Rebuild | None:
        """The rebuild under way."""
        return self.rebuilds[-1] if self.rebuilds and self.rebuilds[-1].running else None

    @property
    def written_to(self) -> tuple[str, ...]:
        """Every collection that facts are to be written to, the one in use first."""
        return (self.active, self.running.collection) if self.running else (self.active,)

    def rebuild(self, rebuild_id: str) -> Rebuild | None:
        """The rebuild with this id, if it is still on record."""
        return next((rebuild for rebuild in self.rebuilds if rebuild.id == rebuild_id), None)

    def needed(self, now: datetime, grace: timedelta) -> frozenset[str]:
        """Collections that may not be dropped; a replaced one is needed for `grace` longer."""
        return frozenset(self._needed(now - grace))

    def starting(self, rebuild: Rebuild) -> Self:
        """With a new rebuild, which cancels the one under way."""
        known = self.rebuilds
        if self.running:
            cancelled = self.running.model_copy(update={"state": RebuildState.CANCELLED})
            known = (*known[:-1], cancelled)
        return self._next(rebuilds=(*known, rebuild)[-REMEMBERED:])

    def with_running(self, rebuild_id: str, **changes: Any) -> Self | None:
        """With the running rebuild changed; None when that rebuild is not running any more."""
        if self.running is None or self.running.id != rebuild_id:
            return None
        changed = self.running.model_copy(update=changes)
        return self._next(rebuilds=(*self.rebuilds[:-1], changed))

    def swapping(self, rebuild_id: str, differences: Differences, now: datetime) -> Self | None:
        """With the collected facts in use; None when that rebuild is not running any more."""
        changed = self.with_running(
            rebuild_id,
            state=RebuildState.SWAPPED,
            differences=differences,
            replaced=self.active,
            swapped_at=now,
        )
        return changed and changed.model_copy(update={"active": changed.rebuilds[-1].collection})

    def _next(self, rebuilds: tuple[Rebuild, ...]) -> Self:
        return self.model_copy(update={"seq": self.seq + 1, "rebuilds": rebuilds})

    def _needed(self, replaced_after: datetime) -> Iterator[str]:
        yield self.active
        if self.running:
            yield self.running.collection
            yield self.running.collected
        for rebuild in self.rebuilds:
            if rebuild.replaced and rebuild.swapped_at and rebuild.swapped_at > replaced_after:
                yield rebuild.replaced
