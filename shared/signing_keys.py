"""Keys that sign what others hold and bring back, several at a time so that they can be changed."""

from dataclasses import dataclass, field
from typing import Self

SHORTEST = 16
"""Characters."""


@dataclass(frozen=True)
class SigningKeys:
    """The first key signs; all of them recognise."""

    keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def parse(cls, text: str, variable: str) -> Self:
        """Keys separated by commas, the one in use first. Raises ValueError, naming `variable`."""
        keys = tuple(key.strip() for key in text.split(",") if key.strip())
        if not keys or any(len(key) < SHORTEST for key in keys):
            raise ValueError(
                f"{variable} (or the file {variable}_FILE) must hold a key of at least {SHORTEST} "
                "characters, or several with commas between; make one with `openssl rand -hex 32`"
            )
        return cls(tuple(key.encode() for key in keys))

    @property
    def current(self) -> bytes:
        """The key in use."""
        return self.keys[0]

    @property
    def earlier(self) -> tuple[bytes, ...]:
        """Those that only recognise."""
        return self.keys[1:]
