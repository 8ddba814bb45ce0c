"""Files that are missing, misnamed or unreadable are told, and every problem at once."""

import shutil
from pathlib import Path

import pytest

from shared.organisation import OrganisationError, load_organisation
from tests.unit.organisation_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OrganisationError) as caught:
        load_organisation(tmp_path / "nowhere")
    assert str(caught.value) == (
        f"{tmp_path}/nowhere: there is no such folder. "
        "Set LYHORD_ORGANISATION to the folder with organisation.toml."
    )


def test_a_missing_head_file(folder: Folder) -> None:
    (folder.path / "organisation.toml").unlink()
    assert folder.problems() == [
        "organisation.toml: the file is missing. Add it; docs/organisation.md says how."
    ]


def test_a_missing_folder_and_an_empty_one(folder: Folder) -> None:
    shutil.rmtree(folder.path / "units")
    for file in (folder.path / "categories").iterdir():
        file.unlink()
    problems = folder.problems()
    assert "units: the folder is missing. Add it, with a .toml file for units." in problems
    assert "categories: there is no .toml file here. Add one." in problems


def test_a_file_whose_name_is_mistyped_is_not_passed_over_in_silence(folder: Folder) -> None:
    (folder.path / "units" / "an.toml").rename(folder.path / "units" / "an.tml")
    assert "units/an.tml: this is not read. End the name with .toml, or move it away." in (
        folder.problems()
    )


def test_notes_and_hidden_files_may_stand_in_the_folders(folder: Folder) -> None:
    (folder.path / "units" / "README.md").write_text("Notes", encoding="utf-8")
    (folder.path / "units" / "..data").symlink_to(folder.path)
    assert load_organisation(folder.path).units


def test_a_file_that_cannot_be_read(folder: Folder) -> None:
    (folder.path / "units" / "more.toml").mkdir()
    assert folder.problems() == [
        (
            "units/more.toml: the file cannot be read: Is a directory. "
            "Let the account that runs the service read it."
        )
    ]


def test_a_file_that_is_not_utf_8(folder: Folder) -> None:
    file = folder.path / "units" / "von.toml"
    line = folder.line("units/von.toml", "Hemvård norr")
    file.write_bytes(file.read_bytes().replace("Hemvård norr".encode(), b"Hemv\xe5rd norr", 1))
    assert f"units/von.toml:{line}: the file is not UTF-8. Save it with the encoding UTF-8." in (
        folder.problems()
    )


def test_a_byte_order_mark_does_no_harm(folder: Folder) -> None:
    file = folder.path / "boards" / "sn.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load_organisation(folder.path).board("sn") is not None


def test_bad_toml_is_told_by_its_line(folder: Folder) -> None:
    line = folder.replace("boards/sn.toml", 'code = "SN"', "code = SN")
    assert any(
        problem.startswith(f"boards/sn.toml:{line}: this is not TOML: Invalid value.")
        and "Texts stand in quotation marks" in problem
        for problem in folder.problems()
    )


def test_bad_toml_at_the_end_is_told_by_the_last_line(folder: Folder) -> None:
    line = folder.add("units/an.toml", '[[units]]\nid = ["a",\n')
    assert any(
        problem.startswith(f"units/an.toml:{line + 1}: this is not TOML")
        for problem in folder.problems()
    )


def test_all_problems_are_told_at_once_in_the_files_order(folder: Folder) -> None:
    folder.replace("organisation.toml", 'default_board = "sn"', 'default_board = "ks"')
    folder.replace("boards/sn.toml", 'code = "SN"', 'code = "sn"')
    folder.replace("boards/von.toml", "threshold = 8", "treshold = 8")
    folder.replace("units/von.toml", 'parent = "hemvard"', 'parent = "hemvrad"')
    folder.replace("units/an.toml", 'parent = "ungdom"', 'parent = "ungdomar"')
    folder.replace("categories/vard-omsorg.toml", 'id = "fall"', 'id = "Fall"')

    files = [problem.split(":")[0] for problem in folder.problems()]

    assert files == [
        "boards/sn.toml",
        "boards/von.toml",
        "boards/von.toml",
        "categories/vard-omsorg.toml",
        "organisation.toml",
        "units/an.toml",
        "units/von.toml",
    ]


def test_a_broken_file_does_not_blame_those_that_refer_to_it(folder: Folder) -> None:
    line = folder.replace("boards/von.toml", 'code = "VON"', 'code = "von"')
    assert [problem.split(" ")[0] for problem in folder.problems()] == [f"boards/von.toml:{line}:"]
