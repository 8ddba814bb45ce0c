"""Boards that do not fit together are told with file, line and remedy."""

from datetime import date
from pathlib import Path

import pytest

from shared.events.vocabulary import Law
from shared.organisation import load_organisation
from tests.unit.organisation_folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_two_boards_that_could_print_the_same_number(folder: Folder) -> None:
    first = folder.replace(
        "boards/sn.toml",
        'diary_format = "{code} {year}-{serial:05d}"',
        'diary_format = "{serial}/{year}"',
    )
    line = folder.line("boards/von.toml", "diary_format =")
    (problem,) = folder.problems()
    assert problem.startswith(
        f'boards/von.toml:{line}: boards "sn" and "von" could both print the diary number "'
    )
    assert problem.endswith(
        f'" (boards/sn.toml:{first}). Add {{code}} to one of the formats, or other separators.'
    )


def test_two_boards_with_the_same_code(folder: Folder) -> None:
    folder.replace("boards/sn.toml", 'code = "SN"', 'code = "AN"')
    problems = folder.problems()
    assert any(
        'board sn.toml has the id, code or name "AN", which board an.toml' in p for p in problems
    )
    assert any('boards "an" and "sn" could both print' in p for p in problems)


def test_two_boards_with_the_same_inbox(folder: Folder) -> None:
    line = folder.replace(
        "boards/sn.toml",
        "synpunkter.sn@exempelkommun.example",
        "Synpunkter.AN@exempelkommun.example",
    )
    first = folder.line("boards/an.toml", "inboxes =")
    assert folder.problems() == [
        (
            f"boards/sn.toml:{line}: board sn.toml has the address "
            '"Synpunkter.AN@exempelkommun.example", which board an.toml has already '
            f"(boards/an.toml:{first}). Give each board its own: mail to an address is one board's."
        )
    ]


def test_a_class_code_that_the_format_wants_and_the_board_lacks(folder: Folder) -> None:
    line = folder.replace(
        "boards/sn.toml", "{code} {year}-{serial:05d}", "{code} {year}/{serial:04d}.{class}"
    )
    (problem,) = folder.problems()
    assert problem.startswith(f"boards/sn.toml:{line}: the diary format ")
    assert problem.endswith(
        'Add class_code, for example: class_code = "107", or leave {class} out.'
    )


def test_an_unknown_category_list(folder: Folder) -> None:
    line = folder.replace("boards/sn.toml", 'categories = "socialtjanst"', 'categories = "social"')
    assert folder.problems() == [
        (
            f'boards/sn.toml:{line}: board "sn" uses the category list "social", which does '
            f"not exist. "
            'Did you mean "socialtjanst"?'
        )
    ]


def test_a_deadline_for_an_unknown_category(folder: Folder) -> None:
    line = folder.replace(
        "boards/sn.toml",
        'id = "answer"',
        'id = "answer"\ncategories = ["other",\n  "payment-calculations"]',
    )
    assert folder.problems() == [
        (
            f'boards/sn.toml:{line + 2}: deadline "answer" is for category "payment-calculations", '
            'which is not in the list "socialtjanst". Did you mean "payment-calculation"?'
        )
    ]


def test_a_deadline_that_tells_someone_the_board_does_not_have(folder: Folder) -> None:
    folder.replace("boards/von.toml", "investigator = {", "# investigator = {")
    line = folder.line("boards/von.toml", 'recipients = ["investigator"')
    first, second = folder.problems()
    assert 'deadline "ivo" tells the investigator' in second
    assert [first] == [
        (
            f'boards/von.toml:{line}: deadline "lex-sarah-at-once" tells the investigator, '
            f"but there "
            "is none. Add investigator = { account = ..., address = ... } under [recipients]."
        )
    ]


def test_a_deadline_that_tells_someone_whom_some_units_do_not_have(folder: Folder) -> None:
    folder.replace("boards/von.toml", "head_of_operations = {", "# head_of_operations = {")
    line = folder.line("boards/von.toml", 'recipients = ["coordinator", "manager"')
    assert (
        f'boards/von.toml:{line}: deadline "coordinator-reminder" tells the head_of_operations, '
        'but there is none for unit "vard-omsorg", "bemanning". Add head_of_operations = '
        "{ account = ..., address = ... } under [recipients], or to those units or one above them."
    ) in folder.problems()


def test_a_coordinator_that_every_unit_has_is_not_asked_of_the_board(folder: Folder) -> None:
    folder.replace("boards/von.toml", "coordinator = {", "# coordinator = {")
    account = 'coordinator = { account = "c", address = "c@exempelkommun.example" }\n'
    folder.replace("units/von.toml", 'id = "vard-omsorg"\n', f'id = "vard-omsorg"\n{account}')
    assert load_organisation(folder.path).coordinator_for("bemanning") is not None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'id = "assign"',
            'id = "acknowledge"',
            'deadline 2 has the id "acknowledge", which deadline 1',
        ),
        (
            'kinds = ["deviation"]',
            'kinds = ["praise"]',
            'retention rule 2 has the kind "praise", which retention rule 1',
        ),
    ],
)
def test_rules_that_stand_twice(folder: Folder, old: str, new: str, told: str) -> None:
    line = folder.replace("boards/sn.toml", old, new)
    assert any(p.startswith(f"boards/sn.toml:{line}: {told}") for p in folder.problems())


def test_a_risk_rule_without_law_is_for_every_law_of_the_board(folder: Folder) -> None:
    folder.replace("boards/sn.toml", 'laws = ["SoL"]', 'laws = ["SoL", "HSL"]')
    board = load_organisation(folder.path).known_board("sn")
    assert board.risk_rule(date(2026, 1, 1), Law.HSL) == board.risk_rules[0]


def test_a_board_may_take_mail_at_the_address_it_sends_from(folder: Folder) -> None:
    folder.replace("boards/sn.toml", "synpunkter.sn@", "svar.sn@")
    board = load_organisation(folder.path).board_for_address("svar.sn@exempelkommun.example")
    assert board is not None
    assert board.id == "sn"


RISK_RULE = """
[[risk_rules]]
version = "{version}"
valid_from = 2018-01-01
law = "{law}"
threshold = 4
operator = "at_least"
severity_floor = 4
"""


def test_risk_rules_that_begin_the_same_day_or_share_a_version(folder: Folder) -> None:
    line = folder.add("boards/von.toml", RISK_RULE.format(version="von-1", law="HSL"))
    again = folder.add("boards/von.toml", RISK_RULE.format(version="von-3", law="HSL"))
    problems = folder.problems()
    assert len(problems) == 2
    assert problems[0].startswith(
        f'boards/von.toml:{line}: risk rule 2 has the version "von-1", which risk rule 1'
    )
    assert problems[1].startswith(
        f'boards/von.toml:{again + 2}: risk rule 3 has valid_from "2018-01-01", which risk rule 2'
    )


def test_a_risk_rule_for_a_law_the_board_does_not_have(folder: Folder) -> None:
    line = folder.add("boards/sn.toml", RISK_RULE.format(version="sn-2", law="HSL"))
    assert folder.problems() == [
        (
            f'boards/sn.toml:{line + 3}: risk rule "sn-2" is for HSL, which the board does '
            f"not have. "
            "Add HSL to laws, or take the rule away."
        )
    ]


def test_a_law_without_a_risk_rule(folder: Folder) -> None:
    folder.replace("boards/von.toml", 'version = "von-1"', 'version = "von-1"\nlaw = "HSL"')
    line = folder.line("boards/von.toml", "laws =")
    assert folder.problems() == [
        f'boards/von.toml:{line}: board "von" has no risk rule for {law}. '
        f'Add [[risk_rules]] with law = "{law}", or one without law, for every law.'
        for law in ("LSS", "SoL")
    ]


def test_an_address_that_brings_in_another_channel_is_one_boards_too(folder: Folder) -> None:
    line = folder.replace(
        "boards/sn.toml",
        "rostbrevlada.sn@exempelkommun.example",
        "synpunkter.an@exempelkommun.example",
    )
    (problem,) = folder.problems()
    assert problem.startswith(f"boards/sn.toml:{line}: board sn.toml has the address ")


def test_a_channel_that_no_mail_brings_in(folder: Folder) -> None:
    line = folder.replace("boards/sn.toml", "voicemail = [", "voice_mail = [")
    (problem,) = folder.problems()
    assert problem.startswith(f'boards/sn.toml:{line}: "')
    assert 'Did you mean "voicemail"?' in problem


def test_a_public_diary_that_another_system_keeps(folder: Folder) -> None:
    folder.replace("boards/sn.toml", "external_diary = false", "external_diary = true")
    assert load_organisation(folder.path).known_board("sn").external_diary
    line = folder.replace("boards/sn.toml", "public_diary = false", "public_diary = true")
    assert folder.problems() == [
        (
            f'boards/sn.toml:{line}: board "sn" shows the public a diary that another system '
            "keeps. Set public_diary = false: the public browses it there."
        )
    ]
