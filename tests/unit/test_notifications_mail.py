"""A mail's bytes, read back as any mail program would."""

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from uuid import UUID

import pytest

from services.notifications.texts.mail import Envelope, Mail, compose
from services.notifications.texts.texts import Text
from shared.pages.languages import Language

ENVELOPE = Envelope(
    sender="svar.sn@exempelkommun.example",
    sender_name="Socialnämnden, Exempelkommun",
    recipient="kund@post.example",
    reply_to="svar.sn@exempelkommun.example",
)
NOTICE = "0b6f4e0e-8a55-5d3c-9a7e-2b1f4e6f7a10"
CASE = UUID("0199a7d0-0000-7000-8000-000000000001")
WRITTEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def composed(text: Text, envelope: Envelope = ENVELOPE, **headers: str) -> Mail:
    return compose(
        envelope,
        text,
        Language.SWEDISH,
        notice_id=NOTICE,
        case_id=CASE,
        written_at=WRITTEN,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def read(mail: Mail) -> EmailMessage:
    return BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(mail.content)


def test_headers_and_both_texts_are_read_back_as_written() -> None:
    text = Text("Ärende [26-7KQ2M-X9D4T]", "Åäö\n.punkt\nslut \n", "<p>Åäö</p>\n")

    mail = read(composed(text, X_Lyhord_Reference="26-7KQ2M-X9D4T"))

    assert mail["Subject"] == text.subject
    assert mail["From"].addresses[0].display_name == ENVELOPE.sender_name
    assert mail["From"].addresses[0].addr_spec == ENVELOPE.sender
    assert mail["To"] == ENVELOPE.recipient
    assert mail["Date"].datetime == WRITTEN
    assert mail["Message-ID"] == f"<{NOTICE}.{CASE}@exempelkommun.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Lyhord-Reference"] == "26-7KQ2M-X9D4T"
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    contents = [part.get_content().replace("\r\n", "\n").rstrip("\n") for part in parts]
    assert contents == ["Åäö\n.punkt\nslut ", "<p>Åäö</p>"]
    assert not mail.defects
    assert not any(part.defects for part in parts)


@pytest.mark.parametrize(
    "subject",
    [
        "x",
        "We have received your case",
        "å" * 200,
        "👩‍👩‍👧" * 20,
        "Vi har tagit emot ditt ärende " * 5,
    ],
)
def test_a_subject_of_any_length_and_script_survives(subject: str) -> None:
    assert read(composed(Text(subject, "a\n", "a")))["Subject"] == subject


def test_lines_are_short_ascii_and_end_as_mail_demands() -> None:
    content = composed(Text("å" * 90, "ö" * 500 + "\n", "<p>" + "x" * 2000 + "</p>")).content

    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")
    # A Message-ID cannot be folded, and may be as long as it is (RFC 5322, 2.1.1).
    assert max(len(line) for line in lines if not line.startswith(b"Message-ID:")) <= 78
    assert max(len(line) for line in lines) <= 998


def test_the_same_notice_gives_the_same_bytes() -> None:
    text = Text("Ärende", "Hej\n", "<p>Hej</p>")

    assert composed(text) == composed(text)


@pytest.mark.parametrize("value", ["a\r\nBcc: b@post.example", "a\nb", "å", "a\x00"])
def test_a_header_cannot_be_ended_from_within(value: str) -> None:
    with pytest.raises(ValueError, match="one line of ASCII"):
        composed(Text("a", "b\n", "c"), X_Lyhord_Reference=value)


def test_who_it_goes_to_and_what_it_says_are_not_shown_in_logs() -> None:
    mail = composed(Text("a", "hemligt\n", "hemligt"))

    assert "kund" not in repr(mail)
    assert "hemligt" not in repr(mail)
    assert "kund" not in repr(ENVELOPE)
