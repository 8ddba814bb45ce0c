"""Small numbers are hidden so that nobody can work them out, and not more than it takes."""

from collections.abc import Iterator, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.figures.suppression import (
    TOTAL,
    Place,
    hidden_in_list,
    hidden_in_table,
)

Table = Sequence[Sequence[int]]


def numbers(table: Table) -> dict[Place, int]:
    """Everything that stands in the table, the totals too."""
    found: dict[Place, int] = {}
    for row, cases in enumerate(table):
        found |= {(row, column): each for column, each in enumerate(cases)}
        found[row, TOTAL] = sum(cases)
    for column in range(len(table[0])):
        found[TOTAL, column] = sum(cases[column] for cases in table)
    found[TOTAL, TOTAL] = sum(map(sum, table))
    return found


def readings(table: Table, hidden: frozenset[Place], most: int) -> Iterator[dict[Place, int]]:
    """Every table that a reader must think possible, with no cell above `most`."""
    visible = {place: n for place, n in numbers(table).items() if place not in hidden}
    rows, columns = len(table), len(table[0])
    cells = [
        range(most + 1) if (row, column) in hidden else (table[row][column],)
        for row, column in product(range(rows), range(columns))
    ]
    for values in product(*cells):
        guessed = numbers([values[row * columns : (row + 1) * columns] for row in range(rows)])
        if all(guessed[place] == n for place, n in visible.items()):
            yield guessed


tables = st.integers(1, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 4), min_size=columns, max_size=columns), min_size=1, max_size=2
    )
)


@given(table=tables, limit=st.integers(2, 4))
@settings(max_examples=150, deadline=None)
def test_no_hidden_number_can_be_worked_out(table: list[list[int]], limit: int) -> None:
    hidden = hidden_in_table(table, limit)
    shown = numbers(table)

    assert {place for place, n in shown.items() if 0 < n < limit} <= hidden
    small = {place for place, n in shown.items() if 0 < n < limit}
    possible: dict[Place, set[int]] = {place: set() for place in small}
    for guessed in readings(table, hidden, most=6):
        for place in small:
            possible[place].add(guessed[place])
        if all(len(values) > 1 for values in possible.values()):
            break
    assert all(len(values) > 1 for values in possible.values()), (table, hidden)


@given(parts=st.lists(st.integers(0, 30), min_size=1, max_size=8), limit=st.integers(2, 6))
def test_a_hidden_part_has_company(parts: list[int], limit: int) -> None:
    hidden = hidden_in_list(parts, limit)
    rows = [row for row, column in hidden if row is not None]

    assert {row for row, n in enumerate(parts) if 0 < n < limit} <= set(rows)
    if rows:
        assert len(rows) > 1 or (TOTAL, TOTAL) in hidden
    assert hidden_in_list([0, 50, 7], 5) == frozenset()


def test_as_little_is_hidden_as_it_takes() -> None:
    assert hidden_in_list([3, 6, 40, 90]) == {(0, TOTAL), (1, TOTAL)}
    assert hidden_in_list([3, 2, 40, 90]) == {(0, TOTAL), (1, TOTAL)}
    assert hidden_in_table([[3, 20, 30], [40, 6, 50], [60, 70, 80]]) == {
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    }


def test_a_row_of_which_all_are_few_hides_its_total() -> None:
    hidden = hidden_in_table([[1, 1], [20, 30]])

    assert (0, TOTAL) in hidden


def test_so_few_cases_that_nothing_may_be_shown() -> None:
    assert hidden_in_list([3]) == {(0, TOTAL), (TOTAL, TOTAL)}
    assert hidden_in_list([1, 2]) == {(0, TOTAL), (1, TOTAL), (TOTAL, TOTAL)}


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    assert hidden_in_table([[0, 5], [7, 0]]) == frozenset()
