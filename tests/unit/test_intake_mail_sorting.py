"""What a mail answers to, whom it is for, and whether a person wrote it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.intake.mail.addresses import (
    Destination,
    destination,
    first_destination,
    own_addresses,
    own_domains,
)
from services.intake.mail.archive import PIECE, in_pieces
from services.intake.mail.bounces import mails_told_of
from services.intake.mail.reading import read_mail
from services.intake.mail.sender_caps import DAY, HOUR, SenderCaps
from services.intake.mail.sorting import Own, Parked, is_answer_by_machine, why_parked
from services.intake.mail.threads import cases_of_notices, reference_in
from services.intake.mail.voicemail import caller_of
from shared.clock import SystemClock
from shared.events.vocabulary import Channel
from shared.organisation import Organisation
from tests.support.mails import own_mails

SENDER = "kund@post.example"
NOW = SystemClock().now()


@pytest.fixture(scope="module")
def own(organisation: Organisation) -> Own:
    return Own(own_addresses(organisation), own_domains(organisation))


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("", None),
        ("Auto-Submitted: no", None),
        ("Auto-Submitted: No; really", None),
        ("auto-submitted: AUTO-REPLIED", Parked.AUTOMATIC),
        ("Auto-Submitted: auto-generated; owner-email=x", Parked.AUTOMATIC),
        ("X-Auto-Response-Suppress: OOF", None),
        ("X-Autoreply: yes", Parked.AUTOMATIC),
        ("X-Autorespond: Semester", Parked.AUTOMATIC),
        ("X-Auto-Reply: no", None),
        ("Precedence: auto_reply", Parked.AUTOMATIC),
        ("X-Precedence: auto-reply", Parked.AUTOMATIC),
        ("Precedence: Junk", Parked.AUTOMATIC),
        ("Precedence: first-class", None),
        ("Precedence: list", Parked.MAILING_LIST),
        ("List-Id: <x.example>", Parked.MAILING_LIST),
        ("List-Id: Nytt <nytt.x.example>\nPrecedence: bulk", Parked.MAILING_LIST),
        ("List-Id: <synpunkter.exempelkommun.example>\nPrecedence: list", None),
        ("List-Id: x\nList-Post: <mailto:synpunkter@exempelkommun.example>", None),
        ("List-Id: <exempelkommun.example.post.example>", Parked.MAILING_LIST),
        ("List-Unsubscribe: <https://post.example/av>", None),
        ("X-Lyhord-Reference: 26-00000-00000", Parked.OWN_MAIL),
        ("X-Lyhord: 1\nAuto-Submitted: auto-generated", Parked.OWN_MAIL),
        ("Content-Type: multipart/report; report-type=disposition-notification", Parked.BOUNCE),
        ("X-Failed-Recipients: kund@post.example", Parked.BOUNCE),
        ("From: MAILER-DAEMON@post.example", Parked.BOUNCE),
        ("From: postmaster@post.example\nAuto-Submitted: auto-replied", Parked.BOUNCE),
        ("From: postmaster@post.example", None),
        ("From: noreply@post.example", None),
        ("From: Nämnden <SVAR.SN@Exempelkommun.example>", Parked.OWN_MAIL),
        ("Subject: Automatiskt svar: på semester", None),
        ("Subject: Undelivered Mail Returned to Sender", None),
    ],
)
def test_what_no_person_wrote_is_put_aside(head: str, reason: Parked | None, own: Own) -> None:
    mail = read_mail(f"{head}\nX-Test: 1\n\nHej".encode())

    assert why_parked(mail, SENDER, Channel.EMAIL, own) is reason


@pytest.mark.parametrize("return_path", ["", "<>", " <> "])
def test_what_must_not_be_answered_is_put_aside(return_path: str, own: Own) -> None:
    mail = read_mail(b"From: kund@post.example\n\nHej")
    automatic = read_mail(b"From: kund@post.example\nAuto-Submitted: auto-replied\n\nHej")

    assert why_parked(mail, return_path, Channel.EMAIL, own) is Parked.BOUNCE
    assert why_parked(automatic, return_path, Channel.EMAIL, own) is Parked.AUTOMATIC


@pytest.mark.parametrize("channel", [Channel.VOICEMAIL, Channel.LETTER, Channel.CONTACT_CENTRE])
def test_what_a_machine_of_ours_sends_is_never_put_aside_for_that(
    channel: Channel, own: Own
) -> None:
    automatic = read_mail(b"Auto-Submitted: auto-generated\nPrecedence: bulk\n\nHej")
    ours = read_mail(b"X-Lyhord-Reference: x\n\nHej")

    assert why_parked(automatic, "", channel, own) is None
    assert why_parked(ours, SENDER, channel, own) is Parked.OWN_MAIL


@pytest.mark.parametrize(
    ("subject", "automatic"),
    [
        ("Automatiskt svar: Vi har tagit emot", True),
        ("Autosvar: x", True),
        ("Frånvaro: x", True),
        ("Frånvarande (semester)", True),
        ("Out of Office: x", True),
        ("Automatic reply: x", True),
        ("Auto: x", True),
        ("Sv: Vi har tagit emot", False),
        ("Sv: Automatiskt svar: x", False),
        ("Automatiskt svar fungerar inte", False),
        ("Automaten är trasig: igen", False),
        ("", False),
    ],
)
def test_an_answer_is_known_for_a_machines_by_how_its_subject_begins(
    subject: str, automatic: bool
) -> None:
    mail = read_mail(f"Subject: {subject}\n\nHej".encode())

    assert is_answer_by_machine(mail) is automatic


def test_a_notice_names_its_case() -> None:
    older, newer = uuid4(), uuid4()
    references = [
        "x@post.example",
        f"{uuid4()}.{older}@exempelkommun.example",
        f"{uuid4().hex}.{newer.hex}@exempelkommun.example",
        f"{uuid4()}.{older}@exempelkommun.example",
        f"{uuid4()}@exempelkommun.example",
        f"{'-' * 32}.{'-' * 36}@exempelkommun.example",
    ]

    assert cases_of_notices(references) == [older, newer]


@pytest.mark.parametrize("name", ["bounce", "bounce-in-plain-words"])
def test_a_bounce_tells_which_notice_came_back(name: str) -> None:
    raw = own_mails()[name]

    assert [str(each) for each in cases_of_notices(mails_told_of(read_mail(raw), raw))] == [
        "0198d6a0-0000-5000-8000-000000000002"
    ]


@pytest.mark.parametrize(
    ("subject", "reference"),
    [
        ("Sv: Ditt ärende [26-7KQ2M-X9D4T]", "26-7KQ2M-X9D4T"),
        ("[Externt] SV: [ 26-7kq2m-x9d4t ] tack", "26-7KQ2M-X9D4T"),
        ("[26-7KQ2M-X9D4T", None),
        ("26-7KQ2M-X9D4T", None),
        ("[Viktigt] [SN 2026-00047]", None),
    ],
)
def test_a_subject_carries_a_reference_in_brackets(subject: str, reference: str | None) -> None:
    assert reference_in(subject) == reference


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("synpunkter.von@exempelkommun.example", Destination("von")),
        ("SYNPUNKTER.von@EXEMPELKOMMUN.example", Destination("von")),
        ("svar.sn@exempelkommun.example", Destination("sn")),
        ("synpunkter.von+hemvard-norr@exempelkommun.example", Destination("von", "hemvard-norr")),
        ("synpunkter.von+a+b@exempelkommun.example", Destination("von", "a+b")),
        ("synpunkter.von+@exempelkommun.example", Destination("von")),
        (
            "rostbrevlada.sn@exempelkommun.example",
            Destination("sn", channel=Channel.VOICEMAIL),
        ),
        (
            "Skanning.SN+bostad@exempelkommun.example",
            Destination("sn", "bostad", Channel.LETTER),
        ),
        ("synpunkter.von@annan.example", None),
        ("+x@exempelkommun.example", None),
        ("postmaster", None),
        ("", None),
    ],
)
def test_an_address_is_a_boards_or_nobodys(
    organisation: Organisation, address: str, found: Destination | None
) -> None:
    assert destination(address, organisation) == found


def test_of_several_recipients_the_one_that_names_a_unit_counts(
    organisation: Organisation,
) -> None:
    sn, von = "synpunkter.sn@exempelkommun.example", "synpunkter.von+lss@exempelkommun.example"

    assert first_destination([sn, von], organisation) == Destination("von", "lss")
    assert first_destination(["x@annan.example", sn], organisation) == Destination("sn")
    assert first_destination([], organisation) == Destination(organisation.default_board)


@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("Subject: Missat samtal 08-465 004 05", "08-465 004 05"),
        ("Subject: Voice mail from +46846500405 (23 seconds)", "+46846500405"),
        ("Subject: x 0846500405 20261122 1005", "0846500405"),
        ("Subject: Meddelande\nFrom: 08-465 004 05 <noreply@telefoni.example>", "08-465 004 05"),
        ("From: +46846500405@telefoni.example", "+46846500405"),
        ("X-CallingTelephoneNumber: 0846500405", "0846500405"),
        ("Subject: 2026-11-22 10:05, 23 sekunder", None),
        ("Subject: Dolt nummer", None),
    ],
)
def test_a_voicemail_tells_who_called(head: str, number: str | None) -> None:
    assert caller_of(read_mail(f"{head}\n\nHej".encode())) == number


def test_a_sender_is_taken_in_so_many_times_an_hour() -> None:
    caps = SenderCaps(of_sender=2, of_all=3)

    taken = [caps.over(str(n), "a", NOW + timedelta(minutes=n)) for n in range(3)]
    again = caps.over("1", "a", NOW + timedelta(minutes=3))
    other = [caps.over(f"b{n}", "b", NOW + timedelta(minutes=4)) for n in range(2)]
    later = caps.over("4", "a", NOW + HOUR)

    assert taken == [None, None, Parked.TOO_MANY_FROM_SENDER]
    assert again is None
    assert other == [None, Parked.TOO_MANY]
    assert later is None


def test_the_same_words_are_taken_in_twice_a_day() -> None:
    caps = SenderCaps()
    words = ("sn", "Tack för ditt mejl.")

    same = [caps.over(str(n), "a", NOW + timedelta(hours=n), words) for n in range(3)]
    others = [
        caps.over("3", "a", NOW + timedelta(hours=3), ("von", words[1])),
        caps.over("4", "b", NOW + timedelta(hours=3), words),
        caps.over("5", "a", NOW + timedelta(hours=3)),
        caps.over("6", "a", NOW + DAY, words),
    ]

    assert same == [None, None, Parked.REPEATED]
    assert others == [None, None, None, None]


def test_without_a_cap_everything_is_taken_in() -> None:
    caps = SenderCaps(of_sender=0, of_all=0)

    assert {caps.over(str(n), "a", NOW, ("sn", "x")) for n in range(100)} == {None}


def test_senders_without_number_do_not_fill_the_memory() -> None:
    caps = SenderCaps(of_sender=1, of_all=0)

    for n in range(25_000):
        assert caps.over(str(n), f"{n}@post.example", NOW) is None

    assert caps.over("x", "24999@post.example", NOW) is Parked.TOO_MANY_FROM_SENDER
    assert caps.over("y", "0@post.example", NOW) is None


def test_a_mail_in_pieces_is_the_mail() -> None:
    raw = bytes(range(256)) * (PIECE // 100)

    pieces = in_pieces(raw, "digest")

    assert b"".join(piece.content for piece in pieces) == raw
    assert max(len(piece.content) for piece in pieces) == PIECE
    assert [piece.id for piece in pieces] == ["digest/0", "digest/1", "digest/2"]
