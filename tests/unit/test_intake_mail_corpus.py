"""Every mail of the corpus becomes what its line in the table says."""

import pytest

from services.intake.mail.addresses import first_destination, own_addresses, own_domains
from services.intake.mail.as_case import (
    as_case_request,
    as_message_request,
    forwarded_by,
    marks,
    quoted_in,
)
from services.intake.mail.reading import read_mail
from services.intake.mail.sorting import Own, why_parked
from shared.organisation import Organisation
from tests.corpus.making import made
from tests.support.mails import SENDER, Expected, expectations, own_mails, pythons_mails


def test_every_mail_is_expected_and_every_expected_mail_is_there() -> None:
    assert set(own_mails()) == set(expectations())


def test_mails_that_no_editor_can_write_are_as_they_are_made() -> None:
    ours = own_mails()

    assert {name for name, raw in made().items() if ours[name] != raw} == set()


@pytest.mark.parametrize("name", sorted(expectations()))
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_mail_becomes_what_is_expected(
    name: str, line_end: bytes, organisation: Organisation
) -> None:
    expected = expectations()[name]
    raw = own_mails()[name].replace(b"\n", line_end)
    if name == "utf16-undeclared":
        raw = own_mails()[name]  # a line end of one byte would shift the letters
    domains = own_domains(organisation)
    destination = first_destination([expected.recipient], organisation)
    channel = destination.channel

    mail = read_mail(raw)
    request = as_case_request(mail, destination, channel, own_domains=domains)
    passed_on_by = forwarded_by(mail, channel, domains)

    assert as_message_request(mail).text == request.text
    became = Expected(
        text=request.text[: len(expected.text)] if expected.only_beginning else request.text,
        only_beginning=expected.only_beginning,
        quoted=quoted_in(mail),
        subject=mail.subject,
        marks=tuple(mark.value for mark in marks(mail)),
        files=tuple(each.shown_name or "" for each in mail.enclosures),
        email=request.contact.email,
        phone=request.contact.phone,
        forwarded_by=passed_on_by.email if passed_on_by else None,
        channel=request.channel,
        parked=why_parked(mail, SENDER, channel, Own(own_addresses(organisation), domains)),
        recipient=expected.recipient,
    )
    assert became == expected


def test_pythons_own_mails_are_here_and_say_what_they_say() -> None:
    read = {name: read_mail(raw) for name, raw in pythons_mails().items()}

    assert len(read) > 40
    silent = {name for name, mail in read.items() if mail.text is None and not mail.enclosures}
    # Those have header fields alone, or parts without a letter in them.
    assert silent == {
        *("msg_08.txt", "msg_09.txt", "msg_12.txt", "msg_12a.txt", "msg_18.txt", "msg_24.txt")
    }
