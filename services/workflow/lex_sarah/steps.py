"""The steps of a lex Sarah case (SoL 27:5–6, LSS 24 e–f §§, R49–R52)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from services.workflow.case import Case
from services.workflow.lex_sarah.track import IvoNotification, LexSarahTrack
from services.workflow.papers import Direction, NewPaper
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.command import Command, OthersNumber, Reason, Text
from shared.clock import local_date
from shared.events import handling_words as words
from shared.events.handling_words import IvoDecision, Misconduct
from shared.events.lex_sarah import (
    LexSarahDecided,
    LexSarahDeclined,
    LexSarahIvoDecided,
    LexSarahIvoNotified,
)
from shared.events.vocabulary import Feedback, LexSarahState, Status
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase


class DeclineReason(StrEnum):
    """Why something is no matter for lex Sarah."""

    NO_MISCONDUCT = "no_misconduct"
    NOT_COVERED = "not_covered"
    """The activity stands under another law."""
    ALREADY_REPORTED = "already_reported"


class DeclineLexSarah(Command):
    """State, with a reason, that it is no matter for lex Sarah.

    Of a reported case, and of a suspicion that was noted when a case was assessed.
    """

    name: ClassVar[str] = "decline-lex-sarah"

    reason: DeclineReason
    explanation: Reason

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        reported = case.lex_sarah is not None and case.facts.lex_sarah is LexSarahState.REPORTED
        if case.lex_sarah is not None and case.facts.lex_sarah in _UNDER_WAY:
            yield phrase("Rapporten utreds eller är avgjord: avsluta med ett beslut i stället.")
        elif not reported and case.facts.lex_sarah is not LexSarahState.SUSPECTED:
            yield phrase("Inget missförhållande är rapporterat eller misstänkt här.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        changes: dict[str, Any] = {}
        facts: dict[str, Any] = {"lex_sarah": LexSarahState.DECLINED}
        if case.lex_sarah is not None:
            changes["lex_sarah"] = case.lex_sarah.model_copy(update={"declined": self.explanation})
            facts |= {"status": Status.ANSWERED, "feedback": Feedback.WAIVED}
            changes["papers"] = [_paper(words.Paper.LEX_SARAH_DECISION, Direction.DRAWN_UP, step)]
        return taken(
            case,
            LexSarahDeclined,
            step,
            facts=facts,
            detail={"reason": self.reason},
            reason=self.explanation,
            **changes,
        )


class DecideLexSarah(Command):
    """The decision that ends the investigation: whether it was misconduct, and how grave."""

    name: ClassVar[str] = "decide-lex-sarah"

    misconduct: Misconduct
    decision: Text
    """The reasons."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from _not_lex_sarah(case)
        yield from super().barriers(case)
        if case.facts.investigated is not True:
            yield phrase("Utredningen är inte avslutad.")
        if case.lex_sarah is not None and case.lex_sarah.declined is not None:
            yield phrase("Rapporten är avböjd: börja utreda den först.")
        if case.lex_sarah is not None and case.lex_sarah.misconduct is not None:
            yield phrase("Det är redan beslutat.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        track = _track(case)
        return taken(
            case,
            LexSarahDecided,
            step,
            facts={
                "status": Status.ANSWERED,
                "feedback": Feedback.WAIVED,
                "lex_sarah": case.facts.lex_sarah.at_least(LexSarahState.DECIDED),
                "misconduct": self.misconduct,
                "lex_sarah_decided_at": step.at,
            },
            detail={"misconduct": self.misconduct},
            papers=[_paper(words.Paper.LEX_SARAH_DECISION, Direction.DRAWN_UP, step)],
            lex_sarah=track.model_copy(
                update={
                    "misconduct": self.misconduct,
                    "decision": self.decision,
                    "decided_at": step.at,
                }
            ),
        )


class NotifyIvo(Command):
    """Serious misconduct was notified to IVO. It may go before the investigation is ready."""

    name: ClassVar[str] = "notify-ivo"

    notified_on: date | None = None
    """Swedish day; today if left out."""
    ivo_reference: OthersNumber | None = None
    """IVO's number, once known."""

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from _not_lex_sarah(case)
        yield from super().barriers(case)
        track = case.lex_sarah
        if track is None:
            return
        if track.ivo is not None:
            yield phrase("Det är redan anmält till IVO.")
        if track.misconduct is not None and not track.misconduct.is_serious:
            yield phrase("Bara ett allvarligt missförhållande anmäls till IVO.")
        if track.declined is not None:
            yield phrase("Rapporten är avböjd.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if self.notified_on is not None and self.notified_on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        track = _track(case)
        day = self.notified_on or local_date(step.at)
        return taken(
            case,
            LexSarahIvoNotified,
            step,
            facts={"lex_sarah": LexSarahState.IVO_NOTIFIED, "ivo_notified_on": day},
            detail={"notified_on": day, "ivo_reference": self.ivo_reference},
            papers=[_paper(words.Paper.IVO_NOTIFICATION, Direction.OUT, step)],
            lex_sarah=track.model_copy(
                update={"ivo": IvoNotification(notified_on=day, reference=self.ivo_reference)}
            ),
            external_numbers=case.with_number(_IVO, self.ivo_reference),
        )


class RecordIvoDecision(Command):
    """What IVO decided. Also after the case is closed."""

    name: ClassVar[str] = "record-ivo-decision"

    decision: IvoDecision
    decided_on: date | None = None
    """Swedish day; today if left out."""
    ivo_reference: OthersNumber | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from _not_lex_sarah(case)
        if case.lex_sarah is not None and case.lex_sarah.ivo is None:
            yield phrase("Det är inte anmält till IVO.")

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if self.decided_on is not None and self.decided_on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        track = _track(case)
        assert track.ivo is not None  # noqa: S101 - barriers has looked
        day = self.decided_on or local_date(step.at)
        ivo = track.ivo.model_copy(
            update={
                "decision": self.decision,
                "decided_on": day,
                "reference": self.ivo_reference or track.ivo.reference,
            }
        )
        return taken(
            case,
            LexSarahIvoDecided,
            step,
            facts={"lex_sarah": LexSarahState.IVO_DECIDED},
            detail={"decided_on": day, "decision": self.decision},
            papers=[_paper(words.Paper.IVO_DECISION, Direction.IN, step)],
            lex_sarah=track.model_copy(update={"ivo": ivo}),
            external_numbers=case.with_number(_IVO, self.ivo_reference),
        )


_UNDER_WAY = frozenset(
    {
        LexSarahState.INVESTIGATING,
        LexSarahState.DECIDED,
        LexSarahState.IVO_NOTIFIED,
        LexSarahState.IVO_DECIDED,
    }
)
_IVO = "IVO"


def _not_lex_sarah(case: Case) -> Iterator[Phrase]:
    if case.lex_sarah is None:
        yield phrase("Ärendet är ingen lex Sarah-rapport.")


def _track(case: Case) -> LexSarahTrack:
    assert case.lex_sarah is not None  # noqa: S101 - barriers has looked
    return case.lex_sarah


def _paper(kind: words.Paper, direction: Direction, step: Step) -> NewPaper:
    return NewPaper(kind=kind, direction=direction, by=step.actor.role)
