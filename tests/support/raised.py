"""Signals as reporting raises them."""

from datetime import UTC, date, datetime

from shared.events.envelope import Actor
from shared.events.upkeep import SignalDetail, SignalRaised
from shared.events.vocabulary import Role
from shared.ids import derived_id, new_id

RAISED_AT = datetime(2026, 3, 16, 23, 5, tzinfo=UTC)
"""Five past midnight on a Tuesday, Swedish time."""


def raised(
    kind: str = "rise",
    unit: str | None = None,
    board: str = "sn",
    at: datetime = RAISED_AT,
    **detail: object,
) -> SignalRaised:
    """One of February 2026."""
    signal = new_id()
    given = {
        "signal": signal,
        "kind": kind,
        "board": board,
        "unit": unit,
        "first": date(2026, 2, 1),
        "last": date(2026, 2, 28),
        **detail,
    }
    return SignalRaised(
        id=derived_id(signal, SignalRaised.routing_key),
        occurred_at=at,
        recorded_at=at,
        case_id=signal,
        actor=Actor(role=Role.SERVICE, id="reporting"),
        correlation_id=signal,
        producer="reporting",
        detail=SignalDetail.model_validate(given),
    )
