"""The table of an analysis: it adds up, hides what is small, and agrees with plain counts."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.counted_case import CountedCase
from services.reporting.facts_in_use import Cases
from services.reporting.figures.asked_period import AskedPeriod
from services.reporting.figures.by_unit import reckoned_by_unit
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.figure import Days
from services.reporting.figures.months import months_asked, received_in
from services.reporting.figures.pivot import ordered, pivot, publishable
from services.reporting.figures.questions import Question
from services.reporting.figures.reckoning import reckoned
from shared.events.vocabulary import Cause, Channel, ControlPoint, Feedback, Kind
from shared.organisation import Organisation
from tests.support.counted_cases import counted_case, table
from tests.support.submissions import MOMENT

PLACES = (
    ("von", "hemvard"),
    ("von", "hemvard-norr"),
    ("von", "hemvard-soder"),
    ("von", "sarskilt-boende-solgarden"),
    ("von", None),
    ("von", "closed-long-ago"),
    ("sn", "familjeratt"),
)


def some_cases(seed: int, count: int) -> list[CountedCase]:
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        board, unit = chance.choice(PLACES)
        facts: dict[str, Any] = {
            "unit": unit,
            "kind": chance.choice((Kind.COMPLAINT, Kind.PRAISE, Kind.DEVIATION)),
            "channel": chance.choice((Channel.WEB, Channel.PHONE, Channel.LETTER)),
            "causes": tuple(chance.sample(list(Cause)[:4], chance.randrange(3))),
            "feedback": chance.choice(list(Feedback)),
            "control_points": tuple(p for p in ControlPoint if chance.random() < 0.5),
            "received_on": (MOMENT - timedelta(days=chance.randrange(90))).date(),
        }
        found.append(counted_case(board=board, **facts))
    return found


SEEDS = st.tuples(st.integers(0, 10**6), st.integers(0, 60))
"""Which cases, and how many."""
PATIENT = settings(deadline=None, max_examples=40)


@PATIENT
@given(SEEDS)
def test_parts_add_up_to_their_totals(seed: tuple[int, int]) -> None:
    cases = some_cases(*seed)
    found = pivot(table(*cases).lazy(), Dimension.KIND, Dimension.CHANNEL)
    counts = Counter((str(case.facts.kind), str(case.facts.channel)) for case in cases)
    assert dict(found.cells) == dict(counts)
    rows, columns = range(len(found.rows)), range(len(found.columns))
    for row in rows:
        assert found.of_row(row) == sum(found.cell(row, column) or 0 for column in columns)
    for column in columns:
        assert found.of_column(column) == sum(found.cell(row, column) or 0 for row in rows)
    assert found.of_all == len(cases)


@PATIENT
@given(SEEDS)
def test_case_with_several_causes_is_once_in_each_total(seed: tuple[int, int]) -> None:
    cases = some_cases(*seed)
    found = pivot(table(*cases).lazy(), Dimension.CAUSE, Dimension.KIND)
    assert found.total == len(cases)
    assert found.several == (Dimension.CAUSE,)
    kinds = Counter(str(case.facts.kind) for case in cases)
    assert dict(found.of_columns) == dict(kinds)
    causes: Counter[str | None] = Counter()
    for case in cases:
        causes.update(map(str, case.facts.causes) if case.facts.causes else [None])
    assert dict(found.of_rows) == dict(causes)


@PATIENT
@given(SEEDS, st.sampled_from([None, Dimension.CHANNEL, Dimension.CAUSE]))
def test_no_small_number_is_published(seed: tuple[int, int], column: Dimension | None) -> None:
    cases = some_cases(*seed)
    found = publishable(pivot(table(*cases).lazy(), Dimension.KIND, column), limit=5)
    for row in range(len(found.rows)):
        shown = [found.cell(row, each) for each in range(len(found.columns))]
        if found.totals:
            shown.append(found.of_row(row))
        assert not any(number in range(1, 5) for number in shown)
    if found.totals:
        sums = [found.of_column(each) for each in range(len(found.columns))]
        assert not any(number in range(1, 5) for number in [*sums, found.of_all])
    else:
        assert column is Dimension.CAUSE


def test_one_hidden_number_is_not_the_total_less_the_others() -> None:
    kinds = [Kind.COMPLAINT] * 9 + [Kind.PRAISE] * 8 + [Kind.DEVIATION] * 2
    cases = [counted_case(kind=kind) for kind in kinds]
    found = publishable(pivot(table(*cases).lazy(), Dimension.KIND))
    hidden = [found.cell(row, 0) is None for row in range(3)]
    assert sum(hidden) == 2 or found.of_all is None
    assert found.of_column(0) == found.of_all
    assert [found.of_row(row) for row in range(3)] == [found.cell(row, 0) for row in range(3)]


def test_order_moves_rows_and_no_numbers() -> None:
    cases = some_cases(3, 40)
    found = pivot(table(*cases).lazy(), Dimension.KIND, Dimension.CHANNEL)
    turned = ordered(found, list(reversed(found.rows)), list(reversed(found.columns)))
    assert turned.cell(0, 0) == found.cell(len(found.rows) - 1, len(found.columns) - 1)
    assert turned.of_all == found.of_all


@PATIENT
@given(SEEDS)
def test_unit_has_what_is_asked_of_it_with_everything_below(
    organisation: Organisation, seed: tuple[int, int]
) -> None:
    cases = some_cases(*seed)
    figures = [each for each in FIGURES.values() if not isinstance(each.measure, Days)]
    frame = Cases(table(*cases), organisation)
    found = reckoned_by_unit(frame.asked(Question()), figures, organisation)
    for (board, unit), tally in found.items():
        if unit == "closed-long-ago":
            assert tally["received"].value == sum(c.facts.unit == unit for c in cases)
            continue
        question = Question(board=(board,), unit=(unit,) if unit else ())
        expected = reckoned(frame.asked(question), figures)
        assert list(tally.values()) == list(expected), (board, unit)


def test_days_cannot_be_added_up(organisation: Organisation) -> None:
    days = [FIGURES["days-to-answer-median"]]
    with pytest.raises(ValueError, match="cannot be added"):
        reckoned_by_unit(table().lazy(), days, organisation)


@PATIENT
@given(SEEDS)
def test_months_hold_every_case_once(seed: tuple[int, int]) -> None:
    cases = some_cases(*seed)
    frame = table(*cases).lazy()
    months = months_asked(frame, AskedPeriod("alla", None, None))
    assert sum(received_in(frame, months)) == len(cases)
    if not cases:
        assert months == ()
