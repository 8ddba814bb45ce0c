"""What the guard's API answers with. Instants are UTC."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from pydantic import BaseModel

from services.intake.guard.published import Channel
from services.intake.guard.state import ChannelState, Standing
from shared.events.channels import ChannelFault, ChannelKind
from shared.organisation import Name


class ChannelShown(BaseModel):
    """One channel, and what the last look found.

    `since` tells since when it stands so; `took` is seconds; `tried_at` and `tried_by` are of
    channels that only a person can try.
    """

    id: str
    kind: ChannelKind
    name: Name
    address: str | None
    standing: Standing
    since: datetime
    checked_at: datetime | None
    next_look: datetime
    fault: ChannelFault | None
    note: str | None
    took: float | None
    under_way: bool
    """Whether a test case is on its way."""
    tried_at: datetime | None
    tried_by: str | None

    @classmethod
    def of(cls, channel: Channel, state: ChannelState) -> Self:
        return cls(
            id=channel.id,
            kind=channel.kind,
            name=channel.name,
            address=channel.address,
            standing=state.standing,
            since=state.since,
            checked_at=state.checked_at,
            next_look=state.next_look,
            fault=state.fault,
            note=state.note,
            took=state.took,
            under_way=state.probe is not None,
            tried_at=state.tried_at,
            tried_by=state.tried_by,
        )


class ChannelsShown(BaseModel):
    """Every link and way in, in the order of the settings."""

    items: Sequence[ChannelShown]


class TestBegun(BaseModel):
    """How many channels will be looked at."""

    channels: int
