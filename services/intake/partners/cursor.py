"""How far a partner has read, as a word that it keeps and sends again."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from shared.errors import PermanentError

_WRITTEN = re.compile(r"(\d{15})-((?:[0-9a-f-]{36})?)", re.ASCII)
_EPOCH = datetime.fromtimestamp(0, UTC)
_MILLISECOND = timedelta(milliseconds=1)
_BETWEEN = "\x1f"


class CursorWrong(PermanentError):
    """The cursor is not one that was given."""

    slug: ClassVar[str] = "cursor_wrong"


@dataclass(frozen=True)
class ChangeCursor:
    """A change by its instant (UTC), and by the case's id among those of one millisecond.

    Written so that the order of words is the order of changes, in the store too.
    """

    changed_at: datetime
    case_id: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """From an address. Raises CursorWrong."""
        written = _WRITTEN.fullmatch(text)
        try:
            if written:
                return cls(_EPOCH + int(written[1]) * _MILLISECOND, written[2])
        except OverflowError:
            pass
        raise CursorWrong("Send `next` as it was given, or leave changed_since out.")

    @classmethod
    def in_feed(cls, key: str) -> Self:
        """From where the store keeps it."""
        return cls.read(key.rpartition(_BETWEEN)[2])

    def __str__(self) -> str:
        return f"{(self.changed_at - _EPOCH) // _MILLISECOND:015}-{self.case_id}"

    def in_feed_of(self, partner: str | None) -> str:
        """As the store keeps it."""
        return f"{partner}{_BETWEEN}{self}"


BEGINNING = ChangeCursor(_EPOCH)
"""Before every change."""
