"""Mails of every sort are read, and become a case whatever they are."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.intake.case_request import MAXIMUM_TEXT
from services.intake.mail.addresses import Destination
from services.intake.mail.as_case import CUT, NO_TEXT, as_case_request, as_message_request, marks
from services.intake.mail.charsets import decoded
from services.intake.mail.reading import read_mail
from services.intake.mail.text import text_of_html
from services.intake.message import MessagePosting, receive_message
from services.intake.reception import PUBLIC
from services.intake.submission import Posting, receive
from shared.clock import SystemClock
from shared.events.facts import Mark
from shared.events.submissions import Raw
from shared.ids import new_id
from shared.organisation import Organisation
from shared.store.outbox import OutboxEntry

CORPUS = Path(__file__).parents[1] / "data" / "mail"
LAY = "Larmet låg på golvet."
WHOLE = f"{LAY} Ingen kom förrän på morgonen."
SENDER = "kund@post.example"

# What stands in the file of that name, and what of it is marked.
EXPECTED: dict[str, tuple[str, tuple[Mark, ...]]] = {
    "alternative": (WHOLE, ()),
    "alternative-with-empty-plain": (f"{LAY}\n\nIngen kom\n\nförrän på morgonen.", ()),
    "attachment-only": ("Klagomål", (Mark.NO_TEXT,)),
    "broken-base64": (LAY, ()),
    "broken-encoded-words": (WHOLE, ()),
    "broken-quoted-printable": (f"{LAY} =ZZ", ()),
    "calendar": ("Vi vill ha ett möte om larmet.", ()),
    "charset-of-no-text": (WHOLE, ()),
    "empty": ("Klagomål", (Mark.NO_TEXT,)),
    "folded-subject": (WHOLE, ()),
    "forwarded": (f"Se nedan.\n\n{WHOLE}", ()),
    "html-only": (f"{LAY}\n\nIngen kom\n\nförrän på morgonen.", ()),
    "inline-images": (WHOLE, ()),
    "japanese": ("アラーム", ()),
    "latin1-called-utf8": (
        "Larmet l�g p� golvet. Ingen kom f�rr�n p� morgonen.",
        (Mark.UNREADABLE,),
    ),
    "latin1-declared": (WHOLE, ()),
    "latin1-undeclared": (WHOLE, ()),
    "lines-of-dots": (f".\n..\n.{LAY}\n.\nSlut", ()),
    "message-id-without-brackets": (WHOLE, ()),
    "nested-multiparts": (f"{WHOLE}\n\nOch dörren stod olåst.", ()),
    "no-end-boundary": (WHOLE, ()),
    "no-headers": (WHOLE, (Mark.NO_SENDER,)),
    "no-sender": (WHOLE, (Mark.NO_SENDER,)),
    "null-bytes": ("Larmet låg på golvet.[2J", ()),
    "old-mac-lines": ("Larmet låg\npå golvet.", ()),
    "one-long-line": (f"{LAY} " * 900, ()),
    "raw-eight-bit-headers": (WHOLE, ()),
    "raw-utf8-headers": (WHOLE, ()),
    "sender-group": (WHOLE, ()),
    "sender-name-with-address": (WHOLE, ()),
    "sender-without-domain": (WHOLE, (Mark.NO_SENDER,)),
    "signed": (WHOLE, ()),
    "text-attachment-is-no-text": ("Klagomål", (Mark.NO_TEXT,)),
    "unknown-charset": (WHOLE, (Mark.UNREADABLE,)),
    "unknown-transfer-encoding": (WHOLE, ()),
    "utf16": (WHOLE, ()),
    "utf7": (LAY, ()),
    "utf8-called-ascii": (WHOLE, ()),
    "windows1252": ("Larmet låg på golvet – ingen kom “förrän”.", ()),
    "winmail": (WHOLE, ()),
    "winmail-only": ("Klagomål", (Mark.NO_TEXT,)),
    "wrong-boundary": (
        "--wrong\nContent-Type: text/plain\n\nLarmet satt inte fast.\n--wrong--",
        (Mark.UNREADABLE,),
    ),
}


def test_every_file_of_the_corpus_is_expected() -> None:
    assert {path.stem for path in CORPUS.glob("*.eml")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_mail_of_the_corpus(name: str, line_end: bytes) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes().replace(b"\n", line_end)
    mail = read_mail(raw)
    text, marked = EXPECTED[name]

    request = as_case_request(mail, Destination("sn"))

    assert request.text.startswith(text.strip())
    assert marks(mail) == marked
    assert request.contact.email == (None if Mark.NO_SENDER in marked else SENDER)
    if name != "one-long-line":
        assert request.text == text.strip()


@pytest.mark.parametrize(
    ("name", "sender", "subject", "message_id"),
    [
        ("raw-eight-bit-headers", "Åsa", "Larmet på golvet", "raw-eight-bit-headers@post.example"),
        ("raw-utf8-headers", "Åsa", "Larmet på golvet", "raw-utf8-headers@post.example"),
        ("sender-group", "Ett, Namn", "Grupp", "sender-group@post.example"),
        ("message-id-without-brackets", None, None, "utan hakar"),
        ("folded-subject", "Testkund", "Länge väntat utan svar", "folded-subject@post.example"),
        ("no-sender", None, "Utan avsändare", None),
        ("sender-without-domain", "root", "Lokal", "sender-without-domain@post.example"),
        (
            "sender-name-with-address",
            "svar.sn@exempelkommun.example",
            "Namn",
            "sender-name-with-address@post.example",
        ),
    ],
)
def test_headers_however_they_are_written(
    name: str, sender: str | None, subject: str | None, message_id: str | None
) -> None:
    mail = read_mail((CORPUS / f"{name}.eml").read_bytes())

    assert (mail.sender.name, mail.subject, mail.message_id) == (sender, subject, message_id)


def test_encoded_words_that_are_broken_do_not_take_the_subject_with_them() -> None:
    subject = read_mail((CORPUS / "broken-encoded-words.eml").read_bytes()).subject

    assert subject == "Larmet på golvetpå"


def test_a_mail_with_nothing_at_all_says_that_it_is_kept() -> None:
    mail = read_mail(b"")

    assert as_case_request(mail, Destination("sn")).text == NO_TEXT
    assert as_message_request(mail).text == NO_TEXT
    assert marks(mail) == (Mark.NO_SENDER, Mark.NO_TEXT)


def test_a_text_too_long_is_cut_and_says_so() -> None:
    mail = read_mail(b"From: kund@post.example\n\n" + b"Larm! " * MAXIMUM_TEXT)

    text = as_case_request(mail, Destination("sn")).text
    assert len(text) == MAXIMUM_TEXT
    assert text.endswith(CUT)


def test_a_mail_made_to_wear_out_its_reader_is_read_in_part() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )
    deep = read_mail(b"From: kund@post.example\nSubject: Djupt\n" + nested)
    wide = read_mail(b"From: kund@post.example\nContent-Type: text/html\n\n" + b"<div>a" * 100_000)
    brackets = read_mail(b"From: " + b"(" * 50_000 + b" kund@post.example\n\nHej")

    assert (deep.subject, deep.readable, deep.sender.address) == ("Djupt", False, SENDER)
    assert not wide.readable
    assert wide.text is not None
    assert brackets.text == "Hej"


def test_html_keeps_its_lines_and_drops_what_is_not_read() -> None:
    text = text_of_html(
        "<h1>Rubrik</h1><ul><li>ett<li>två</ul>a<span>b</span> c<script>x</script>"
        "<table><tr><td>1</td><td>2</td></tr></table>\n\n<p>slut</p>"
    )

    assert text.split("\n\n") == ["Rubrik", "ett", "två", "ab c", "12", "slut"]


@pytest.mark.parametrize(
    ("content", "charset", "text", "whole"),
    [
        ("å".encode(), "utf-8", "å", True),
        (b"\xe5", "iso-8859-1", "å", True),
        ("å".encode(), "no-such", "å", True),
        (b"\xe5", "no-such", "å", False),
        (b"\xe5", None, "å", True),
        (b"\xe5", "us-ascii", "å", True),
        (b"\x81\xff", None, "\x81ÿ", False),
        (b"a\xe5", "utf-8", "a\ufffd", False),
        (b"a", "rot13", "a", True),
        (b"a", "\x00", "a", True),
    ],
)
def test_charsets_are_tried_until_one_fits(
    content: bytes, charset: str | None, text: str, whole: bool
) -> None:
    assert decoded(content, charset) == (text, whole)


_words = st.binary(max_size=60)
_line_of_header = st.builds(
    lambda name, value: name + b": " + value + b"\n",
    st.sampled_from(
        [
            *(b"From", b"Sender", b"Subject", b"Message-ID", b"References", b"In-Reply-To"),
            *(b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition", b"List-Id"),
        ]
    ),
    st.one_of(
        _words,
        st.sampled_from(
            [
                *(b"multipart/mixed; boundary=b", b"text/html; charset=utf-7", b"message/rfc822"),
                *(b"text/plain; charset*=utf-8''%ED%A0%80", b"attachment; filename*0*=x''%E5"),
                *(b"=?utf-8?b?w6U=?= <a@b.example>", b"=?utf-8?q?=ED=A0=80?="),
                *(b"base64", b"x-uuencode"),
            ]
        ),
    ),
)
_mails = st.builds(
    lambda head, body: b"".join(head) + b"\n" + body,
    st.lists(_line_of_header, max_size=8),
    st.one_of(st.binary(max_size=200), st.sampled_from([b"--b\n\n+2AA-\n--b--", b"<p>+2AA-</p>"])),
)


@settings(max_examples=300, deadline=None)
@given(raw=st.one_of(st.binary(max_size=300), _mails))
@example(raw=b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
@example(raw=b"From: =?utf-7?q?+2AA-?= <a@b.example>\nSubject: \xed\xa0\x80\n\nx")
def test_whatever_comes_in_becomes_a_case_that_can_be_stored_and_sent(
    raw: bytes, organisation: Organisation
) -> None:
    mail = read_mail(raw)
    request = as_case_request(mail, Destination("von", "x" * 200))
    now = SystemClock().now()
    posting = Posting(
        case_id=new_id(),
        at=now,
        by=PUBLIC,
        raw=Raw.MAIL,
        mail="m",
        subject=mail.subject,
        marks=marks(mail),
    )

    submission, received = receive(request, posting, organisation)
    message, told = receive_message(
        as_message_request(mail), MessagePosting(new_id(), new_id(), now, PUBLIC, Raw.MAIL)
    )

    for document in (submission, message):
        str(document.to_bson()).encode()
    for event in (received, told):
        OutboxEntry.of(event).body.encode()
    for identifier in (mail.message_id, *mail.references):
        (identifier or "").encode()
