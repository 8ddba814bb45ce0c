"""How often someone may come to a door, and how often all together.

Counted in this process, in windows that move. An address is never kept: what is counted by is a
digest with a key that lives as long as the process.
"""

import hmac
import secrets
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from time import time

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from shared.errors import TooManyRequests
from shared.metrics import REFUSED_AS_TOO_MANY

_IPV6_SITE = 64
"""Bits that a household or a company has to itself: behind them, an address costs nothing."""
_ALL = "all"


class Door(StrEnum):
    """Where one may come too often."""

    FORM = "form"
    """Posting the public form."""
    UPLOAD = "upload"
    """Handing over a file."""
    FOLLOW = "follow"
    """Trying a reference with a code."""
    API = "api"
    """Calling the API without a token, with something to store."""
    TOKEN = "token"  # noqa: S105 - the kind of caller
    """Calling the API with a token; counted by the token."""


class Rates:
    """One per process: with several copies, each counts its own.

    `limits` has what one address may do at a door, such as `20/hour`; a door without one is open.
    All addresses together may do `in_all` times as much.
    """

    def __init__(self, limits: Mapping[Door, RateLimitItem | None], in_all: int) -> None:
        self._each = {door: item for door, item in limits.items() if item is not None}
        self._all = {
            door: type(item)(item.amount * in_all, item.multiples)
            for door, item in self._each.items()
        }
        self._windows = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._key = secrets.token_bytes(32)

    async def admit(self, door: Door, address: str) -> None:
        """Count one more by this door. Raises TooManyRequests.

        `address` is the caller's, or the id of the token that was shown.
        """
        each = self._each.get(door)
        if each is None:
            return
        who = self._digest(address)
        # Whoever is over their own limit must not use up what is left for all.
        if not await self._windows.test(each, door, who):
            raise await self._too_many(each, door, who)
        every = self._all[door]
        if not await self._windows.hit(every, door, _ALL):
            raise await self._too_many(every, door, _ALL)
        if not await self._windows.hit(each, door, who):
            raise await self._too_many(each, door, who)

    async def _too_many(self, item: RateLimitItem, door: Door, who: str) -> TooManyRequests:
        REFUSED_AS_TOO_MANY.labels(door=door).inc()
        window = await self._windows.get_window_stats(item, door, who)
        return TooManyRequests(max(1, ceil(window.reset_time - time())))

    def _digest(self, address: str) -> str:
        return hmac.new(self._key, site_of(address).encode(), sha256).hexdigest()


def site_of(address: str) -> str:
    """What one party has: an IPv4 address, the /64 of an IPv6 address, or the text itself."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((known, _IPV6_SITE), strict=False))


def read_rate(text: str) -> RateLimitItem | None:
    """Read `20/hour` or `5 per 10 minutes`; None for an empty text. Raises ValueError."""
    if not text.strip():
        return None
    try:
        return parse(text)
    except ValueError:
        raise ValueError(
            'give a limit such as "20/hour" or "5 per 10 minutes", or nothing'
        ) from None
