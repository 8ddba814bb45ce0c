"""Forecasts: where a figure ends lies in the interval as often as stated."""

import math
import random
from datetime import date

import pytest

from services.reporting.goals.forecasting import Forecast, of_days, of_number, of_share
from services.reporting.goals.standing import Reach, by_figure, elapsed, period_of, standing
from services.reporting.periods import Period, of_year
from shared.events.vocabulary import Feedback
from shared.organisation import Direction, Goal, GoalPeriod, Name, Organisation
from tests.support.counted_cases import counted_case, table

ROUNDS = 1500
# Four standard errors under four cases in five.
LEAST = 0.8 - 4 * math.sqrt(0.16 / ROUNDS)
NAME = Name(sv="Mål", en="Goal")
TODAY = date(2026, 7, 2)


def poisson(chance: random.Random, mean: float) -> int:
    number, product = 0, chance.random()
    while product > math.exp(-mean):
        number, product = number + 1, product * chance.random()
    return number


def test_a_number_ends_within_its_interval_as_often_as_stated() -> None:
    chance = random.Random(1)
    within = 0
    for _ in range(ROUNDS):
        daily = chance.uniform(0.05, 0.6)
        now, later = poisson(chance, 120 * daily), poisson(chance, 245 * daily)
        forecast = of_number(now, 120, 245)
        within += forecast.low <= now + later <= forecast.high

    assert within / ROUNDS >= LEAST


def test_a_share_ends_within_its_interval_as_often_as_stated() -> None:
    chance = random.Random(2)
    within = 0
    for _ in range(ROUNDS):
        part, among = chance.random(), chance.randrange(5, 60)
        now = sum(chance.random() < part for _ in range(among))
        later = sum(chance.random() < part for _ in range(among))
        forecast = of_share(now, among, 100, 100)
        assert forecast is not None
        ends = (now + later) / (2 * among)
        within += forecast.low - 1e-9 <= ends <= forecast.high + 1e-9

    assert within / ROUNDS >= LEAST


def test_a_quantile_of_days_lies_within_its_interval_as_often_as_stated() -> None:
    chance = random.Random(3)
    within = 0
    for _ in range(ROUNDS):
        forecast = of_days([chance.randrange(1000) for _ in range(60)], 0.9, 100)
        assert forecast is not None
        within += forecast.low <= 900 <= forecast.high

    assert within / ROUNDS >= LEAST


def test_what_is_over_has_no_interval_and_nothing_no_forecast() -> None:
    assert of_number(7, 365, 0) == Forecast(7, 7, 7)
    assert of_share(3, 4, 365, 0) == Forecast(0.75, 0.75, 0.75)
    assert of_days([3, 1, 2], 0.5, 0) == Forecast(2, 2, 2)
    assert of_share(0, 0, 10, 10) is None
    assert of_days([], 0.5, 10) is None


def goal(
    target: float, direction: Direction = Direction.AT_LEAST, figure: str = "answered"
) -> Goal:
    return Goal(id="g", name=NAME, figure=figure, target=target, direction=direction)


@pytest.mark.parametrize(
    ("target", "direction", "today", "reach"),
    [
        (50, Direction.AT_LEAST, TODAY, Reach.LIKELY),
        (75, Direction.AT_LEAST, TODAY, Reach.UNCERTAIN),
        (99, Direction.AT_LEAST, TODAY, Reach.UNLIKELY),
        (99, Direction.AT_MOST, TODAY, Reach.LIKELY),
        (75, Direction.AT_LEAST, date(2027, 1, 1), Reach.REACHED),
        (75.1, Direction.AT_LEAST, date(2027, 1, 1), Reach.MISSED),
        (75, Direction.AT_LEAST, date(2025, 12, 31), Reach.UNKNOWN),
    ],
)
def test_whether_a_goal_is_reached(
    organisation: Organisation, target: float, direction: Direction, today: date, reach: Reach
) -> None:
    board = organisation.boards[0]
    cases = table(
        *[counted_case(board=board.id, received_on=date(2026, 3, 2), feedback=Feedback.GIVEN)] * 30,
        *[counted_case(board=board.id, received_on=date(2026, 3, 2), feedback=Feedback.DUE)] * 10,
        *[counted_case(board=board.id, received_on=date(2025, 3, 2))] * 10,
    )
    wanted = goal(target, direction)
    sample = by_figure(cases, board, wanted, of_year(2026), today, organisation)
    assert sample is not None

    found = standing(board, wanted, of_year(2026), today, sample)

    assert found.reach is reach
    assert (found.value, found.of) == (75, 40)


def test_days_and_numbers_are_measured_as_such(organisation: Organisation) -> None:
    board = organisation.boards[0]
    cases = table(*[counted_case(board=board.id, received_on=date(2026, 3, 2))] * 10)

    number = by_figure(cases, board, goal(5, figure="received"), of_year(2026), TODAY, organisation)
    days = by_figure(
        cases, board, goal(5, figure="days-to-answer-p90"), of_year(2026), TODAY, organisation
    )
    unknown = by_figure(cases, board, goal(5, figure="mood"), of_year(2026), TODAY, organisation)

    assert number is not None
    assert number.forecast is not None
    assert (number.value, number.forecast.value) == (10, 20)
    assert number.forecast.low < 20 < number.forecast.high
    assert days is not None
    assert (days.value, days.of, days.forecast) == (None, 0, None)
    assert unknown is None


def test_a_goals_period_is_the_one_around_the_day() -> None:
    tertial = Goal(
        id="g",
        name=NAME,
        question="treatment",
        target=70,
        direction=Direction.AT_LEAST,
        period=GoalPeriod.TERTIAL,
    )

    assert period_of(tertial, TODAY) == Period(date(2026, 5, 1), date(2026, 8, 31))
    assert elapsed(period_of(tertial, TODAY), TODAY) == (63, 60)
