"""What the page after saving shows, kept by the browser for a while so that it can be reloaded.

The code stands in no address and in no store: it travels in a sealed cookie that is sent to the
page of its own case and to no other.
"""

from datetime import timedelta
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

KEPT = timedelta(minutes=30)


class StaffSlip(BaseModel):
    """Nothing personal but the code, which is None where the words were added to a known case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: UUID
    reference: str
    form: str
    secret: str | None = None

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """What was sealed; None where there is nothing, or it is of an earlier release's form."""
        try:
            return cls.model_validate_json(text) if text is not None else None
        except ValidationError:
            return None
