"""Where a page of a list ends: what the next one is asked for with."""

import base64
import binascii
import json
import re
from datetime import UTC, datetime
from typing import ClassVar, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.errors import PermanentError

_ORDER = re.compile(r"\d{4}-\d\d-\d\d/[0-9T:.+-]{29}/[0-9a-f-]{36}")


class CursorWrong(PermanentError):
    """The cursor is not one that a list has given."""

    slug: ClassVar[str] = "cursor_wrong"


class Cursor(BaseModel):
    """The last case of a page that is newest first, then by id."""

    model_config = ConfigDict(frozen=True)

    opened_at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> Self:
        """From an address. Raises CursorWrong."""
        try:
            moment, case_id = json.loads(_decoded(text))
            return cls(opened_at=datetime.fromtimestamp(moment / 1000, UTC), id=UUID(case_id))
        except (ValueError, TypeError, OverflowError, OSError, AttributeError):
            raise CursorWrong("use the cursor as the list gave it") from None

    def __str__(self) -> str:
        return _encoded(json.dumps([round(self.opened_at.timestamp() * 1000), str(self.id)]))


class WorkCursor(BaseModel):
    """The last case of a page of work: its place in the order of all desks."""

    model_config = ConfigDict(frozen=True)

    order: str

    @classmethod
    def read(cls, text: str) -> Self:
        """From an address. Raises CursorWrong."""
        try:
            order = _decoded(text).decode()
        except ValueError:
            order = ""
        if not _ORDER.fullmatch(order):
            raise CursorWrong("use the cursor as the list gave it")
        return cls(order=order)

    def __str__(self) -> str:
        return _encoded(self.order)


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text)
    except binascii.Error as error:
        raise ValueError("is not base64") from error
