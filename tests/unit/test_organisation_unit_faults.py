"""Units that do not make a tree are told with file, line and remedy."""

from pathlib import Path

import pytest

from tests.unit.organisation_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_unknown_parent(folder: Folder) -> None:
    line = folder.replace("units/von.toml", 'parent = "hemvard"', 'parent = "hemvrad"')
    assert folder.problems() == [
        (
            f'units/von.toml:{line}: unit "hemvard-norr" has parent "hemvrad", which does not '
            f"exist. "
            'Did you mean "hemvard"?'
        )
    ]


def test_a_parent_in_another_board(folder: Folder) -> None:
    line = folder.replace("units/von.toml", 'parent = "hemvard"', 'parent = "forsorjningsstod"')
    assert (
        f'units/von.toml:{line}: unit "hemvard-norr" belongs to board "von", but its parent '
        '"forsorjningsstod" to "sn". Choose a parent within the board.'
    ) in folder.problems()


def test_a_unit_id_that_another_board_has_taken(folder: Folder) -> None:
    line = folder.replace("units/von.toml", 'id = "rehabilitering"', 'id = "familjeratt"')
    first = folder.line("units/sn.toml", 'id = "familjeratt"')
    assert (
        f'units/von.toml:{line}: unit "familjeratt" is defined already '
        f"({folder.path}/units/sn.toml:{first}). Give one of them another id: "
        "ids are unique in the whole municipality."
    ) in [problem.replace("(units/", f"({folder.path}/units/") for problem in folder.problems()]


def test_two_units_of_a_board_that_a_search_could_not_tell_apart(folder: Folder) -> None:
    folder.replace("units/von.toml", "Nattpatrullen", "HEMVARD, SÖDER")
    line = folder.line("units/von.toml", 'id = "hemvard-natt"') - 1
    first = folder.line("units/von.toml", 'id = "hemvard-soder"') - 1
    assert folder.problems() == [
        (
            f'units/von.toml:{line}: unit "hemvard-natt" has the name "HEMVARD, SÖDER", which unit '
            f'"hemvard-soder" has already (units/von.toml:{first}). '
            "Tell them apart: a search must find one unit of the board."
        )
    ]


def test_units_that_go_round_in_a_circle(folder: Folder) -> None:
    top = 'name = { sv = "Vård och omsorg", en = "Health and social care" }\n'
    line = folder.replace("units/von.toml", top, top + 'parent = "hemvard-norr"\n') + 1
    assert folder.problems() == [
        (
            f"units/von.toml:{line}: the units go round in a circle: vard-omsorg under "
            f"hemvard-norr "
            "under hemvard under vard-omsorg. Give one of them another parent, or none."
        )
    ]


def test_a_unit_that_is_its_own_parent(folder: Folder) -> None:
    line = folder.replace("units/von.toml", 'parent = "hemvard"', 'parent = "hemvard-norr"')
    assert folder.problems() == [
        (
            f"units/von.toml:{line}: the units go round in a circle: hemvard-norr under "
            f"hemvard-norr. "
            "Give one of them another parent, or none."
        )
    ]


def test_units_of_an_unknown_board_are_told_of_once(folder: Folder) -> None:
    line = folder.replace("units/von.toml", 'board = "von"', 'board = "vonn"')
    told = [problem for problem in folder.problems() if "does not exist" in problem]
    assert told == [
        (
            f'units/von.toml:{line}: the units belong to board "vonn", which does not exist. '
            'Did you mean "von"?'
        )
    ]


def test_a_unit_that_nobody_answers_for(folder: Folder) -> None:
    line = folder.add(
        "units/von.toml",
        '[[units]]\nid = "ny"\nname = { sv = "Nya enheten", en = "The new unit" }\n',
    )
    assert folder.problems() == [
        (
            f'units/von.toml:{line}: unit "ny" has no manager, nor has any unit above it. '
            "Add manager = { account = ..., address = ... } to it or to a unit above it."
        )
    ]


def test_an_account_with_two_addresses(folder: Folder) -> None:
    line = folder.replace(
        "units/von.toml", 'account = "manager-hemvard-soder"', 'account = "manager-hemvard-norr"'
    )
    first = folder.line("units/von.toml", 'account = "manager-hemvard-norr"')
    assert folder.problems() == [
        (
            f'units/von.toml:{line}: account "manager-hemvard-norr" has the address '
            "enhetschef.hemvard-soder@exempelkommun.example here, and "
            f"enhetschef.hemvard-norr@exempelkommun.example at units/von.toml:{first}. "
            "Give both the same address, or one of them another account."
        )
    ]
