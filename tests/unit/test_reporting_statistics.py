"""Groups of the store become rows."""

from services.reporting.dimensions import Dimension
from services.reporting.questions import Question
from services.reporting.shapes import StatisticsShown
from services.reporting.statistics import Row, Statistics, pipeline, rows


def test_rows_are_in_order_of_their_values_and_the_unknown_comes_last() -> None:
    groups = [
        {"_id": {"unit": None, "kind": "view"}, "count": 1},
        {"_id": {"unit": "b", "kind": "view"}, "count": 2},
        {"_id": {"unit": "a", "kind": "view"}, "count": 3},
        {"_id": {"unit": "a", "kind": "complaint"}, "count": 4},
    ]

    assert rows(groups, (Dimension.UNIT, Dimension.KIND)) == (
        Row(("a", "complaint"), 4),
        Row(("a", "view"), 3),
        Row(("b", "view"), 2),
        Row((None, "view"), 1),
    )


def test_severity_is_ordered_as_a_number() -> None:
    groups = [{"_id": {"severity": value}, "count": 1} for value in (None, 10, 4, 1)]

    assert [row.values for row in rows(groups, (Dimension.SEVERITY,))] == [
        (1,),
        (4,),
        (10,),
        (None,),
    ]


def test_without_dimensions_there_is_one_row_and_none_for_nothing() -> None:
    assert rows([{"_id": {}, "count": 7}], ()) == (Row((), 7),)
    assert rows([], ()) == ()


def test_answer_has_the_documented_shape() -> None:
    question = Question.model_validate({"from": "2026-01-01", "group_by": ["unit,kind"]})
    found = Statistics(
        question.group_by, (Row(("hemvard", "view"), 2), Row((None, "complaint"), 1))
    )

    assert StatisticsShown.of(question, found).model_dump(mode="json") == {
        "total": 3,
        "rows": [
            {"unit": "hemvard", "kind": "view", "count": 2},
            {"unit": None, "kind": "complaint", "count": 1},
        ],
        "from": "2026-01-01",
        "to": None,
        "group_by": ["unit", "kind"],
    }


def test_month_is_that_of_the_day_of_arrival() -> None:
    assert pipeline({}, (Dimension.MONTH,)) == [
        {
            "$group": {
                "_id": {"month": {"$substrCP": ["$facts.received_on", 0, 7]}},
                "count": {"$sum": 1},
            }
        }
    ]
