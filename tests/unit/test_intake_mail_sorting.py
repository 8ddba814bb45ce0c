"""What a mail answers to, whom it is for, and whether a person wrote it."""

from uuid import uuid4

import pytest

from services.intake.mail.addresses import Destination, destination, first_destination
from services.intake.mail.archive import PIECE, in_pieces
from services.intake.mail.reading import read_mail
from services.intake.mail.sorting import Parked, why_parked
from services.intake.mail.threads import cases_of_notices, reference_in
from shared.organisation import Organisation

OWN = frozenset({"svar.sn@exempelkommun.example"})
SENDER = "kund@post.example"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("", None),
        ("Auto-Submitted: no", None),
        ("Auto-Submitted: No; really", None),
        ("auto-submitted: AUTO-REPLIED", Parked.AUTOMATIC),
        ("Auto-Submitted: auto-generated; owner-email=x", Parked.AUTOMATIC),
        ("X-Auto-Response-Suppress: OOF", Parked.AUTOMATIC),
        ("Precedence: auto_reply", Parked.AUTOMATIC),
        ("Precedence: Junk", Parked.AUTOMATIC),
        ("Precedence: first-class", None),
        ("Precedence: list", Parked.MAILING_LIST),
        ("List-Id: <x.example>", Parked.MAILING_LIST),
        ("X-Lyhord-Reference: 26-00000-00000", Parked.OWN_MAIL),
        ("X-Lyhord: 1\nAuto-Submitted: auto-generated", Parked.OWN_MAIL),
        ("Content-Type: multipart/report; report-type=disposition-notification", Parked.BOUNCE),
        ("From: Nämnden <SVAR.SN@Exempelkommun.example>", Parked.OWN_MAIL),
        ("Subject: Automatiskt svar: på semester", None),
    ],
)
def test_what_no_person_wrote_is_put_aside(head: str, reason: Parked | None) -> None:
    mail = read_mail(f"{head}\nX-Test: 1\n\nHej".encode())
    sender = mail.sender.address or SENDER

    assert why_parked(mail.headers, mail.content_type, SENDER, sender, OWN) is reason


@pytest.mark.parametrize("return_path", ["", "<>", " <> "])
def test_what_must_not_be_answered_is_a_bounce(return_path: str) -> None:
    mail = read_mail(b"From: kund@post.example\n\nHej")

    assert why_parked(mail.headers, "text/plain", return_path, SENDER, OWN) is Parked.BOUNCE


def test_a_notice_names_its_case() -> None:
    older, newer = uuid4(), uuid4()
    references = [
        "x@post.example",
        f"{uuid4()}.{older}@exempelkommun.example",
        f"{uuid4().hex}.{newer.hex}@exempelkommun.example",
        f"{uuid4()}@exempelkommun.example",
        f"{'-' * 32}.{'-' * 36}@exempelkommun.example",
    ]

    assert cases_of_notices(references) == [newer, older]


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


def test_headers_that_repeat_are_read_by_the_first_and_ids_once() -> None:
    mail = read_mail(
        b"Subject: Ett\nSubject: Tv\xc3\xa5\nFrom: root\nFrom: kund@post.example\n"
        b"References: <a@x>\n <b@x> <a@x>\nIn-Reply-To: <c@x> (fr\xe5n dig)\n\n"
    )

    assert mail.subject == "Ett"
    assert mail.sender.address == SENDER
    assert mail.references == ("a@x", "b@x", "c@x")


def test_a_mail_in_pieces_is_the_mail() -> None:
    raw = bytes(range(256)) * (PIECE // 100)

    pieces = in_pieces(raw, "digest")

    assert b"".join(piece.content for piece in pieces) == raw
    assert max(len(piece.content) for piece in pieces) == PIECE
    assert [piece.id for piece in pieces] == ["digest/0", "digest/1", "digest/2"]
