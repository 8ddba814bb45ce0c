"""What a notice is about that is about no case. Nothing of it is personal."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from shared.events.channels import ChannelDetail


class ChannelAlarm(BaseModel):
    """What is told of a channel; from settings, nothing personal."""

    model_config = ConfigDict(frozen=True)

    detail: ChannelDetail
    restored: bool


class BrokenText(BaseModel):
    """Why a text could not be made. Quotes no values, so nothing in it is personal."""

    model_config = ConfigDict(frozen=True)

    text: str
    """Whose text, which and in what language, as `sn:acknowledgement.sv`."""
    version: str
    """Digest of the text that failed: with another one it is worth trying again."""
    problem: str
    """File, line and what is wrong."""


class RaisedSignal(BaseModel):
    """What is told of a signal of reporting's, as `signal.raised` has it."""

    model_config = ConfigDict(frozen=True)

    kind: str
    unit: str | None = None
    """None of one that is about the whole board."""
    aspect: str | None = None
    value: str | None = None
    first: date | None = None
    """None of both where the event is from before it told the period."""
    last: date | None = None
