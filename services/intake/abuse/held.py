"""A submission that is held: what it would be as a case, and what someone has decided of it."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self
from uuid import UUID

from services.intake.abuse.suspicion import Reason
from services.intake.message import Message
from services.intake.submission import Submission
from shared.events.envelope import Actor
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Role
from shared.store.documents import Document, Versioned
from shared.store.index import Index


class HeldState(StrEnum):
    """What has been decided."""

    WAITING = "waiting"
    RELEASED = "released"
    SPAM = "spam"


class Held(Versioned):
    """One held submission; `_id` is the id that its case has, or would have.

    `seq` counts its states. What its sender was told stands from the first moment: case id,
    reference, and by them the secret code.
    """

    collection: ClassVar[str] = "quarantine"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("reference", (("reference", 1),), unique=True),
        Index("by_state", (("state", 1), ("received_at", 1))),
        Index("unsettled", (("decided_at", 1),), only_where={"settled": False}),
    )

    seq: int = 1
    reference: str
    reasons: tuple[Reason, ...]
    received_at: datetime
    """UTC."""
    state: HeldState = HeldState.WAITING
    settled: bool = True
    """False from the decision to release until the case is stored."""
    submission: Submission
    """What was posted, as the case that it would have been."""
    event: str
    """The event that would have told of it, as JSON; empty once it is erased."""
    decided_at: datetime | None = None
    decided_by: str | None = None
    """Opaque account id."""
    decided_role: Role | None = None
    why: str | None = None
    """What was written when it was judged to be spam."""
    erased_at: datetime | None = None

    @property
    def case_id(self) -> UUID:
        return UUID(self.id)

    def decided(
        self, state: HeldState, by: Actor, at: datetime, *, settled: bool, why: str | None = None
    ) -> Self:
        """As someone decided at an instant in UTC."""
        return self.model_copy(
            update={
                "seq": self.seq + 1,
                "state": state,
                "settled": settled,
                "decided_at": at,
                "decided_by": by.id,
                "decided_role": by.role,
                "why": why,
            }
        )

    def finished(self) -> Self:
        """With what was decided done."""
        return self.model_copy(update={"seq": self.seq + 1, "settled": True})

    def erased(self, at: datetime) -> Self:
        """Without words and contact; that it was held, why, and who decided stay."""
        wordless = self.submission.model_copy(
            update={
                "content": type(self.submission.content)(text=""),
                "posted": None,
                "fingerprint": "",
                "found_by": (),
            }
        )
        return self.model_copy(
            update={"seq": self.seq + 1, "submission": wordless, "event": "", "erased_at": at}
        )


class HeldMessage(Document):
    """What was added to a held submission; `_id` is the message's. Delivered after its release."""

    collection: ClassVar[str] = "held_messages"
    indexes: ClassVar[tuple[Index, ...]] = (Index("case", (("case_id", 1),)),)

    case_id: str
    message: Message
    event: str
    """The event that would have told of it, as JSON."""


def case_event(held: Held) -> CaseReceived:
    """The event as it was made when the submission came in. Raises ValueError once erased."""
    return CaseReceived.model_validate_json(held.event)
