"""What a card tells by facts is no nearer than that nobody stands alone, and who may do what."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from services.reporting.figures.suppression import LIMIT
from services.reporting.learning_cards.access import (
    may_note,
    may_read,
    may_see_cases,
    may_write,
)
from services.reporting.learning_cards.documents import CardFacts, LearningCard, State
from services.reporting.learning_cards.effect import LEAST_DAYS, effect, periods
from services.reporting.learning_cards.telling import common_unit, enough_to_show_unit, told
from services.reporting.table.columns import table_of
from services.reporting.table.targets import Targets
from shared.events.facts import ActionCounts, CaseFacts
from shared.events.handling_words import ActionLevel, Consequence, DismissReason
from shared.events.vocabulary import Cause, Outcome, Role
from shared.identity.principal import Principal
from shared.organisation import Organisation, load_organisation
from tests.conftest import REPOSITORY
from tests.support.submissions import submission

NORTH, SOUTH, ABOVE = "hemvard-norr", "hemvard-soder", "hemvard"
FALLS = "conduct-communication"
PUBLISHED = datetime(2026, 6, 1, 10, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def case(day: date, unit: str | None = NORTH, **facts: Any) -> CaseFacts:
    told: dict[str, Any] = {"board": "von", "unit": unit, "category": FALLS, **facts}
    return submission(received_on=day, **told).facts


def table(*cases: CaseFacts) -> pl.DataFrame:
    documents = (
        {"_id": str(number), "seq": 1, "facts": each.model_dump(mode="json")}
        for number, each in enumerate(cases)
    )
    return table_of(documents, Targets(load_organisation(REPOSITORY / "deploy" / "organisation")))


def card(**fields: Any) -> LearningCard:
    known: dict[str, Any] = {
        "id": "card",
        "seq": 1,
        "board": "von",
        "unit": NORTH,
        "units": (NORTH,),
        "cases": ("0",),
        "facts": CardFacts(cases=1, categories=(FALLS,)),
        "made_at": PUBLISHED,
        "made_by": "chef",
        "edited_at": PUBLISHED,
        "state": State.PUBLISHED,
        "published_at": PUBLISHED,
    }
    return LearningCard(**{**known, **fields})


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ([date(2026, 2, 1)] * LIMIT, ("2026-Q1",)),
        ([date(2026, 2, 1)] * (LIMIT - 1) + [date(2026, 5, 1)], ("2026-H1",)),
        ([date(2026, 2, 1)] * (LIMIT - 1) + [date(2026, 9, 1)], ("2026",)),
        ([date(2026, 2, 1)] * (LIMIT - 1) + [date(2025, 12, 31)], ()),
    ],
)
def test_the_time_is_as_near_as_enough_cases_share_it(
    days: Sequence[date], shown: tuple[str, ...], organisation: Organisation
) -> None:
    cases = [case(day) for day in days]
    facts = told(cases[:1], table(*cases), organisation, show_unit=False)
    assert facts.periods == shown


def test_tests_and_duplicates_hide_nobody(organisation: Organisation) -> None:
    own = case(date(2026, 2, 1))
    others = [case(date(2026, 2, 1), dismissed=DismissReason.TEST) for _ in range(LIMIT)]
    facts = told([own], table(own, *others), organisation, show_unit=False)
    assert facts.periods == ()


def test_a_unit_is_shown_only_where_it_has_enough_cases_of_the_category(
    organisation: Organisation,
) -> None:
    few = [case(date(2026, 2, 1)) for _ in range(LIMIT - 1)]
    others = [case(date(2026, 2, 1), SOUTH) for _ in range(LIMIT)]
    unlike = [case(date(2026, 2, 1), category="accessibility") for _ in range(LIMIT)]

    known = table(*few, *others, *unlike)
    assert not enough_to_show_unit(few[:1], known, organisation)
    assert told(few[:1], known, organisation, show_unit=True).units == ()

    enough = table(*few, case(date(2026, 5, 1)), *others)
    facts = told(few[:1], enough, organisation, show_unit=True)
    assert (facts.units, facts.periods) == ((NORTH,), ("2026-H1",))
    assert told(few[:1], enough, organisation, show_unit=False).units == ()
    assert told(few[:1], enough, organisation, show_unit=False).periods == ("2026-Q1",)


def test_several_cases_are_told_together(organisation: Organisation) -> None:
    first = case(
        date(2026, 2, 1),
        severity=2,
        causes=(Cause.KNOWLEDGE,),
        consequences=(Consequence.WORRY,),
        actions=ActionCounts(decided=2, done=1),
        outcome=Outcome.JUSTIFIED,
    )
    second = case(
        date(2026, 2, 2),
        SOUTH,
        severity=3,
        causes=(Cause.KNOWLEDGE, Cause.WORKLOAD),
        actions=ActionCounts(decided=1, done=1, effective=1),
        action_levels=(ActionLevel.UNIT,),
    )

    facts = told([first, second], table(first, second), organisation, show_unit=False)

    assert facts == CardFacts(
        cases=2,
        kinds=(first.kind,),
        categories=(FALLS,),
        causes=(Cause.KNOWLEDGE, Cause.WORKLOAD),
        consequences=(Consequence.WORRY,),
        action_levels=(ActionLevel.UNIT,),
        outcomes=(Outcome.JUSTIFIED,),
        severity=3,
        actions=ActionCounts(decided=3, done=2, effective=1),
    )


def test_nothing_of_a_card_names_the_case(organisation: Organisation) -> None:
    own = case(date(2026, 2, 1), diary_number="VON 2026-00012", responsible="someone")
    text = told([own], table(own), organisation, show_unit=True).model_dump_json()
    for kept_back in (own.reference, "VON 2026", "2026-02-01", "someone", NORTH):
        assert kept_back not in text


def test_the_unit_of_several_cases_is_the_nearest_above_them(organisation: Organisation) -> None:
    assert common_unit([NORTH, NORTH], organisation) == NORTH
    assert common_unit([NORTH, SOUTH], organisation) == ABOVE
    assert common_unit([NORTH, None], organisation) is None


def test_effect_has_as_many_days_on_both_sides() -> None:
    assert periods(card(), PUBLISHED.date() + timedelta(days=LEAST_DAYS - 1)) is None
    found = periods(card(), PUBLISHED.date() + timedelta(days=LEAST_DAYS))
    assert found is not None
    before, since = found
    assert before.days == since.days == LEAST_DAYS
    assert (before.last, since.first) == (date(2026, 5, 31), date(2026, 6, 1))
    assert periods(card(published_at=None), TODAY) is None
    long = periods(card(), date(2029, 1, 1))
    assert long is not None
    assert long[1].days == 365


def test_effect_counts_the_category_and_says_whether_chance_gives_it(
    organisation: Organisation,
) -> None:
    before = [case(date(2026, 5, 1)) for _ in range(20)]
    since = [case(date(2026, 7, 1)) for _ in range(6)]
    other = [case(date(2026, 7, 1), category="accessibility") for _ in range(9)]
    found = effect(card(), table(*before, *since, *other), organisation, TODAY, with_unit=True)
    assert found is not None
    assert (found.board.before, found.board.since) == (20, 6)
    assert found.board.conclusive
    assert found.unit is not None
    assert (found.unit.before, found.unit.since) == (20, 6)

    alike = effect(card(), table(*before[:8], *since), organisation, TODAY, with_unit=False)
    assert alike is not None
    assert not alike.board.conclusive
    assert alike.unit is None


def test_effect_hides_small_numbers_and_what_they_follow_from(organisation: Organisation) -> None:
    before = [case(date(2026, 5, 1)) for _ in range(8)]
    since = [case(date(2026, 7, 1)) for _ in range(LIMIT - 1)]
    few = effect(card(), table(*before, *since), organisation, TODAY, with_unit=False)
    assert few is not None
    assert (few.board.before, few.board.since, few.board.by_chance) == (8, None, None)

    one_elsewhere = [*before, *since, *since[:2], case(date(2026, 7, 1), SOUTH)]
    found = effect(card(), table(*one_elsewhere), organisation, TODAY, with_unit=True)
    assert found is not None
    assert found.unit is not None
    assert found.unit.since is None or found.board.since is None, "the rest of the board is one"


def test_a_card_without_a_category_has_no_effect(organisation: Organisation) -> None:
    none = card(facts=CardFacts(cases=1))
    assert effect(none, table(), organisation, TODAY, with_unit=True) is None


def someone(role: Role, board: str | None = None, unit: str | None = None) -> Principal:
    return Principal(id="someone", roles=frozenset({role}), board=board, unit=unit)


WRITERS: Mapping[str, tuple[Principal, bool]] = {
    "the unit's manager": (someone(Role.MANAGER, "von", NORTH), True),
    "a manager above": (someone(Role.MANAGER, "von", ABOVE), True),
    "a manager beside": (someone(Role.MANAGER, "von", SOUTH), False),
    "the board's head": (someone(Role.HEAD_OF_OPERATIONS, "von"), True),
    "another board's head": (someone(Role.HEAD_OF_OPERATIONS, "sn"), False),
    "quality": (someone(Role.QUALITY), True),
    "the board's quality": (someone(Role.QUALITY, "von", SOUTH), True),
    "another board's quality": (someone(Role.QUALITY, "sn"), False),
    "a caseworker": (someone(Role.CASEWORKER, "von", NORTH), False),
    "staff": (someone(Role.STAFF, "von"), False),
    "an auditor": (someone(Role.AUDITOR), False),
    "a registrar": (someone(Role.REGISTRAR, "von"), False),
    "an administrator": (someone(Role.ADMINISTRATOR), False),
    "a service": (someone(Role.SERVICE), False),
}


@pytest.mark.parametrize("who", WRITERS)
def test_who_writes_a_units_card(who: str, organisation: Organisation) -> None:
    principal, writes = WRITERS[who]
    assert may_write(principal, "von", NORTH, organisation) is writes
    draft = card(state=State.DRAFT, published_at=None)
    assert may_read(principal, draft, organisation) is writes, "a draft is for its writers"
    of_board = principal.board in (None, "von")
    assert may_read(principal, card(), organisation) is of_board
    assert may_read(principal, card(state=State.WITHDRAWN), organisation) is of_board


def test_a_card_of_the_whole_board_is_no_units(organisation: Organisation) -> None:
    assert not may_write(someone(Role.MANAGER, "von", NORTH), "von", None, organisation)
    assert may_write(someone(Role.MANAGER, "von"), "von", None, organisation)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.PUBLIC, Role.COMPLAINANT, Role.INVESTIGATOR])
def test_others_read_no_card(role: Role, organisation: Organisation) -> None:
    assert not may_read(someone(role), card(), organisation)


def test_only_whoever_made_it_sees_the_case() -> None:
    assert may_see_cases(Principal(id="chef", roles=frozenset({Role.MANAGER})), card())
    assert not may_see_cases(someone(Role.QUALITY), card())
    assert not may_see_cases(Principal(roles=frozenset({Role.QUALITY})), card(made_by=None))


@pytest.mark.parametrize(
    ("principal", "notes"),
    [
        (someone(Role.MANAGER, "von", NORTH), True),
        (someone(Role.MANAGER, "von", ABOVE), True),
        (someone(Role.MANAGER, "von", SOUTH), False),
        (someone(Role.HEAD_OF_OPERATIONS, "von"), True),
        (someone(Role.QUALITY), False),
        (someone(Role.CASEWORKER, "von", NORTH), False),
    ],
)
def test_who_notes_a_units_meeting(
    principal: Principal,
    notes: bool,
    organisation: Organisation,
) -> None:
    unit = organisation.unit(NORTH)
    assert unit is not None
    assert may_note(principal, unit, "von", organisation) is notes
    assert not may_note(principal, unit, "sn", organisation), "a card of another board"
