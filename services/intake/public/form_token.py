"""What a form carries with it: which form it is, and when it was first shown.

Nobody else can know the token of a form: whoever has it may see and remove what was uploaded with
it. The store has only its digest.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from shared.pages.sealed import Seal

LIFETIME = timedelta(days=30)
"""How long a form can lie open before it is no longer known as ours."""

_RANDOM_BYTES = 24


@dataclass(frozen=True)
class FormToken:
    """One form as it was given out. `shown_at` is in UTC, in whole seconds."""

    text: str
    shown_at: datetime

    @property
    def draft(self) -> str:
        """The name of its draft, by which its uploads are kept."""
        return sha256(f"draft\x1f{self.text}".encode()).hexdigest()


class FormTokens:
    """Gives out tokens and knows its own again."""

    def __init__(self, key: bytes) -> None:
        self._seal = Seal(key, "form", LIFETIME)

    def new(self, now: datetime) -> FormToken:
        """Of a form that is shown for the first time."""
        content = f"{int(now.timestamp())}:{token_urlsafe(_RANDOM_BYTES)}"
        return FormToken(self._seal.close(content, now), _instant(content))

    def read(self, text: str, now: datetime) -> FormToken | None:
        """None for a text that is not ours, or too old."""
        content = self._seal.open(text, now)
        return FormToken(text, _instant(content)) if content else None


def _instant(content: str) -> datetime:
    return datetime.fromtimestamp(int(content.partition(":")[0]), UTC)
