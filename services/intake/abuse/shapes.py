"""What the quarantine's API answers with. Instants are UTC."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel

from services.intake.abuse.held import Held, HeldState
from services.intake.abuse.listing import Page
from services.intake.abuse.suspicion import Reason
from shared.events.submissions import Address
from shared.events.vocabulary import Channel, Kind, Role


class HeldLine(BaseModel):
    """One that is held, without anything personal."""

    case_id: UUID
    reference: str
    received_at: datetime
    reasons: Sequence[Reason]
    state: HeldState
    board: str
    unit: str | None
    kind: Kind
    channel: Channel

    @classmethod
    def of(cls, held: Held) -> Self:
        return cls(**_line(held))


class HeldPage(BaseModel):
    """The one that came in first comes first; `next` is None on the last page."""

    items: Sequence[HeldLine]
    next: str | None

    @classmethod
    def of(cls, page: Page) -> Self:
        return cls(
            items=[HeldLine.of(held) for held in page.items],
            next=str(page.next) if page.next else None,
        )


class HeldItem(HeldLine):
    """One that is held, with what was posted: personal. Empty where it has been erased."""

    text: str
    contact: Address
    decided_at: datetime | None
    decided_by: str | None
    decided_role: Role | None
    why: str | None
    erased_at: datetime | None

    @classmethod
    def of(cls, held: Held) -> Self:
        content = held.submission.content
        return cls(
            **_line(held),
            text=content.text,
            contact=content.contact,
            decided_at=held.decided_at,
            decided_by=held.decided_by,
            decided_role=held.decided_role,
            why=held.why,
            erased_at=held.erased_at,
        )


class Released(BaseModel):
    """The case that it has become."""

    case_id: UUID
    reference: str


def _line(held: Held) -> dict[str, object]:
    facts = held.submission.facts
    return {
        "case_id": held.case_id,
        "reference": held.reference,
        "received_at": held.received_at,
        "reasons": held.reasons,
        "state": held.state,
        "board": facts.board,
        "unit": facts.unit,
        "kind": facts.kind,
        "channel": facts.channel,
    }
