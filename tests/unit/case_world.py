"""A few cases and the events between them: the pure core driven as the service drives it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

import jsonschema

from services.workflow.case import Case
from services.workflow.finders import may_change_what_is_said, told_to_merged
from services.workflow.opening import Opening, open_case
from services.workflow.relations import agreed, related, told_to
from services.workflow.stepping import Step, StepRefused, Taken
from services.workflow.steps.command import Command
from services.workflow.tidings import noted
from shared.events.envelope import Event, FactsEvent
from shared.events.handling_words import Relation
from shared.events.schemas import FOLDER, file_name
from shared.organisation import Organisation


@dataclass
class World:
    """Cases by id, and every event in the order in which it was made."""

    organisation: Organisation
    cases: dict[str, Case] = field(default_factory=dict)
    events: list[FactsEvent] = field(default_factory=list)
    serial: int = 0

    def open(self, opening: Opening, now: datetime) -> None:
        """Register it once."""
        if str(opening.event.case_id) in self.cases:
            return
        self.serial += 1
        opened = open_case(opening, now.year, self.serial, self.organisation, now)
        self.cases[opened.case.id] = opened.case
        self.events += opened.events

    def take(self, case_id: str, command: Command, step: Step) -> Taken:
        """As `Handling.take` does. Raises StepRefused, and KeyError for an unknown other case."""
        case = self.cases[case_id]
        taken = command.take(case, step, self.organisation)
        if command.other_case is not None:
            reasons = list(command.against(self.cases[command.other_case]))
            if reasons:
                raise StepRefused(*reasons)
        opening = command.opens(case, step, self.organisation)
        if opening is not None:
            self.open(opening, step.at)
        self._keep(taken)
        return taken

    def note(self, event: Event, step: Step) -> Taken | None:
        """As `Handling.note` does."""
        taken = noted(self.cases[str(event.case_id)], event, step)
        if taken is not None:
            self._keep(taken)
        return taken

    def deliver(self, event: FactsEvent, now: datetime) -> Taken | None:
        """As `Handling.relate` does; the last that was taken."""
        taken = [self.tell(other, event, now) for other in self.told(event)]
        return next((each for each in reversed(taken) if each is not None), None)

    def told(self, event: FactsEvent) -> tuple[UUID, ...]:
        """Which cases are to know of the event."""
        if may_change_what_is_said(event):
            return told_to_merged(self.cases[str(event.case_id)])
        other = told_to(event, self._origins(event.case_id))
        return () if other is None else (other,)

    def tell(self, other: UUID, event: FactsEvent, now: datetime) -> Taken | None:
        """Let one of them know."""
        case, step = self.cases[str(other)], Step(event.actor, now)
        if may_change_what_is_said(event):
            taken = agreed(case, self.cases[str(event.case_id)], event, step)
        else:
            taken = related(case, event, step)
        if taken is not None:
            self._keep(taken)
        return taken

    def settle(self, now: datetime) -> None:
        """Deliver everything until nothing is left to tell."""
        done = 0
        while done < len(self.events):
            self.deliver(self.events[done], now)
            done += 1

    def _keep(self, taken: Taken) -> None:
        self.cases[taken.case.id] = taken.case
        self.events.append(taken.event)

    def _origins(self, case_id: UUID) -> tuple[UUID, ...]:
        links = self.cases[str(case_id)].links
        return tuple(link.case_id for link in links if link.relation is Relation.ORIGIN)


def texts_of(event: FactsEvent, case: Case) -> Iterator[str]:
    """Everything of a step that leaves the case, or that an overview shows."""
    yield event.model_dump_json()
    yield case.facts.model_dump_json()
    for entry in case.history:
        yield json.dumps(entry.changes | entry.before, ensure_ascii=False)


def fits_its_schema(event: FactsEvent) -> bool:
    """Whether the event is as the published contract says."""
    _validator(event.type, event.version).validate(json.loads(event.model_dump_json()))
    return True


@cache
def _validator(name: str, version: int) -> jsonschema.Draft202012Validator:
    text = (FOLDER / file_name(name, version)).read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))
