"""What notifications keeps of a case: the newest facts, whom to reach, and what is due when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from services.notifications.deadlines import Deadline, Standing, deadlines_of
from services.notifications.occasions import occasions
from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement
from shared.organisation import Board
from shared.store.documents import Versioned
from shared.store.index import Index


class WatchedCase(Versioned):
    """One case; `_id` is the case's id and `seq` that of the facts.

    Its fields have three writers, and none of them touches another's: facts and what follows
    from them are written by the newest `seq`; the contact by `case.received` and by erasure;
    `done` by the scheduler. `next_look` may be moved by each, since a look too early only finds
    nothing to do.
    """

    collection: ClassVar[str] = "watched"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("next_look", (("next_look", 1),)),
        Index("open_due", (("open_due", 1),)),
    )

    facts: CaseFacts
    correlation_id: UUID
    deadlines: tuple[Deadline, ...]
    open_due: datetime | None = None
    """When (UTC) the earliest of the open deadlines is, or was, due."""
    next_look: datetime | None = None
    """From when (UTC) the scheduler has something to do."""

    contact: Address | None = None
    """Personal. None until `case.received` has come, and after erasure."""
    erased_at: datetime | None = None

    done: tuple[str, ...] = ()
    """Names of the occasions that need no more looking at."""

    @property
    def case_id(self) -> UUID:
        return UUID(self.id)

    @property
    def awaits_number(self) -> bool:
        """Whether an acknowledgement may have to go out without diary number."""
        return self.facts.diary_number is None and untold(self.facts) and self.erased_at is None

    @classmethod
    def from_event(cls, event: FactsEvent, board: Board, unnumbered_at: datetime) -> Self:
        """The case as the facts have it.

        `unnumbered_at` is when an acknowledgement goes out without waiting for the number.
        """
        # What an earlier system's case should have been done by is nobody's to be told now (R91).
        deadlines = () if event.facts.imported else deadlines_of(event.facts, board)
        case = cls(
            id=str(event.case_id),
            seq=event.seq,
            facts=event.facts,
            correlation_id=event.correlation_id,
            deadlines=deadlines,
            open_due=min(
                (each.due_at for each in deadlines if each.standing is Standing.OPEN), default=None
            ),
        )
        return case.model_copy(update={"next_look": case.look_after((), unnumbered_at)})

    def look_after(
        self, done: tuple[str, ...], unnumbered_at: datetime | None = None
    ) -> datetime | None:
        """When the scheduler has something to do once `done` is done; None for never."""
        if self.erased_at is not None:
            return None
        moments = [
            occasion.at for occasion in occasions(self.deadlines, done, self.facts.paused_until)
        ]
        if unnumbered_at is not None and self.awaits_number:
            moments.append(unnumbered_at)
        return min(moments, default=None)

    def from_facts(self) -> Mapping[str, Any]:
        """The fields that follow from the facts, as they are stored by newest `seq`."""
        return self.model_dump(include=_FROM_FACTS)


_UNTOLD = frozenset({Acknowledgement.PENDING, Acknowledgement.RECEIPT})


def untold(facts: CaseFacts) -> bool:
    """Whether an e-mail address is written to; that of an imported case never is (R91)."""
    return facts.acknowledgement in _UNTOLD and not facts.imported


_FROM_FACTS = {"facts", "correlation_id", "deadlines", "open_due", "next_look"}
