"""What a lex Sarah case has beside what every case has. Personal."""

from datetime import date, datetime
from typing import Self

from services.workflow.part import Part
from shared.events.envelope import Actor
from shared.events.handling_words import IvoDecision, Misconduct
from shared.events.vocabulary import Law


class IvoNotification(Part):
    """Serious misconduct was notified (SoL 27:6, LSS 24 f §)."""

    notified_on: date
    """Swedish day."""
    reference: str | None = None
    """IVO's number, once known."""
    decision: IvoDecision | None = None
    decided_on: date | None = None


class EarlierDecision(Part):
    """What was decided before it was investigated anew."""

    misconduct: Misconduct
    decision: str | None
    decided_at: datetime | None


class LexSarahTrack(Part):
    """From the report to IVO's decision."""

    law: Law
    legal_reference: str
    """The paragraph of the duty to report as it was when the report was made."""
    reported_by: Actor
    """Who fulfilled the duty, by role and id: kept out of sight of others, never the
    investigator."""
    reported_at: datetime
    kept_from: tuple[str, ...] = ()
    """Accounts that must not see the case: the manager whose unit it is about (R50)."""
    declined: str | None = None
    """Why it was no matter for lex Sarah."""
    misconduct: Misconduct | None = None
    decision: str | None = None
    """The reasons of the decision that ended the investigation."""
    decided_at: datetime | None = None
    earlier_decisions: tuple[EarlierDecision, ...] = ()
    ivo: IvoNotification | None = None

    def taken_up_again(self) -> Self:
        """As it is when it is investigated anew: neither declined nor decided."""
        if self.misconduct is None:
            return self.model_copy(update={"declined": None})
        earlier = EarlierDecision(
            misconduct=self.misconduct, decision=self.decision, decided_at=self.decided_at
        )
        return self.model_copy(
            update={
                "misconduct": None,
                "decision": None,
                "decided_at": None,
                "earlier_decisions": (*self.earlier_decisions, earlier),
            }
        )
