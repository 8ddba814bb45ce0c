"""Deadlines, risk, retention and category versions: the board's decisions as functions."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.calendar import is_working_day
from shared.events.vocabulary import Kind, Law
from shared.organisation import (
    CategoryList,
    DeadlineRule,
    RetentionRule,
    RiskRule,
    due_on,
    erase_on,
    remind_on,
)
from shared.organisation.risk_rules import rule_in_force
from shared.organisation.span import Span

NAME = {"sv": "Namn", "en": "Name"}


def deadline(**changes: Any) -> DeadlineRule:
    settings = {
        "id": "answer",
        "name": NAME,
        "kinds": ["complaint"],
        "within": {"days": 14},
        "met_by": "answered_at",
        "recipients": ["manager"],
        "basis": NAME,
    }
    return DeadlineRule.model_validate(settings | changes)


def risk_rule(**changes: Any) -> RiskRule:
    settings = {
        "version": "one",
        "valid_from": date(2026, 1, 1),
        "threshold": 8,
        "operator": "over",
        "severity_floor": 4,
    }
    return RiskRule.model_validate(settings | changes)


@pytest.mark.parametrize(
    ("within", "received", "due"),
    [
        ({"days": 14}, date(2026, 11, 16), date(2026, 11, 30)),
        ({"days": 0}, date(2026, 11, 21), date(2026, 11, 21)),
        ({"working_days": 2}, date(2026, 12, 23), date(2026, 12, 29)),
        ({"working_days": 2}, date(2026, 11, 21), date(2026, 11, 24)),
        ({"months": 1}, date(2026, 1, 31), date(2026, 2, 28)),
        ({"months": 1}, date(2028, 1, 31), date(2028, 2, 29)),
        ({"years": 1}, date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_deadline_is_counted_from_the_day_after_the_arrival(
    within: dict[str, int], received: date, due: date
) -> None:
    assert due_on(deadline(within=within), received) == due


@pytest.mark.parametrize(
    ("day_off", "due"),
    [
        ("stay", date(2026, 12, 25)),
        ("next", date(2026, 12, 28)),
        ("preceding", date(2026, 12, 23)),
    ],
)
def test_a_board_decides_where_a_due_day_goes_that_is_no_working_day(
    day_off: str, due: date
) -> None:
    assert due_on(deadline(day_off=day_off), date(2026, 12, 11)) == due


def test_the_reminder_before_comes_before_but_never_before_the_case() -> None:
    rule = deadline(remind_before={"working_days": 3})
    assert remind_on(rule, date(2026, 11, 16)) == date(2026, 11, 25)

    short = deadline(within={"days": 1}, remind_before={"days": 3})
    assert remind_on(short, date(2026, 11, 16)) == date(2026, 11, 16)
    assert remind_on(deadline(), date(2026, 11, 16)) is None


@given(
    received=st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    unit=st.sampled_from(["working_days", "days", "months", "years"]),
    count=st.integers(0, 40),
    day_off=st.sampled_from(["stay", "next"]),
)
def test_a_deadline_is_never_before_the_arrival_and_more_time_is_never_less(
    received: date, unit: str, count: int, day_off: str
) -> None:
    shorter = due_on(deadline(within={unit: count}, day_off=day_off), received)
    longer = due_on(deadline(within={unit: count + 1}, day_off=day_off), received)

    assert received <= shorter <= longer
    if day_off == "next":
        assert is_working_day(shorter)


def test_a_deadline_applies_to_its_kinds_and_categories() -> None:
    rule = deadline(categories=["payment-calculation"])
    assert rule.applies_to(Kind.COMPLAINT, "payment-calculation")
    assert not rule.applies_to(Kind.COMPLAINT, "other")
    assert not rule.applies_to(Kind.COMPLAINT)
    assert not rule.applies_to(Kind.PRAISE, "payment-calculation")
    assert deadline().applies_to(Kind.COMPLAINT, None)


@pytest.mark.parametrize("given_", [{}, {"days": 1, "months": 1}])
def test_a_length_of_time_is_exactly_one_count(given_: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="exactly one of working_days, days, months, years"):
        Span.model_validate(given_)


@pytest.mark.parametrize("wrong", [{"days": -1}, {"days": "14"}, {"days": True}, {"weeks": 2}])
def test_a_length_of_time_is_a_whole_number_of_a_known_unit(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Span.model_validate(wrong)


@pytest.mark.parametrize(
    ("changes", "severity", "probability", "investigated"),
    [
        ({}, 2, 4, False),
        ({}, 3, 3, True),
        ({}, 4, 1, True),
        ({"operator": "at_least"}, 2, 4, True),
        ({"operator": "at_least"}, 3, 2, False),
        ({"threshold": 16, "severity_floor": 3}, 3, 1, True),
        ({"threshold": 16, "severity_floor": 4}, 3, 4, False),
        ({"threshold": 4, "operator": "at_least"}, 1, 4, True),
        ({"threshold": 4, "operator": "at_least"}, 1, 3, False),
    ],
)
def test_risk_is_held_against_threshold_and_floor(
    changes: dict[str, Any], severity: int, probability: int, investigated: bool
) -> None:
    assert risk_rule(**changes).must_investigate(severity, probability) is investigated


@pytest.mark.parametrize(("severity", "probability"), [(0, 1), (5, 1), (1, 0), (1, 5)])
def test_degrees_outside_one_to_four_are_refused(severity: int, probability: int) -> None:
    with pytest.raises(ValueError, match="are 1, 2, 3 or 4"):
        risk_rule().must_investigate(severity, probability)


def test_the_newest_rule_in_force_for_the_law_is_used() -> None:
    old = risk_rule(version="old", valid_from=date(2020, 1, 1))
    new = risk_rule(version="new", valid_from=date(2026, 1, 1))
    health = risk_rule(version="health", valid_from=date(2024, 1, 1), law="HSL", threshold=4)
    rules = [new, health, old]

    def version(on: date, law: Law | None) -> str | None:
        rule = rule_in_force(rules, on, law)
        return rule.version if rule else None

    assert version(date(2019, 12, 31), Law.SOL) is None
    assert version(date(2025, 12, 31), Law.SOL) == "old"
    assert version(date(2026, 1, 1), Law.SOL) == "new"
    assert version(date(2026, 1, 1), Law.HSL) == "health"
    assert version(date(2023, 12, 31), Law.HSL) == "old"


def test_what_is_preserved_is_never_erased() -> None:
    settings = {"id": "a", "kinds": ["complaint"], "basis": NAME}
    erased = RetentionRule.model_validate(
        settings | {"disposal": "erase", "after_closing": {"years": 2}}
    )
    preserved = RetentionRule.model_validate(settings | {"disposal": "preserve"})

    assert erase_on(erased, date(2024, 2, 29)) == date(2026, 2, 28)
    assert erase_on(preserved, date(2024, 2, 29)) is None
    for wrong in ({"disposal": "erase"}, {"disposal": "preserve", "after_closing": {"years": 2}}):
        with pytest.raises(ValidationError, match="after_closing belongs to"):
            RetentionRule.model_validate(settings | wrong)


def test_a_list_remembers_what_each_version_offered() -> None:
    categories = CategoryList.model_validate(
        {
            "id": "list",
            "name": NAME,
            "version": 3,
            "valid_from": date(2026, 1, 1),
            "categories": [
                {"id": "kept", "name": {"sv": "A", "en": "A"}},
                {"id": "retired", "name": {"sv": "B", "en": "B"}, "retired_in": 3},
                {"id": "added", "name": {"sv": "C", "en": "C"}, "since": 2},
            ],
        }
    )

    def offered(version: int | None) -> list[str]:
        return [category.id for category in categories.offered(version=version)]

    assert offered(None) == ["kept", "added"]
    assert offered(1) == ["kept", "retired"]
    assert offered(2) == ["kept", "retired", "added"]
    retired = categories.find("b")
    assert retired is not None
    assert retired.id == "retired"


def test_a_category_from_a_later_version_than_its_list_is_refused() -> None:
    with pytest.raises(ValidationError, match="raise version to 2"):
        CategoryList.model_validate(
            {
                "id": "list",
                "name": NAME,
                "version": 1,
                "valid_from": date(2026, 1, 1),
                "categories": [{"id": "new", "name": NAME, "since": 2}],
            }
        )
