"""The guard of a real intake, and the mails that operations get by a real notifications service."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.broker import PrivateBroker
from deploy.local.http_part import HttpPart
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.store import EmbeddedStore
from services.intake.guard.probes import ProbeKeys, new_probe_id
from shared.clock import SystemClock
from shared.events.vocabulary import Role
from shared.settings import Settings
from tests.integration.cli_command import lyhord
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.guarded import Forwarder, Website, small_organisation
from tests.integration.intake_process import (
    COMPLAINT,
    SENDER,
    IntakeProcess,
    intake_process,
    mail,
    settings_on,
)
from tests.integration.notifications_support import MailServer
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import TOKENS, service_process
from tests.support.waiting import until

OPERATIONS = "drift@exempelkommun.example"
SENT_THROUGH = {"form", "api", "mail"}
LINKS = {"page", "unit_link", "outside_page", "routine"}
KEYS = ProbeKeys.of((b"key-of-the-tests",))


@pytest.fixture(scope="module")
async def website() -> AsyncIterator[Website]:
    async with Website() as site:
        yield site


@pytest.fixture(scope="module")
async def heard(broker: PrivateBroker) -> AsyncIterator[Eavesdropper]:
    async with Eavesdropper(broker.url) as heard:
        yield heard


@pytest.fixture(scope="module")
def settings(
    broker: PrivateBroker,
    store: EmbeddedStore,
    website: Website,
    tmp_path_factory: pytest.TempPathFactory,
) -> Settings:
    organisation = small_organisation(tmp_path_factory.mktemp("organisation"), website.url)
    return settings_on(broker.url, store.url).model_copy(update={"organisation": organisation})


@pytest.fixture(scope="module")
async def relay() -> AsyncIterator[Forwarder]:
    (port,) = free_ports(1)
    async with Forwarder(to=port) as forwarder:
        yield forwarder


@pytest.fixture(scope="module")
async def intake(
    settings: Settings,
    website: Website,
    relay: Forwarder,
    heard: Eavesdropper,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[IntakeProcess]:
    assert heard.types == []
    extra = {
        "LYHORD_SMTP_IN_PORT": str(relay.to),
        "LYHORD_CHANNEL_TEST_SMTP_URL": f"smtp://{LOOPBACK}:{relay.port}",
        "LYHORD_CHANNEL_TEST_MINUTES": "0.02",
    }
    async with intake_process(tmp_path_factory.mktemp("intake"), settings, extra) as process:
        website.page = f'<a href="{process.part.url}/lamna?kalla=webb">Tyck till</a>'
        process.smtp_port = relay.to
        yield process


async def channels(intake: IntakeProcess) -> dict[str, dict[str, Any]]:
    async with intake.client(Role.STAFF) as staff:
        items = (await staff.get("/channels")).json()["items"]
    return {item["id"]: item for item in items}


async def looked_at(intake: IntakeProcess) -> dict[str, dict[str, Any]]:
    """Have everything tried, and wait until it is done."""
    before = {id_: item["checked_at"] for id_, item in (await channels(intake)).items()}
    async with intake.client(Role.REGISTRAR) as staff:
        response = await staff.post("/channels/test")
    assert (response.status_code, response.json()["channels"]) == (202, len(before))

    async def done() -> bool:
        return all(
            item["checked_at"] != before[id_] and not item["under_way"]
            for id_, item in (await channels(intake)).items()
        )

    await until(done, "every channel has been looked at")
    return await channels(intake)


async def counted(intake: IntakeProcess) -> dict[str, float]:
    """Samples of one metric, by their labels."""
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as client:
        text = (await client.get(f"{intake.part.url}/metrics")).text
    return {
        sample.labels["channel"]: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "lyhord_submissions_total"
    }


async def test_test_cases_arrive_by_every_door_and_leave_no_case_number_or_count(
    intake: IntakeProcess, heard: Eavesdropper
) -> None:
    found = await looked_at(intake)

    assert {item["kind"] for item in found.values()} >= SENT_THROUGH | LINKS
    wrong = {id_: (item["fault"], item["note"]) for id_, item in found.items() if item["fault"]}
    assert wrong == {}
    assert all(item["took"] >= 0 for item in found.values() if item["kind"] in SENT_THROUGH)
    addresses = [item["address"] for item in found.values() if item["kind"] == "mail"]
    mails = await intake.stored("mails")
    assert [each["outcome"] for each in mails] == ["probe"] * len(addresses)
    for collection in ("submissions", "messages", "quarantine"):
        assert await intake.stored(collection) == []
    assert await counted(intake) == {}
    assert heard.types == []


async def test_what_only_quotes_a_mark_or_forges_it_is_taken_as_it_is(
    intake: IntakeProcess,
) -> None:
    soon = SystemClock().now() + timedelta(minutes=5)
    genuine = KEYS.mark(new_probe_id(), soon)
    forged = ProbeKeys.of((b"key of someone else",)).mark(new_probe_id(), soon)
    too_old = KEYS.mark(new_probe_id(), SystemClock().now() - timedelta(minutes=1))
    answer = mail(f"Vad betyder det här?\r\n> {genuine}", In_Reply_To="<x@post.example>")
    for raw in (mail(forged), mail(too_old), answer):
        await intake.deliver(raw)
    await intake.deliver(mail(genuine, Content_Type="multipart/report"), sender="")
    async with intake.client() as public:
        for text in (forged, too_old):
            response = await public.post("/cases", json=COMPLAINT | {"text": text})
            assert response.status_code == 202
        taken = await public.post("/cases", json=COMPLAINT | {"text": genuine})
    assert taken.status_code == 202

    outcomes = [each["outcome"] for each in await intake.stored("mails", return_path=SENDER)]
    assert outcomes == ["case"] * 3
    assert len(await intake.stored("mails", outcome="parked", reason="bounce")) == 1
    assert len(await intake.stored("submissions")) == 5
    assert await intake.stored("submissions", _id=taken.json()["case_id"]) == []


async def test_what_a_person_tries_is_attested_and_everything_is_for_staff(
    intake: IntakeProcess,
) -> None:
    manual = "/channels/manual:telefonsvarare-hemvard/attest"
    async with intake.client(Role.STAFF) as staff, intake.client() as public:
        attested = (await staff.post(manual)).json()
        refused = {
            (await public.get("/channels")).status_code: 401,
            (await staff.post("/channels/test")).status_code: 403,
            (await staff.post("/channels/manual:nowhere/attest")).status_code: 404,
            (await staff.post("/channels/page:start/attest")).status_code: 409,
        }
    assert attested["tried_by"] == "staff-1"
    assert attested["tried_at"]
    assert all(found == wanted for found, wanted in refused.items())


async def test_the_command_line_shows_how_it_stands(intake: IntakeProcess) -> None:
    settings = {"INTAKE_URL": intake.part.url, "SERVICE_TOKEN": TOKENS[Role.SERVICE]}
    shown = await lyhord("channels", "--test", **settings)
    assert (shown.code, shown.err) == (0, "")
    assert "ok" in next(line for line in shown.out.splitlines() if "form:public" in line)


async def test_a_dead_link_and_a_dead_mail_server_are_told_once_and_so_is_that_they_work_again(
    intake: IntakeProcess,
    website: Website,
    relay: Forwarder,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with MailServer() as server, notifications(settings, server, tmp_path_factory) as part:
        await part.ready()
        inboxes = sum(item["kind"] == "mail" for item in (await channels(intake)).values())
        whole, website.page, relay.works = website.page, "<p>Flyttad</p>", False
        first = await looked_at(intake)
        assert server.to(OPERATIONS) == []
        found = await looked_at(intake)
        assert first["outside_page:" + website.url + "/tyck-till"]["standing"] == "shaky"
        dead = {id_: item["fault"] for id_, item in found.items() if item["standing"] == "dead"}
        assert set(dead.values()) == {"link_missing", "not_arrived"}
        assert len(dead) == inboxes + 1
        await until(lambda: len(server.to(OPERATIONS)) >= len(dead), "operations are told")

        website.page, relay.works = whole, True
        found = await looked_at(intake)
        assert not [item for item in found.values() if item["fault"]]
        await until(lambda: len(server.to(OPERATIONS)) >= 2 * len(dead), "and told again")

        subjects = Counter(str(each["Subject"]).split(":")[0] for each in server.to(OPERATIONS))
        assert subjects == {
            "Länken saknas": 1,
            "Fungerar inte": inboxes,
            "Fungerar igen": inboxes + 1,
        }


@asynccontextmanager
async def notifications(
    settings: Settings, server: MailServer, folders: pytest.TempPathFactory
) -> AsyncIterator[HttpPart]:
    mail_server = {"LYHORD_SMTP_OUT_URL": f"smtp://{LOOPBACK}:{server.port}"}
    part = service_process("notifications", folders.mktemp("notifications"), settings, mail_server)
    try:
        await part.start()
        yield part
    finally:
        await part.stop()
