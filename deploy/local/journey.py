"""One case's way through the system, as seen from outside."""

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from shared.events.vocabulary import Acknowledgement, Channel


class Deadline(BaseModel):
    """What notifications says of one deadline of the case."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rule: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A case that was handed in. `accepted_at` is when intake said that it is stored, in UTC."""

    summary: str
    channel: Channel
    address: str | None = None
    accepted_at: datetime | None = None
    case_id: str | None = None
    message_id: str | None = None
    """Of a mail: the case it became is asked for by it."""
    refusal: str | None = None
    """What was answered instead of taking it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the services answer about the case so far."""

    case_id: str | None = None
    received_at: datetime | None = None
    diary_number: str | None = None
    numbered_at: datetime | None = None
    acknowledgement: Acknowledgement = Acknowledgement.PENDING
    acknowledged_at: datetime | None = None
    deadlines: tuple[Deadline, ...] = ()
    counted_at: datetime | None = None
    mails: int = 0
    obstacles: tuple[str, ...] = field(default=())
    """Answers that were not what was asked for, for whoever looks for the reason."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What was sent and what became of it."""

    sent: Sent
    seen: Seen

    @property
    def accepted_at(self) -> datetime | None:
        """When the case was stored, by the system's own clock as soon as that is known."""
        return self.seen.received_at or self.sent.accepted_at

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still to come; nothing when the journey is complete."""
        return tuple(
            name
            for name, there in (
                ("acceptance", self.accepted_at),
                ("case", self.seen.case_id),
                ("number", self.seen.diary_number and self.seen.numbered_at),
                ("acknowledgement", self._acknowledged),
                ("deadlines", self.seen.deadlines),
                ("count", self.seen.counted_at),
            )
            if not there
        )

    @property
    def under_way(self) -> bool:
        """Whether asking again may show more."""
        return self.sent.refusal is None and bool(self.missing)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What was answered by those that did not answer as they should."""
        return (self.sent.refusal,) if self.sent.refusal else self.seen.obstacles

    @property
    def _acknowledged(self) -> bool:
        """An acknowledgement that was sent by e-mail must also have arrived (R32)."""
        if self.seen.acknowledged_at is None:
            return False
        by_mail = self.seen.acknowledgement is Acknowledgement.SENT and self.sent.address
        return self.seen.mails > 0 if by_mail else True
