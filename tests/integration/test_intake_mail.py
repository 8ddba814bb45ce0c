"""Mail by SMTP to a real process: each one is kept, and becomes what it should."""

import asyncio
import os
import ssl
import subprocess
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.store import EmbeddedStore
from services.intake.smtp import NO_SUCH_RECIPIENT, TAKEN
from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_process import (
    COMPLAINT,
    INBOX,
    SENDER,
    IntakeProcess,
    intake_process,
    mail,
    settings_on,
)

SIZE_LIMIT = 10_000_000
OWN_CORPUS = Path(__file__).parents[1] / "data" / "mail"
PYTHONS_CORPUS = Path(os.__file__).parent / "test" / "test_email" / "data"
"""Where this Python has its own tests; some distributions leave them out."""

MAILS = {
    path: path.read_bytes()
    for folder in (OWN_CORPUS, PYTHONS_CORPUS)
    if folder.exists()
    for path in sorted(folder.iterdir())
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key in one file, of this test's own making."""
    path = tmp_path_factory.mktemp("tls") / "smtp.pem"
    subject = ["-subj", "/CN=localhost", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject]
    subprocess.run([*command, "-keyout", path, "-out", f"{path}.crt"], check=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker,
    store: EmbeddedStore,
    certificate: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[IntakeProcess]:
    extra = {
        "LYHORD_SMTP_IN_SIZE_LIMIT": str(SIZE_LIMIT),
        "LYHORD_SMTP_IN_CERTIFICATE": str(certificate),
    }
    folder = tmp_path_factory.mktemp("intake")
    async with intake_process(folder, settings_on(broker.url, store.url), extra) as process:
        yield process


@pytest.fixture(scope="module")
async def heard(broker: PrivateBroker) -> AsyncIterator[Eavesdropper]:
    async with Eavesdropper(broker.url) as heard:
        yield heard


def an_id() -> str:
    return f"{new_id()}@post.example"


async def outcome(intake: IntakeProcess, message_id: str) -> dict[str, Any]:
    (item,) = await intake.inbound(message_id)
    return item


async def case_of(intake: IntakeProcess, message_id: str) -> str:
    item = await outcome(intake, message_id)
    assert item["outcome"] == "case", item
    return str(item["case_id"])


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


@pytest.mark.parametrize(
    ("headers", "return_path", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, SENDER, "automatic"),
        ({"Auto_Submitted": "auto-generated (failure)"}, SENDER, "automatic"),
        ({"X_Auto_Response_Suppress": "All"}, SENDER, "automatic"),
        ({"Precedence": "bulk"}, SENDER, "automatic"),
        ({"Precedence": "list"}, SENDER, "mailing_list"),
        ({"List_Id": "<nytt.post.example>"}, SENDER, "mailing_list"),
        ({}, "", "bounce"),
        ({"Content_Type": "multipart/report; boundary=x"}, SENDER, "bounce"),
        ({"X_Lyhord_Reference": "26-00000-00000"}, SENDER, "own_mail"),
        ({"sender": "Socialnämnden <svar.sn@exempelkommun.example>"}, SENDER, "own_mail"),
    ],
)
async def test_what_no_person_wrote_is_put_aside_and_shown(
    intake: IntakeProcess, headers: dict[str, str], return_path: str, reason: str
) -> None:
    message_id = an_id()
    await intake.deliver(mail(message_id=message_id, **headers), sender=return_path)

    item = await outcome(intake, message_id)
    assert (item["outcome"], item["reason"], item["case_id"]) == ("parked", reason, None)
    (record,) = await intake.stored("mails", message_id=message_id)
    assert record["raw"]


async def test_a_mail_a_person_wrote_is_a_case_whatever_it_says_of_itself(
    intake: IntakeProcess,
) -> None:
    message_id = an_id()
    await intake.deliver(mail(message_id=message_id, Auto_Submitted="no", Precedence="normal"))

    await case_of(intake, message_id)


async def handed_in(intake: IntakeProcess, **body: Any) -> dict[str, Any]:
    async with intake.client() as client:
        response = await client.post("/cases", json=COMPLAINT | body)
    receipt: dict[str, Any] = response.json()
    return receipt


async def test_an_answer_to_a_notice_is_a_message_to_its_case(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    receipt = await handed_in(intake, contact={"email": SENDER})
    notice = f"<{new_id()}.{receipt['case_id']}@exempelkommun.example>"
    message_id = an_id()

    await intake.deliver(mail("Tack.", message_id=message_id, In_Reply_To=notice))
    await intake.deliver(mail("Tack.", message_id=message_id, In_Reply_To=notice))

    first, again = await intake.inbound(message_id)
    assert (first["outcome"], first["case_id"]) == ("message", receipt["case_id"])
    assert (again["outcome"], again["case_id"]) == ("duplicate", receipt["case_id"])
    event = await heard.first(receipt["case_id"], "message.received")
    assert event["content"]["text"] == "Tack."
    assert event["actor"] == {"role": "complainant"}
    assert len(heard.of(receipt["case_id"], "message.received")) == 1


async def test_an_answer_to_the_first_mail_is_a_message_to_its_case(
    intake: IntakeProcess,
) -> None:
    first, second, third = an_id(), an_id(), an_id()
    await intake.deliver(mail(message_id=first))
    case_id = await case_of(intake, first)
    await intake.deliver(
        mail(message_id=second, References=f"<{an_id()}> <{first}>", sender="granne@post.example")
    )
    await intake.deliver(mail(message_id=third, In_Reply_To=f"<{second}>"))

    for message_id in (second, third):
        item = await outcome(intake, message_id)
        assert (item["outcome"], item["case_id"]) == ("message", case_id)
    messages = await intake.stored("messages", case_id=case_id)
    assert len(messages) == 2


@pytest.mark.parametrize(
    ("sender", "became"),
    [(f"Kund <{SENDER.upper()}>", "message"), ("granne@post.example", "case")],
)
async def test_the_reference_in_the_subject_counts_only_for_its_sender(
    intake: IntakeProcess, sender: str, became: str
) -> None:
    receipt = await handed_in(intake, contact={"email": SENDER})
    message_id = an_id()
    subject = f"Sv: Vi har tagit emot ditt ärende SN 2026-00001 [{receipt['reference'].lower()}]"

    await intake.deliver(mail(message_id=message_id, sender=sender, subject=subject))

    item = await outcome(intake, message_id)
    assert item["outcome"] == became
    assert (item["case_id"] == receipt["case_id"]) == (became == "message")


async def test_an_answer_to_nothing_of_ours_is_a_case(intake: IntakeProcess) -> None:
    message_id = an_id()
    strangers = f"<{new_id()}.{new_id()}@exempelkommun.example> <{an_id()}>"
    await intake.deliver(mail(message_id=message_id, References=strangers))

    await case_of(intake, message_id)


@pytest.mark.parametrize("path", MAILS, ids=[path.name for path in MAILS])
async def test_every_mail_of_the_corpora_is_taken_and_accounted_for(
    intake: IntakeProcess, path: Path
) -> None:
    content = MAILS[path]
    known = {record["_id"] for record in await intake.stored("mails")}

    assert await intake.deliver(content) == TAKEN.removeprefix("250 ")

    (record,) = [each for each in await intake.stored("mails") if each["_id"] not in known]
    assert record["settled"] is True
    if record["outcome"] == "case":
        assert await intake.stored("submissions", _id=record["case_id"])
    else:
        assert record["reason"] or record["outcome"] == "message"


@pytest.mark.parametrize(
    ("raw", "marks", "text"),
    [
        (b"Subject: =?utf-8?q?Bara_=C3=A4mne?=\r\n\r\n", ["no_sender", "no_text"], "Bara ämne"),
        (b"\r\n", ["no_sender", "no_text"], "(Mejlet har ingen text"),
        (
            b"From: a@post.example\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff\xe5",
            ["unreadable"],
            "å",
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


async def test_mails_are_shown_to_staff_alone(intake: IntakeProcess) -> None:
    for role, status in ((None, 401), (Role.PARTNER, 403), (Role.SERVICE, 200)):
        async with intake.client(role) as client:
            response = await client.get("/inbound", params={"message_id": "x@y"})
        assert response.status_code == status


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
        async with asyncio.timeout(30):
            await process.part.exited()
