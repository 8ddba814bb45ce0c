"""The example cases: one for each channel, and such as intake takes them."""

import json
from datetime import date
from pathlib import Path

import pytest

from deploy.local.examples import Example, Sender, load_examples, with_tag
from deploy.local.failures import LauncherFailure
from services.intake.case_request import CaseRequest
from shared.events.vocabulary import Channel, Kind
from shared.organisation import Organisation

_TODAY = date(2026, 11, 22)
_WITH_CASE = [example for example in load_examples() if example.case]


def by_summary(example: Example) -> str:
    return example.summary


def test_there_is_one_for_every_channel() -> None:
    assert {example.channel for example in load_examples()} == set(Channel) - {Channel.UNKNOWN}


def test_complaint_view_suggestion_praise_and_deviation_are_among_them() -> None:
    kinds = {example.case.kind for example in _WITH_CASE if example.case}
    assert kinds == set(Kind) - {Kind.LEX_SARAH}


@pytest.mark.parametrize("example", _WITH_CASE, ids=by_summary)
def test_intake_understands_the_body(example: Example) -> None:
    assert example.case
    request = CaseRequest.model_validate_json(example.case.body(_TODAY))
    assert request.channel is example.channel
    assert request.text == example.case.text.strip()
    if example.case.occurred_days_ago is not None:
        assert request.occurred_on
        assert (_TODAY - request.occurred_on).days == example.case.occurred_days_ago


@pytest.mark.parametrize("example", _WITH_CASE, ids=by_summary)
def test_board_unit_and_category_exist(example: Example, organisation: Organisation) -> None:
    case = example.case
    assert case
    board = organisation.known_board(case.board)
    assert case.unit is None or case.unit in {unit.id for unit in organisation.units_of(board.id)}
    offered = {category.id for category in board.category_list.offered(case.kind)}
    assert case.category is None or case.category in offered


def test_mail_goes_to_a_boards_own_address(organisation: Organisation) -> None:
    inboxes = {address for board in organisation.boards for address in board.inboxes}
    (mail,) = [example.mail for example in load_examples() if example.sender is Sender.MAIL]
    assert mail
    assert mail.recipient in inboxes


def test_addresses_are_tagged_for_one_run_and_nothing_else_changes() -> None:
    for example in load_examples():
        tagged = example.tagged("run1")
        if example.address is None:
            assert tagged == example
        else:
            assert tagged.address == with_tag(example.address, "run1")
            assert tagged.address.endswith(".example")
            assert json.dumps(tagged.model_dump(mode="json")).count("+run1@") == 1


@pytest.mark.parametrize(
    "content",
    [
        "summary = ",
        'summary = "S"\nsender = "public"',
        'summary = "S"\nsender = "mail"\n[case]\nboard="sn"\nkind="view"\nchannel="web"\ntext="T"',
        'summary = "S"\nsender = "staff"\n[case]\nbord="sn"\nkind="view"\nchannel="web"\ntext="T"',
    ],
    ids=["not TOML", "nothing to send", "case sent by mail", "misspelt field"],
)
def test_wrong_example_is_refused_by_file_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "01-wrong.toml"
    file.write_text(content)
    with pytest.raises(LauncherFailure, match=r"01-wrong\.toml"):
        load_examples(tmp_path)
