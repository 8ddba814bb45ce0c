"""Every figure is what a plain count of the same cases gives, and has the cases behind it."""

import random
from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.counted_case import CountedCase
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import Days, Number, Share, Theme
from services.reporting.figures.reckoning import Reckoned, cases_behind, reckoned
from shared.clock import local_date
from shared.events.facts import ActionCounts, CaseFacts
from shared.events.handling_words import DismissReason
from shared.events.vocabulary import (
    Acknowledgement,
    ComplainantView,
    ControlPoint,
    DiscoveredBy,
    Feedback,
    Kind,
    LexSarahState,
    Outcome,
    Status,
    Wish,
)
from tests.support.counted_cases import counted_case, table
from tests.support.submissions import MOMENT

Truth = Callable[[CaseFacts], bool]


def is_duplicate(facts: CaseFacts) -> bool:
    return facts.dismissed is DismissReason.DUPLICATE


def finders(facts: CaseFacts) -> set[DiscoveredBy]:
    """Whoever found the event; nobody of a duplicate, which is no event of its own."""
    known = {facts.discovered_by, *facts.also_found_by} - {DiscoveredBy.UNKNOWN}
    return set() if is_duplicate(facts) else known


NUMBERS: dict[str, Truth] = {
    "received": lambda facts: True,
    "open": lambda facts: (
        facts.status not in {Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED}
    ),
    "closed": lambda facts: facts.status in {Status.CLOSED, Status.FOLLOWED_UP},
    "dismissed": lambda facts: facts.status is Status.DISMISSED,
    "referred": lambda facts: facts.status is Status.REFERRED,
    "reopened": lambda facts: facts.reopened > 0,
    "anonymous": lambda facts: facts.anonymous,
    "solved-on-the-spot": lambda facts: facts.solved_on_the_spot,
    "ivo-referred": lambda facts: facts.ivo_referred,
    "events": lambda facts: not is_duplicate(facts),
    "duplicates": is_duplicate,
    "found-by-units-alone": lambda facts: finders(facts) == {DiscoveredBy.UNIT},
    "found-by-reviews": lambda facts: DiscoveredBy.TARGETED_REVIEW in finders(facts),
    "found-by-reviews-alone": lambda facts: (
        DiscoveredBy.TARGETED_REVIEW in finders(facts) and DiscoveredBy.UNIT not in finders(facts)
    ),
    "unanswered": lambda facts: (
        facts.feedback is Feedback.DUE and facts.feedback_wish is not Wish.NO
    ),
    "answer-waived": lambda facts: facts.feedback is Feedback.WAIVED,
    "must-investigate": lambda facts: facts.must_investigate is True,
    "with-measures": lambda facts: facts.actions.decided > 0,
    "data-breach": lambda facts: facts.data_breach is True,
    "child-concern": lambda facts: facts.child_concern is True,
    "lex-sarah-reports": lambda facts: facts.kind is Kind.LEX_SARAH,
    "led-to-lex-sarah": lambda facts: (
        facts.kind is not Kind.LEX_SARAH and facts.lex_sarah is not LexSarahState.NONE
    ),
    "ivo-notified": lambda facts: (
        facts.kind is Kind.LEX_SARAH and facts.ivo_notified_on is not None
    ),
}

SHARES: dict[str, tuple[Truth, Truth]] = {
    "acknowledged": (
        lambda facts: (
            facts.acknowledgement
            in {Acknowledgement.SENT, Acknowledgement.ORAL, Acknowledgement.RECEIPT}
        ),
        lambda facts: (
            facts.acknowledgement not in {Acknowledgement.WAIVED, Acknowledgement.IMPOSSIBLE}
        ),
    ),
    "answered": (
        lambda facts: facts.feedback is Feedback.GIVEN,
        lambda facts: (
            facts.feedback_wish is not Wish.NO and facts.feedback is not Feedback.IMPOSSIBLE
        ),
    ),
    "agrees": (
        lambda facts: facts.complainant_view is ComplainantView.AGREES,
        lambda facts: facts.complainant_view in {ComplainantView.AGREES, ComplainantView.DISPUTES},
    ),
    "assessed": (lambda facts: facts.severity is not None, lambda facts: True),
    "investigated": (
        lambda facts: facts.investigated is True,
        lambda facts: facts.investigated is not None,
    ),
    "justified": (
        lambda facts: facts.outcome in {Outcome.JUSTIFIED, Outcome.PARTLY_JUSTIFIED},
        lambda facts: facts.outcome is not None,
    ),
    "measures-done": (
        lambda facts: facts.actions.done >= facts.actions.decided,
        lambda facts: facts.actions.decided > 0,
    ),
}

STEPS = {
    "acknowledge": "acknowledged_at",
    "assign": "assigned_at",
    "answer": "answered_at",
    "close": "closed_at",
}


def various(number: int) -> CountedCase:
    """Facts that differ in all that figures are made of."""
    chance = random.Random(number)
    decided = chance.randrange(3)
    facts: dict[str, object] = {
        "received_on": date(2026, 3, 1) + timedelta(days=chance.randrange(5)),
        "kind": chance.choice(list(Kind)),
        "status": chance.choice(list(Status)),
        "acknowledgement": chance.choice(list(Acknowledgement)),
        "feedback_wish": chance.choice(list(Wish)),
        "feedback": chance.choice(list(Feedback)),
        "complainant_view": chance.choice(list(ComplainantView)),
        "lex_sarah": chance.choice(list(LexSarahState)),
        "ivo_notified_on": chance.choice([None, date(2026, 4, 1)]),
        "outcome": chance.choice([None, *Outcome]),
        "severity": chance.choice([None, 1, 4]),
        "reopened": chance.randrange(2),
        "actions": ActionCounts(decided=decided, done=chance.randrange(decided + 1)),
        "control_points": tuple(chance.sample(list(ControlPoint), chance.randrange(12))),
    }
    found_by = chance.choice(list(DiscoveredBy))
    others = [each for each in DiscoveredBy if each not in (found_by, DiscoveredBy.UNKNOWN)]
    facts["discovered_by"] = found_by
    facts["also_found_by"] = tuple(chance.sample(others, chance.randrange(3)))
    facts["dismissed"] = chance.choice([None, DismissReason.DUPLICATE, DismissReason.TEST])
    for name in ("anonymous", "solved_on_the_spot", "ivo_referred"):
        facts[name] = chance.choice([True, False])
    for name in ("must_investigate", "investigated", "data_breach", "child_concern"):
        facts[name] = chance.choice([None, True, False])
    for name in STEPS.values():
        later = MOMENT + timedelta(hours=chance.randrange(2000))
        facts[name] = chance.choice([None, later])
    return counted_case(**facts)


# Those of the boards' own targets have a test of their own: test_reporting_targets.
COUNTED_PLAINLY = [
    figure
    for figure in FIGURES.values()
    if figure.theme is not Theme.TIMES or isinstance(figure.measure, Days)
]
POOL = [various(number) for number in range(120)]


def plainly(figure_id: str, cases: list[CaseFacts]) -> Reckoned:
    """The figure as anyone would count it."""
    if figure_id in NUMBERS:
        found = sum(NUMBERS[figure_id](facts) for facts in cases)
        return Reckoned(figure_id, found, len(cases))
    if figure_id in SHARES:
        true_of, among = SHARES[figure_id]
        whole = [facts for facts in cases if among(facts)]
        return Reckoned(figure_id, sum(map(true_of, whole)), len(whole))
    if figure_id.startswith("point-"):
        point = ControlPoint(figure_id.removeprefix("point-").replace("-", "_"))
        found = sum(point in facts.control_points for facts in cases)
        return Reckoned(figure_id, found, len(cases))
    raise KeyError(figure_id)


def may_be(found: Reckoned, cases: list[CaseFacts]) -> bool:
    """Whether days of this quantile lie where they should: at one of its two neighbours."""
    _, _, step, which = found.figure.split("-")
    days = sorted(
        (local_date(reached) - facts.received_on).days
        for facts in cases
        if (reached := getattr(facts, STEPS[step])) is not None
    )
    if not days:
        return (found.value, found.of) == (None, 0)
    below = int((len(days) - 1) * (0.5 if which == "median" else 0.9))
    return found.of == len(days) and found.value in days[below : below + 2]


@given(places=st.lists(st.integers(0, len(POOL) - 1), unique=True))
@settings(max_examples=40, deadline=None)
def test_every_figure_is_what_a_plain_count_gives(places: list[int]) -> None:
    chosen = [POOL[place] for place in places]

    for found in reckoned(table(*chosen).lazy(), COUNTED_PLAINLY):
        facts = [case.facts for case in chosen]
        if isinstance(FIGURES[found.figure].measure, Days):
            assert may_be(found, facts)
        else:
            assert found == plainly(found.figure, facts)


@pytest.mark.parametrize("figure_id", FIGURES)
def test_the_cases_behind_a_figure_are_as_many_as_it_says(figure_id: str) -> None:
    figure = FIGURES[figure_id]
    cases = table(*POOL).lazy()

    (found,) = reckoned(cases, [figure])
    behind, total = cases_behind(cases, figure, pl.lit(value=True))
    unseen = cases_behind(cases, figure, pl.lit(value=False))

    match figure.measure:
        case Number() | Share():
            assert len(behind) == found.value
        case Days():
            assert len(behind) == found.of
    assert behind == sorted(behind)
    assert total == len(behind)
    assert unseen == ([], total)
    assert set(behind) <= {case.id for case in POOL}


def test_nothing_is_reckoned_from_no_cases() -> None:
    found = reckoned(table().lazy(), list(FIGURES.values()))

    assert {(each.value or 0, each.of, each.share) for each in found} == {(0, 0, None)}


def test_parts_of_what_is_received_add_up() -> None:
    found = {each.figure: each.value for each in reckoned(table(*POOL).lazy(), [*FIGURES.values()])}
    parts = [found[name] or 0 for name in ("open", "closed", "dismissed", "referred")]

    assert sum(parts) == found["received"] == len(POOL)
    assert (found["events"] or 0) + (found["duplicates"] or 0) == found["received"]


def test_all_eleven_control_points_are_figures() -> None:
    points = [figure for figure in FIGURES.values() if figure.theme is Theme.CONTROL_POINTS]

    assert len(points) == len(ControlPoint) == 11
