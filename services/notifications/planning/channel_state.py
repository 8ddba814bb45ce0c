"""How each channel stands, as intake told it last."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from shared.events.channels import ChannelDetail, ChannelFailed, ChannelRestored
from shared.store.documents import Versioned
from shared.store.index import Index


class ChannelState(Versioned):
    """One channel, by its id; `seq` is when it came to stand so, in milliseconds (UTC).

    So of two events that come in the wrong order the newer one stays. There are as many of these
    as there are channels that were ever dead.
    """

    collection: ClassVar[str] = "channels"
    indexes: ClassVar[tuple[Index, ...]] = (Index("dead", (("dead", 1),)),)

    dead: bool
    detail: ChannelDetail
    told_at: datetime
    """When (UTC) intake said so."""

    @classmethod
    def of(cls, event: ChannelFailed | ChannelRestored) -> Self:
        """As the event leaves it."""
        return cls(
            id=event.detail.channel,
            seq=round(event.occurred_at.timestamp() * 1000),
            dead=isinstance(event, ChannelFailed),
            detail=event.detail,
            told_at=event.occurred_at,
        )

    def fields(self) -> Mapping[str, Any]:
        """What is stored by newest `seq`."""
        return self.model_dump(include={"dead", "detail", "told_at"})
