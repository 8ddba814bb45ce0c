"""Which period another is held against, from an address and back."""

from datetime import date

import pytest

from services.reporting.figures.asked_period import AskedPeriod, period_of
from services.reporting.figures.questions import Question
from services.reporting.pages.asked import Asked, NotKnown
from services.reporting.pages.other_period import compared, other_of, others, pairs_of_other
from services.reporting.pages.voice import OwnWords

TODAY = date(2026, 11, 22)


def named(key: str) -> AskedPeriod:
    found = period_of(key)
    assert found is not None
    return found


def asked(period: AskedPeriod) -> Asked:
    return Asked(Question(), period, None, None, OwnWords(""), (("period", period.key),))


def offered(period: AskedPeriod) -> list[str]:
    """The addresses that are offered, without what the period itself is."""
    choices = others(asked(period), None, TODAY)
    return [choice.address.partition("&")[2] for choice in choices]


def test_what_goes_on_is_held_against_the_same_days_of_the_year_before() -> None:
    found = compared(named("2026"), None, TODAY)

    assert found == (
        AskedPeriod("", date(2026, 1, 1), TODAY),
        AskedPeriod("", date(2025, 1, 1), date(2025, 11, 22)),
    )


@pytest.mark.parametrize(
    ("key", "before"),
    [("2025", "2024"), ("2025-H2", "2024-H2"), ("2024-02", "2023-02"), ("2024-L", "2023-L")],
)
def test_what_is_over_is_held_against_its_namesake(key: str, before: str) -> None:
    assert compared(named(key), None, TODAY) == (named(key), named(before))


def test_all_time_is_held_against_nothing() -> None:
    assert compared(named("alla"), None, TODAY) is None
    assert compared(AskedPeriod("", date(2026, 1, 1), None), None, TODAY) is None


@pytest.mark.parametrize(
    ("key", "addresses"),
    [
        ("2025", ["", "mot=2023"]),
        ("2026", ["", "mot=2025", "mot=2024"]),
        ("2025-H1", ["", "mot=2024-H2", "mot=2023-H1"]),
        ("2025-H2", ["", "mot=2025-H1", "mot=2023-H2"]),
        ("2025-T1", ["", "mot=2024-T3", "mot=2023-T1"]),
        ("2025-Q1", ["", "mot=2024-Q4", "mot=2023-Q1"]),
        ("2025-01", ["", "mot=2024-12", "mot=2023-01"]),
        ("2024-L", ["", "mot=2022-L"]),
    ],
)
def test_period_right_before_and_earlier_years_are_offered(key: str, addresses: list[str]) -> None:
    assert offered(named(key)) == addresses


def test_days_are_offered_as_many_days_right_before() -> None:
    days = AskedPeriod("", date(2025, 3, 11), date(2025, 3, 20))

    assert "mot_fran=2025-03-01&mot_till=2025-03-10" in offered(days)


@pytest.mark.parametrize("other", [named("2024-Q3"), AskedPeriod("", TODAY, TODAY), None])
def test_what_stands_in_an_address_is_read_from_it(other: AskedPeriod | None) -> None:
    assert other_of(dict(pairs_of_other(other)), asked(named("2026"))) == other


@pytest.mark.parametrize(
    "given",
    [{"mot": "2025-Q5"}, {"mot": "alla"}, {"mot_fran": "igår"}, {"mot_till": "2025-01-01"}],
)
def test_what_is_no_period_is_told_with_those_that_are(given: dict[str, str]) -> None:
    with pytest.raises(NotKnown) as refused:
        other_of(given, asked(named("2025")))

    assert refused.value.status == 422
    assert refused.value.known[0].address == "/jamfor?period=2025"
