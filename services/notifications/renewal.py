"""Deadlines of cases that were computed by rules which have changed since.

Deadlines are computed when a case's facts come. When a board's rules change, the organisation is
loaded anew by a restart; so at each start this job looks, by index, for cases that are not over
and were computed by other rules, and computes them anew. What had been planned of a day that has
moved is withdrawn when its turn comes; of the new day it is said anew.
"""

import asyncio

import structlog

from services.notifications.watched import WatchedCase
from shared.deadlines.computing import rules_of
from shared.organisation import Organisation
from shared.store.documents import as_bson
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

AT_ONCE = 100


class Renewal:
    """Brings the open cases up to date, once for each change of their board's rules.

    Any number of copies may do it at once: each case is written by whoever is first. A copy that
    still runs with the old rules computes by them until it is restarted, and then looks again.
    """

    def __init__(self, cases: VersionedCollection[WatchedCase], organisation: Organisation) -> None:
        self._cases = cases
        self._organisation = organisation
        self._boards = [board.id for board in organisation.boards]
        """Cases of a board that is gone stay as they are."""

    async def run(self) -> None:
        """Do it and end. Two round trips a board, or so, where nothing has changed."""
        changed = sum([await self._renew_all(low, high) for low, high in self._gaps()])
        if changed:
            log.info("deadlines_renewed", cases=changed)

    def _gaps(self) -> list[tuple[str, str | None]]:
        """The ranges between the fingerprints that hold: whatever lies in them is of other rules.

        They are ranges, since an index serves those, and not what is unlike something.
        """
        known = sorted(rules_of(board) for board in self._organisation.boards)
        return list(zip(["", *known], [*known, None], strict=True))

    async def _renew_all(self, low: str, high: str | None) -> int:
        changed = 0
        while True:
            within = {"$gt": low} if high is None else {"$gt": low, "$lt": high}
            found = await self._cases.find(
                {"rules": within}, also={"facts.board": {"$in": self._boards}}, limit=AT_ONCE
            )
            done = await asyncio.gather(*(self._renew(case) for case in found))
            changed += sum(done)
            # What another copy has renewed, or an event, lies in the gap no more.
            if len(found) < AT_ONCE:
                return changed

    async def _renew(self, case: WatchedCase) -> bool:
        newer = case.by_rules_of(self._organisation.known_board(case.facts.board))
        # A look too early only finds nothing to do, and a case may wait for its number.
        looks = [look for look in (case.next_look, newer.look_after(case.done)) if look]
        fields = {
            "deadlines": [each.model_dump() for each in newer.deadlines],
            "open_due": newer.open_due,
            "rules": newer.rules,
            "concerns": newer.concerns,
            "next_look": min(looks, default=None),
        }
        read = {"seq": case.seq, "rules": case.rules}
        return await self._cases.update({"_id": case.id, **read}, {"$set": as_bson(fields)})
