"""The legal arrival day by the Administrative Procedure Act, section 22."""

from datetime import UTC, date, datetime

import pytest

from shared.calendar import Delivery, is_working_day, legal_arrival


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 11, 20)),  # Friday, 23:59
        (datetime(2026, 11, 20, 23, 1, tzinfo=UTC), date(2026, 11, 21)),  # Saturday, 00:01
        (datetime(2026, 12, 25, 9, 0, tzinfo=UTC), date(2026, 12, 25)),  # Christmas Day
    ],
)
def test_mail_comes_in_the_swedish_day_it_arrives_also_at_night_and_on_holidays(
    instant: datetime, day: date
) -> None:
    assert legal_arrival(instant).received_on == day


@pytest.mark.parametrize("delivery", [Delivery.POST, Delivery.LETTER_BOX])
def test_post_counts_as_the_working_day_before(delivery: Delivery) -> None:
    monday = datetime(2026, 11, 23, 8, tzinfo=UTC)
    after_easter = datetime(2026, 4, 7, 8, tzinfo=UTC)

    assert legal_arrival(monday, delivery).received_on == date(2026, 11, 20)
    assert legal_arrival(after_easter, delivery).received_on == date(2026, 4, 2)


@pytest.mark.parametrize("delivery", [Delivery.BY_HAND, Delivery.ORAL])
def test_what_is_handed_over_or_told_comes_in_that_day(delivery: Delivery) -> None:
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert not is_working_day(date(2026, 11, 21))
    assert legal_arrival(saturday, delivery).received_on == date(2026, 11, 21)


def test_every_way_says_in_both_languages_what_the_day_rests_on() -> None:
    bases = [legal_arrival(datetime(2026, 11, 23, 8, tzinfo=UTC), each) for each in Delivery]
    assert all("förvaltningslagen" in basis.basis_sv for basis in bases)
    assert all("Administrative Procedure Act" in basis.basis_en for basis in bases)
    assert len({basis.basis_sv for basis in bases}) == len(Delivery)


def test_an_arrival_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="give the instant in UTC"):
        legal_arrival(datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused
