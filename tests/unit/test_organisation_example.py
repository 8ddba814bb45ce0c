"""The example organisation loads, and is what the documentation says it is."""

from datetime import date
from pathlib import Path

import pytest

from shared.events.facts import CaseFacts
from shared.events.vocabulary import Kind, Law
from shared.organisation import CountedFrom, Milestone, Organisation, due_on, load_organisation
from shared.organisation.municipality import contrast_with_white

EXAMPLE = Path(__file__).parents[2] / "deploy" / "organisation"


@pytest.fixture(scope="module")
def example() -> Organisation:
    return load_organisation(EXAMPLE)


def test_three_boards_print_numbers_in_three_ways(example: Organisation) -> None:
    numbers = {board.id: board.diary_number(2026, 47) for board in example.boards}
    assert numbers == {"an": "AN 2026-47", "sn": "SN 2026-00047", "von": "047/2026"}


@pytest.mark.parametrize(
    ("unit", "board", "parent"),
    [
        ("hemvard-norr", "von", "hemvard"),
        ("hemvard-soder", "von", "hemvard"),
        ("sarskilt-boende-solgarden", "von", "sarskilt-boende"),
        ("forsorjningsstod", "sn", "individ-familj"),
        ("barn-unga-familj", "sn", "individ-familj"),
        ("stodboende", "sn", "vuxen-boende"),
        ("familjeratt", "sn", "barn-unga-familj"),
        ("arbetsmarknad", "an", None),
        ("feriejobb", "an", "ungdom"),
        ("jobb-och-kunskapstorget", "an", "vuxna"),
    ],
)
def test_the_units_stand_where_they_should(
    example: Organisation, unit: str, board: str, parent: str | None
) -> None:
    found = example.unit(unit)
    assert found is not None
    assert (found.board, found.parent) == (board, parent)


def test_every_board_has_a_tree_of_three_levels(example: Organisation) -> None:
    for board in example.boards:
        depths = {len(example.units_above(unit.id)) for unit in example.units_of(board.id)}
        assert depths == {0, 1, 2}


@pytest.mark.parametrize("board", ["sn", "von", "an"])
def test_the_service_targets_are_the_defaults_found_in_municipalities(
    example: Organisation, board: str
) -> None:
    monday = date(2026, 11, 16)
    rules = [
        rule
        for rule in example.known_board(board).deadlines_for(Kind.COMPLAINT)
        if rule.counted_from is CountedFrom.RECEIVED
    ]
    assert {rule.id: due_on(rule, monday) for rule in rules} == {
        "acknowledge": date(2026, 11, 18),
        "assign": date(2026, 11, 19),
        "answer": date(2026, 11, 30),
        "coordinator-reminder": date(2026, 12, 16),
    }


def test_lex_sarah_is_due_at_once_and_has_no_complaints_deadlines(example: Organisation) -> None:
    rules = {rule.id: rule for rule in example.known_board("von").deadlines_for(Kind.LEX_SARAH)}
    assert set(rules) == {
        "lex-sarah-at-once",
        "ivo",
        "measures-due",
        "measures-effect",
        "follow-up",
    }
    for at_once in ("lex-sarah-at-once", "ivo"):
        assert due_on(rules[at_once], date(2026, 11, 21)) == date(2026, 11, 21)


def test_over_eight_must_be_investigated_and_severity_four_always(example: Organisation) -> None:
    for board in example.boards:
        for law in Law:
            rule = board.risk_rule(date(2026, 11, 22), law)
            assert rule is not None
            investigated = {
                (severity, probability)
                for severity in range(1, 5)
                for probability in range(1, 5)
                if rule.must_investigate(severity, probability)
            }
            assert investigated == {(3, 3), (3, 4), (4, 1), (4, 2), (4, 3), (4, 4)}


def test_the_categories_of_the_sources_are_in_every_list(example: Organisation) -> None:
    for board in example.boards:
        offered = {category.name.sv for category in board.category_list.offered()}
        assert offered >= {
            "Bemötande/kommunikation",
            "Handläggning/bristande dokumentation",
            "Tillgänglighet",
            "Annat",
        }


def test_a_category_id_means_the_same_in_every_list(example: Organisation) -> None:
    ids = [{category.id for category in board.category_list.offered()} for board in example.boards]
    common = set.intersection(*ids)
    assert {"conduct-communication", "handling-documentation", "availability", "other"} <= common


def test_every_kind_has_a_deadline_and_a_retention_rule(example: Organisation) -> None:
    for board in example.boards:
        assert all(board.deadlines_for(kind) for kind in Kind)
        assert all(board.retention_for(kind) for kind in Kind)


def test_addresses_can_never_reach_anyone(example: Organisation) -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in EXAMPLE.rglob("*.toml"))
    hosts = {part.split('"')[0].split()[0] for part in text.split("@")[1:]}
    assert hosts == {"exempelkommun.example"}


def test_the_colour_bears_white_text(example: Organisation) -> None:
    assert contrast_with_white(example.municipality.colour) >= 4.5


def test_what_meets_a_deadline_is_a_field_of_a_cases_facts() -> None:
    fields = {milestone.value for milestone in Milestone if not milestone.of_measures}
    assert fields <= set(CaseFacts.model_fields)
