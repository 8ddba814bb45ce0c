"""Small numbers by gender cannot be worked out, also by who knows each kind's total."""

import itertools
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.figures.suppression import LIMIT, TOTAL
from services.reporting.report.headings import SectionId
from services.reporting.report.sections.equality import (
    FEW_OF_SOME,
    GENDERS,
    NO_CONCLUSIONS,
    Division,
    divided,
)
from shared.events.vocabulary import Gender, Kind
from tests.unit.report_world import case, reported, rows, sentences

KINDS = list(Kind)


def shown(numbers: Sequence[Sequence[int]], kinds: Sequence[Kind], division: Division) -> object:
    """All that a reader has: each kind's total, and what is not hidden."""
    at = {kind: place for place, kind in enumerate(kinds)}
    cells = {}
    for row, column in itertools.product(range(len(numbers)), range(len(division.groups))):
        if (row, column) not in division.hidden:
            cells[row, column] = sum(numbers[row][at[k]] for k in division.groups[column])
    totals = {
        row: sum(numbers[row]) for row in range(len(numbers)) if (row, TOTAL) not in division.hidden
    }
    return cells, totals


def others(numbers: Sequence[Sequence[int]]) -> list[list[list[int]]]:
    """Every table with the same total of each kind."""
    rows_ = len(numbers)

    def columns(total: int) -> list[tuple[int, ...]]:
        return [
            each for each in itertools.product(range(total + 1), repeat=rows_) if sum(each) == total
        ]

    by_column = [columns(sum(row[place] for row in numbers)) for place in range(len(numbers[0]))]
    return [
        [[column[row] for column in chosen] for row in range(rows_)]
        for chosen in itertools.product(*by_column)
    ]


@given(
    numbers=st.integers(1, 2).flatmap(
        lambda kinds: st.lists(
            st.lists(st.integers(0, 7), min_size=kinds, max_size=kinds), min_size=3, max_size=3
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_hidden_numbers_cannot_be_worked_out(numbers: list[list[int]]) -> None:
    kinds = KINDS[: len(numbers[0])]
    division = divided(numbers, kinds)
    seen = shown(numbers, kinds, division)
    possible = [each for each in others(numbers) if shown(each, kinds, division) == seen]

    for row, values in enumerate(numbers):
        for place, value in enumerate(values):
            if 0 < value < LIMIT:
                assert len({each[row][place] for each in possible}) > 1, (numbers, division)
        if 0 < sum(values) < LIMIT:
            assert len({sum(each[row]) for each in possible}) > 1, (numbers, division)


def test_of_few_cases_no_number_by_gender_is_shown() -> None:
    made = reported([case(gender=Gender.WOMAN), case(gender=Gender.WOMAN), case(gender=Gender.MAN)])

    assert sentences(made, SectionId.EQUALITY) == [NO_CONCLUSIONS]
    assert rows(made, "gender") == [
        *([each, "–*"] for each in ("Kvinnor", "Män", "Annat", "Inte angivet")),
        ["Totalt", "3"],
    ]
    by_gender = [each for each in made.content.figures if "gender" in each.filters]
    assert len(by_gender) >= len(GENDERS)
    assert all(each.hidden and each.value is None and each.of is None for each in by_gender)


def test_of_many_cases_they_are_shown() -> None:
    cases = [case(gender=Gender.WOMAN) for _ in range(12)]
    cases += [case(gender=Gender.MAN) for _ in range(9)]
    made = reported(cases)

    assert sentences(made, SectionId.EQUALITY) == [
        "Av 21 ärenden kommer 12 från kvinnor och 9 från män."
    ]
    assert [row[-1] for row in rows(made, "gender")] == ["12", "9", "0", "0", "21"]


def test_small_kinds_are_put_together_rather_than_all_hidden() -> None:
    cases = [case(gender=Gender.WOMAN) for _ in range(30)]
    cases += [case(gender=Gender.MAN) for _ in range(20)]
    cases += [case(Kind.PRAISE, gender=Gender.WOMAN) for _ in range(2)]
    cases += [case(Kind.VIEW, gender=Gender.MAN) for _ in range(3)]
    made = reported(cases)

    (table,) = (each for each in made.content.tables if each.id == "gender")
    assert table.columns == ("Kön", "Klagomål", "Synpunkter och beröm", "Totalt")
    assert rows(made, "gender")[0][1] == "30"
    assert sentences(made, SectionId.EQUALITY) == [FEW_OF_SOME]
