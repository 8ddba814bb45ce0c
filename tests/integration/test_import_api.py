"""Imports over HTTP, from a real intake: who may, what is refused, what is answered."""

import asyncio
import csv
import json
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.integration.intake_process import IntakeProcess, intake_process, settings_on
from tests.support.earlier_cases import as_csv, earlier_cases
from tests.support.foundation import Foundation
from tests.support.waiting import until

CSV = {"Content-Type": "text/csv"}
LIMIT = 300_000
HEADER = "external_id;board;kind;received_on;text"
ROWS = f"{HEADER}\n1;sn;klagomål;2023-04-25;Hej\n2;sn;?;2023-04-25;Hemligt\n"


@pytest.fixture(scope="module")
async def intake(
    broker: Foundation, store: Foundation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    settings = settings_on(broker.url, store.url)
    extra = {"LYHORD_IMPORT_SIZE_LIMIT": str(LIMIT), "LYHORD_IMPORT_PATIENCE": "0"}
    async with intake_process(tmp_path_factory.mktemp("intake"), settings, extra) as process:
        yield process


async def send(
    intake: IntakeProcess,
    content: Any,
    role: Role | None = Role.REGISTRAR,
    headers: dict[str, str] = CSV,
    **params: Any,
) -> httpx.Response:
    async with intake.client(role) as client:
        return await client.post(
            "/imports",
            content=content,
            headers=headers,
            params={"source": f"s-{new_id().hex[-8:]}", **params},
        )


async def test_the_report_tells_of_every_row_and_quotes_none(intake: IntakeProcess) -> None:
    response = await send(intake, ROWS)

    assert response.status_code == 200
    report = response.json()
    assert {name: report[name] for name in ("state", "rows", "taken", "rejected")} == {
        "state": "done",
        "rows": 2,
        "taken": 1,
        "rejected": 1,
    }
    (error,) = report["errors"]
    assert (error["row"], error["column"], error["effect"]) == (3, "kind", "rejected")
    assert "complaint (klagomål)" in error["allowed"]
    assert "Hemligt" not in response.text


async def test_the_report_can_be_read_again_whole_as_csv_and_as_json_lines(
    intake: IntakeProcess,
) -> None:
    rows = "".join(f"{number};sn;?;2023-04-25;x\n" for number in range(1100))
    import_id = str(new_id())
    report = (await send(intake, f"{HEADER}\n{rows}", import_id=import_id)).json()
    assert (report["import_id"], report["remarks"], len(report["errors"])) == (
        import_id,
        1100,
        1000,
    )
    async with intake.client(Role.ADMINISTRATOR) as client:
        shown = await client.get(f"/imports/{import_id}")
        as_table = await client.get(report["errors_url"])
        as_lines = await client.get(report["errors_url"], params={"format": "json_lines"})
    assert shown.json() == report
    table = list(csv.DictReader(StringIO(as_table.text)))
    lines = [json.loads(line) for line in as_lines.text.splitlines()]
    assert [int(row["row"]) for row in table] == list(range(2, 1102))
    assert [(each["column"], each["effect"]) for each in lines] == [("kind", "rejected")] * 1100


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 401),
        (Role.STAFF, 403),
        (Role.PARTNER, 403),
        (Role.AUDITOR, 403),
        (Role.ADMINISTRATOR, 200),
        (Role.SERVICE, 200),
    ],
)
async def test_who_may(intake: IntakeProcess, role: Role | None, status: int) -> None:
    assert (await send(intake, ROWS, role, dry_run=True)).status_code == status
    async with intake.client(role) as client:
        shown = await client.get(f"/imports/{new_id()}")
        errors = await client.get(f"/imports/{new_id()}/errors")
    wanted = 404 if status == 200 else status
    assert (shown.status_code, errors.status_code) == (wanted, wanted)


@pytest.mark.parametrize(
    ("content", "headers", "params", "status", "slug"),
    [
        (ROWS, {"Content-Type": "application/json"}, {}, 415, "media_type"),
        (ROWS, {}, {}, 415, "media_type"),
        (ROWS, {"Content-Type": "text/csv; charset=koi8-r"}, {}, 422, "invalid"),
        (ROWS, CSV, {"source": "Två Ord"}, 422, "invalid"),
        (ROWS, CSV, {"source": ""}, 422, "invalid"),
        (ROWS, CSV, {"import_id": "x"}, 422, "invalid"),
        ("", CSV, {}, 422, "invalid"),
        ("namn;telefon\n", CSV, {}, 422, "invalid"),
        (f"{HEADER};namn\n", CSV, {"strict": True}, 422, "invalid"),
        (b"PK\x03\x04\x00\x00", CSV, {}, 422, "invalid"),
        ("x" * (LIMIT + 1), CSV, {}, 413, "too_large"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_a_problem(
    intake: IntakeProcess,
    content: str | bytes,
    headers: dict[str, str],
    params: dict[str, Any],
    status: int,
    slug: str,
) -> None:
    response = await send(intake, content, headers=headers, **params)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"].endswith(slug)


async def test_an_id_is_used_once(intake: IntakeProcess) -> None:
    import_id = str(new_id())
    first = await send(intake, ROWS, import_id=import_id)
    second = await send(intake, ROWS, import_id=import_id)
    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json()["type"].endswith("import_id_used")


async def test_a_list_that_grows_too_large_on_its_way_is_refused(intake: IntakeProcess) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for line in as_csv(earlier_cases(2000)):
            yield line * 1

    import_id = str(new_id())
    response = await send(intake, endless(), import_id=import_id, dry_run=True)
    assert response.status_code == 413
    async with intake.client(Role.REGISTRAR) as client:
        shown = (await client.get(f"/imports/{import_id}")).json()
    assert shown["state"] == "interrupted"
    assert 0 < shown["bytes_read"] <= LIMIT


async def test_it_can_be_looked_at_while_it_runs_and_breaks_off_with_its_sender(
    intake: IntakeProcess,
) -> None:
    import_id = str(new_id())
    go_on = asyncio.Event()

    async def waits() -> AsyncIterator[bytes]:
        yield b"".join(as_csv(earlier_cases(250)))
        await go_on.wait()
        raise ConnectionError

    async with intake.client(Role.REGISTRAR) as client:
        shown: dict[str, Any] = {}

        async def running() -> bool:
            shown.update((await client.get(f"/imports/{import_id}")).json())
            return bool(shown.get("rows"))

        sending = asyncio.create_task(send(intake, waits(), import_id=import_id))
        await until(running, "some rows are told")
        assert shown["state"] == "running"
        go_on.set()
        with pytest.raises(ConnectionError):
            await sending

        async def interrupted() -> bool:
            shown.update((await client.get(f"/imports/{import_id}")).json())
            return bool(shown["state"] == "interrupted")

        await until(interrupted, "it is noticed that the sender is gone")
    assert shown["taken"] == 200


async def test_intake_killed_in_the_middle_takes_the_rest_when_the_list_is_sent_again(
    broker: Foundation, store: Foundation, tmp_path: Path
) -> None:
    flag = tmp_path / "armed"
    flag.touch()
    extra = {"LYHORD_FAULT": f"import.batch_stored:{flag}", "LYHORD_IMPORT_PATIENCE": "0"}
    data = b"".join(as_csv(earlier_cases(350)))
    settings = settings_on(broker.url, store.url)
    async with intake_process(tmp_path, settings, extra) as intake:
        with pytest.raises(httpx.TransportError):
            await send(intake, data, source="lifecare")
        await until(lambda: intake.part.pid is None, "intake is dead")
        assert not flag.exists()
        assert len(await intake.stored("submissions")) == 100

        await intake.part.start()
        await intake.part.ready()
        again = (await send(intake, data, source="lifecare")).json()
        stored = await intake.stored("submissions")

    assert (again["taken"], again["unchanged"], again["state"]) == (250, 100, "done")
    assert len({each["content"]["external_reference"] for each in stored}) == len(stored) == 350
