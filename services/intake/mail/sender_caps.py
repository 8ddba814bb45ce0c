"""How much is taken in from one sender, and from all together, before it is put aside.

Counted in this process's memory, by a hash of the sender that only this process can make: with
several copies of intake each counts for itself, and a restart begins anew. A mail that its sender
tries again counts once.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta

from services.intake.mail.sorting import Parked

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SAME_WORDS = 2
"""Mails with the same words that one sender may send to one board in a day."""

_SENDERS_KNOWN = 10_000


class _Window:
    """The different mails that came within a length of time, the oldest first."""

    __slots__ = ("_came", "_length")

    def __init__(self, length: timedelta) -> None:
        self._length = length
        self._came: dict[str, datetime] = {}

    def others(self, mail: str, now: datetime) -> int:
        """How many came besides this one."""
        while self._came and now - self._came[oldest := next(iter(self._came))] >= self._length:
            del self._came[oldest]
        return len(self._came) - (mail in self._came)

    def add(self, mail: str, now: datetime) -> None:
        self._came.setdefault(mail, now)


class SenderCaps:
    """Mails an hour; 0 for no cap, and for one sender also none on the same words."""

    def __init__(self, of_sender: int = 20, of_all: int = 10_000) -> None:
        self._of_sender = of_sender
        self._of_all = of_all
        self._key = secrets.token_bytes(16)
        self._senders: OrderedDict[bytes, _Window] = OrderedDict()
        self._words: OrderedDict[bytes, _Window] = OrderedDict()
        self._all = _Window(HOUR)

    def over(
        self, mail: str, sender: str, now: datetime, words: Sequence[str] = ()
    ) -> Parked | None:
        """Why a mail that would be taken in is put aside instead; None when it is not, and counts.

        `words` are what must not come again and again: what it says and to whom; empty for a mail
        that nobody is going to answer.
        """
        of_sender = self._window(self._senders, HOUR, sender)
        repeated = self._window(self._words, DAY, sender, *words) if words else None
        if self._of_sender and repeated and repeated.others(mail, now) >= SAME_WORDS:
            return Parked.REPEATED
        if self._of_sender and of_sender.others(mail, now) >= self._of_sender:
            return Parked.TOO_MANY_FROM_SENDER
        if self._of_all and self._all.others(mail, now) >= self._of_all:
            return Parked.TOO_MANY
        for window in (of_sender, repeated, self._all):
            if window is not None:
                window.add(mail, now)
        return None

    def _window(
        self, known: OrderedDict[bytes, _Window], length: timedelta, *named: str
    ) -> _Window:
        digest = hashlib.blake2b(key=self._key, digest_size=16)
        for name in named:
            digest.update(name.encode("utf-8", "surrogatepass") + b"\x00")
        key = digest.digest()
        window = known.get(key)
        if window is None:
            window = known[key] = _Window(length)
            if len(known) > _SENDERS_KNOWN:
                known.popitem(last=False)
        known.move_to_end(key)
        return window
