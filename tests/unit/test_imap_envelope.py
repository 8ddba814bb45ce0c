"""What an IMAP mail was sent to and from, as far as it says."""

from typing import Any

import pytest

from services.intake.imap.envelope import UNKNOWN_SENDER, Arrival, arrival
from services.intake.imap.mailboxes import MailboxSettings
from shared.events.vocabulary import Channel
from shared.organisation import Organisation

SN = "synpunkter.sn@exempelkommun.example"
VON = "synpunkter.von+hemvard-norr@exempelkommun.example"


def mailbox(**changes: Any) -> MailboxSettings:
    given = {"name": "brevlada", "host": "h", "user": "u", "password_env": "X", **changes}
    return MailboxSettings.model_validate(given)


def arrived(organisation: Organisation, head: str, **changes: Any) -> Arrival:
    raw = head.replace("\n", "\r\n").encode("utf-8", "surrogateescape") + b"\r\n\r\nHej"
    return arrival(7, raw, mailbox(**changes), organisation)


@pytest.mark.parametrize(
    ("head", "recipients"),
    [
        (f"To: {SN}", (SN,)),
        (f"To: Socialnämnden <{SN}>, granne@post.example\nCc: {VON}", (SN, VON)),
        (f"To: {SN}\nDelivered-To: {VON}", (VON, SN)),
        (f"X-Original-To: <{VON}>\nTo: undisclosed-recipients:;", (VON,)),
        (f"Envelope-To: {SN}\nTo: {SN.upper()}", (SN, SN.upper())),
        ("To: granne@post.example", ()),
        ('To: "trasig <', ()),
    ],
)
def test_recipients_are_our_own_of_those_in_the_header(
    organisation: Organisation, head: str, recipients: tuple[str, ...]
) -> None:
    assert arrived(organisation, head).delivered.recipients == recipients


def test_a_mail_to_nobody_of_ours_is_for_the_mailboxs_own_board(
    organisation: Organisation,
) -> None:
    found = arrived(organisation, "To: kommunen@exempelkommun.example", board="von")

    (recipient,) = found.delivered.recipients
    board = organisation.board_for_address(recipient)
    assert board is not None
    assert board.id == "von"


@pytest.mark.parametrize(
    ("head", "return_path"),
    [
        ("Return-Path: <kund@post.example>\nFrom: annan@post.example", "kund@post.example"),
        ("Return-Path: <>\nFrom: mailer-daemon@post.example", ""),
        ("Return-Path:\nFrom: mailer-daemon@post.example", ""),
        ("From: Kund <kund@post.example>", "kund@post.example"),
        ("Subject: ingen avsändare", UNKNOWN_SENDER),
    ],
)
def test_only_an_empty_return_path_is_a_bounce(
    organisation: Organisation, head: str, return_path: str
) -> None:
    assert arrived(organisation, head).delivered.return_path == return_path


def test_the_bytes_and_where_they_came_from_are_kept(organisation: Organisation) -> None:
    raw = b"\xff\xfe\r\n: \r\n\x00"

    found = arrival(7, raw, mailbox(channel="voicemail"), organisation, whole_size=30_000_000)

    assert found.delivered.raw == raw
    assert found.delivered.source == "imap:brevlada"
    assert found.delivered.channel is Channel.VOICEMAIL
    assert found.delivered.whole_size == 30_000_000
    assert found.message_id is None
