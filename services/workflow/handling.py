"""Taking steps on stored cases: read, decide, write if nobody else was first."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

import structlog

from services.workflow.case import Case, HistoryEntry
from services.workflow.finders import may_change_what_is_said, told_to_merged
from services.workflow.registration import Registration
from services.workflow.relations import FOLLOWED, agreed, related, told_to
from services.workflow.stepping import Step, StepRefused, Taken
from services.workflow.steps.command import Command
from services.workflow.tidings import noted
from shared.clock import Clock
from shared.errors import LyhordError, PermanentError, Unavailable
from shared.events.envelope import Actor, Event, FactsEvent
from shared.events.handling_words import Relation
from shared.events.vocabulary import Kind
from shared.faults import Fault, no_fault
from shared.metrics import STEPS
from shared.organisation import Organisation
from shared.store.errors import Conflict
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

ATTEMPTS = 5

ActorFor = Callable[[Case], Actor]
"""Who takes a step on the case, told once it has been read; it raises where they may not."""


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
        self,
        cases: VersionedCollection[Case],
        registration: Registration,
        organisation: Organisation,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._cases = cases
        self._registration = registration
        self._organisation = organisation
        self._clock = clock
        self._fault = fault

    async def case(self, case_id: str) -> Case:
        """The case. Raises CaseUnknown."""
        case = await self._cases.get(case_id)
        if case is None:
            raise CaseUnknown("there is no such case")
        return case

    async def take(
        self, case_id: str, expected: int, command: Command, actor: Actor | ActorFor
    ) -> Case:
        """Take a step on the case as it was at `expected`.

        Raises CaseUnknown, Stale or StepRefused. One read, one write; and as much again for the
        other case of a step that has one.
        """
        case = await self.case(case_id)
        step = Step(_acting(actor, case), self._clock.now())
        if case.seq != expected:
            raise _stale(case, expected)
        taken = command.take(case, step, self._organisation)
        if command.other_case is not None:
            other = await self.case(command.other_case)
            _acting(actor, other)
            reasons = list(command.against(other))
            if reasons:
                raise StepRefused(*reasons)
        opening = command.opens(case, step, self._organisation)
        if opening is not None:
            await self._registration.open(opening)
            self._fault("handling.opened")
        while not await self._written(case, taken):
            case = await self.case(case_id)
            if opening is None:
                raise _stale(case, expected)
            # The new case is there: this one says so whatever else was done to it meanwhile,
            # unless the event has told it already.
            if not command.may_be_taken(case):
                return case
            taken = command.taken(case, step, self._organisation)
        STEPS.labels(step=command.name, outcome="taken").inc()
        await self._tell_other(taken)
        return taken.case

    async def relate(self, event: FactsEvent) -> None:
        """Let other cases know of what happened to one; a second time does nothing.

        Raises CaseNotYetKnown, or Conflict when others keep changing the case.
        """
        if may_change_what_is_said(event):
            duplicate = await self._known(event.case_id, event)
            for kept in told_to_merged(duplicate):
                await self._agree(kept, event)
        other = told_to(event, await self._origins(event))
        if other is None:
            return
        for _ in range(ATTEMPTS):
            case = await self._known(other, event)
            taken = related(case, event, Step(event.actor, self._clock.now()))
            if taken is None or await self._written(case, taken):
                return
        raise Conflict("the case keeps changing")

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

    async def _tell_other(self, taken: Taken) -> None:
        """At once, for whoever looks; the event does it again, and for certain."""
        if may_change_what_is_said(taken.event) and not told_to_merged(taken.case):
            return
        try:
            await self.relate(taken.event)
        except LyhordError as error:
            log.info("other_case_told_later", slug=error.slug)

    async def _agree(self, kept_id: UUID, event: FactsEvent) -> None:
        """Let the case know what a duplicate says now.

        What has been written is looked at again: whoever writes last has seen the duplicate as it
        stood after that, so two who write at once leave nothing old behind.
        """
        for _ in range(ATTEMPTS):
            kept = await self._known(kept_id, event)
            duplicate = await self._known(event.case_id, event)
            taken = agreed(kept, duplicate, event, Step(event.actor, self._clock.now()))
            if taken is None:
                return
            await self._written(kept, taken)
        raise Conflict("the case keeps changing")

    async def _known(self, case_id: UUID, event: FactsEvent) -> Case:
        case = await self._cases.get(str(case_id))
        if case is None:
            raise CaseNotYetKnown(f"{event.type} speaks of a case that is not here yet")
        return case

    async def _origins(self, event: FactsEvent) -> tuple[UUID, ...]:
        if event.facts.kind is not Kind.LEX_SARAH or event.type not in FOLLOWED:
            return ()
        case = await self._cases.get(str(event.case_id))
        links = case.links if case else ()
        return tuple(link.case_id for link in links if link.relation is Relation.ORIGIN)

    async def _written(self, case: Case, taken: Taken) -> bool:
        return await self._cases.replace(taken.case, case.seq, [taken.event])


def _acting(actor: Actor | ActorFor, case: Case) -> Actor:
    return actor if isinstance(actor, Actor) else actor(case)


def _stale(case: Case, expected: int) -> Stale:
    return Stale(case.seq, tuple(entry for entry in case.history if entry.seq > expected))


def shown_changes(entries: tuple[HistoryEntry, ...]) -> list[dict[str, Any]]:
    """What others did, as it stands in a problem."""
    return [
        entry.model_dump(mode="json", include={"seq", "step", "at", "changes"}) for entry in entries
    ]
