"""What mail servers of many makes report of a mail of ours, as far as it can be understood."""

import tomllib
from typing import Any
from uuid import UUID

import pytest

from services.intake.mail.addresses import own_addresses, own_domains
from services.intake.mail.delivery_reports import (
    DeliveryReport,
    Fate,
    cause_of,
    delivery_report,
)
from services.intake.mail.reading import read_mail
from services.intake.mail.sorting import Own, Parked, why_parked
from shared.events.notices import BounceCause
from shared.events.vocabulary import Channel
from shared.organisation import Organisation
from tests.support.mails import CORPUS

NOTICE = UUID("0198d6a0-0000-7000-8000-000000000001")
CASE = UUID("0198d6a0-0000-5000-8000-000000000002")
MARK = "00112233445566ff"
BOUNCES: dict[str, bytes] = {
    path.stem: path.read_bytes() for path in sorted((CORPUS / "bounces").glob("*.eml"))
}
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    (CORPUS / "bounces.toml").read_text(encoding="utf-8")
)


def read(raw: bytes) -> DeliveryReport | None:
    return delivery_report(read_mail(raw), raw)


def test_every_bounce_is_expected_and_every_expected_one_is_there() -> None:
    assert set(BOUNCES) == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_bounce_reports_what_is_expected(
    name: str, line_end: bytes, organisation: Organisation
) -> None:
    raw = BOUNCES[name].replace(b"\n", line_end)
    own = Own(own_addresses(organisation), own_domains(organisation))
    told = EXPECTED[name]
    expected = (
        DeliveryReport(
            notice=NOTICE,
            case_id=CASE,
            mark=told.get("mark", MARK),
            fate=Fate(told["fate"]),
            status=told.get("status"),
            cause=BounceCause(told["cause"]),
        )
        if told
        else None
    )

    assert why_parked(read_mail(raw), "", Channel.EMAIL, own) is Parked.BOUNCE
    assert read(raw) == expected


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_bounce_that_is_cut_anywhere_can_be_read(name: str) -> None:
    raw = BOUNCES[name]

    for end in range(0, len(raw), 97):
        found = read(raw[:end])
        assert found is None or (found.notice, found.case_id) == (NOTICE, CASE)


def test_the_report_holds_nothing_of_the_address_or_the_words() -> None:
    for raw in BOUNCES.values():
        found = read(raw)
        told = found.model_dump_json() if found else ""
        assert "@" not in told
        assert "post.example" not in told


@pytest.mark.parametrize(
    ("status", "said", "cause"),
    [
        ("5.1.8", "", BounceCause.REFUSED),
        ("5.2.9", "", BounceCause.MAILBOX_CLOSED),
        ("5.3.4", "", BounceCause.TOO_LARGE),
        ("5.3.0", "", BounceCause.UNREACHABLE),
        ("5.5.4", "", BounceCause.OTHER),
        ("5.6.1", "", BounceCause.REFUSED),
        (None, "", BounceCause.OTHER),
        (None, "550 Requested action not taken: mailbox unavailable", BounceCause.ADDRESS),
        ("5.0.0", "smtp; 550 5.7.26 unauthenticated", BounceCause.REFUSED),
        ("5.7.1", "User unknown", BounceCause.ADDRESS),
    ],
)
def test_the_cause_is_told_by_the_most_exact_code(
    status: str | None, said: str, cause: BounceCause
) -> None:
    assert cause_of(status, said) is cause
