"""Addresses by which something else than a person's own mail comes in."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from shared.events.vocabulary import Channel
from shared.organisation.roles import EmailAddress

Addresses = tuple[EmailAddress, ...]


class ChannelInboxes(BaseModel):
    """Addresses whose mail is not what its sender wrote to us, but brings in another channel."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    voicemail: Addresses = Field(default=(), examples=[["rostbrevlada.sn@exempelkommun.example"]])
    """To which a telephone system sends what was said to it."""
    letter: Addresses = ()
    """To which a scanner sends letters and paper forms."""
    contact_centre: Addresses = ()
    """To which the contact centre's system sends what it has noted."""
    region: Addresses = ()
    """To which the region sends its deviations."""
    ivo: Addresses = ()
    """To which IVO sends what it hands over."""

    def each(self) -> Iterator[tuple[Channel, str]]:
        """Every address, with its channel."""
        for channel in type(self).model_fields:
            for address in getattr(self, channel):
                yield Channel(channel), address
