"""A small text that a browser keeps for a while and cannot change.

Used where a page must survive a reload but its content must not stand in an address.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256


@dataclass(frozen=True)
class Seal:
    """Seals texts for one `purpose`; what is sealed for another does not open here.

    The text can be read by whoever holds it (it is signed, not hidden): seal only what that
    reader may know.
    """

    key: bytes
    purpose: str
    lifetime: timedelta
    earlier: tuple[bytes, ...] = ()
    """Keys that no longer close and still open, while keys are changed."""

    def close(self, text: str, now: datetime) -> str:
        """The text with its last moment and a signature, in letters that a cookie may hold."""
        last = int((now + self.lifetime).timestamp())
        body = _letters(f"{last}:{text}".encode())
        return f"{body}.{_letters(_signature(self.key, self.purpose, body))}"

    def open(self, sealed: str, now: datetime) -> str | None:
        """The text; None when it is too old, was changed, or was sealed for something else."""
        body, _, signature = sealed.partition(".")
        try:
            if not self._is_ours(body, _bytes(signature)):
                return None
            last, _, text = _bytes(body).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        return text if now.timestamp() <= int(last) else None

    def _is_ours(self, body: str, signature: bytes) -> bool:
        matches = [
            hmac.compare_digest(signature, _signature(key, self.purpose, body))
            for key in (self.key, *self.earlier)
        ]
        return any(matches)


def _signature(key: bytes, purpose: str, body: str) -> bytes:
    return hmac.digest(key, f"{purpose}\x1f{body}".encode(), sha256)


def _letters(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(letters: str) -> bytes:
    return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
