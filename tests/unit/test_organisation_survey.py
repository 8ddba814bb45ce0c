"""The survey's settings: read, left out, and faults told with file, line and remedy."""

from pathlib import Path

import pytest

from shared.organisation import Organisation, Scale, load_organisation
from tests.unit.organisation_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_examples_questions_can_be_counted(organisation: Organisation) -> None:
    survey = organisation.survey
    assert survey is not None
    assert survey.edition == "after-closing.v1"
    assert {question.scale for question in survey.questions} == set(Scale)


def test_without_the_file_nobody_is_asked(folder: Folder) -> None:
    (folder.path / "survey.toml").unlink()
    assert load_organisation(folder.path).survey is None


def test_a_mistyped_file_name_is_not_passed_over_in_silence(folder: Folder) -> None:
    (folder.path / "survey.toml").rename(folder.path / "surveys.toml")
    assert folder.problems() == [
        "surveys.toml: this is not read. Call it organisation.toml or survey.toml, or move it away."
    ]


def test_an_unknown_scale(folder: Folder) -> None:
    line = folder.replace("survey.toml", 'scale = "ease"', 'scale = "easy"')
    assert folder.problems() == [
        f'survey.toml:{line}: scale = "easy" is not known. Did you mean "ease"?'
    ]


def test_a_question_in_one_language_only(folder: Folder) -> None:
    line = folder.replace("survey.toml", ', en = "I was treated with respect."', "")
    assert folder.problems() == [
        f'survey.toml:{line}: "text.en" is missing. Add it, for example: en = "Home care".'
    ]


def test_a_question_that_stands_twice(folder: Folder) -> None:
    line = folder.add(
        "survey.toml",
        '[[questions]]\nid = "treatment"\ntext = { sv = "Igen?", en = "Again?" }\n'
        'scale = "agreement"\n',
    )
    (problem,) = folder.problems()
    assert problem.startswith(
        f'survey.toml:{line}: question 5 has the id or text "treatment", '
        "which question 2 has already"
    )
    assert problem.endswith("Tell them apart: answers are counted by id.")


def test_a_survey_without_questions(folder: Folder) -> None:
    file = folder.path / "survey.toml"
    head = file.read_text(encoding="utf-8").partition("[[questions]]")[0]
    file.write_text(f"{head}questions = []\n", encoding="utf-8")
    line = folder.line("survey.toml", "questions = []")
    assert folder.problems() == [f"survey.toml:{line}: questions is empty. Give at least one."]
