"""The secret code on a receipt: whoever has it may follow the case, also anonymously (R12).

It is computed from the case's id and a key that only intake has, and is stored nowhere: a copy of
the database opens no case, and a repeated submission is given the same code again.
"""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self
from uuid import UUID

from services.intake.crockford import as_written, grouped, letters
from shared.signing_keys import SigningKeys

_LETTERS = 16  # 80 bits
_GROUP = 4


@dataclass(frozen=True)
class ReceiptKeys:
    """The first key makes codes; all of them recognise codes, so that keys can be changed."""

    keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Keys separated by commas, the one in use first. Raises ValueError."""
        return cls(SigningKeys.parse(text, "LYHORD_RECEIPT_KEY").keys)

    @property
    def current(self) -> bytes:
        """The key in use."""
        return self.keys[0]

    def secret(self, case_id: UUID) -> str:
        """The case's code as it is printed."""
        return grouped(_code(self.current, case_id), _GROUP)

    def fits(self, case_id: UUID, typed: str) -> bool:
        """Whether this is the case's code. Takes the same time whatever was typed."""
        given = as_written(typed).encode()
        # Every key is tried: how soon the answer comes must not tell which one fitted.
        matches = [hmac.compare_digest(_code(key, case_id).encode(), given) for key in self.keys]
        return any(matches)


def _code(key: bytes, case_id: UUID) -> str:
    return letters(hmac.digest(key, b"case secret\x1f" + case_id.bytes, sha256), _LETTERS)
