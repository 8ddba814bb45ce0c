"""A deadline that is given a later day, with the reason (förvaltningslagen 2017:900, 11 §)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from services.workflow.case import Case
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Reason
from shared.clock import local_date
from shared.deadlines.computing import deadlines_of
from shared.deadlines.deadline import Deadline, Standing
from shared.events.facts import CaseFacts, Extension
from shared.events.handling import CaseDeadlineExtended
from shared.events.handling_words import ExtensionCause
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase

DeadlineKey = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[1-9][0-9]*)?$", max_length=70
    ),
]
"""A rule's id, with the number of the measure where it is a measure's: `measures-due.2`."""


class Extend(Command):
    """Give a deadline a later day, with the reason."""

    name: ClassVar[str] = "extend"

    deadline: DeadlineKey
    until: date
    """The new Swedish day."""
    cause: ExtensionCause
    """What the complainant is told, where the board tells them of delays."""
    reason: Reason

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:
        chosen = next(
            (each for each in extendable(case.facts, organisation) if each.key == self.deadline),
            None,
        )
        if chosen is None:
            yield phrase("Ärendet har ingen sådan tidsfrist som kan förlängas.")
        if self.until <= local_date(step.at):
            yield phrase("Välj en dag som inte har varit.")
        elif chosen is not None and self.until <= chosen.due:
            yield phrase("Tidsfristen är redan %(day)s: välj en senare dag.", day=chosen.due)

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        extension = Extension(
            rule=self.deadline, due=self.until, on=local_date(step.at), cause=self.cause
        )
        others = (each for each in case.facts.extended if each.rule != self.deadline)
        return taken(
            case,
            CaseDeadlineExtended,
            step,
            facts={"extended": (*others, extension)},
            detail={"rule": self.deadline, "due": self.until, "cause": self.cause},
            reason=self.reason,
        )


def extendable(facts: CaseFacts, organisation: Organisation) -> list[Deadline]:
    """The case's deadlines that are not met and may be given a later day, the nearest first."""
    board = organisation.board(facts.board)
    if board is None:
        return []
    rules = {rule.id: rule for rule in board.deadlines}
    found = [
        each
        for each in deadlines_of(facts, board)
        if each.standing is Standing.OPEN and rules[each.rule].may_be_extended
    ]
    return sorted(found, key=lambda each: each.due)
