"""How it stands with a channel: what the last looks found, and when the next one is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self

from services.intake.guard.published import Channel
from services.intake.submission import PRODUCER
from shared.events.channels import (
    ChannelDetail,
    ChannelFailed,
    ChannelFault,
    ChannelKind,
    ChannelRestored,
)
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.ids import derived_id
from shared.store.documents import Versioned
from shared.store.index import Index

HICCUPS = frozenset(
    {
        ChannelKind.PAGE,
        ChannelKind.UNIT_LINK,
        ChannelKind.OUTSIDE_PAGE,
        ChannelKind.ROUTINE,
        ChannelKind.FORM,
        ChannelKind.API,
        ChannelKind.MAIL,
        ChannelKind.MAILBOX,
    }
)
"""Kinds that may fail once by chance, so that a second failure is waited for."""


class Standing(StrEnum):
    """What is said of a channel."""

    UNKNOWN = "unknown"
    """Not looked at yet."""
    OK = "ok"
    SHAKY = "shaky"
    """It failed the last time; it will be looked at again soon."""
    DEAD = "dead"
    """It has failed, and those responsible have been told."""


@dataclass(frozen=True)
class Verdict:
    """What one look found. `took` is in seconds."""

    fault: ChannelFault | None = None
    note: str | None = None
    took: float | None = None
    untried: bool = False
    """Nothing is known yet: it takes a person to try it, and none has."""


class ChannelState(Versioned):
    """One channel by its id. Instants are UTC; `seq` counts its states."""

    collection: ClassVar[str] = "channels"
    indexes: ClassVar[tuple[Index, ...]] = (Index("due", (("next_look", 1),)),)

    seq: int = 1
    kind: ChannelKind
    known_at: datetime
    """When it was first heard of."""
    standing: Standing = Standing.UNKNOWN
    since: datetime
    """Since when it stands so; while it is shaky or dead, since the first failure."""
    next_look: datetime
    """From when any copy may take it; who takes it moves this ahead."""
    asked: bool = False
    """Whether someone has asked for the look that is due."""
    checked_at: datetime | None = None
    fault: ChannelFault | None = None
    note: str | None = None
    took: float | None = None
    """Seconds until the last test case arrived, or the page was there."""
    probe: str | None = None
    """Id of the test case that is under way."""
    tried_at: datetime | None = None
    """When someone last tried it by hand."""
    tried_by: str | None = None
    """Opaque account id."""

    @classmethod
    def first(cls, channel: Channel, now: datetime, next_look: datetime) -> Self:
        """Of a channel that has not been looked at."""
        return cls(id=channel.id, kind=channel.kind, known_at=now, since=now, next_look=next_look)

    def held_until(self, instant: datetime) -> Self:
        """Taken by this copy until then."""
        return self._next(next_look=instant)

    def asked_for(self, now: datetime) -> Self:
        """To be looked at at once."""
        return self._next(next_look=now, asked=True, probe=None)

    def awaiting(self, probe: str, look_at: datetime) -> Self:
        """With a test case under way."""
        return self._next(probe=probe, next_look=look_at)

    def tried(self, by: str | None, now: datetime) -> Self:
        """Tried by hand and found to work."""
        return self._next(tried_at=now, tried_by=by, next_look=now)

    def judged(self, verdict: Verdict, now: datetime, next_look: datetime) -> Self:
        """After a look. What failed once is shaky, where that can be chance; else it is dead."""
        standing = self._standing(verdict)
        failing = standing in (Standing.SHAKY, Standing.DEAD)
        was_failing = self.standing in (Standing.SHAKY, Standing.DEAD)
        same = standing is self.standing or (failing and was_failing)
        return self._next(
            standing=standing,
            since=self.since if same else now,
            next_look=next_look,
            asked=False,
            checked_at=now,
            fault=verdict.fault,
            note=verdict.note,
            took=verdict.took,
            probe=None,
        )

    def _standing(self, verdict: Verdict) -> Standing:
        if verdict.fault is None:
            return Standing.UNKNOWN if verdict.untried else Standing.OK
        failed_before = self.standing in (Standing.SHAKY, Standing.DEAD)
        return Standing.DEAD if failed_before or self.kind not in HICCUPS else Standing.SHAKY

    def _next(self, **changes: object) -> Self:
        return self.model_copy(update={"seq": self.seq + 1, **changes})


def alarm(
    before: ChannelState, after: ChannelState, channel: Channel, now: datetime
) -> ChannelFailed | ChannelRestored | None:
    """The event that tells of the change: once when it is found dead, once when it works again."""
    if after.standing is Standing.DEAD and before.standing is not Standing.DEAD:
        return ChannelFailed(**_envelope("channel.failed", after, now), detail=_of(after, channel))
    if after.standing is Standing.OK and before.standing is Standing.DEAD:
        return ChannelRestored(
            **_envelope("channel.restored", before, now), detail=_of(before, channel)
        )
    return None


def _of(failed: ChannelState, channel: Channel) -> ChannelDetail:
    return ChannelDetail(
        channel=channel.id,
        kind=channel.kind,
        name=channel.name.sv,
        address=channel.address,
        fault=failed.fault or ChannelFault.UNREACHABLE,
        note=failed.note,
        since=failed.since,
    )


def _envelope(event_type: str, failed: ChannelState, now: datetime) -> dict[str, object]:
    """The id is derived from the failure, so that it is told once whatever happens."""
    return {
        "id": derived_id(event_type, failed.id, failed.since.isoformat()),
        "occurred_at": now,
        "recorded_at": now,
        "case_id": derived_id("channel", failed.id),
        "actor": Actor(role=Role.SERVICE, id=PRODUCER),
        "correlation_id": derived_id("channel.failure", failed.id, failed.since.isoformat()),
        "producer": PRODUCER,
    }
