"""Mails are divided as the standard library divides them, and where it gives up, further."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import compat32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.mail.reading import read_mail
from services.intake.mail.structure import PARTS, Budget, Part, parts_of
from services.intake.mail.transfer import undone, uu_files
from tests.support.mails import own_mails, pythons_mails

Leaf = tuple[str, bytes]

DIVIDED_FURTHER = {
    # Its parser has no boundary, or another one than the mail uses.
    *("msg_25.txt", "msg_31.txt", "msg_42.txt", "boundary-not-declared", "wrong-boundary"),
    # It takes two boundaries in a row for one.
    "msg_37.txt",
    # It stops at the first padding, or lets the last letters be.
    *("base64-in-pieces", "mixed-related-alternative"),
    # Deeper than anybody writes.
    "nested-too-deep",
}
_LEFT_WHOLE = frozenset(
    {
        *("message/delivery-status", "message/external-body"),
        "message/disposition-notification",
    }
)


def test_parts_are_those_of_the_standard_library() -> None:
    mails = {**pythons_mails(), **own_mails()}

    other = {
        name
        for name, raw in mails.items()
        if list(_ours(parts_of(raw, Budget()))) != list(_theirs(message_from_bytes(raw)))
    }

    assert other == DIVIDED_FURTHER


_texts = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    max_size=60,
)


@st.composite
def _messages(draw: st.DrawFn, depth: int = 0) -> EmailMessage:
    """A mail as a program writes it: texts, pages, files and mails in it."""
    message = EmailMessage()
    message["Subject"] = "x"
    message.set_content(draw(_texts))
    if draw(st.booleans()):
        message.add_alternative(draw(_texts), subtype="html")
    for _ in range(draw(st.integers(0, 2))):
        message.add_attachment(
            draw(st.binary(max_size=60)), maintype="image", subtype="png", filename="å.png"
        )
    if depth < 2 and draw(st.booleans()):
        message.add_attachment(draw(_messages(depth + 1)))
    return message


@settings(max_examples=60, deadline=None)
@given(message=_messages())
def test_what_a_program_has_put_together_is_taken_apart_again(message: EmailMessage) -> None:
    for raw in (message.as_bytes(), message.as_bytes().replace(b"\n", b"\r\n")):
        theirs = list(_theirs(message_from_bytes(raw, policy=compat32)))
        assert list(_ours(parts_of(raw, Budget()))) == theirs


def _ours(part: Part) -> Iterator[Leaf]:
    if part.children:
        for child in part.children:
            yield from _ours(child)
    elif part.content_type not in _LEFT_WHOLE:
        yield part.content_type, _bare(part.content().content)


def _theirs(message: Message) -> Iterator[Leaf]:
    if message.get_content_type() in _LEFT_WHOLE:
        return
    if message.is_multipart():
        for child in message.get_payload():
            assert isinstance(child, Message)
            yield from _theirs(child)
    else:
        payload = message.get_payload(decode=True)
        yield message.get_content_type(), _bare(payload if isinstance(payload, bytes) else b"")


def _bare(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").strip()


def test_a_mail_without_end_is_read_as_far_as_its_parts_are_counted() -> None:
    head = b"Subject: Brett\nContent-Type: multipart/mixed; boundary=b\n\n"

    wide = parts_of(head + b"--b\n\nx\n" * 100_000, budget := Budget())
    mail = read_mail(head + b"--b\n\nx\n" * 100_000)

    assert (len(wide.children), budget.cut) == (PARTS, True)
    assert (mail.subject, mail.readable) == ("Brett", False)


def test_a_mail_of_nothing_but_header_fields_is_read_as_far_as_a_head_goes() -> None:
    mail = read_mail(b"Subject: Bomb\n" + b"X-Fill: aaaaaaaaaaaaaaaa\n" * 400_000 + b"\nHej")

    assert mail.subject == "Bomb"
    assert not mail.readable


@pytest.mark.parametrize(
    ("encoded", "encoding", "content", "whole"),
    [
        (b"YWJj\n", "base64", b"abc", True),
        (b"YWJ", "base64", b"ab", True),
        (b"YWJjZ", "base64", b"abc", False),
        (b"Y W J j", "base64", b"abc", True),
        (b"YQ==\nYg==", "base64", b"ab", True),
        (b"YWJj!YWJj", "base64", b"abcabc", False),
        (b"Hej hopp", "base64", b"Hej hopp", True),
        (b"=C3=A5=\n=C3", "quoted-printable", b"\xc3\xa5\xc3", True),
        (b"=ZZ =", "quoted-printable", b"=ZZ ", True),
        (b"begin 644 x\n#86)C\n`\nend\n", "x-uuencode", b"abc", True),
        (b"begin 644 x\n#86)C\n", "uue", b"abc", True),
        (b"Hej", "x-uuencode", b"Hej", False),
        (b"abc", "no-such", b"abc", True),
    ],
)
def test_a_transfer_encoding_is_undone_as_far_as_it_goes(
    encoded: bytes, encoding: str, content: bytes, whole: bool
) -> None:
    assert undone(encoded, encoding) == (content, whole)


def test_prose_that_looks_like_a_file_is_prose() -> None:
    assert not list(uu_files(b"begin 644 now and then\nWE SHOUT\nbut not always\nend\n"))
