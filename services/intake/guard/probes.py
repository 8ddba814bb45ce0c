"""The mark of a test case: signed, and good for a while.

What carries such a mark has arrived, and is nothing more: it never becomes a case, gets no number
and is not counted. A mark that is forged, or too old, is only text.
"""

import hmac
import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self

_ID_BYTES = 10
_SIGNATURE_BYTES = 15
_MARK = re.compile(r"LYHORDPROV-([A-Z2-7]{16})-([0-9A-F]{8})-([A-Z2-7]{24})")
_LONGEST_SEARCHED = 20_000
"""Characters."""


def new_probe_id() -> str:
    """Sixteen letters and digits."""
    return b32encode(secrets.token_bytes(_ID_BYTES)).decode()


@dataclass(frozen=True)
class ProbeMark:
    """Which test case it is of, and until when (UTC, whole seconds) it is good."""

    probe: str
    expires_at: datetime


@dataclass(frozen=True)
class ProbeKeys:
    """The first makes marks; all of them recognise, so that keys can be changed."""

    keys: tuple[bytes, ...]

    @classmethod
    def of(cls, keys: tuple[bytes, ...]) -> Self:
        """Made of keys that are there for something else."""
        return cls(tuple(hmac.digest(key, b"channel probe", sha256) for key in keys))

    def mark(self, probe: str, expires_at: datetime) -> str:
        """What the test case must carry: one word, short enough for a line of mail."""
        seconds = f"{int(expires_at.timestamp()):08X}"
        return f"LYHORDPROV-{probe}-{seconds}-{_signature(self.keys[0], probe, seconds)}"

    def read(self, text: str, now: datetime) -> ProbeMark | None:
        """The mark in the text, if it is ours and still good."""
        # Nearly all texts have none, and searching for a plain word costs next to nothing.
        if "LYHORDPROV-" not in text:
            return None
        for match in _MARK.finditer(text[:_LONGEST_SEARCHED]):
            probe, seconds, signature = match.groups()
            expires_at = datetime.fromtimestamp(int(seconds, 16), UTC)
            genuine = [
                hmac.compare_digest(_signature(key, probe, seconds), signature) for key in self.keys
            ]
            if any(genuine) and now <= expires_at:
                return ProbeMark(probe, expires_at)
        return None


def _signature(key: bytes, probe: str, seconds: str) -> str:
    digest = hmac.digest(key, f"{probe}\x1f{seconds}".encode(), sha256)
    return b32encode(digest[:_SIGNATURE_BYTES]).decode()
