"""A mail is read whatever it is: header fields, lengths, and every sort of broken bytes."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.intake.case_request import MAXIMUM_TEXT
from services.intake.mail.addresses import Destination
from services.intake.mail.as_case import (
    CUT,
    NO_TEXT,
    as_case_request,
    as_message_request,
    marks,
    quoted_in,
)
from services.intake.mail.reading import Mail, read_mail
from services.intake.message import MessagePosting, receive_message
from services.intake.reception import PUBLIC
from services.intake.submission import Posting, receive
from shared.clock import SystemClock
from shared.events.facts import Mark
from shared.events.submissions import Raw
from shared.ids import new_id
from shared.organisation import Organisation
from shared.store.outbox import OutboxEntry
from tests.support.mails import SENDER, own_mails


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
    mail = read_mail(own_mails()[name])

    assert (mail.sender.name, mail.subject, mail.message_id) == (sender, subject, message_id)


def test_a_charset_that_the_standard_library_stumbles_over_is_as_good_as_none() -> None:
    mail = read_mail(b"Content-Type: text/plain; charset*=\x00'sv'x%E5\n\nL\xe5g p\xe5 golvet.")

    assert (mail.text, mail.readable) == ("Låg på golvet.", True)


def test_headers_that_repeat_are_read_by_the_first_and_ids_once() -> None:
    mail = read_mail(
        b"Subject: Ett\nSubject: Tv\xc3\xa5\nFrom: root\nFrom: kund@post.example\n"
        b"References: <a@x>\n <b@x> <a@x>\nIn-Reply-To: <c@x> (fr\xe5n dig)\n\n"
    )

    assert mail.subject == "Ett"
    assert mail.sender.address == SENDER
    assert mail.references == ("a@x", "b@x", "c@x")


@pytest.mark.parametrize("raw", [b"", b"\n", b"\r\n\r\n", b"\x00"])
def test_a_mail_with_nothing_at_all_says_that_it_is_kept(raw: bytes) -> None:
    mail = read_mail(raw)

    assert as_case_request(mail, Destination("sn")).text == NO_TEXT
    assert as_message_request(mail).text == NO_TEXT
    assert marks(mail) == (Mark.NO_SENDER, Mark.NO_TEXT)


def test_a_text_too_long_is_cut_and_says_so() -> None:
    mail = read_mail(b"From: kund@post.example\n\n" + b"Larm! " * MAXIMUM_TEXT)

    text = as_case_request(mail, Destination("sn")).text
    assert len(text) == MAXIMUM_TEXT
    assert text.endswith(CUT)


def test_a_long_history_is_cut_by_itself() -> None:
    mail = read_mail(b"From: kund@post.example\n\nTack!\n\n" + b"> gammalt\n" * MAXIMUM_TEXT)

    quoted = quoted_in(mail)
    assert mail.text == "Tack!"
    assert quoted is not None
    assert len(quoted) == MAXIMUM_TEXT
    assert quoted.endswith(CUT)


def test_a_text_cut_in_the_middle_of_a_letter_is_still_utf8() -> None:
    head = b"Content-Type: text/plain; charset=utf-8\n\n"

    for shift in range(3):
        mail = read_mail(head + b"x" * shift + "å€".encode() * 300_000)
        assert mail.readable
        assert "\ufffd" not in (mail.text or "")


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
                *(b"multipart/alternative; boundary=b", b"application/ms-tnef", b"text/calendar"),
                *(b"application/pkcs7-mime", b"text/rtf", b"text/plain; format=flowed"),
                *(b"text/plain; charset*=utf-8''%ED%A0%80", b"attachment; filename*0*=x''%E5"),
                *(b"=?utf-8?b?w6U=?= <a@b.example>", b"=?utf-8?q?=ED=A0=80?="),
                *(b"base64", b"x-uuencode", b"quoted-printable"),
            ]
        ),
    ),
)
_mails = st.builds(
    lambda head, body: b"".join(head) + b"\n" + body,
    st.lists(_line_of_header, max_size=8),
    st.one_of(st.binary(max_size=200), st.sampled_from([b"--b\n\n+2AA-\n--b--", b"<p>+2AA-</p>"])),
)


@settings(max_examples=250, deadline=None)
@given(raw=st.one_of(st.binary(max_size=300), _mails))
@example(raw=b"Content-Type: text/plain; charset=utf-7\n\n+2AA-")
@example(raw=b"From: =?utf-7?q?+2AA-?= <a@b.example>\nSubject: \xed\xa0\x80\n\nx")
def test_whatever_comes_in_becomes_a_case_that_can_be_stored_and_sent(
    raw: bytes, organisation: Organisation
) -> None:
    _require_usable(read_mail(raw), organisation)


@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_a_mail_of_the_corpus_with_some_of_it_lost_or_changed_is_still_a_case(
    data: st.DataObject, organisation: Organisation
) -> None:
    name = data.draw(st.sampled_from(sorted(set(own_mails()) - {"one-long-line"})))
    raw = bytearray(own_mails()[name])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        raw[start:end] = data.draw(st.binary(max_size=12))
    if data.draw(st.booleans()):
        del raw[data.draw(st.integers(0, len(raw))) :]

    _require_usable(read_mail(bytes(raw)), organisation)


def _require_usable(mail: Mail, organisation: Organisation) -> None:
    request = as_case_request(mail, Destination("von", "x" * 200))
    now = SystemClock().now()
    posting = Posting(
        case_id=new_id(),
        at=now,
        by=PUBLIC,
        raw=Raw.MAIL,
        mail="m",
        subject=mail.subject,
        quoted=quoted_in(mail),
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
    for text in (mail.message_id, *mail.references, *(each.name for each in mail.enclosures)):
        (text or "").encode()
