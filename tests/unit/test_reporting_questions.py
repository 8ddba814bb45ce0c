"""What the statistics can be asked, and which cases that means."""

from datetime import date

import pytest
from pydantic import ValidationError

from services.reporting.counted_case import CountedCase
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.questions import Question, UnknownFilter, asked_about
from shared.events.vocabulary import Channel, Kind
from shared.organisation import Organisation
from tests.support.counted_cases import counted_case, table


def asked(**given: object) -> Question:
    return Question.model_validate(given)


def chosen(question: Question, organisation: Organisation, *cases: CountedCase) -> list[int]:
    """Which of the cases are asked about, by their place."""
    found = asked_about(table(*cases), question, organisation).select("id").collect()["id"]
    return [place for place, case in enumerate(cases) if case.id in set(found)]


def test_nothing_asked_means_every_case(organisation: Organisation) -> None:
    assert chosen(asked(), organisation, counted_case(), counted_case(unit=None)) == [0, 1]


def test_period_counts_both_ends_by_day_of_arrival(organisation: Organisation) -> None:
    question = asked(**{"from": date(2026, 1, 1), "to": date(2026, 3, 31)})
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    cases = [counted_case(received_on=day) for day in days]

    assert chosen(question, organisation, *cases) == [1, 2]
    assert chosen(asked(**{"from": "2026-01-01"}), organisation, *cases) == [1, 2, 3]
    assert chosen(asked(to="2026-01-01"), organisation, *cases) == [0, 1]


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
    cases = [counted_case(board=board) for board in ("sn", "an", "von")]

    assert chosen(asked(board=["Socialnämnden", "VON"]), organisation, *cases) == [0, 2]


def test_unit_includes_everything_below_it(organisation: Organisation) -> None:
    units = ("hemvard", "hemvard-natt", "hemvard-norr", None, "forsorjningsstod")
    cases = [counted_case(unit=unit) for unit in units]

    assert chosen(asked(unit=["hemvard"]), organisation, *cases) == [0, 1, 2]
    assert chosen(asked(unit=["hemvard-norr", "hemvard"]), organisation, *cases) == [0, 1, 2]


@pytest.mark.parametrize(("field", "name"), [("board", "kultur"), ("unit", "simhallen")])
def test_unknown_filter_is_named(organisation: Organisation, field: str, name: str) -> None:
    with pytest.raises(UnknownFilter, match=name) as unknown:
        chosen(asked(**{field: [name]}), organisation)
    assert unknown.value.field == field


def test_values_are_alternatives_and_properties_conditions(organisation: Organisation) -> None:
    question = asked(kind=["view", "complaint"], channel=["web"])
    cases = [
        counted_case(kind=Kind.VIEW, channel=Channel.WEB),
        counted_case(kind=Kind.COMPLAINT, channel=Channel.WEB),
        counted_case(kind=Kind.PRAISE, channel=Channel.WEB),
        counted_case(kind=Kind.VIEW, channel=Channel.PHONE),
    ]

    assert chosen(question, organisation, *cases) == [0, 1]


def test_one_of_several_themes_is_enough(organisation: Organisation) -> None:
    cases = [counted_case(themes=themes) for themes in (("flytt", "pandemi"), ("flytt",), ())]

    assert chosen(asked(theme=["pandemi"]), organisation, *cases) == [0]
    assert chosen(asked(theme=["pandemi", "flytt"]), organisation, *cases) == [0, 1]


def test_every_dimension_but_periods_is_a_filter_too() -> None:
    periods = {Dimension.MONTH, Dimension.QUARTER, Dimension.HALF_YEAR, Dimension.YEAR}

    assert set(Dimension) - periods <= {*Question.model_fields}


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
