"""A board's goals, and what is told of those that do not fit."""

from pathlib import Path

import pytest

from shared.organisation import Direction, GoalPeriod, Organisation
from tests.unit.organisation_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


GOAL = """
[[goals]]
id = "more"
name = { sv = "Mer", en = "More" }
target = 3
direction = "at_most"
"""


def test_the_example_has_goals_by_figures_and_by_a_question(organisation: Organisation) -> None:
    board = organisation.known_board("sn")

    assert [(goal.id, goal.figure, goal.question) for goal in board.goals] == [
        ("answered", "answered", None),
        ("answer-time", "days-to-answer-p90", None),
        ("treatment", None, "treatment"),
    ]
    assert board.goals[0].direction is Direction.AT_LEAST
    assert [goal.period for goal in board.goals[:2]] == [GoalPeriod.YEAR, GoalPeriod.HALF_YEAR]


def test_a_goal_needs_one_measure(folder: Folder) -> None:
    folder.add("boards/sn.toml", GOAL)

    (problem,) = folder.problems()

    assert "measured by a figure or by a question" in problem


def test_kinds_do_not_belong_to_a_question(folder: Folder) -> None:
    folder.add("boards/sn.toml", GOAL + 'question = "treatment"\nkinds = ["view"]\n')

    (problem,) = folder.problems()

    assert "kinds belong to a figure" in problem


def test_units_and_questions_that_do_not_exist_are_told(folder: Folder) -> None:
    folder.add("boards/sn.toml", GOAL + 'question = "treatmen"\nunits = ["hemvard"]\n')

    unit, question = sorted(folder.problems(), key=lambda each: "question" in each)

    assert 'goal "more" is for unit "hemvard", which the board does not have.' in unit
    assert 'question "treatmen", which is not in the survey. Did you mean "treatment"?' in question


def test_two_goals_with_one_id(folder: Folder) -> None:
    folder.add("boards/sn.toml", GOAL.replace('"more"', '"answered"') + 'figure = "received"\n')

    (problem,) = folder.problems()

    assert 'goal 4 has the id "answered", which goal 1 has already' in problem
