"""Where a page of the quarantine's list ended."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from services.intake.abuse.held import Held
from shared.errors import PermanentError


class CursorWrong(PermanentError):
    """The cursor is not one that a list has given."""

    slug: ClassVar[str] = "cursor_wrong"


@dataclass(frozen=True)
class Cursor:
    """The last of the page before: the one that came in first comes first, then by id."""

    received_at: datetime
    case_id: UUID

    @classmethod
    def of(cls, held: Held) -> Self:
        return cls(held.received_at, held.case_id)

    @classmethod
    def read(cls, text: str) -> Self:
        """From an address. Raises CursorWrong."""
        try:
            moment, case_id = json.loads(base64.urlsafe_b64decode(text))
            return cls(datetime.fromtimestamp(moment / 1000, UTC), UUID(case_id))
        except (ValueError, TypeError, OverflowError, OSError, AttributeError, binascii.Error):
            raise CursorWrong("use the cursor as the list gave it") from None

    def __str__(self) -> str:
        content = json.dumps([round(self.received_at.timestamp() * 1000), str(self.case_id)])
        return base64.urlsafe_b64encode(content.encode()).decode()

    @property
    def following(self) -> dict[str, Any]:
        """What comes after it, as the store is asked."""
        return {
            "received_at": {"$gte": self.received_at},
            "$or": [
                {"received_at": {"$gt": self.received_at}},
                {"_id": {"$gt": str(self.case_id)}},
            ],
        }


@dataclass(frozen=True)
class Page:
    """A page of the list; `next` is None on the last."""

    items: Sequence[Held]
    next: Cursor | None
