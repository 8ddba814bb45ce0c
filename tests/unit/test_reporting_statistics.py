"""Cases become rows."""

from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.questions import Question
from services.reporting.figures.statistics import Row, Statistics, counted
from services.reporting.shapes import StatisticsShown
from shared.events.vocabulary import Cause, Kind
from tests.support.counted_cases import counted_case, table


def test_rows_are_in_order_of_their_values_and_the_unknown_comes_last() -> None:
    cases = table(
        counted_case(unit=None, kind=Kind.VIEW),
        *[counted_case(unit="b", kind=Kind.VIEW)] * 2,
        *[counted_case(unit="a", kind=Kind.VIEW)] * 3,
        *[counted_case(unit="a", kind=Kind.COMPLAINT)] * 4,
    )

    assert counted(cases.lazy(), (Dimension.UNIT, Dimension.KIND)).rows == (
        Row(("a", "complaint"), 4),
        Row(("a", "view"), 3),
        Row(("b", "view"), 2),
        Row((None, "view"), 1),
    )


def test_risk_is_ordered_as_a_number() -> None:
    cases = table(
        *(
            counted_case(severity=severity, probability=probability)
            for severity, probability in ((None, 2), (4, 4), (3, 3), (1, 2))
        )
    )

    assert counted(cases.lazy(), (Dimension.RISK,)).rows == (
        Row((2,), 1),
        Row((9,), 1),
        Row((16,), 1),
        Row((None,), 1),
    )


def test_without_dimensions_there_is_one_row_and_none_for_nothing() -> None:
    cases = table(*[counted_case()] * 7)

    assert counted(cases.lazy(), ()).rows == (Row((), 7),)
    assert counted(table().lazy(), ()).rows == ()
    assert counted(table().lazy(), (Dimension.UNIT,)).total == 0


def test_a_case_with_two_causes_counts_under_both_and_once_in_the_total() -> None:
    cases = table(
        counted_case(causes=(Cause.KNOWLEDGE, Cause.WORKLOAD)),
        counted_case(causes=(Cause.WORKLOAD,)),
        counted_case(),
    )

    found = counted(cases.lazy(), (Dimension.CAUSE,))

    assert found.rows == (Row(("knowledge",), 1), Row(("workload",), 2), Row((None,), 1))
    assert found.total == 3
    assert not found.adds_up


def test_answer_has_the_documented_shape() -> None:
    question = Question.model_validate({"from": "2026-01-01", "group_by": ["unit,kind"]})
    found = Statistics(
        question.group_by, (Row(("hemvard", "view"), 2), Row((None, "complaint"), 1)), 3
    )

    assert StatisticsShown.of(question, found).model_dump(mode="json") == {
        "total": 3,
        "adds_up": True,
        "rows": [
            {"unit": "hemvard", "kind": "view", "count": 2},
            {"unit": None, "kind": "complaint", "count": 1},
        ],
        "from": "2026-01-01",
        "to": None,
        "group_by": ["unit", "kind"],
    }
