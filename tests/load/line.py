"""One line of the bench: what was measured of one way of doing the journey."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.load.worker import Fed


@dataclass(frozen=True, slots=True)
class Line:
    """Rates are cases a second from the first case fed; processor time is ms a case."""

    name: str
    cases: int
    concurrency: int
    accepted: float
    complete: float
    accept_median_ms: float
    accept_p99_ms: float
    services_cpu_ms: Mapping[str, float]
    """By service: intake, workflow, notifications, reporting."""
    broker_cpu_ms: float
    store_cpu_ms: float

    @property
    def cpu_ms(self) -> float:
        """The four services' processes together."""
        return sum(self.services_cpu_ms.values())

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "cpu_ms": self.cpu_ms}


def line(
    name: str, concurrency: int, fed: Fed, completed: float, cpu_ms: Mapping[str, float]
) -> Line:
    """The line of a run that was complete at the instant `completed`."""
    cases = len(fed.seconds)
    services = {part: ms for part, ms in cpu_ms.items() if part not in {"broker", "store"}}
    return Line(
        name=name,
        cases=cases,
        concurrency=concurrency,
        accepted=cases / (fed.last_accepted - fed.started),
        complete=cases / (completed - fed.started),
        accept_median_ms=statistics.median(fed.seconds) * 1000,
        accept_p99_ms=_p99(fed.seconds) * 1000,
        services_cpu_ms=services,
        broker_cpu_ms=cpu_ms["broker"],
        store_cpu_ms=cpu_ms["store"],
    )


def _p99(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[math.ceil(len(ordered) * 0.99) - 1]
