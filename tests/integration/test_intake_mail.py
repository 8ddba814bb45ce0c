"""Mail by SMTP to a real process: each one is kept, and becomes what it should."""

import asyncio
import ssl
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.store import EmbeddedStore
from services.intake.smtp import NO_SUCH_RECIPIENT, TAKEN
from shared.ids import new_id
from tests.integration.conftest import MAIL_SIZE_LIMIT as SIZE_LIMIT
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_process import (
    INBOX,
    SENDER,
    IntakeProcess,
    an_id,
    case_of,
    intake_process,
    mail,
    settings_on,
)
from tests.support.mails import Expected, expectations, own_mails, pythons_mails


@pytest.fixture(scope="module")
def intake(mail_intake: IntakeProcess) -> IntakeProcess:
    return mail_intake


@pytest.fixture(scope="module")
def heard(heard_of_mails: Eavesdropper) -> Eavesdropper:
    return heard_of_mails


async def test_a_mail_becomes_a_case_of_the_board_and_unit_it_is_for(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    message_id = an_id()
    raw = mail("Larmet på golvet.", message_id=message_id, subject="=?utf-8?q?Klagom=C3=A5l?=")

    answer = await intake.deliver(
        raw, recipients=["Synpunkter.VON+hemvard-norr@exempelkommun.example"]
    )

    assert answer == TAKEN.removeprefix("250 ")
    case_id = await case_of(intake, message_id)
    event = await heard.first(case_id, "case.received")
    assert (event["facts"]["board"], event["facts"]["unit"]) == ("von", "hemvard-norr")
    assert (event["facts"]["channel"], event["facts"]["kind"]) == ("email", "view")
    assert event["facts"]["acknowledgement"] == "pending"
    assert event["content"]["text"] == "Larmet på golvet."
    assert event["content"]["subject"] == "Klagomål"
    assert event["content"]["contact"] == {"email": SENDER}
    (record,) = await intake.stored("mails", message_id=message_id)
    assert record["raw"] == raw
    assert record["settled"] is True


async def test_a_unit_nobody_knows_is_kept_as_it_was_given(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    message_id = an_id()
    await intake.deliver(
        mail(message_id=message_id), recipients=["synpunkter.von+nattugglan@exempelkommun.example"]
    )

    event = await heard.first(await case_of(intake, message_id), "case.received")
    assert event["facts"]["marks"] == ["unit_unknown"]
    assert event["content"]["unit_as_given"] == "nattugglan"


async def test_mail_to_others_is_not_ours(intake: IntakeProcess) -> None:
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
        await intake.deliver(mail(), recipients=["someone@exempelkommun.example"])

    assert refused.value.recipients[0].code == 550
    assert NO_SUCH_RECIPIENT.endswith(refused.value.recipients[0].message)


async def test_mail_over_the_limit_is_refused_for_good(intake: IntakeProcess) -> None:
    too_large = mail(("x" * 70 + "\r\n") * (SIZE_LIMIT // 72 + 1))
    with pytest.raises(aiosmtplib.SMTPSenderRefused) as announced:
        await intake.deliver(too_large)
    async with aiosmtplib.SMTP(
        hostname=LOOPBACK, port=intake.smtp_port, start_tls=False
    ) as connection:
        await connection.ehlo()
        await connection.mail(SENDER)
        await connection.rcpt(INBOX)
        with pytest.raises(aiosmtplib.SMTPDataError) as sent:
            await connection.data(too_large)

    assert (announced.value.code, sent.value.code) == (552, 552)


async def test_a_large_mail_is_kept_byte_for_byte(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = SENDER, "Bilder"
    message["Message-ID"] = f"<{an_id()}>"
    message.set_content("Se bilden.")
    picture = bytes(range(256)) * 25_000
    message.add_attachment(picture, maintype="image", subtype="png", filename="bild.png")
    raw = message.as_bytes().replace(b"\n", b"\r\n")

    await intake.deliver(raw)

    message_id = str(message["Message-ID"])
    event = await heard.first(await case_of(intake, message_id), "case.received")
    assert event["content"]["text"] == "Se bilden."
    (record,) = await intake.stored("mails", message_id=message_id.strip("<>"))
    pieces = await intake.stored("mail_pieces", _id={"$regex": f"^{record['sha256']}/"})
    assert len(pieces) == record["pieces"] == 3
    in_order = sorted(pieces, key=lambda piece: int(piece["_id"].partition("/")[2]))
    assert b"".join(piece["content"] for piece in in_order) == raw


async def test_the_same_mail_again_is_told_and_makes_no_second_case(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    message_id = an_id()
    raw = mail(message_id=message_id)
    for delivered in (raw, raw, raw.replace(b"Ingen ringer", b"Ingen ringde")):
        await intake.deliver(delivered)

    items = await intake.inbound(f"<{message_id}>")
    assert [(item["outcome"], item["reason"]) for item in items] == [
        ("case", None),
        ("duplicate", "same_mail"),
        ("duplicate", "same_message_id_other_content"),
    ]
    assert len({item["case_id"] for item in items}) == 1
    kept = await intake.stored("mails", message_id=message_id)
    assert sum(record["raw"] is not None for record in kept) == 2
    await heard.first(items[0]["case_id"], "case.received")
    assert len(heard.of(items[0]["case_id"], "case.received")) == 1


@pytest.mark.parametrize("with_id", [True, False])
async def test_the_same_mail_at_once_makes_one_case(intake: IntakeProcess, with_id: bool) -> None:
    text = f"Dubbelt levererat {new_id()}"
    raw = mail(text, message_id=an_id())
    if not with_id:
        raw = b"\r\n".join(line for line in raw.split(b"\r\n") if b"Message-ID" not in line)

    answers = await asyncio.gather(*(intake.deliver(raw) for _ in range(8)))

    assert set(answers) == {TAKEN.removeprefix("250 ")}
    assert len(await intake.stored("submissions", **{"content.text": text})) == 1


async def test_the_same_message_id_of_another_sender_is_another_mail(
    intake: IntakeProcess,
) -> None:
    message_id = an_id()
    await intake.deliver(mail(message_id=message_id))
    await intake.deliver(mail(message_id=message_id, sender="granne@post.example"))

    items = await intake.inbound(message_id)
    assert [item["outcome"] for item in items] == ["case", "case"]
    assert items[0]["case_id"] != items[1]["case_id"]


async def test_every_mail_of_the_corpora_is_taken_and_none_stops_the_others(
    intake: IntakeProcess,
) -> None:
    """This repository's, and CPython's own."""
    mails = {**own_mails(), **pythons_mails()}
    before = {record["_id"] for record in await intake.stored("mails")}
    at_once = asyncio.Semaphore(8)

    async def deliver(name: str, raw: bytes) -> str:
        expected = expectations().get(name, Expected())
        async with at_once:
            return await intake.deliver(raw, recipients=[expected.recipient])

    answers = await asyncio.gather(*(deliver(name, raw) for name, raw in mails.items()))
    await intake.deliver(mail(message_id=(last := an_id())))

    assert set(answers) == {TAKEN.removeprefix("250 ")}
    records = [each for each in await intake.stored("mails") if each["_id"] not in before]
    assert len(records) == len(mails) + 1
    assert [record["_id"] for record in records if not record["settled"]] == []
    for outcome, collection in (("case", "submissions"), ("message", "messages")):
        wanted = {record["_id"] for record in records if record["outcome"] == outcome}
        stored = await intake.stored(collection, _id={"$in": sorted(wanted)})
        assert {document["_id"] for document in stored} == wanted
    parked = {record["_id"] for record in records if record["outcome"] == "parked"}
    assert [each["reason"] for each in records if each["_id"] in parked].count(None) == 0
    reasons = {record.get("message_id"): record["reason"] for record in records}
    became = {name: reasons.get(f"{name}@post.example") for name in expectations()}
    assert became == {name: expected.parked for name, expected in expectations().items()}
    await case_of(intake, last)


@pytest.mark.parametrize(
    ("raw", "marks", "text"),
    [
        (b"Subject: =?utf-8?q?Bara_=C3=A4mne?=\r\n\r\n", ["no_sender", "no_text"], "Bara ämne"),
        (b"\r\n", ["no_sender", "no_text"], "(Mejlet har ingen text"),
        (
            b"From: a@post.example\r\nContent-Type: text/plain; charset=shift_jis\r\n\r\n\xff ja",
            ["unreadable"],
            "ja",
        ),
    ],
)
async def test_what_cannot_be_read_is_a_case_that_says_so(
    intake: IntakeProcess, heard: Eavesdropper, raw: bytes, marks: list[str], text: str
) -> None:
    """Delivered as a mail with a wrong sender in its envelope too."""
    message_id = an_id()
    await intake.deliver(
        f"Message-ID: <{message_id}>\r\n".encode() + raw, sender="somebody@localhost"
    )

    event = await heard.first(await case_of(intake, message_id), "case.received")
    assert event["facts"]["marks"] == marks
    assert text in event["content"]["text"]


async def test_a_mail_comes_in_encrypted_where_there_is_a_certificate(
    intake: IntakeProcess,
) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    message_id = an_id()
    async with aiosmtplib.SMTP(
        hostname=LOOPBACK, port=intake.smtp_port, start_tls=True, tls_context=context
    ) as connection:
        await connection.sendmail(SENDER, [INBOX], mail(message_id=message_id))

    await case_of(intake, message_id)


async def test_no_word_of_a_mail_reaches_the_log(intake: IntakeProcess) -> None:
    await intake.deliver(mail("Hemlighetsfullt", subject="Hemligt", message_id=an_id()))
    log = intake.part._process.command.log.read_text(encoding="utf-8")

    assert "mail_taken" in log
    for personal in ("emlig", SENDER, INBOX):
        assert personal not in log


async def test_a_port_that_is_taken_ends_the_process(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    listener = await asyncio.start_server(lambda _r, w: w.close(), LOOPBACK, port)
    settings = settings_on(broker.url, store.url)
    extra = {"LYHORD_SMTP_IN_PORT": str(port)}
    async with listener, intake_process(tmp_path, settings, extra, ready=False) as process:
        async with asyncio.timeout(120):
            await process.part.exited()
