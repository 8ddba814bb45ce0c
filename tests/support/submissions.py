"""Submissions as intake would publish them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.submissions import (
    Address,
    CaseReceived,
    Raw,
    ReceivedContent,
    ReceivedDetail,
)
from shared.events.vocabulary import Channel, Kind, Role
from shared.ids import new_id

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""A Monday, working day, in Swedish winter time."""


def submission(
    *,
    case_id: UUID | None = None,
    board: str = "sn",
    text: str = "Utbetalningen kom inte.",
    email: str | None = "kund@post.example",
    at: datetime = MOMENT,
    contact: Address | None = None,
    **facts: Any,
) -> CaseReceived:
    """A complaint by the web form, unless told otherwise; `contact` stands before `email`."""
    case_id = case_id or new_id()
    given: dict[str, Any] = {
        "reference": f"26-{str(case_id)[-10:-5].upper()}-{str(case_id)[-5:].upper()}",
        "board": board,
        "kind": Kind.COMPLAINT,
        "first_kind": Kind.COMPLAINT,
        "channel": Channel.WEB,
        "received_on": date(2026, 3, 2),
        "received_at": at,
        **facts,
    }
    return CaseReceived(
        id=new_id(),
        occurred_at=at,
        recorded_at=at,
        case_id=case_id,
        seq=1,
        actor=Actor(role=Role.PUBLIC),
        correlation_id=case_id,
        producer="intake",
        facts=CaseFacts(**given),
        detail=ReceivedDetail(raw=Raw.FORM, arrival_basis="day_it_reached_us"),
        content=ReceivedContent(text=text, contact=contact or Address(email=email)),
    )
