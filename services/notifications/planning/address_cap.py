"""How many acknowledgements one address is sent in a day.

Without it, two systems that answer each other automatically would go on for ever, and anybody
could have a stranger's address written to without end. Counted in this process's memory, by a
hash that only this process can make: each copy counts for itself, and a restart begins anew.
"""

import hashlib
import secrets
from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

DAY = timedelta(days=1)

_ADDRESSES_KNOWN = 20_000


class AddressCap:
    """`most` acknowledgements in 24 hours; 0 for no cap."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._key = secrets.token_bytes(16)
        self._told: OrderedDict[bytes, dict[UUID, datetime]] = OrderedDict()

    def admits(self, address: str, case_id: UUID, now: datetime) -> bool:
        """Whether the case may be acknowledged there; the same case counts once."""
        if not self._most:
            return True
        told = self._of(address)
        while told and now - told[oldest := next(iter(told))] >= DAY:
            del told[oldest]
        if case_id not in told and len(told) >= self._most:
            return False
        told.setdefault(case_id, now)
        return True

    def _of(self, address: str) -> dict[UUID, datetime]:
        content = address.strip().casefold().encode("utf-8", "surrogatepass")
        key = hashlib.blake2b(content, key=self._key, digest_size=16).digest()
        told = self._told.setdefault(key, {})
        self._told.move_to_end(key)
        if len(self._told) > _ADDRESSES_KNOWN:
            self._told.popitem(last=False)
        return told
