"""What the receipt page shows, kept by the browser for a while so that it survives a reload.

The secret code never stands in an address, and no service stores it: so the slip travels in a
sealed cookie that is sent to the receipt's own address and nowhere else.
"""

from datetime import date, timedelta
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from services.intake.public.submission_form import Answer
from shared.events.vocabulary import Kind

KEPT = timedelta(minutes=30)
"""How long a receipt or a followed case can be shown again on the same device."""

_GROUP = 4

Kept = TypeVar("Kept", bound=BaseModel)


class ReceiptSlip(BaseModel):
    """No personal data but the code itself. `received_on` is a day in Swedish time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    reference: str
    secret: str
    board: str
    kind: Kind
    category: str | None
    answer: Answer
    received_on: date

    @property
    def secret_groups(self) -> tuple[str, ...]:
        """The code in pieces that can be read aloud and copied by hand."""
        if "-" in self.secret:
            return tuple(self.secret.split("-"))
        return tuple(
            self.secret[start : start + _GROUP] for start in range(0, len(self.secret), _GROUP)
        )


class FollowPass(BaseModel):
    """Shows that the holder gave the right reference and code a short while ago."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reference: str
    secret: str


def read_slip(kind: type[Kept], text: str | None) -> Kept | None:
    """What was sealed; None where there is nothing, or it is of an earlier release's form."""
    try:
        return kind.model_validate_json(text) if text is not None else None
    except ValidationError:
        return None
