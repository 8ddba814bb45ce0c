"""Deadlines that can never come true are told with file, line and remedy."""

from pathlib import Path

import pytest

from tests.unit.organisation_folder import Folder

FILE = "boards/sn.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def rule(**changes: str) -> str:
    settings = {
        "id": '"mine"',
        "name": '{ sv = "Mitt", en = "Mine" }',
        "kinds": '["complaint"]',
        "within": "{ days = 5 }",
        "met_by": '"answered_at"',
        "recipients": '["manager"]',
        "basis": '{ sv = "Rutin", en = "Routine" }',
    }
    lines = [f"{name} = {value}" for name, value in (settings | changes).items()]
    return "\n".join(["", "[[deadlines]]", *lines, ""])


@pytest.mark.parametrize(
    ("changes", "setting", "fault", "remedy"),
    [
        (
            {"counted_from": '"measure_due"'},
            "met_by",
            (
                'deadline "mine" is counted from measure_due and met by answered_at, which does '
                "not come after it."
            ),
            'Use met_by = "measure_done", or another counted_from.',
        ),
        (
            {"met_by": '"measure_judged"'},
            "met_by",
            (
                'deadline "mine" is counted from received_on and met by measure_judged, which does '
                "not come after it."
            ),
            'Use met_by = "acknowledged_at" or',
        ),
        (
            {"counted_from": '"answered_at"', "met_by": '"acknowledged_at"'},
            "met_by",
            'deadline "mine" is counted from answered_at and met by acknowledged_at',
            'Use met_by = "closed_at" or "followed_up_at", or another counted_from.',
        ),
        (
            {"met_by": '"ivo_notified_on"', "kinds": '["lex_sarah", "complaint"]'},
            "kinds",
            'deadline "mine" is about a lex Sarah case, and is also for complaint.',
            'Use kinds = ["lex_sarah"].',
        ),
        (
            {
                "counted_from": '"retention"',
                "met_by": '"erased_at"',
                "kinds": '["lex_sarah"]',
            },
            "kinds",
            (
                'deadline "mine" is counted from the retention time, and no [[retention]] of the '
                "board lets lex_sarah go."
            ),
            "Leave the kind out, or give it a retention rule with after_closing.",
        ),
        (
            {"recipients": '["manager", "owner"]'},
            "recipients",
            'deadline "mine" tells the owner of a measure, and is about none.',
            "Use responsible for whoever answers for the case.",
        ),
        (
            {"tell_complainant": "true", "met_by": '"assigned_at"'},
            "tell_complainant",
            (
                'deadline "mine" tells the complainant that an answer takes longer, and is met by '
                "assigned_at."
            ),
            'Leave it out, or use met_by = "answered_at" or "closed_at".',
        ),
        (
            {"escalate_after": "[{ days = 3 }]", "nature": '"reminder"'},
            "escalate_after",
            'deadline "mine" only reminds: nobody is late by it, and nothing is escalated.',
            'Leave escalate_after out, or use nature = "target".',
        ),
        (
            {"escalate_after": "[{ days = 7 }, { working_days = 3 }]"},
            "escalate_after",
            'deadline "mine" is escalated at the same time twice, or not in order.',
            "Let each time be longer than the one before; the first at least a day.",
        ),
        (
            {"escalate_after": "[{ days = 0 }]"},
            "escalate_after",
            'deadline "mine" is escalated at the same time twice, or not in order.',
            "Let each time be longer than the one before; the first at least a day.",
        ),
    ],
)
def test_what_can_never_come_true_is_told_with_its_line(
    folder: Folder, changes: dict[str, str], setting: str, fault: str, remedy: str
) -> None:
    table = rule(**changes)
    begins = folder.add(FILE, table)
    places = table.strip().splitlines()
    line = begins + next(n for n, text in enumerate(places) if text.startswith(f"{setting} ="))

    (problem,) = folder.problems()

    assert problem.startswith(f"{FILE}:{line}: {fault}")
    assert remedy in problem


@pytest.mark.parametrize(
    ("setting", "value"),
    [("counted_from", '"yesterday"'), ("paused", '"sometimes"'), ("escalate_after", "3")],
)
def test_a_word_that_is_none_is_told_with_its_line(
    folder: Folder, setting: str, value: str
) -> None:
    table = rule(**{setting: value})
    begins = folder.add(FILE, table)
    line = begins + next(
        n for n, text in enumerate(table.strip().splitlines()) if text.startswith(setting)
    )

    assert any(problem.startswith(f"{FILE}:{line}: ") for problem in folder.problems())
