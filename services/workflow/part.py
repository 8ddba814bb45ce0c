"""What every part of a case has in common."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of a case: a value that never changes, but is replaced."""

    model_config = ConfigDict(frozen=True)
