"""Keeps up with every case: the contact from its first event, the facts from all of them.

The events come in any order, twice, and to different copies of the service. Each handler writes
its own part and then reads the whole, so whichever comes last sees both parts and acts.

Of a case taken over from an earlier system it is kept that it came, and nobody is told (R91).
"""

from datetime import timedelta
from typing import ClassVar

from services.notifications.planning.acknowledging import Acknowledging
from services.notifications.watched import WatchedCase, untold
from shared.clock import Clock
from shared.errors import TransientError
from shared.events.envelope import FactsEvent
from shared.events.submissions import CaseReceived
from shared.organisation import Organisation
from shared.store.documents import as_bson
from shared.store.errors import Duplicate
from shared.store.versioned import VersionedCollection


class FactsBehind(TransientError):
    """The store has older facts than those just written: another copy made the case meanwhile."""

    slug: ClassVar[str] = "facts_behind"


class Watching:
    """What the events of a case do here."""

    def __init__(
        self,
        cases: VersionedCollection[WatchedCase],
        organisation: Organisation,
        acknowledging: Acknowledging,
        clock: Clock,
        unnumbered_after: timedelta,
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._acknowledging = acknowledging
        self._clock = clock
        self._unnumbered_after = unnumbered_after

    async def received(self, event: CaseReceived) -> None:
        """Take in the contact, and the facts if there are no newer ones.

        One write where it comes first, as it nearly always does; else two writes and a read. What
        time made due before the contact was known is looked at again: the complainant could not
        be told of it then, and what was told to others is found to be there. Raises UnknownBoard.
        """
        case = self._seen(event).model_copy(update={"contact": event.content.contact})
        try:
            await self._cases.insert(case)
        except Duplicate:
            await self._cases.update(
                {"_id": case.id, "erased_at": None, "contact": None},
                {
                    "$set": {
                        "contact": as_bson(event.content.contact.model_dump()),
                        "next_look": self._clock.now() + self._unnumbered_after,
                        "done": [],
                    }
                },
            )
            await self._acknowledge(event)

    async def progressed(self, event: FactsEvent) -> None:
        """Take in newer facts. One write; and one read while an acknowledgement may be due.

        Raises UnknownBoard.
        """
        if event.facts.imported:
            return
        await self.keep(event)
        if event.facts.diary_number is not None and untold(event.facts):
            await self._acknowledge(event)

    async def keep(self, event: FactsEvent) -> None:
        """Store the facts if they are newer, and nothing else. Raises UnknownBoard."""
        case = self._seen(event)
        await self._cases.put_newer(case.id, case.seq, case.from_facts())

    async def _acknowledge(self, event: FactsEvent) -> None:
        case = await self._cases.get(str(event.case_id))
        if case is None or case.seq < event.seq:
            raise FactsBehind(f"seq {event.seq} was written and is not there")
        if case.facts.diary_number is not None:
            await self._acknowledging.see_to(case, event.id)

    def _seen(self, event: FactsEvent) -> WatchedCase:
        board = self._organisation.known_board(event.facts.board)
        return WatchedCase.from_event(event, board, self._clock.now() + self._unnumbered_after)
