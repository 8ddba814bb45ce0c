"""Where passwords are tried, whatever the door, so that guessing is slow."""

import asyncio
import time
from ipaddress import IPv6Address, ip_address
from typing import ClassVar

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from shared.errors import PermanentError
from shared.identity.accounts import Account, Accounts

log = structlog.get_logger()

FOR_A_USER = RateLimitItemPerMinute(10, 10)
FOR_AN_ADDRESS = RateLimitItemPerMinute(50, 10)
"""Wrong passwords in ten minutes. Many of the staff may sit behind one address."""

_TRIED_AT_ONCE = 4
"""Passwords under trial at one moment: so many can slip past a limit, and no more."""
_LONGEST = 500
"""Letters of a user name or a password; a longer one is wrong unread."""


class TooManyAttempts(PermanentError):
    """So many wrong passwords that this one is not looked at."""

    slug: ClassVar[str] = "too_many_attempts"

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many wrong passwords: wait {wait} seconds")
        self.wait = wait
        """Seconds."""


class Passwords:
    """Tries passwords and counts the wrong ones, in the memory of this process."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._limits = MovingWindowRateLimiter(MemoryStorage())
        self._trials = asyncio.Semaphore(_TRIED_AT_ONCE)

    async def account(self, user: str, password: str, address: str) -> Account | None:
        """Whose user and password these are, or None. Raises TooManyAttempts."""
        if max(len(user), len(password)) > _LONGEST:
            return None
        if self._accounts.remembers(user, password):
            return self._accounts.account(user)
        watched = ((FOR_A_USER, user), (FOR_AN_ADDRESS, _network(address)))
        async with self._trials:
            waits = [await self._wait(limit, who) for limit, who in watched]
            if any(waits):
                log.warning("password_not_tried", wait=max(waits))
                raise TooManyAttempts(max(waits))
            account = await self._accounts.by_password(user, password)
            if account is None:
                for limit, who in watched:
                    await self._limits.hit(limit, who)
                log.info("password_wrong")
        return account

    async def _wait(self, limit: RateLimitItem, who: str) -> int:
        """Seconds until one more may be tried."""
        if await self._limits.test(limit, who):
            return 0
        reset, _ = await self._limits.get_window_stats(limit, who)
        return max(1, round(reset - time.time()))


def _network(address: str) -> str:
    """Whoever has one address of IPv6 has a whole network of them."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(int(parsed) >> 64) if isinstance(parsed, IPv6Address) else address
