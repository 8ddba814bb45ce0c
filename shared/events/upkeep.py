"""Events that say nothing new of a case: rebuilding projections, erasing, signals."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.events.envelope import Event, FactsEvent, Nothing, Part


class SnapshotDetail(Part):
    """For which rebuild, and the how-manieth of how many."""

    rebuild: UUID
    index: int
    total: int


class CaseSnapshot(FactsEvent):
    """The facts again, for a consumer that rebuilds its projection."""

    type: Literal["case.snapshot"] = "case.snapshot"
    version: Literal[1] = 1
    detail: SnapshotDetail


class CaseErased(FactsEvent):
    """Personal data of the case are to be destroyed by every service."""

    type: Literal["case.erased"] = "case.erased"
    version: Literal[1] = 1
    detail: Nothing = Nothing()


class ErasureDetail(Part):
    """Which service is done."""

    service: str


class CaseErasureDone(Event):
    """A service has destroyed what it held."""

    type: Literal["case.erasure-done"] = "case.erasure-done"
    version: Literal[1] = 1
    detail: ErasureDetail


class SignalDetail(Part):
    """A trend, a silent unit, a cluster; words are code-list words (R69–R71)."""

    signal: UUID
    kind: str
    board: str
    unit: str | None = None
    aspect: str | None = None
    """Where it is about cases that are alike: in `category`, `cause` or `theme`, …"""
    value: str | None = None
    """… and the word of that code list."""
    first: date | None = None
    last: date | None = None
    """The period, in Swedish days; both belong to it."""


class SignalRaised(Event):
    """The figures show something that someone should look at. `case_id` is the signal's."""

    type: Literal["signal.raised"] = "signal.raised"
    version: Literal[1] = 1
    detail: SignalDetail
