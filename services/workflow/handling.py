"""Taking steps on stored cases: read, decide, write if nobody else was first."""

from typing import Any, ClassVar

from services.workflow.case import Case, HistoryEntry
from services.workflow.stepping import Step, Taken
from services.workflow.steps import Command
from services.workflow.tidings import noted
from shared.clock import Clock
from shared.errors import PermanentError, Unavailable
from shared.events.envelope import Actor, Event
from shared.metrics import STEPS
from shared.organisation import Organisation
from shared.store.errors import Conflict
from shared.store.versioned import VersionedCollection

ATTEMPTS = 5


class CaseUnknown(PermanentError):
    """There is no such case."""

    slug: ClassVar[str] = "case_unknown"


class CaseNotYetKnown(Unavailable):
    """The event came before the case itself: it will be known."""

    slug: ClassVar[str] = "case_not_yet_known"


class Stale(PermanentError):
    """Somebody else has changed the case since it was read; `since` is what they did."""

    slug: ClassVar[str] = "stale"

    def __init__(self, current: int, since: tuple[HistoryEntry, ...]) -> None:
        super().__init__(f"the case is at seq {current} now: read it again")
        self.current = current
        self.since = since


class Handling:
    """Steps by people and tidings from other services, on the stored cases."""

    def __init__(
        self, cases: VersionedCollection[Case], organisation: Organisation, clock: Clock
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._clock = clock

    async def case(self, case_id: str) -> Case:
        """The case. Raises CaseUnknown."""
        case = await self._cases.get(case_id)
        if case is None:
            raise CaseUnknown("there is no such case")
        return case

    async def take(self, case_id: str, expected: int, command: Command, actor: Actor) -> Case:
        """Take a step on the case as it was at `expected`.

        Raises CaseUnknown, Stale or StepRefused. One read, one write.
        """
        case = await self.case(case_id)
        if case.seq != expected:
            raise _stale(case, expected)
        step = Step(actor, self._clock.now())
        taken = command.take(case, step, self._organisation)
        if not await self._cases.replace(taken.case, expected, [taken.event]):
            raise _stale(await self.case(case_id), expected)
        STEPS.labels(step=command.name, outcome="taken").inc()
        return taken.case

    async def note(self, event: Event) -> None:
        """Take in what another service tells; a second time does nothing.

        Raises CaseNotYetKnown, or Conflict when others keep changing the case.
        """
        for _ in range(ATTEMPTS):
            case = await self._cases.get(str(event.case_id))
            if case is None:
                raise CaseNotYetKnown(f"{event.type} came before its case")
            taken = noted(case, event, Step(event.actor, self._clock.now()))
            if taken is None or await self._written(case, taken):
                return
        raise Conflict("the case keeps changing")

    async def _written(self, case: Case, taken: Taken) -> bool:
        return await self._cases.replace(taken.case, case.seq, [taken.event])


def _stale(case: Case, expected: int) -> Stale:
    return Stale(case.seq, tuple(entry for entry in case.history if entry.seq > expected))


def shown_changes(entries: tuple[HistoryEntry, ...]) -> list[dict[str, Any]]:
    """What others did, as it stands in a problem."""
    return [
        entry.model_dump(mode="json", include={"seq", "step", "at", "changes"}) for entry in entries
    ]
