"""Who may do what: the table, where accounts are placed, and what is out of whose sight."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from services.workflow import access_table
from services.workflow.access import Access
from services.workflow.access_table import TABLE, Matter, Scope, matter_of, scope_of
from services.workflow.case import Case
from services.workflow.commands import BY_NAME
from services.workflow.investigation import Investigation
from services.workflow.measures import Measure
from services.workflow.opening import Opening, open_case
from shared.events.handling_words import ActionKind, ActionLevel
from shared.events.vocabulary import Kind, LexSarahState, Role
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.web.problems import Forbidden
from tests.support.submissions import MOMENT, submission

NO_STEP = {access_table.READ, access_table.LISTS, access_table.DIARY, access_table.SNAPSHOTS}
OF_A_CASE = sorted({*BY_NAME, *NO_STEP} - {access_table.SNAPSHOTS})
MANAGER = "manager-hemvard-norr"
"""Of the unit that the cases are about, and so the one that a lex Sarah case is kept from."""

Make = Callable[..., Case]


@pytest.fixture
def access(organisation: Organisation) -> Access:
    return Access(organisation)


@pytest.fixture
def case_of(organisation: Organisation) -> Make:
    """A case of hemvard-norr, below hemvard, of the board von."""

    def make(matter: Matter = Matter.ORDINARY, serial: int = 1, **given: Any) -> Case:
        facts: dict[str, Any] = {"board": "von", "unit": "hemvard-norr"}
        if matter is Matter.LEX_SARAH:
            facts |= {"kind": Kind.LEX_SARAH}
        if matter is Matter.ORIGIN:
            facts |= {"lex_sarah": LexSarahState.SUSPECTED}
        event = submission(**facts | given)
        case = open_case(Opening(event), 2026, serial, organisation, MOMENT).case
        assert matter_of(case.facts, case.lex_sarah) is matter
        return case

    return make


def someone(*roles: Role, **place: Any) -> Principal:
    return Principal(**{"id": "someone", "roles": frozenset(roles), **place})


def with_facts(case: Case, **facts: Any) -> Case:
    return case.model_copy(update={"facts": case.facts.model_copy(update=facts)})


def investigated_by(case: Case, account: str) -> Case:
    investigation = Investigation(investigator=account, began_at=MOMENT)
    return case.model_copy(update={"investigation": investigation})


def with_measure_of(case: Case, account: str) -> Case:
    measure = Measure(
        number=1,
        kind=next(iter(ActionKind)),
        level=next(iter(ActionLevel)),
        text="Se över rutinen.",
        owner=account,
        decided_at=MOMENT + timedelta(days=1),
    )
    return case.model_copy(update={"measures": (measure,)})


def test_every_step_stands_in_the_table_and_nothing_else_does() -> None:
    for rows in (TABLE[Matter.ORDINARY], TABLE[Matter.LEX_SARAH]):
        assert set(rows) - NO_STEP <= set(BY_NAME)
    assert {action for rows in TABLE.values() for action in rows} == {*BY_NAME, *NO_STEP}


def test_nothing_is_given_to_those_who_do_not_work_here() -> None:
    outside = {Role.PUBLIC, Role.COMPLAINANT, Role.PARTNER}
    assert all(outside.isdisjoint(access_table.roles_that_may(action)) for action in OF_A_CASE)


@pytest.mark.parametrize("matter", Matter)
def test_some_roles_never_take_a_step(matter: Matter) -> None:
    for role, action in product(
        (Role.AUDITOR, Role.ADMINISTRATOR, Role.STAFF, Role.SERVICE), BY_NAME
    ):
        assert scope_of(role, action, matter) is None, (role, action)


@pytest.mark.parametrize(
    ("role", "action", "ordinary", "origin", "lex_sarah"),
    [
        (Role.CASEWORKER, "read", "unit", "unit", "own"),
        (Role.CASEWORKER, "close", "unit", "unit", "own"),
        (Role.MANAGER, "read", "unit", "unit", "own"),
        (Role.MANAGER, "diary", "unit", "unit", "own"),
        (Role.MANAGER, "lists", "unit", "unit", "own"),
        (Role.MANAGER, "decline-lex-sarah", None, None, "own"),
        (Role.HEAD_OF_OPERATIONS, "read", "unit", "unit", "unit"),
        (Role.HEAD_OF_OPERATIONS, "decline-lex-sarah", "unit", "unit", "unit"),
        (Role.REGISTRAR, "read", "board", "board", None),
        (Role.REGISTRAR, "diary", "board", "board", "board"),
        (Role.REGISTRAR, "lists", "board", "board", "board"),
        (Role.REGISTRAR, "assign", "board", "board", "board"),
        (Role.REGISTRAR, "correct", "board", "board", None),
        (Role.REGISTRAR, "answer", "own", "own", None),
        (Role.INVESTIGATOR, "read", "own", "board", "board"),
        (Role.INVESTIGATOR, "investigate", "own", "own", "board"),
        (Role.INVESTIGATOR, "decide-lex-sarah", None, None, "board"),
        (Role.QUALITY, "read", "board", "board", "board"),
        (Role.QUALITY, "follow-up", "board", "board", "board"),
        (Role.QUALITY, "judge-effect", "board", "board", "board"),
        (Role.QUALITY, "answer", "own", "own", "own"),
        (Role.AUDITOR, "read", "board", "board", "board"),
        (Role.ADMINISTRATOR, "read", None, None, None),
        (Role.ADMINISTRATOR, "lists", "board", "board", None),
        (Role.ADMINISTRATOR, "snapshots", "all", "all", None),
        (Role.STAFF, "read", None, None, None),
        (Role.STAFF, "lists", "board", "board", None),
        (Role.STAFF, "diary", None, None, None),
        (Role.SERVICE, "read", "all", "all", "all"),
        (Role.SERVICE, "snapshots", "all", "all", None),
    ],
)
def test_what_a_role_is_given(
    role: Role, action: str, ordinary: str | None, origin: str | None, lex_sarah: str | None
) -> None:
    given = [scope_of(role, action, matter) for matter in Matter]
    assert given == [scope and Scope(scope) for scope in (ordinary, origin, lex_sarah)]


@pytest.mark.parametrize(
    ("place", "unit", "board", "nowhere_else"),
    [
        ({"board": "von", "unit": "hemvard-norr"}, True, True, False),
        ({"board": "von", "unit": "hemvard"}, True, True, False),
        ({"board": "von", "unit": "hemvard-soder"}, False, True, False),
        ({"board": "von"}, True, True, False),
        ({"board": "sn"}, False, False, False),
        ({}, True, True, False),
    ],
)
def test_a_scope_reaches_as_far_as_the_account_is_placed(
    access: Access,
    case_of: Make,
    place: dict[str, str],
    unit: bool,
    board: bool,
    nowhere_else: bool,
) -> None:
    case = case_of()
    assert access.may(someone(Role.MANAGER, **place), "assess", case) is unit
    assert access.may(someone(Role.REGISTRAR, **place), "correct", case) is board
    assert access.may(someone(Role.INVESTIGATOR, **place), "assess", case) is nowhere_else
    assert access.may(someone(Role.SERVICE, **place), "read", case) is True


def test_a_case_without_a_unit_is_the_boards_and_no_units(access: Access, case_of: Make) -> None:
    case = case_of(unit=None)
    assert not access.may(someone(Role.MANAGER, board="von", unit="vard-omsorg"), "read", case)
    assert access.may(someone(Role.HEAD_OF_OPERATIONS, board="von"), "read", case)
    assert access.may(someone(Role.REGISTRAR, board="von"), "assign", case)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.INVESTIGATOR, Role.QUALITY, Role.REGISTRAR])
def test_whose_case_it_is_handles_it_wherever_they_are_placed(
    access: Access, case_of: Make, role: Role
) -> None:
    elsewhere = someone(role, board="sn", unit="familjeratt")
    assert not access.may(elsewhere, "answer", case_of())
    assert access.may(elsewhere, "answer", with_facts(case_of(), responsible="someone"))
    assert access.may(elsewhere, "conclude", investigated_by(case_of(), "someone"))


def test_who_owns_a_measure_sees_the_case_and_carries_it_out_and_no_more(
    access: Access, case_of: Make
) -> None:
    elsewhere = someone(Role.MANAGER, board="von", unit="hemvard-soder")
    case = with_measure_of(case_of(), "someone")
    allowed = {action for action in OF_A_CASE if access.may(elsewhere, action, case)}
    assert allowed == {"read", "lists", "diary", "complete-action"}
    report = with_measure_of(case_of(Matter.LEX_SARAH), "someone")
    assert not any(access.may(elsewhere, action, report) for action in OF_A_CASE)


def test_a_lex_sarah_case_is_out_of_the_reporting_managers_sight_whatever_their_roles(
    access: Access, case_of: Make
) -> None:
    case = case_of(Matter.LEX_SARAH)
    assert case.lex_sarah is not None
    assert case.lex_sarah.kept_from == (MANAGER,)
    every_role = Principal(id=MANAGER, roles=frozenset(Role))
    for kept in (case, with_facts(case, responsible=MANAGER), investigated_by(case, MANAGER)):
        assert not any(access.may(every_role, action, kept) for action in OF_A_CASE)
        assert not is_listed(access, every_role, access_table.LISTS, kept)
    assert access.may(every_role, "read", case_of(Matter.ORIGIN))


def test_a_lex_sarah_case_is_seen_by_caseworkers_and_managers_only_when_it_is_theirs(
    access: Access, case_of: Make
) -> None:
    case = case_of(Matter.LEX_SARAH)
    above = someone(Role.MANAGER, Role.CASEWORKER, board="von", unit="vard-omsorg")
    assert not any(access.may(above, action, case) for action in OF_A_CASE)
    for own in (with_facts(case, responsible="someone"), investigated_by(case, "someone")):
        assert access.may(above, "read", own)
        assert access.may(above, "decide-lex-sarah", own)


def test_a_registrar_gives_a_lex_sarah_case_its_investigator_without_reading_it(
    access: Access, case_of: Make
) -> None:
    registrar = someone(Role.REGISTRAR, board="von")
    case = case_of(Matter.LEX_SARAH)
    allowed = {action for action in OF_A_CASE if access.may(registrar, action, case)}
    assert {"lists", "diary", "assign", "add-paper"} <= allowed
    assert {"read", "investigate", "decide-lex-sarah", "answer"}.isdisjoint(allowed)


@pytest.mark.parametrize("kept_open_as", [Kind.DEVIATION, Kind.COMPLAINT])
def test_a_lex_sarah_case_stays_one_when_its_kind_is_changed(
    access: Access, case_of: Make, kept_open_as: Kind
) -> None:
    case = with_facts(case_of(Matter.LEX_SARAH), kind=kept_open_as)
    assert not access.may(Principal(id=MANAGER, roles=frozenset({Role.MANAGER})), "read", case)
    assert not access.may(someone(Role.CASEWORKER), "read", case)


def test_an_imported_lex_sarah_case_is_one_too(access: Access, case_of: Make) -> None:
    case = case_of(Matter.LEX_SARAH, imported=True)
    assert case.lex_sarah is None
    assert not access.may(someone(Role.CASEWORKER), "read", case)
    assert access.may(someone(Role.INVESTIGATOR, board="von"), "read", case)


def test_the_investigator_sees_what_a_report_came_from(access: Access, case_of: Make) -> None:
    investigator = someone(Role.INVESTIGATOR, board="von")
    assert access.may(investigator, "read", case_of(Matter.ORIGIN))
    assert access.may(investigator, "decline-lex-sarah", case_of(Matter.ORIGIN))
    assert not access.may(investigator, "answer", case_of(Matter.ORIGIN))
    assert not access.may(investigator, "read", case_of())


def test_several_roles_have_what_each_of_them_has(access: Access, case_of: Make) -> None:
    both = someone(Role.STAFF, Role.CASEWORKER, board="von", unit="hemvard-norr")
    assert access.may(both, "read", case_of())
    assert access.may(both, "lists", case_of(unit="hemvard-soder"))
    assert not access.may(both, "read", case_of(unit="hemvard-soder"))


@pytest.mark.parametrize(
    ("roles", "action", "as_whom"),
    [
        ((Role.MANAGER, Role.CASEWORKER), "assess", Role.MANAGER),
        ((Role.CASEWORKER, Role.REGISTRAR, Role.STAFF), "assess", Role.CASEWORKER),
        ((Role.REGISTRAR, Role.MANAGER), "set-diary-number", Role.REGISTRAR),
        ((Role.QUALITY,), "follow-up", Role.QUALITY),
    ],
)
def test_one_acts_in_the_role_that_the_step_is_given_to(
    access: Access, case_of: Make, roles: tuple[Role, ...], action: str, as_whom: Role
) -> None:
    actor = access.acting(someone(*roles), action, case_of())
    assert (actor.role, actor.id) == (as_whom, "someone")


def test_a_refusal_names_who_would_have_it_and_nobody_else(access: Access, case_of: Make) -> None:
    with pytest.raises(Forbidden) as refused:
        access.check(someone(Role.AUDITOR), "correct", case_of())
    named = {reason.partition(":")[0] for reason in refused.value.reasons}
    assert named == {role.value for role in access_table.ORDINARY["correct"]}
    assert "registrar: of the board von" in refused.value.reasons
    assert any("the unit hemvard-norr" in reason for reason in refused.value.reasons)


def test_nobody_has_lists_without_a_role(access: Access, case_of: Make) -> None:
    for principal in (Principal(), someone(Role.PARTNER)):
        assert not is_listed(access, principal, access_table.LISTS, case_of())


PLACES: tuple[dict[str, str], ...] = (
    {},
    {"board": "von"},
    {"board": "sn"},
    {"board": "von", "unit": "hemvard"},
    {"board": "von", "unit": "hemvard-norr"},
    {"board": "von", "unit": "hemvard-soder"},
)


@pytest.mark.parametrize("action", ["read", "lists", "diary"])
def test_lists_hold_exactly_what_one_may_see(access: Access, case_of: Make, action: str) -> None:
    """The filter and the question of each case have two roots: they must agree everywhere."""
    seen = 0
    cases = list(every_kind_of_case(case_of))
    groups = [(role,) for role in Role] + [
        (Role.STAFF, Role.CASEWORKER, Role.REGISTRAR),
        (Role.MANAGER, Role.INVESTIGATOR),
    ]
    for roles, place, account in product(groups, PLACES, ("someone", MANAGER, None)):
        principal = Principal(id=account, roles=frozenset(roles), **place)
        for case in cases:
            may = access.may(principal, action, case)
            assert is_listed(access, principal, action, case) is may, (principal, case.sight)
            seen += may
    assert seen > 100


def every_kind_of_case(case_of: Make) -> Iterator[Case]:
    for matter, unit in product(Matter, ("hemvard-norr", "hemvard-soder", None)):
        case = case_of(matter, unit=unit)
        yield case
        yield with_facts(case, responsible="someone")
        yield with_facts(case, responsible=MANAGER)
        yield investigated_by(case, "someone")
        yield with_measure_of(case, "someone")
        yield case_of(matter, board="sn", unit=None)


def is_listed(access: Access, principal: Principal, action: str, case: Case) -> bool:
    """As the store would apply the filter to what it holds of the case."""
    stored = case.to_bson()
    where = access.visible(principal, action)
    assert set(where) <= {"sight", "lex_sarah.kept_from"}
    words = where.get("sight", {"$in": stored["sight"]})["$in"]
    kept_from = (stored["lex_sarah"] or {}).get("kept_from", [])
    hidden_from = where.get("lex_sarah.kept_from", {"$ne": None})["$ne"]
    return not set(words).isdisjoint(stored["sight"]) and hidden_from not in kept_from
