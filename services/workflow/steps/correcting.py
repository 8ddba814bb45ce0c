"""Wrong entries put right; what stood stays in the history and the diary (R31, JO 4639-2007)."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from services.workflow.case import Case, ExternalNumber
from services.workflow.diary import corrected
from services.workflow.papers import Direction, NewPaper
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Line, Reason
from shared.clock import local_date
from shared.events import handling_words as words
from shared.events.casework import CaseDocumented, Documented
from shared.events.handling import CaseCorrected
from shared.events.vocabulary import (
    Channel,
    ComplainantView,
    DiscoveredBy,
    Gender,
    ReporterKind,
    Way,
    Wish,
)
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase


class NumberOfOthers(BaseModel):
    """What someone else calls the case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: Line
    number: Line


class Correct(Command):
    """Correct what was entered wrongly, with the reason. Nothing is erased."""

    name: ClassVar[str] = "correct"

    received_on: date | None = None
    occurred_on: date | None = None
    channel: Channel | None = None
    gender: Gender | None = None
    reporter_kind: ReporterKind | None = None
    discovered_by: DiscoveredBy | None = None
    feedback_wish: Wish | None = None
    feedback_way: Way | None = None
    complainant_view: ComplainantView | None = None
    data_breach: bool | None = None
    child_concern: bool | None = None
    matter: Line | None = None
    """The diary's public line. It must not tell who it is about."""
    sender: Line | None = None
    """From whom, as the diary says it."""
    external_numbers: tuple[NumberOfOthers, ...] | None = None
    """All of them, in place of those there are."""
    reason: Reason

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:  # noqa: ARG003
        """A finished case can be corrected too."""
        yield from ()

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        today = local_date(step.at)
        for day in (self.received_on, self.occurred_on):
            if day is not None and day > today:
                yield phrase("Dagen har inte varit än.")
        if (self.matter or self.sender) and case.diary is None:
            yield phrase("Ärendet står i ett annat diarium: ändra där.")
        if not self._facts(case) and not self._lines(case) and self.external_numbers is None:
            yield phrase("Välj något att rätta.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        facts, lines = self._facts(case), self._lines(case)
        changes: dict[str, Any] = {}
        fields = [*facts, *lines]
        if lines and case.diary is not None:
            changes["diary"] = corrected(case.diary, lines, step.actor, step.at, self.reason)
        if self.external_numbers is not None:
            fields.append("external_numbers")
            changes["external_numbers"] = tuple(
                ExternalNumber(of=each.of, number=each.number) for each in self.external_numbers
            )
        return taken(
            case,
            CaseCorrected,
            step,
            facts=facts,
            detail={"fields": fields},
            reason=self.reason,
            **changes,
        )

    def _facts(self, case: Case) -> dict[str, Any]:
        asked = self.model_dump(
            include={
                "received_on",
                "occurred_on",
                "channel",
                "gender",
                "reporter_kind",
                "discovered_by",
                "feedback_wish",
                "feedback_way",
                "complainant_view",
                "data_breach",
                "child_concern",
            }
        )
        return {
            name: value
            for name, value in asked.items()
            if value is not None and value != getattr(case.facts, name)
        }

    def _lines(self, case: Case) -> dict[str, str]:
        asked = {"matter": self.matter, "sender": self.sender}
        return {
            name: value
            for name, value in asked.items()
            if value is not None and case.diary is not None and value != getattr(case.diary, name)
        }


class AddPaper(Command):
    """Register a paper that came in, went out or was drawn up outside the system (R29)."""

    name: ClassVar[str] = "add-paper"

    title: Line
    """What it is, without identity."""
    direction: Direction
    on: date | None = None
    """The Swedish day it came in, went out or was drawn up; today if left out."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:  # noqa: ARG003
        """Papers come also after the end."""
        yield from ()

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if self.on is not None and self.on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return taken(
            case,
            CaseDocumented,
            step,
            facts={},
            detail={"what": Documented.PAPER},
            papers=[
                NewPaper(
                    kind=words.Paper.OTHER,
                    direction=self.direction,
                    by=step.actor.role,
                    title=self.title,
                    on=self.on,
                )
            ],
        )
