"""What the statistics can be asked, and which cases that means."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.reporting.dimensions import Dimension
from services.reporting.questions import Question, UnknownFilter, where
from shared.organisation import Organisation


def asked(**given: object) -> Question:
    return Question.model_validate(given)


def test_nothing_asked_means_every_case(organisation: Organisation) -> None:
    assert where(asked(), organisation) == {}


def test_period_counts_both_ends_by_day_of_arrival(organisation: Organisation) -> None:
    question = asked(**{"from": date(2026, 1, 1), "to": date(2026, 3, 31)})

    assert where(question, organisation) == {
        "facts.received_on": {"$gte": "2026-01-01", "$lte": "2026-03-31"}
    }


def test_period_may_be_open_at_either_end(organisation: Organisation) -> None:
    assert where(asked(**{"from": "2026-01-01"}), organisation) == {
        "facts.received_on": {"$gte": "2026-01-01"}
    }
    assert where(asked(to="2026-01-01"), organisation) == {
        "facts.received_on": {"$lte": "2026-01-01"}
    }


def test_period_of_one_day_is_a_period() -> None:
    assert asked(**{"from": "2026-01-01", "to": "2026-01-01"}).first == date(2026, 1, 1)


def test_period_that_ends_before_it_begins_is_refused_at_its_end() -> None:
    with pytest.raises(ValidationError, match="to is before from") as refused:
        asked(**{"from": "2026-02-01", "to": "2026-01-31"})
    assert refused.value.errors()[0]["loc"] == ("to",)


def test_misspelt_parameter_is_refused_and_not_passed_over() -> None:
    with pytest.raises(ValidationError, match="borad"):
        asked(borad=["sn"])


def test_boards_are_known_by_any_spelling(organisation: Organisation) -> None:
    assert where(asked(board=["Socialnämnden", "VON"]), organisation) == {
        "facts.board": {"$in": ["sn", "von"]}
    }


def test_unit_includes_everything_below_it(organisation: Organisation) -> None:
    assert where(asked(unit=["hemvard"]), organisation) == {
        "facts.unit": {"$in": ["hemvard", "hemvard-natt", "hemvard-norr", "hemvard-soder"]}
    }


def test_units_that_contain_each_other_are_counted_once(organisation: Organisation) -> None:
    question = asked(unit=["hemvard-norr", "hemvard"])

    assert where(question, organisation) == where(asked(unit=["hemvard"]), organisation)


@pytest.mark.parametrize(("field", "name"), [("board", "kultur"), ("unit", "simhallen")])
def test_unknown_filter_is_named(organisation: Organisation, field: str, name: str) -> None:
    with pytest.raises(UnknownFilter, match=name) as unknown:
        where(asked(**{field: [name]}), organisation)
    assert unknown.value.field == field


def test_kinds_and_channels_are_alternatives_within_and_conditions_together(
    organisation: Organisation,
) -> None:
    question = asked(kind=["view", "complaint"], channel=["web"])

    assert where(question, organisation) == {
        "facts.kind": {"$in": ["complaint", "view"]},
        "facts.channel": {"$in": ["web"]},
    }


def test_group_by_is_taken_with_commas_and_repeated_alike() -> None:
    wanted = (Dimension.UNIT, Dimension.KIND)

    assert asked(group_by=["unit,kind"]).group_by == wanted
    assert asked(group_by=["unit", "kind"]).group_by == wanted
    assert asked(group_by=["unit, kind,unit,"]).group_by == wanted


def test_unknown_dimension_is_told_which_there_are() -> None:
    with pytest.raises(ValidationError) as refused:
        asked(group_by=["unit,name"])
    message = refused.value.errors()[0]["msg"]
    assert all(f"'{dimension}'" in message for dimension in Dimension)
