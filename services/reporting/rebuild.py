"""One rebuild of the facts, and what is to be done next about it.

A rebuild asks the workflow for a snapshot of every case, collects them beside the facts in use,
compares the two and takes the collected ones into use.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

ASKS = 3
"""How often the workflow is asked without a single new snapshot coming, before giving up."""


class RebuildState(StrEnum):
    """How far a rebuild has come; the last three are ends."""

    REQUESTED = "requested"
    COLLECTING = "collecting"
    SWAPPED = "swapped"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Deviation(StrEnum):
    """How the facts that were in use and the collected ones differ about a case."""

    NOT_COUNTED_BEFORE = "not_counted_before"
    NOT_KNOWN_TO_WORKFLOW = "not_known_to_workflow"
    OTHER_SEQ = "other_seq"
    OTHER_FACTS = "other_facts"


class Difference(BaseModel):
    """One case about which they differ; a missing `seq` is a missing case."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    deviation: Deviation
    seq_before: int | None = None
    seq_after: int | None = None


class Differences(BaseModel):
    """All that was found. `cases` has the first of them, `count` is of them all."""

    model_config = ConfigDict(frozen=True)

    count: int = 0
    cases: tuple[Difference, ...] = ()


class Rebuild(BaseModel):
    """One rebuild; all instants are UTC."""

    model_config = ConfigDict(frozen=True)

    id: str
    collection: str
    """Where its snapshots are collected."""
    requested_at: datetime
    state: RebuildState = RebuildState.REQUESTED
    asked_at: datetime | None = None
    fruitless_asks: int = 0
    """How often the workflow was asked since the last new snapshot."""
    total: int | None = None
    """How many snapshots the workflow promised."""
    received: int = 0
    """Of how many cases a snapshot has come."""
    progressed_at: datetime | None = None
    differences: Differences | None = None
    replaced: str | None = None
    """The collection that was in use before."""
    swapped_at: datetime | None = None
    reason: str | None = None
    """Why it failed, and what to do."""

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.state in (RebuildState.REQUESTED, RebuildState.COLLECTING)

    @property
    def collected(self) -> str:
        """The collection that remembers of which cases a snapshot has come."""
        return f"{self.collection}_collected"


class Step(StrEnum):
    """What is to be done next about a running rebuild."""

    WAIT = "wait"
    ASK = "ask"
    SWAP = "swap"
    GIVE_UP = "give_up"


def next_step(rebuild: Rebuild, now: datetime, patience: timedelta) -> Step:
    """Decide by what has come. `patience` is how long nothing new may come before asking again.

    The workflow may have been stopped while it was publishing, so a rebuild that stands still
    asks again; snapshots that come twice do no harm.
    """
    if rebuild.total is not None and rebuild.received >= rebuild.total:
        return Step.SWAP
    if rebuild.asked_at is None:
        return Step.ASK
    if now - max(rebuild.asked_at, rebuild.progressed_at or rebuild.asked_at) <= patience:
        return Step.WAIT
    return Step.ASK if rebuild.fruitless_asks < ASKS else Step.GIVE_UP
