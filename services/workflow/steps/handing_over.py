"""A case that is somebody else's, or no case at all (R11, R23)."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from services.workflow.case import Case, Dismissal, Referral
from services.workflow.papers import Direction, NewPaper
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.answering import answered_with
from services.workflow.steps.command import Command, Line, OthersNumber, Reason, Text
from shared.clock import local_date
from shared.events import handling_words as words
from shared.events.handling import CaseDismissed, CaseReferred
from shared.events.handling_words import DismissReason, Receiver
from shared.events.vocabulary import (
    Acknowledgement,
    Channel,
    Feedback,
    Kind,
    LexSarahState,
    Status,
    Way,
    Wish,
)
from shared.organisation import Organisation
from shared.pages.phrases import Phrase, phrase


class Refer(Command):
    """Offer the case to another board or authority; it stays ours until they accept."""

    name: ClassVar[str] = "refer"

    to: Receiver
    recipient: Line
    """Which one."""
    reason: Reason

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        if case.referral is not None and case.referral.is_pending:
            yield phrase("Ärendet är redan erbjudet till någon annan.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        return taken(
            case,
            CaseReferred,
            step,
            facts={},
            detail={"to": self.to, "accepted": False},
            papers=[
                NewPaper(kind=words.Paper.REFERRAL, direction=Direction.OUT, by=step.actor.role)
            ],
            referral=Referral(
                to=self.to, name=self.recipient, reason=self.reason, offered_at=step.at
            ),
        )


class AcceptReferral(Command):
    """The receiver has taken over: the case is theirs."""

    name: ClassVar[str] = "accept-referral"

    accepted_on: date | None = None
    """Swedish day; today if left out."""
    their_reference: OthersNumber | None = None
    reason: Reason | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from _not_offered(case)

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        if self.accepted_on is not None and self.accepted_on > local_date(step.at):
            yield phrase("Dagen har inte varit än.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        referral = case.referral
        assert referral is not None  # noqa: S101 - barriers has looked
        today = local_date(step.at)
        return taken(
            case,
            CaseReferred,
            step,
            facts={"status": Status.REFERRED, "closed_at": step.at},
            detail={"to": referral.to, "accepted": True},
            reason=self.reason,
            referral=referral.model_copy(
                update={
                    "accepted_on": self.accepted_on or today,
                    "their_reference": self.their_reference,
                }
            ),
            external_numbers=case.with_number(referral.name, self.their_reference),
            diary=case.diary and case.diary.model_copy(update={"closed_on": today}),
        )


class WithdrawReferral(Command):
    """The receiver did not take the case, or it stays here after all."""

    name: ClassVar[str] = "withdraw-referral"

    reason: Reason

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        yield from _not_offered(case)

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        referral = case.referral
        assert referral is not None  # noqa: S101 - barriers has looked
        ended = referral.model_copy(update={"ended_at": step.at})
        return taken(
            case,
            CaseReferred,
            step,
            facts={},
            detail={"to": referral.to, "withdrawn": True},
            reason=self.reason,
            referral=None,
            earlier_referrals=(*case.earlier_referrals, ended),
        )


def _not_offered(case: Case) -> Iterator[Phrase]:
    if case.referral is None or not case.referral.is_pending:
        yield phrase("Ärendet är inte erbjudet till någon annan.")


class Dismiss(Command):
    """Write the case off with a reason, and reply to whoever sent it (R11)."""

    name: ClassVar[str] = "dismiss"

    reason: DismissReason
    explanation: Reason
    """Why, for the record."""
    reply: Text | None = None
    """What its sender is told; must be given where they can be reached and want to be."""
    way: Way | None = None

    @classmethod
    def barriers(cls, case: Case) -> Iterator[Phrase]:
        yield from super().barriers(case)
        if case.lex_sarah is not None:
            yield phrase("En lex Sarah-rapport avskrivs inte: avböj den med skäl, eller utred den.")
        if case.facts.lex_sarah is LexSarahState.SUSPECTED:
            yield phrase(
                "Missförhållande misstänks: rapportera enligt lex Sarah eller skriv varför inte."
            )

    def faults(self, case: Case, step: Step, organisation: Organisation) -> Iterator[Phrase]:  # noqa: ARG002
        facts = case.facts
        if self.reason is DismissReason.NOT_A_DEVIATION and facts.kind is not Kind.DEVIATION:
            yield phrase("Ärendet är ingen avvikelse.")
        if self.reply is None and reply_is_due(case) and self.reason not in _NO_REPLY:
            yield phrase("Skriv ett svar till den som har lämnat ärendet.")
        if self.reason is DismissReason.DUPLICATE and not case.links:
            yield phrase("Slå ihop ärendet med det som det är en dubblett av.")

    def taken(self, case: Case, step: Step, organisation: Organisation) -> Taken:  # noqa: ARG002
        facts = {
            "status": Status.DISMISSED,
            "dismissed": self.reason,
            "closed_at": step.at,
        }
        changes: dict[str, object] = {}
        papers = [
            NewPaper(kind=words.Paper.DISMISSAL, direction=Direction.DRAWN_UP, by=step.actor.role)
        ]
        if self.reply is not None:
            told = answered_with(case, step, text=self.reply, measures="", way=self.way)
            facts |= told.facts
            changes |= told.changes
            papers += told.papers
        elif facts_say_unreachable(case):
            facts["feedback"] = Feedback.IMPOSSIBLE
        return taken(
            case,
            CaseDismissed,
            step,
            facts={**facts, "status": Status.DISMISSED},
            detail={"reason": self.reason},
            reason=self.explanation,
            papers=papers,
            dismissal=Dismissal(reason=self.reason, explanation=self.explanation, at=step.at),
            diary=case.diary and case.diary.model_copy(update={"closed_on": local_date(step.at)}),
            **changes,
        )


_NO_REPLY = frozenset({DismissReason.TEST, DismissReason.DUPLICATE, DismissReason.WITHDRAWN})
_SENT_BY_OTHERS = frozenset({Channel.REGION, Channel.PARTNER, Channel.IVO})


def reply_is_due(case: Case) -> bool:
    """Whether somebody waits for word of what became of the case.

    Authorities and other care providers always do; others if they want an answer, or have not
    been asked and can be reached.
    """
    facts = case.facts
    if facts.feedback is not Feedback.DUE:
        return False
    if facts.channel in _SENT_BY_OTHERS:
        return True
    return facts.feedback_wish is not Wish.NO and not facts_say_unreachable(case)


def facts_say_unreachable(case: Case) -> bool:
    """Whether there is no way to the sender but the follow page."""
    facts = case.facts
    return facts.anonymous or (
        facts.acknowledgement is Acknowledgement.IMPOSSIBLE and facts.feedback_way is None
    )
