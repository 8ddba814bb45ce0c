"""What notifications keeps of a case: the newest facts, whom to reach, and what is due when."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from services.notifications.deadlines.occasions import occasions
from shared.deadlines.beginnings import FINISHED
from shared.deadlines.computing import deadlines_of, rules_of
from shared.deadlines.deadline import Deadline, Standing
from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement, Status
from shared.organisation import Board, CountedFrom
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
        Index("received", (("facts.board", 1), ("facts.received_on", 1))),
        Index("rules", (("rules", 1),)),
        Index("concerns", (("concerns", 1),)),
    )

    facts: CaseFacts
    correlation_id: UUID
    deadlines: tuple[Deadline, ...]
    open_due: datetime | None = None
    """When (UTC) the earliest of the open deadlines is, or was, due."""
    rules: str | None = None
    """What the deadlines were computed by; None once nothing is left to be done in the case."""
    concerns: tuple[str, ...] = ()
    """Whose calendar and list it is in: `of_account`, and `of_desk` where the registrar has
    something to see to. One index for both, since each costs every change of every case."""
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
        case = cls(
            id=str(event.case_id),
            seq=event.seq,
            facts=event.facts,
            correlation_id=event.correlation_id,
            deadlines=(),
        ).by_rules_of(board)
        return case.model_copy(update={"next_look": case.look_after((), unnumbered_at)})

    def by_rules_of(self, board: Board) -> Self:
        """The same case with its deadlines by the board's rules as they are now."""
        # What an earlier system's case should have been done by is nobody's to be told now (R91).
        deadlines = () if self.facts.imported else deadlines_of(self.facts, board)
        due = [each.due_at for each in deadlines if each.standing is Standing.OPEN]
        over = self.facts.imported or (self.facts.status in FINISHED and not due)
        ruled = self.model_copy(
            update={
                "deadlines": deadlines,
                "open_due": min(due, default=None),
                "rules": None if over else rules_of(board),
            }
        )
        return ruled.model_copy(update={"concerns": tuple(_concerned(ruled))})

    def look_after(
        self, done: tuple[str, ...], unnumbered_at: datetime | None = None
    ) -> datetime | None:
        """When the scheduler has something to do once `done` is done; None for never."""
        if self.erased_at is not None:
            return None
        moments = [occasion.at for occasion in occasions(self.deadlines, done)]
        if unnumbered_at is not None and self.awaits_number:
            moments.append(unnumbered_at)
        return min(moments, default=None)

    def open_deadline(
        self, rule: str, due: date | None, measure: int | None = None
    ) -> Deadline | None:
        """The deadline of this rule, measure and day, if it is still to be met."""
        if self.erased_at is not None:
            return None
        return next(
            (
                deadline
                for deadline in self.deadlines
                if deadline.rule == rule
                and deadline.measure == measure
                and deadline.due == due
                and deadline.standing is Standing.OPEN
            ),
            None,
        )

    def from_facts(self) -> Mapping[str, Any]:
        """The fields that follow from the facts, as they are stored by newest `seq`."""
        return self.model_dump(include=_FROM_FACTS)


_UNTOLD = frozenset({Acknowledgement.PENDING, Acknowledgement.RECEIPT})


def untold(facts: CaseFacts) -> bool:
    """Whether an e-mail address is written to; that of an imported case never is (R91).

    Nor one again that did not reach the complainant: that is a person's to mend.
    """
    return facts.acknowledgement in _UNTOLD and not facts.imported and not facts.unreached


def of_account(account: str) -> str:
    """The word in `concerns` of the open cases that an account answers for, or has a measure of."""
    return f"account {account}"


def of_desk(board: str) -> str:
    """The word in `concerns` of the cases that a board's registrar has something to see to in."""
    return f"desk {board}"


_PASSED_ON = frozenset({Status.REFERRED, Status.DISMISSED})


def concerns_registrar(facts: CaseFacts) -> bool:
    """Whether the case lacks its number, its unit or documents; an imported one never does."""
    if facts.imported:
        return False
    unplaced = facts.unit is None and facts.status not in _PASSED_ON
    return facts.diary_number is None or unplaced or facts.documents_missing > 0


def _concerned(case: WatchedCase) -> Iterator[str]:
    # Disposing of a case years later is the registrar's, and would fill a calendar for ever.
    open_ones = [
        each
        for each in case.deadlines
        if each.standing is Standing.OPEN and each.counted_from is not CountedFrom.RETENTION
    ]
    accounts = {case.facts.responsible, *(each.owner for each in open_ones)} - {None}
    for account in sorted(map(str, accounts)) if open_ones else ():
        yield of_account(account)
    if concerns_registrar(case.facts):
        yield of_desk(case.facts.board)


_FROM_FACTS = {
    "facts",
    "correlation_id",
    "deadlines",
    "open_due",
    "rules",
    "concerns",
    "next_look",
}
