"""Faults in the head file and the category lists are told with file, line and remedy."""

import shutil
from pathlib import Path

import pytest

from shared.organisation import load_organisation
from tests.unit.organisation_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_unknown_default_board(folder: Folder) -> None:
    line = folder.replace("organisation.toml", 'default_board = "sn"', 'default_board = "ks"')
    assert folder.problems() == [
        (
            f'organisation.toml:{line}: default_board is "ks", which does not exist. '
            'Use one of "an", "sn", "von".'
        )
    ]


def test_a_logo_that_is_not_there(folder: Folder) -> None:
    line = folder.replace("organisation.toml", '# logo = "logo.svg"', 'logo = "logo.svg"')
    assert folder.problems() == [
        (
            f'organisation.toml:{line}: the logo "logo.svg" is not in the folder. '
            "Put the file beside organisation.toml, or leave logo out."
        )
    ]
    (folder.path / "logo.svg").write_text("<svg/>", encoding="utf-8")
    assert load_organisation(folder.path).logo == folder.path / "logo.svg"


def test_a_category_that_stands_twice(folder: Folder) -> None:
    line = folder.add(
        "categories/socialtjanst.toml",
        '[[categories]]\nid = "other"\nname = { sv = "Resten", en = "The rest" }\n',
    )
    (problem,) = folder.problems()
    assert problem.startswith(
        f'categories/socialtjanst.toml:{line}: category 13 has the id or name "other", '
        "which category 12 has already"
    )


def test_a_category_replaced_by_an_unknown_one(folder: Folder) -> None:
    line = folder.replace(
        "categories/socialtjanst.toml", 'id = "decision"', 'id = "decision"\nreplaced_by = "othre"'
    )
    assert folder.problems() == [
        (
            f'categories/socialtjanst.toml:{line + 1}: category "decision" is replaced by "othre", '
            'which does not exist. Did you mean "other"?'
        )
    ]


def test_two_category_lists_with_the_same_id(folder: Folder) -> None:
    shutil.copy(folder.path / "categories/arbetsmarknad.toml", folder.path / "categories/more.toml")
    (problem,) = folder.problems()
    assert problem.startswith("categories/more.toml:")
    assert (
        'the file more.toml has the id "arbetsmarknad", which the file arbetsmarknad.toml'
        in problem
    )
