"""What intake publishes of its channels: that one is dead, and that it works again (R03, R14).

These events are about no case: `case_id` is an id derived from the channel's.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from shared.events.envelope import Event, Part


class ChannelKind(StrEnum):
    """What is watched."""

    PAGE = "page"
    """A public page of ours."""
    UNIT_LINK = "unit_link"
    """The link and QR code of a unit's poster."""
    OUTSIDE_PAGE = "outside_page"
    """A page elsewhere that must carry our link (R02)."""
    ROUTINE = "routine"
    """A routine or guide that staff are sent to."""
    FORM = "form"
    """Handing in by the public form."""
    API = "api"
    """Handing in by the API."""
    MAIL = "mail"
    """An address that mail becomes cases by."""
    MAILBOX = "mailbox"
    """A mailbox that is fetched from."""
    MANUAL = "manual"
    """A telephone, a voicemail, a letter box: tried by a person."""
    QUARANTINE = "quarantine"
    """What waits there for a person to look at."""


class ChannelFault(StrEnum):
    """Why a channel is called dead."""

    UNREACHABLE = "unreachable"
    """No connection, or it was broken off."""
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    STATUS = "status"
    """It answers with an error; the note says which."""
    LINK_MISSING = "link_missing"
    """The page is there, but not our link on it."""
    UNIT_MISSING = "unit_missing"
    """The form is there, but not with the unit filled in."""
    REFUSED = "refused"
    """It did not take what was handed in."""
    NOT_ARRIVED = "not_arrived"
    """What was handed in was taken, and has not come in."""
    NOT_CONNECTED = "not_connected"
    """The mailbox cannot be read."""
    UNREAD = "unread"
    """Something has waited too long."""
    NOT_TRIED = "not_tried"
    """Nobody has tried it for too long."""


class ChannelDetail(Part):
    """Which channel, by the municipality's own settings: nothing personal."""

    channel: str
    """Its id, such as `unit_link:hemvard-norr`."""
    kind: ChannelKind
    name: str
    """In Swedish."""
    address: str | None = None
    """What has been published: a link or a mail address."""
    fault: ChannelFault
    note: str | None = None
    """A status code or another slug."""
    since: datetime
    """When it was found dead first (UTC)."""


class ChannelFailed(Event):
    """A channel was found dead. `case_id` names the channel."""

    type: Literal["channel.failed"] = "channel.failed"
    version: Literal[1] = 1
    detail: ChannelDetail


class ChannelRestored(Event):
    """A channel that was dead works again. `case_id` names the channel."""

    type: Literal["channel.restored"] = "channel.restored"
    version: Literal[1] = 1
    detail: ChannelDetail
    """What had been wrong."""
