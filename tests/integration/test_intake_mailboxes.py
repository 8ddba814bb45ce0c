"""Mailboxes on a real Dovecot, watched by a real intake."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_process import IntakeProcess, intake_process, mail, settings_on
from tests.integration.mailboxes import connected, on, shown, watching
from tests.support.dovecot import DONE, PASSWORD, TOO_LARGE, Dovecot
from tests.support.mails import own_mails, pythons_mails
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.waiting import until

SIZE_LIMIT = 2_000_000
WITHOUT_IDLE = "IMAP4rev1 NAMESPACE UIDPLUS MOVE"
WITHOUT_MOVE = "IMAP4rev1 NAMESPACE UIDPLUS IDLE"
WITHOUT_BOTH = "IMAP4rev1 IDLE"
SLASHES = "namespace inbox {\n inbox = yes\n separator = /\n prefix = Brevlada/\n}"


@pytest.fixture(scope="module")
async def server() -> AsyncIterator[Dovecot]:
    async with Dovecot() as running:
        yield running


@pytest.fixture(scope="module")
async def limited() -> AsyncIterator[dict[str, Dovecot]]:
    """Servers that cannot do all, by the name of their mailbox."""
    servers = {
        "no-idle": Dovecot(capability=WITHOUT_IDLE),
        "no-move": Dovecot(capability=WITHOUT_MOVE),
        "keyword": Dovecot(capability=WITHOUT_BOTH),
        "prefix": Dovecot(settings=[SLASHES]),
    }
    await asyncio.gather(*(each.__aenter__() for each in servers.values()))
    yield servers
    await asyncio.gather(*(each.__aexit__(None, None, None) for each in servers.values()))


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker,
    store: EmbeddedStore,
    server: Dovecot,
    limited: dict[str, Dovecot],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[IntakeProcess]:
    folder = tmp_path_factory.mktemp("intake")
    wrong = folder / "wrong"
    wrong.write_text("fel")
    extra = watching(
        folder,
        {
            "plain": on(server, "plain", board="von"),
            "large": on(server, "large", size_limit=SIZE_LIMIT),
            "answering-machine": on(server, "machine", board="sn", channel="voicemail"),
            "corpus": on(server, "corpus"),
            "locked": on(server, "locked", password_file=str(wrong)),
            "nowhere": on(server, "nowhere", folder="Finns ej"),
            **{name: on(each, name, poll_seconds=1) for name, each in limited.items()},
        },
    )
    async with intake_process(folder, settings_on(broker.url, store.url), extra) as process:
        yield process


def an_id() -> str:
    return f"{new_id()}@post.example"


async def taken(intake: IntakeProcess, message_id: str) -> None:
    async def known() -> bool:
        return bool(await intake.inbound(message_id))

    await until(known, "the mail is taken")


async def test_a_wrong_password_is_shown_and_a_mended_one_is_used(
    intake: IntakeProcess, server: Dovecot
) -> None:
    message_id = an_id()
    server.deliver(mail(message_id=message_id), "locked")

    async def refused() -> bool:
        return bool((await shown(intake, "locked"))["error"] == "mailbox_login_refused")

    await until(refused, "it is shown")
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as client:
        assert (await client.get(f"{intake.part.url}/health/ready")).status_code == 200

    file = Path(intake.part._process.command.environment["LYHORD_MAILBOXES"])
    (file.parent / "wrong").write_text(PASSWORD)
    await taken(intake, message_id)
    await until(lambda: len(server.mails(DONE, "locked")) == 1, "it is moved")


async def test_a_mail_that_arrives_wakes_the_watch_and_is_moved_when_it_is_stored(
    intake: IntakeProcess, server: Dovecot, broker: PrivateBroker
) -> None:
    await connected(intake, "plain")
    message_id = an_id()
    raw = mail("Larmet på golvet.", message_id=message_id, To="kommunen@post.example")
    async with Eavesdropper(broker.url) as heard:
        server.deliver(raw, "plain")
        await until(lambda: server.mails(DONE, "plain") == [raw], "it is moved")

        (item,) = await intake.inbound(message_id)
        event = await heard.first(item["case_id"], "case.received")
    assert server.mails(user="plain") == []
    assert item["outcome"] == "case"
    assert (event["facts"]["board"], event["facts"]["channel"]) == ("von", "email")
    assert event["content"]["text"] == "Larmet på golvet."
    (record,) = await intake.stored("mails", message_id=message_id)
    assert (record["raw"], record["source"], record["settled"]) == (raw, "imap:plain", True)

    async def is_said() -> bool:
        return (await shown(intake, "plain"))["oldest_waiting"] is None

    await until(is_said, "nothing is said to wait")


async def test_a_mail_that_somebody_has_read_is_taken_too(
    intake: IntakeProcess, server: Dovecot
) -> None:
    message_id = an_id()
    server.deliver(mail(message_id=message_id), "plain", seen=True)

    await taken(intake, message_id)


async def test_a_mail_and_its_own_answer_that_wait_together_are_one_case(
    intake: IntakeProcess, server: Dovecot
) -> None:
    first, second = an_id(), an_id()
    await server.stop()
    server.deliver(mail("Ingen kom.", message_id=first), "plain")
    server.deliver(mail("Nu kom de.", message_id=second, In_Reply_To=f"<{first}>"), "plain")
    await server.start()

    await taken(intake, second)
    (case,), (message,) = [await intake.inbound(each) for each in (first, second)]
    assert (case["outcome"], message["outcome"]) == ("case", "message")
    assert case["case_id"] == message["case_id"]


async def test_a_server_that_dies_and_comes_back_is_found_again(
    intake: IntakeProcess, server: Dovecot
) -> None:
    await connected(intake, "plain")
    message_id = an_id()
    await server.kill()

    async def told() -> bool:
        state = await shown(intake, "plain")
        return not state["connected"] and state["error"] == "mailbox_unreachable"

    await until(told, "it is shown")
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as client:
        assert (await client.get(f"{intake.part.url}/health/ready")).status_code == 200
    server.deliver(mail(message_id=message_id), "plain")
    await server.start()

    await taken(intake, message_id)
    await connected(intake, "plain")
    assert (await shown(intake, "plain"))["error"] is None


async def test_a_folder_that_is_not_there_is_shown(intake: IntakeProcess) -> None:
    async def told() -> bool:
        return bool((await shown(intake, "nowhere"))["error"] == "mailbox_folder_missing")

    await until(told, "it is shown")


@pytest.mark.parametrize(
    ("name", "folder"),
    [("no-idle", DONE), ("no-move", DONE), ("prefix", "Lyhord.Mottagna"), ("keyword", "")],
)
async def test_servers_that_cannot_do_all_are_read_too(
    intake: IntakeProcess, limited: dict[str, Dovecot], name: str, folder: str
) -> None:
    server = limited[name]
    ids = [an_id() for _ in range(3)]
    for message_id in ids:
        server.deliver(mail(message_id=message_id), name)
        await taken(intake, message_id)

    await until(lambda: len(server.mails(folder, name)) == 3, "they are put away")
    if folder:
        await until(lambda: server.mails(user=name) == [], "the inbox is empty")
    assert [len(await intake.inbound(message_id)) for message_id in ids] == [1, 1, 1]


async def test_a_mail_that_is_too_large_is_a_case_and_stays_whole_in_its_own_folder(
    intake: IntakeProcess, server: Dovecot, broker: PrivateBroker
) -> None:
    message_id, later = an_id(), an_id()
    text = "Det här är det viktiga.\r\n" + ("x" * 70 + "\r\n") * (SIZE_LIMIT // 70)
    raw = mail(text, message_id=message_id)
    async with Eavesdropper(broker.url) as heard:
        server.deliver(raw, "large")
        server.deliver(mail(message_id=later), "large")
        await until(lambda: server.mails(TOO_LARGE, "large") == [raw], "it is moved")
        await taken(intake, later)

        (item,) = await intake.inbound(message_id)
        event = await heard.first(item["case_id"], "case.received")
    assert event["facts"]["marks"] == ["too_large"]
    assert event["content"]["text"].startswith("Det här är det viktiga.")
    assert "(Mejlet är på 2 MB, mer än vad som tas in." in event["content"]["text"]
    (record,) = await intake.stored("mails", message_id=message_id)
    assert record["whole_size"] == len(raw)
    assert raw.startswith(record["raw"])
    await until(lambda: len(server.mails(DONE, "large")) == 1, "the other one is moved too")


async def test_every_mail_of_the_corpora_is_taken_and_none_stops_the_others(
    intake: IntakeProcess, server: Dovecot
) -> None:
    await server.stop()
    mails = [*own_mails().values(), *pythons_mails().values()]
    for raw in mails:
        server.deliver(raw, "corpus")
    server.deliver(mail(message_id=(last := an_id())), "corpus")
    await server.start()

    await until(lambda: server.mails(user="corpus") == [], "all are moved")
    assert len(server.mails(DONE, "corpus")) == len(mails) + 1
    assert (await shown(intake, "corpus"))["skipped"] == 0
    assert len(await intake.inbound(last)) == 1
    records = await intake.stored("mails", source="imap:corpus")
    assert len(records) == len(mails) + 1
    cases = [record["case_id"] for record in records if record["outcome"] == "case"]
    stored = await intake.stored("submissions", _id={"$in": cases})
    assert sorted(document["_id"] for document in stored) == sorted(cases)
    assert [each["_id"] for each in records if not each["settled"]] == []


async def test_a_large_mail_is_kept_byte_for_byte(intake: IntakeProcess, server: Dovecot) -> None:
    message_id = an_id()
    raw = mail(("å" * 35 + "\r\n") * 20_000, message_id=message_id)
    assert 1_000_000 < len(raw) < SIZE_LIMIT
    server.deliver(raw, "large")

    await taken(intake, message_id)
    (record,) = await intake.stored("mails", message_id=message_id)
    (piece,) = await intake.stored("mail_pieces", _id={"$regex": f"^{record['sha256']}/"})
    assert piece["content"] == raw


async def test_what_a_machine_writes_is_a_case_of_its_channel_with_nobody_to_answer(
    intake: IntakeProcess, server: Dovecot, broker: PrivateBroker
) -> None:
    message_id = an_id()
    raw = mail(
        "Nytt röstmeddelande.",
        sender="telefonsvarare@exempelkommun.example",
        message_id=message_id,
        Auto_Submitted="auto-generated",
    )
    async with Eavesdropper(broker.url) as heard:
        server.deliver(raw, "machine")
        await taken(intake, message_id)
        (item,) = await intake.inbound(message_id)
        event = await heard.first(item["case_id"], "case.received")
    assert event["facts"]["channel"] == "voicemail"
    assert "email" not in event["content"].get("contact", {})


async def test_mailboxes_are_shown_to_staff_alone_and_to_prometheus(
    intake: IntakeProcess,
) -> None:
    for role, status in ((None, 401), (Role.PARTNER, 403), (Role.SERVICE, 200)):
        async with intake.client(role) as client:
            assert (await client.get("/mailboxes")).status_code == status

    async def measured() -> bool:
        async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as client:
            text = (await client.get(f"{intake.part.url}/metrics")).text
        return 'lyhord_mailbox_connected{mailbox="plain"} 1.0' in text

    await until(measured, "the metric is there")


async def test_no_word_of_a_mail_reaches_the_log(intake: IntakeProcess) -> None:
    log = intake.part._process.command.log.read_text(encoding="utf-8")

    assert "mailbox_not_watched" in log
    for personal in ("Larmet", "post.example", "locked@", PASSWORD):
        assert personal not in log
