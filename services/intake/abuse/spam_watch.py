"""Whether the same text comes again and again. Only digests are remembered, and not for long."""

import hmac
import secrets
from hashlib import sha256

from limits import RateLimitItem
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from services.intake.abuse.suspicion import (
    FormSigns,
    Suspicion,
    Thresholds,
    suspicion_of,
    suspicion_of_text,
)

SHORTEST = 60
"""Characters. Many people say "Tack!", or name the same bus stop."""


class SpamWatch:
    """Looks at what the public hands in. One per process, and each remembers what it saw itself.

    `same_text` is how often one text may come before it counts as a flood.
    """

    def __init__(self, thresholds: Thresholds, same_text: RateLimitItem | None) -> None:
        self._thresholds = thresholds
        self._same_text = same_text
        self._windows = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._key = secrets.token_bytes(32)

    async def look_at_form(self, signs: FormSigns) -> Suspicion | None:
        """Why the form looks like spam, or None."""
        return suspicion_of(signs, self._thresholds, flood=await self._is_flood(signs.text))

    async def look_at_text(self, text: str) -> Suspicion | None:
        """The same for what comes by the API without a token."""
        return suspicion_of_text(text, self._thresholds, flood=await self._is_flood(text))

    async def _is_flood(self, text: str) -> bool:
        plain = " ".join(text.casefold().split())
        if self._same_text is None or len(plain) < SHORTEST:
            return False
        digest = hmac.new(self._key, plain.encode(), sha256).hexdigest()
        return not await self._windows.hit(self._same_text, digest)
