"""Mails that could not be taken: tried again, ever more seldom, and never in the others' way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

ATTEMPTS = 3
"""After so many, a mail is left until later."""

SOON = timedelta(seconds=1)
LATER = timedelta(minutes=15)
AT_MOST = timedelta(hours=4)


@dataclass(frozen=True)
class _Trouble:
    attempts: int
    again_at: datetime


class Troubles:
    """By uid. Instants are UTC."""

    def __init__(self) -> None:
        self._by_uid: dict[int, _Trouble] = {}

    @property
    def skipped(self) -> int:
        """How many mails are left until later."""
        return sum(each.attempts >= ATTEMPTS for each in self._by_uid.values())

    def failed(self, uid: int, now: datetime) -> bool:
        """Note one more attempt; whether the mail is now left until later."""
        known = self._by_uid.get(uid)
        attempts = known.attempts + 1 if known else 1
        self._by_uid[uid] = _Trouble(attempts, now + pause_after(attempts))
        return attempts >= ATTEMPTS

    def due(self, uid: int, now: datetime) -> bool:
        """Whether the mail may be tried: it never failed, or long enough ago."""
        known = self._by_uid.get(uid)
        return known is None or known.again_at <= now

    def has(self, uid: int) -> bool:
        """Whether the mail has failed before: then it is fetched alone."""
        return uid in self._by_uid

    def next_at(self) -> datetime | None:
        """When the next one may be tried again."""
        return min((each.again_at for each in self._by_uid.values()), default=None)

    def ended(self, uid: int) -> None:
        """The mail is taken after all."""
        self._by_uid.pop(uid, None)

    def keep(self, uids: Collection[int]) -> None:
        """Forget mails that are no longer in the folder."""
        self._by_uid = {uid: each for uid, each in self._by_uid.items() if uid in uids}


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    if attempts < ATTEMPTS:
        return SOON * attempts
    # Capped before the power: nobody counts how often a mail may fail in a year.
    return min(LATER * (1 << min(attempts - ATTEMPTS, 8)), AT_MOST)
