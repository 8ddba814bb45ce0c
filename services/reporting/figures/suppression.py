"""Hiding small numbers so that they cannot be worked out from the others (R77).

A number of cases under the limit is hidden, also where it is a total, and beside it as few others
as it takes. Whether a hidden number can be worked out is decided exactly: it can if it is the same
in every table of whole numbers that has the same visible numbers and adds up.

A table that adds up is a flow that goes round: from a source by way of the rows to the columns and
back, or straight back where there are no columns. A hidden number is then unknown if and only if
one case more or less can go round through it by way of hidden numbers, none falling below zero.

What a reader knows from elsewhere, or works out from several tables, is beyond this.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import count

LIMIT = 5
"""Numbers of at least one case and fewer than this are hidden, where nothing else is set."""

TOTAL = None
Place = tuple[int | None, int | None]
"""Row and column; `TOTAL` for the sum over all of them."""
Node = tuple[str, int]

_SOURCE, _SINK = ("source", 0), ("sink", 0)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of the table, as what flows from one place to another."""

    place: Place
    tail: Node
    head: Node
    cases: int


def hidden_in_table(table: Sequence[Sequence[int]], limit: int = LIMIT) -> frozenset[Place]:
    """What may not be shown of a table with the totals of its rows, its columns and all of it."""
    return _hidden(list(_of_table(table)), limit)


def hidden_in_list(parts: Sequence[int], limit: int = LIMIT) -> frozenset[Place]:
    """What may not be shown of numbers with their total: each part is a row, without columns."""
    return _hidden(list(_of_list(parts)), limit)


def _of_table(table: Sequence[Sequence[int]]) -> Iterator[_Number]:
    for row, cases in enumerate(table):
        for column, each in enumerate(cases):
            yield _Number((row, column), ("row", row), ("column", column), each)
        yield _Number((row, TOTAL), _SOURCE, ("row", row), sum(cases))
    for column, down in enumerate(zip(*table, strict=True)):
        yield _Number((TOTAL, column), ("column", column), _SINK, sum(down))
    yield _Number((TOTAL, TOTAL), _SINK, _SOURCE, sum(map(sum, table)))


def _of_list(parts: Sequence[int]) -> Iterator[_Number]:
    for row, each in enumerate(parts):
        yield _Number((row, TOTAL), _SOURCE, _SINK, each)
    yield _Number((TOTAL, TOTAL), _SINK, _SOURCE, sum(parts))


def _hidden(numbers: Sequence[_Number], limit: int) -> frozenset[Place]:
    small = [number for number in numbers if 0 < number.cases < limit]
    chosen = {number.place for number in small}
    touching: defaultdict[Node, list[_Number]] = defaultdict(list)
    for number in numbers:
        touching[number.tail].append(number)
        touching[number.head].append(number)
    for number in sorted(small, key=lambda each: each.cases):
        more = _cheapest(touching, number, chosen, number.head, number.tail)
        less = _cheapest(touching, number, chosen, number.tail, number.head)
        chosen |= min((more, less), key=lambda each: each[0])[1]
    return frozenset(chosen)


def _cheapest(
    touching: Mapping[Node, Sequence[_Number]],
    through: _Number,
    chosen: AbstractSet[Place],
    start: Node,
    goal: Node,
) -> tuple[float, AbstractSet[Place]]:
    """The way by which a case can go round, and how many cases it hides that are not hidden yet.

    Along a number it is one case more there, and against it one less, where there is any.
    """
    order = count()
    front: list[tuple[float, int, Node, tuple[Place, ...]]] = [(0, next(order), start, ())]
    done: set[Node] = set()
    while front:
        cost, _, at, way = heapq.heappop(front)
        if at == goal:
            return cost, frozenset(way)
        if at in done:
            continue
        done.add(at)
        for number in touching[at]:
            along = number.tail == at
            if number is through or not (along or number.cases):
                continue
            onward = number.head if along else number.tail
            price = 0 if number.place in chosen else number.cases + 1
            heapq.heappush(front, (cost + price, next(order), onward, (*way, number.place)))
    return float("inf"), frozenset()
