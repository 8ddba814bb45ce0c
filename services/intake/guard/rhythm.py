"""How often channels are looked at, and for how long a test case is waited for."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.events.channels import ChannelKind

LINKS = frozenset(
    {
        ChannelKind.PAGE,
        ChannelKind.UNIT_LINK,
        ChannelKind.OUTSIDE_PAGE,
        ChannelKind.ROUTINE,
    }
)
TESTED = frozenset({ChannelKind.FORM, ChannelKind.API, ChannelKind.MAIL})
"""Kinds that a test case is sent through."""

NEVER = timedelta(days=36500)
_SOON = timedelta(minutes=10)
_FIRST = timedelta(minutes=2)
_WATCH = timedelta(minutes=5)
_JITTER = 0.1


@dataclass(frozen=True)
class Rhythm:
    """`links` and `tests` are None where nothing is looked at unless someone asks."""

    links: timedelta | None
    tests: timedelta | None
    arrival: timedelta
    """How long a test case may take."""
    mailbox_unread: timedelta
    """How long a mail may wait in a mailbox that is fetched from (R14)."""
    quarantine_unread: timedelta
    """How long what is held may wait for a person."""
    chance: random.Random = field(default_factory=random.Random, compare=False)

    def every(self, kind: ChannelKind) -> timedelta | None:
        """Between two looks at channels of this kind that are well."""
        if kind in LINKS:
            return self.links
        if kind in TESTED:
            return self.tests
        return None if self.links is None and self.tests is None else _WATCH

    def first(self, kind: ChannelKind, now: datetime) -> datetime:
        """When a channel that is new is looked at: soon, when the service has come up."""
        every = self.every(kind)
        return now + (NEVER if every is None else self._spread(min(_FIRST, every)))

    def after(self, kind: ChannelKind, now: datetime, *, well: bool) -> datetime:
        """When it is looked at again. What failed is looked at soon."""
        every = self.every(kind)
        if every is None:
            return now + NEVER
        return now + self._spread(every if well else min(_SOON, every))

    def _spread(self, length: timedelta) -> timedelta:
        """Up to a tenth longer, so that not everything is looked at in one moment."""
        return length * (1 + _JITTER * self.chance.random())
