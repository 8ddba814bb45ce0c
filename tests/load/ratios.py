"""What the lines say of each other. Only ratios of one round are worth comparing."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.load.line import Line
from tests.load.rounds import Kind

Round = Sequence[Line]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Complete cases a second of one line to those of another, for each round."""

    line: str
    to: str
    concurrency: int
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "median": self.median}


def ratios(rounds: Sequence[Round]) -> Sequence[Ratio]:
    """Each line of the product to the floor, and to the limit at its own concurrency."""
    found: defaultdict[tuple[str, str, int], list[float]] = defaultdict(list)
    for lines in rounds:
        for line, to, ratio in _of_round(lines):
            found[line.name, to, line.concurrency].append(ratio)
    return [
        Ratio(line, to, concurrency, tuple(each)) for (line, to, concurrency), each in found.items()
    ]


def _of_round(lines: Round) -> Iterator[tuple[Line, str, float]]:
    floor = [line.complete for line in lines if line.name == Kind.FLOOR]
    limit = {line.concurrency: line.complete for line in lines if line.name == Kind.BATCHED}
    for line in lines:
        if line.name == Kind.FLOOR:
            continue
        if floor:
            yield line, Kind.FLOOR, line.complete / statistics.mean(floor)
        if line.name != Kind.BATCHED and line.concurrency in limit:
            yield line, Kind.BATCHED, line.complete / limit[line.concurrency]
