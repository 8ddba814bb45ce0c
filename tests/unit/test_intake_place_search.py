"""Finding a unit by what people call it."""

from collections.abc import Sequence
from datetime import date

import pytest

from services.intake.public.form_choices import branches, fitting_categories
from services.intake.public.place_search import MOST_SHOWN, find_places
from services.intake.public.places import place_of_unit
from shared.events.vocabulary import Kind
from shared.organisation import Organisation

TODAY = date(2026, 11, 22)


def _found(text: str, organisation: Organisation) -> Sequence[str]:
    return [place.value for place in find_places(text, organisation, TODAY)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hemvård norr", "von/hemvard-norr"),
        ("hemvard NORR", "von/hemvard-norr"),
        ("norr hemvård", "von/hemvard-norr"),
        ("hemtjänsten norr", "von/hemvard-norr"),
        ("Solgården", "von/sarskilt-boende-solgarden"),
        ("solgarden äldreboende", "von/sarskilt-boende-solgarden"),
        ("home care north", "von/hemvard-norr"),
        ("hemsjukvården", "von/hemsjukvard"),
        ("äldreomsorgen", "von"),
        ("gruppbost", "von/lss-gruppbostad"),
    ],
    ids=str,
)
def test_unit_is_found_however_it_is_said(
    organisation: Organisation, text: str, first: str
) -> None:
    assert _found(text, organisation)[0] == first


def test_what_lies_under_a_unit_is_found_by_its_name(organisation: Organisation) -> None:
    assert _found("hemtjänst", organisation) == [
        "von/hemvard",
        "von/hemvard-norr",
        "von/hemvard-soder",
        "von/hemvard-natt",
    ]


@pytest.mark.parametrize(
    ("text", "first"), [("hemvord", "von/hemvard"), ("solgåden", "von/sarskilt-boende-solgarden")]
)
def test_slip_of_the_keyboard_is_forgiven(
    organisation: Organisation, text: str, first: str
) -> None:
    assert _found(text, organisation)[0] == first


@pytest.mark.parametrize("text", ["", "  ", "!?", "vårdcentralen på månen", "bemanning"])
def test_nothing_is_found_where_nothing_fits(organisation: Organisation, text: str) -> None:
    """The last is a unit that the organisation keeps out of the public form."""
    assert _found(text, organisation) == []


def test_no_more_are_shown_than_can_be_looked_over(organisation: Organisation) -> None:
    assert len(_found("vård", organisation)) == MOST_SHOWN


@pytest.mark.parametrize("unit", ["", "nowhere", "von", "bemanning", "Hemvård norr", "<script>"])
def test_link_to_a_unit_that_is_not_offered_names_no_place(
    organisation: Organisation, unit: str
) -> None:
    assert place_of_unit(unit, organisation, TODAY) is None


def test_tree_has_every_unit_that_the_public_is_offered_once(organisation: Organisation) -> None:
    for branch in branches(organisation, TODAY):
        units = [place.unit.id for place in branch.places if place.unit]
        offered = organisation.public_units(branch.board.id, TODAY)
        assert units == [unit.id for unit in offered]
        assert branch.places[-1].value == branch.board.id


def test_categories_are_those_of_the_board_and_the_kind(organisation: Organisation) -> None:
    board = organisation.known_board("von")
    offered = fitting_categories(organisation, Kind.PRAISE, board)
    ids = {choice.value.rpartition("/")[2] for choice in offered.choices} - {""}
    assert ids == {each.id for each in board.category_list.offered(Kind.PRAISE)}
    assert offered.groups == ()


def test_every_category_is_offered_while_the_board_is_not_known(
    organisation: Organisation,
) -> None:
    offered = fitting_categories(organisation, None, None)
    shown = [choice.value for choice in offered.choices if choice.value]
    shown += [choice.value for group in offered.groups for choice in group.choices]
    assert len(shown) == len(set(shown))
    assert {"information", "von/medication", "an/guidance"} <= set(shown)
