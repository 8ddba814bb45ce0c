"""What the registrar does where the municipality keeps its own diary."""

from collections.abc import Iterator
from typing import ClassVar

from services.workflow.case import Case
from services.workflow.external_diary.mirror import MirrorState
from services.workflow.external_diary.telling import registered
from services.workflow.numbers import OthersDiaryNumber
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, Reason
from shared.events.casework import CaseDocumented, Documented
from shared.events.handling import CaseCorrected
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase

_OURS = phrase("Ärendet har sitt nummer av vårt eget diarium.")


class RetryDiary(Command):
    """Have the municipality's own diary told again of a case that it would not take."""

    name: ClassVar[str] = "retry-diary"

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        """A finished case can be told of too."""
        if case.mirror is None:
            yield _OURS
        elif case.mirror.state is not MirrorState.CONFLICT:
            yield phrase("Det finns ingen konflikt med kommunens diarium att pröva igen.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return taken(
            case,
            CaseDocumented,
            step,
            facts={},
            detail={"what": Documented.DIARY},
            mirror=case.mirror and case.mirror.again(step.at),
        )


class SetDiaryNumber(Command):
    """Enter by hand the number that the case has in the municipality's own diary."""

    name: ClassVar[str] = "set-diary-number"

    number: OthersDiaryNumber
    """As it stands there."""
    reason: Reason | None = None
    """Needed where the case has another number already."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        """A finished case can get its number too."""
        if case.mirror is None:
            yield _OURS
        elif case.mirror.state is MirrorState.MIRRORED:
            yield phrase("Numret är givet av kommunens diarium.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        known = case.facts.diary_number
        if known == self.number:
            yield phrase("Ärendet har redan det numret.")
        elif known is not None and self.reason is None:
            yield phrase("Ärendet har ett annat nummer: skriv varför det ändras.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        assert case.mirror is not None  # noqa: S101 - a barrier
        mirror = case.mirror.again(step.at)
        if case.facts.diary_number is None:
            return registered(case, self.number, step, mirror)
        return taken(
            case,
            CaseCorrected,
            step,
            facts={"diary_number": self.number},
            detail={"fields": ["diary_number"]},
            reason=self.reason,
            mirror=mirror,
        )
