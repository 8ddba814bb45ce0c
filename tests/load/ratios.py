"""What the lines say of each other. Only ratios of one round are worth comparing."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.load.line import Line
from tests.load.rounds import MAILS, Kind

Round = Sequence[Line]

FLOORS: Mapping[Kind, frozenset[Kind]] = {
    Kind.FLOOR: frozenset({Kind.REGISTERED, Kind.ACKNOWLEDGED, Kind.BATCHED}),
    Kind.MAIL_FLOOR: MAILS,
}
"""Each floor, and the lines that are held against it."""


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
    for floor, names in FLOORS.items():
        yield from _of_floor([line for line in lines if line.name in {floor, *names}], floor)


def _of_floor(lines: Round, floor_name: Kind) -> Iterator[tuple[Line, str, float]]:
    floor = [line.complete for line in lines if line.name == floor_name]
    limit = {line.concurrency: line.complete for line in lines if line.name == Kind.BATCHED}
    for line in lines:
        if line.name == floor_name:
            continue
        if floor:
            yield line, floor_name, line.complete / statistics.mean(floor)
        if line.name != Kind.BATCHED and line.concurrency in limit:
            yield line, Kind.BATCHED, line.complete / limit[line.concurrency]
