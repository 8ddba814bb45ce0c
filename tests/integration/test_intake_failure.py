"""What intake takes in is kept, once, whatever dies: the broker, the store, intake itself."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from services.intake.smtp import TAKEN
from shared.ids import new_id
from shared.settings import Settings
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.gate import Gate
from tests.integration.intake_process import (
    COMPLAINT,
    IntakeProcess,
    intake_process,
    mail,
    settings_on,
)
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.waiting import until


@pytest.fixture
def settings(broker: PrivateBroker, store: EmbeddedStore) -> Settings:
    return settings_on(broker.url, store.url)


async def parts(intake: IntakeProcess) -> dict[str, str]:
    """What it says of its readiness; nothing while it does not answer."""
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as client:
        try:
            response = await client.get(f"{intake.part.url}/health/ready")
        except httpx.TransportError:
            return {}
    said: dict[str, str] = response.json()["parts"]
    return said


async def hand_in(intake: IntakeProcess, key: str, text: str = "Ingen kom.") -> httpx.Response:
    async with intake.client() as client:
        return await client.post(
            "/cases", json=COMPLAINT | {"text": text}, headers={"Idempotency-Key": key}
        )


async def test_cases_and_mails_are_taken_while_the_broker_is_down(
    settings: Settings, broker: PrivateBroker, tmp_path: Path
) -> None:
    gate = Gate(broker.url)
    raw = mail(message_id=(message_id := f"{new_id()}@post.example"))
    shut = {"LYHORD_AMQP_URL": gate.url}
    async with gate, intake_process(tmp_path, settings, shut, ready=False) as intake:

        async def takes_mail() -> bool:
            return (await parts(intake)).get("smtp") == "ok"

        await until(takes_mail, "mail is listened for")
        said = await parts(intake)
        assert (said["store"], said["broker"]) == ("ok", "broker_unreachable")
        response = await hand_in(intake, "1")
        assert response.status_code == 202
        assert await intake.deliver(raw) == TAKEN.removeprefix("250 ")
        (item,) = await intake.inbound(message_id)

        async with Eavesdropper(broker.url) as heard:
            await gate.open()
            for case_id in (response.json()["case_id"], item["case_id"]):
                await heard.first(case_id, "case.received")


async def test_nothing_is_taken_while_the_store_is_down_and_all_when_it_is_back(
    broker: PrivateBroker, tmp_path: Path
) -> None:
    raw = mail(message_id=(message_id := f"{new_id()}@post.example"))
    async with EmbeddedStore(tmp_path / "store") as store:
        settings = settings_on(broker.url, store.url)
        async with intake_process(tmp_path, settings) as intake:
            await store.kill()

            refused, postponed, said = await asyncio.gather(
                hand_in(intake, "1"), code_for(intake, raw), parts(intake)
            )
            assert refused.status_code == 503
            assert refused.headers["content-type"] == "application/problem+json"
            assert refused.headers["retry-after"]
            assert postponed == 451
            assert said["store"] == "store_unavailable"

            await store.restart()
            assert await intake.stored("submissions") == []
            assert await intake.stored("mails") == []
            await until_taken(lambda: hand_in(intake, "1"))
            assert await intake.deliver(raw) == TAKEN.removeprefix("250 ")
            assert [item["outcome"] for item in await intake.inbound(message_id)] == ["case"]
            assert len(await intake.stored("submissions")) == 2


async def code_for(intake: IntakeProcess, raw: bytes) -> int:
    """What a mail that is not taken is answered with."""
    with pytest.raises(aiosmtplib.SMTPDataError) as answered:
        await intake.deliver(raw)
    return answered.value.code


async def until_taken(attempt: Callable[[], Awaitable[httpx.Response]]) -> None:
    async def taken() -> bool:
        return (await attempt()).status_code == 202

    await until(taken, "the case is taken")


async def test_a_process_that_starts_before_the_store_refuses_until_it_is_there(
    broker: PrivateBroker, tmp_path: Path
) -> None:
    store = EmbeddedStore(tmp_path / "store")
    settings = settings_on(broker.url, store.url)
    async with intake_process(tmp_path, settings, ready=False) as intake:

        async def answers() -> bool:
            return bool(await parts(intake))

        await until(answers, "it answers")
        assert (await hand_in(intake, "1")).status_code == 503
        async with store:
            await intake.part.ready()
            assert (await hand_in(intake, "1")).status_code == 202


async def test_killed_between_storing_and_answering_gives_one_case(
    settings: Settings, tmp_path: Path
) -> None:
    flag = tmp_path / "flag"
    fault = {"LYHORD_FAULT": f"intake.stored:{flag}"}
    async with intake_process(tmp_path, settings, fault) as intake:
        flag.touch()
        with pytest.raises(httpx.TransportError):
            await hand_in(intake, "the same key")
        await started_again(intake)
        (left,) = await intake.stored("submissions")

        receipt = (await hand_in(intake, "the same key")).json()

        assert (receipt["case_id"], receipt["reference"]) == (left["_id"], left["reference"])
        assert len(await intake.stored("submissions")) == 1


@pytest.mark.parametrize("place", ["mail.stored", "intake.stored"])
async def test_killed_while_a_mail_is_taken_gives_one_case(
    settings: Settings, tmp_path: Path, place: str
) -> None:
    flag = tmp_path / "flag"
    raw = mail(message_id=(message_id := f"{new_id()}@post.example"))
    fault = {"LYHORD_FAULT": f"{place}:{flag}"}
    async with intake_process(tmp_path, settings, fault) as intake:
        flag.touch()
        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            await intake.deliver(raw)
        await started_again(intake)
        (left,) = await intake.stored("mails")
        assert left["settled"] is False

        assert await intake.deliver(raw) == TAKEN.removeprefix("250 ")

        (item,) = await intake.inbound(message_id)
        assert item["outcome"] == "case"
        (submission,) = await intake.stored("submissions")
        assert submission["_id"] == item["case_id"]
        (record,) = await intake.stored("mails")
        assert (record["raw"], record["settled"]) == (raw, True)


async def started_again(intake: IntakeProcess) -> None:
    await until(lambda: intake.part.pid is None, "the process is dead")
    await intake.part.start()
    await intake.part.ready()


async def test_two_copies_give_one_case_for_one_key_and_one_mail(
    settings: Settings, tmp_path: Path
) -> None:
    first_folder, second_folder = tmp_path / "1", tmp_path / "2"
    first_folder.mkdir()
    second_folder.mkdir()
    raw = mail()
    async with (
        intake_process(first_folder, settings) as first,
        intake_process(second_folder, settings) as second,
    ):
        receipts: list[dict[str, Any]] = [
            (await hand_in(copy, "the same key")).json() for copy in (first, second)
        ]
        for copy in (first, second):
            await copy.deliver(raw)

        assert {receipt["secret"] for receipt in receipts} == {receipts[0]["secret"]}
        assert len(await first.stored("submissions")) == 2
