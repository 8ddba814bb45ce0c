"""Wrong entries put right; what stood stays in the history and the diary (R31, JO 4639-2007)."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from services.workflow.case import Case, ExternalNumber
from services.workflow.control_points import control_points, fulfilled
from services.workflow.diary import corrected
from services.workflow.papers import Direction, NewPaper, Paper, put_right
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.closing import unfinished
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
    Status,
    Way,
    Wish,
)
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.words import CONTROL_POINTS

PaperNumber = Annotated[int, Field(strict=True, ge=1, le=100_000)]


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
    child_reported_on: date | None = None
    protected_identity: bool | None = None
    """Whether the complainant's personal data are protected."""
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
        for day in (self.received_on, self.occurred_on, self.child_reported_on):
            if day is not None and day > today:
                yield phrase("Dagen har inte varit än.")
        if (self.matter or self.sender) and case.diary is None:
            yield phrase("Ärendet står i ett annat diarium: ändra där.")
        if not self._facts(case) and not self._lines(case) and self.external_numbers is None:
            yield phrase("Välj något att rätta.")
        yield from self._undone(case)

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        facts, lines = self._facts(case), self._lines(case)
        changes: dict[str, Any] = {}
        fields = list(dict.fromkeys([*facts, *lines]))
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
                "child_reported_on",
                "protected_identity",
            }
        )
        return {
            name: value
            for name, value in asked.items()
            if value is not None and value != getattr(case.facts, name)
        }

    def _undone(self, case: Case) -> Iterator[Phrase]:
        """A closed case must stay one that could be closed (R67)."""
        if case.facts.status not in (Status.CLOSED, Status.FOLLOWED_UP):
            return
        after = case.model_copy(update={"facts": case.facts.model_copy(update=self._facts(case))})
        before = set(fulfilled(control_points(case)))
        for point in before.difference(fulfilled(control_points(after))):
            yield phrase(
                "Ärendet är avslutat, och kontrollpunkten skulle inte längre vara besvarad: "
                "%(point)s. Ta upp ärendet igen först.",
                point=CONTROL_POINTS[point],
            )
        known = list(unfinished(case))
        yield from (reason for reason in unfinished(after) if reason not in known)

    def _lines(self, case: Case) -> dict[str, str | date]:
        """Of the diary; the day it came in stands there too."""
        asked = {"matter": self.matter, "sender": self.sender, "received_on": self.received_on}
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


class CorrectPaper(Command):
    """Put right how a paper is listed, with the reason. What stood is kept (R29)."""

    name: ClassVar[str] = "correct-paper"

    number: PaperNumber
    """The paper's number within the case."""
    title: Line | None = None
    """What it is, without identity."""
    direction: Direction | None = None
    on: date | None = None
    """The Swedish day it came in, went out or was drawn up."""
    reason: Reason

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        """A finished case can be corrected too."""
        if not case.papers:
            yield phrase("Ärendet har inga handlingar.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        paper = self._paper(case)
        if paper is None:
            yield phrase("Ärendet har ingen handling %(number)s.", number=self.number)
        elif not self._lines(paper):
            yield phrase("Välj något att rätta.")
        if self.on is not None and self.on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        paper = self._paper(case)
        assert paper is not None  # noqa: S101 - a fault
        lines = self._lines(paper)
        corrected_papers = put_right(
            case.papers, self.number, lines, step.actor, step.at, self.reason
        )
        # The step makes no paper of its own: those that there are stand in their places.
        return taken(
            case.model_copy(update={"papers": corrected_papers}),
            CaseCorrected,
            step,
            facts={},
            detail={"fields": [f"papers.{name}" for name in lines]},
            reason=self.reason,
            mirror=case.mirror and case.mirror.wanted(step.at),
        )

    def _paper(self, case: Case) -> Paper | None:
        return next((paper for paper in case.papers if paper.number == self.number), None)

    def _lines(self, paper: Paper) -> dict[str, str | date | Direction]:
        asked = {"title": self.title, "direction": self.direction, "on": self.on}
        return {
            name: value
            for name, value in asked.items()
            if value is not None and value != getattr(paper, name)
        }
