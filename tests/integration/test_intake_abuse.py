"""A real intake against those who come too often, and what it does with what looks like spam."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.ports import LOOPBACK
from deploy.local.store import EmbeddedStore
from services.intake.smtp import TOO_MANY_CONNECTIONS
from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.integration.intake_process import COMPLAINT, IntakeProcess, intake_process, settings_on
from tests.support.service import bearer
from tests.support.waiting import until

LINKS = "Billiga lån! " + "https://laan.example " * 6
PROXY = "127.0.0.2"
NARROW = {
    "LYHORD_RATE_API": "3/hour",
    "LYHORD_RATE_FOLLOW": "3/hour",
    "LYHORD_RATE_TOKEN": "100/hour",
    "LYHORD_TRUSTED_PROXIES": PROXY,
    "LYHORD_SMTP_IN_CONNECTIONS_EACH": "2",
    "LYHORD_SMTP_IN_MAILS_A_CONNECTION": "1",
}


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    folder = tmp_path_factory.mktemp("intake")
    async with intake_process(folder, settings_on(broker.url, store.url), NARROW) as process:
        yield process


def calling(intake: IntakeProcess, through: str, **headers: str) -> httpx.AsyncClient:
    """A caller whose connection comes from the address `through`."""
    return httpx.AsyncClient(
        base_url=f"{intake.part.url}/api/v1",
        headers=headers,
        transport=httpx.AsyncHTTPTransport(local_address=through),
        timeout=60,
    )


async def hand_in(
    intake: IntakeProcess,
    address: str,
    role: Role | None = None,
    text: str = "Ingen kom.",
    through: str = PROXY,
) -> httpx.Response:
    said = {"X-Forwarded-For": f"198.51.100.9, {address}", **(bearer(role) if role else {})}
    async with calling(intake, through, **said) as client:
        return await client.post("/cases", json=COMPLAINT | {"text": text})


async def test_the_public_is_told_to_wait_and_a_token_is_not(intake: IntakeProcess) -> None:
    codes = [(await hand_in(intake, "192.0.2.1")).status_code for _ in range(4)]
    refused = await hand_in(intake, "192.0.2.1")

    assert codes == [202, 202, 202, 429]
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:lyhord:problem:too_many_requests"
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert (await hand_in(intake, "192.0.2.2")).status_code == 202
    by_token = [(await hand_in(intake, "192.0.2.1", Role.STAFF)).status_code for _ in range(5)]
    assert by_token == [202] * 5


async def test_codes_cannot_be_tried_without_end(intake: IntakeProcess) -> None:
    guess = {"X-Case-Secret": "0000", "X-Forwarded-For": "192.0.2.3"}
    async with calling(intake, PROXY, **guess) as client:
        codes = [(await client.get(f"/cases/{new_id()}")).status_code for _ in range(5)]
    assert codes == [404, 404, 404, 429, 429]


async def test_only_a_trusted_proxy_can_say_who_called(intake: IntakeProcess) -> None:
    codes = [
        (await hand_in(intake, f"192.0.2.{60 + n}", through=LOOPBACK)).status_code for n in range(4)
    ]
    assert codes == [202, 202, 202, 429]


async def test_what_looks_like_spam_is_held_shown_to_staff_and_released_or_judged(
    intake: IntakeProcess,
) -> None:
    receipts = [(await hand_in(intake, f"192.0.2.{40 + n}", text=LINKS)).json() for n in range(2)]
    released, judged = (receipt["case_id"] for receipt in receipts)
    secret = {"X-Case-Secret": receipts[0]["secret"], "X-Forwarded-For": "192.0.2.45"}
    async with calling(intake, PROXY, **secret) as sender, intake.client(Role.REGISTRAR) as staff:
        assert await intake.stored("submissions", _id=released) == []
        assert (await sender.get(f"/cases/{released}")).json()["status"] == "received"
        more = await sender.post(f"/cases/{released}/messages", json={"text": "Hallå?"})
        assert more.status_code == 202

        lines = (await staff.get("/quarantine")).json()["items"]
        assert [line["case_id"] for line in lines] == [released, judged]
        assert lines[0]["reasons"] == ["too_many_links"]
        assert "text" not in lines[0]
        shown = (await staff.get(f"/quarantine/{released}")).json()
        assert shown["text"] == LINKS.strip()

        first = await staff.post(f"/quarantine/{released}/release")
        again = await staff.post(f"/quarantine/{released}/release")
        verdict = await staff.post(f"/quarantine/{judged}/spam", json={"reason": "Reklam."})

        assert (first.status_code, first.json()) == (200, again.json())
        assert first.json()["reference"] == receipts[0]["reference"]
        (case,) = await intake.stored("submissions", _id=released)
        assert case["facts"]["marks"] == ["released"]
        assert [each["text"] for each in await intake.stored("messages", case_id=released)] == [
            "Hallå?"
        ]
        assert (verdict.json()["state"], verdict.json()["decided_by"]) == ("spam", "registrar-1")
        assert (await staff.get("/quarantine")).json()["items"] == []
        spam = (await staff.get("/quarantine", params={"state": "spam"})).json()
        assert [line["case_id"] for line in spam["items"]] == [judged]


async def test_the_quarantine_is_for_staff_and_says_what_is_not_possible(
    intake: IntakeProcess,
) -> None:
    held = (await hand_in(intake, "192.0.2.50", text=LINKS)).json()["case_id"]
    async with (
        intake.client() as public,
        intake.client(Role.STAFF) as other,
        intake.client(Role.REGISTRAR) as staff,
    ):
        refusals: list[tuple[httpx.Response, int]] = [
            (await public.get("/quarantine"), 401),
            (await other.get("/quarantine"), 403),
            (await staff.get("/quarantine", params={"cursor": "x"}), 422),
            (await staff.get(f"/quarantine/{new_id()}"), 404),
            (await staff.post(f"/quarantine/{new_id()}/release"), 404),
            (await staff.post(f"/quarantine/{held}/spam", json={"reason": " "}), 422),
        ]
        await staff.post(f"/quarantine/{held}/release")
        late = await staff.post(f"/quarantine/{held}/spam", json={"reason": "Reklam."})
    for response, status in [*refusals, (late, 409)]:
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "application/problem+json"
    assert late.json()["type"] == "urn:lyhord:problem:decided_before"


async def test_mail_connections_at_once_and_mails_on_one_have_limits(
    intake: IntakeProcess,
) -> None:
    async def greeted() -> tuple[asyncio.StreamReader, asyncio.StreamWriter, str]:
        reader, writer = await asyncio.open_connection(LOOPBACK, intake.smtp_port)
        return reader, writer, (await reader.readline()).decode().strip()

    opened = [await greeted() for _ in range(3)]
    assert [line[:3] for _, _, line in opened] == ["220", "220", "421"]
    assert opened[2][2] == TOO_MANY_CONNECTIONS
    for _, writer, _ in opened[1:]:
        writer.close()

    async def free() -> bool:
        _, writer, line = await greeted()
        writer.close()
        return line.startswith("220")

    await until(free, "a place is free")
    reader, writer, _ = opened[0]
    for line in (b"HELO x", b"DATA", b"DATA"):
        writer.write(line + b"\r\n")
        answer = await reader.readline()
    assert answer.startswith(b"421")
    writer.close()


@pytest.mark.parametrize("place", ["quarantine.held", "quarantine.released"])
async def test_killed_while_holding_or_releasing_gives_one_case_and_loses_nothing(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path: Path, place: str
) -> None:
    flag = tmp_path / "flag"
    fault = {"LYHORD_FAULT": f"{place}:{flag}"}
    body = COMPLAINT | {"text": LINKS}
    async with intake_process(tmp_path, settings_on(broker.url, store.url), fault) as intake:

        async def posted() -> dict[str, Any]:
            async with intake.client() as client:
                key = {"Idempotency-Key": "the same key"}
                answer = await client.post("/cases", json=body, headers=key)
                receipt: dict[str, Any] = answer.json()
                return receipt

        async def released(case_id: str) -> httpx.Response:
            async with intake.client(Role.REGISTRAR) as client:
                return await client.post(f"/quarantine/{case_id}/release")

        if place == "quarantine.held":
            flag.touch()
            with pytest.raises(httpx.TransportError):
                await posted()
            await started_again(intake)
        receipt = await posted()
        if not flag.exists() and place != "quarantine.held":
            flag.touch()
            with pytest.raises(httpx.TransportError):
                await released(receipt["case_id"])
            await started_again(intake)

        assert (await released(receipt["case_id"])).json()["reference"] == receipt["reference"]

        (submission,) = await intake.stored("submissions")
        assert submission["_id"] == receipt["case_id"]
        (held,) = await intake.stored("quarantine")
        assert (held["state"], held["settled"]) == ("released", True)


async def started_again(intake: IntakeProcess) -> None:
    await until(lambda: intake.part.pid is None, "the process is dead")
    await intake.part.start()
    await intake.part.ready()
