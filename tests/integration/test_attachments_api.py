"""Files by HTTP, in and out, on a real process."""

import asyncio
import json
import os
import re
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.ports import LOOPBACK
from deploy.local.store import EmbeddedStore
from services.intake.attachments.contents import PIECE
from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.contract.documents import document
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_process import COMPLAINT, IntakeProcess, intake_process, settings_on
from tests.support.clamd import BAD, PrivateClamd
from tests.support.files import EXE, HTML, JPEG, PDF, SVG, TEXT
from tests.support.service import TOKENS
from tests.support.waiting import until

LIMIT = 3 * PIECE
LARGE = PDF + Random(1).randbytes(2 * PIECE)
NAMED = {"Content-Disposition": "attachment; filename*=UTF-8''..%2Fbr%C3%A5k%E2%80%AE.pdf"}
PARTNER_CASE = COMPLAINT | {"channel": "partner"}


@pytest.fixture(scope="module")
async def clamd(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PrivateClamd]:
    async with PrivateClamd(tmp_path_factory.mktemp("clamd")) as private:
        yield private


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker,
    store: EmbeddedStore,
    clamd: PrivateClamd,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[IntakeProcess]:
    settings = settings_on(broker.url, store.url)
    extra = {"LYHORD_CLAMD_URL": clamd.url, "LYHORD_ATTACHMENT_SIZE_LIMIT": str(LIMIT)}
    async with intake_process(tmp_path_factory.mktemp("intake"), settings, extra) as process:
        yield process


async def uploaded(
    client: httpx.AsyncClient, content: bytes = PDF, path: str = "/attachments", **headers: str
) -> dict[str, Any]:
    response = await client.post(path, content=content, headers=headers)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def test_a_partner_uploads_and_hands_in_a_case_with_its_files(
    intake: IntakeProcess, broker: PrivateBroker
) -> None:
    async with (
        Eavesdropper(broker.url) as heard,
        intake.client(Role.PARTNER) as partner,
        intake.client(Role.CASEWORKER) as staff,
    ):
        large, small = await uploaded(partner, LARGE, **NAMED), await uploaded(partner, JPEG)
        handed_in = await partner.post(
            "/cases",
            json=PARTNER_CASE | {"attachments": [large["attachment_id"], small["attachment_id"]]},
        )
        case_id = handed_in.json()["case_id"]
        event = await heard.first(case_id, "case.received")
        listed = (await staff.get(f"/cases/{case_id}/attachments")).json()["items"]
        served = await staff.get(f"/attachments/{large['attachment_id']}")

    assert large == {
        "attachment_id": large["attachment_id"],
        "media_type": "application/pdf",
        "size": len(LARGE),
        "sha256": large["sha256"],
        "scan": "clean",
    }
    assert [item["name"] for item in listed] == ["bråk.pdf", None]
    assert event["content"]["attachments"] == [
        {
            "id": large["attachment_id"],
            "media_type": "application/pdf",
            "size": len(LARGE),
            "sha256": large["sha256"],
            "name": "bråk.pdf",
            "scan": "clean",
        },
        {
            "id": small["attachment_id"],
            "media_type": "image/jpeg",
            "size": len(JPEG),
            "sha256": small["sha256"],
            "scan": "clean",
        },
    ]
    assert served.content == LARGE


async def test_a_file_is_served_to_be_saved_and_never_shown(intake: IntakeProcess) -> None:
    async with intake.client(Role.STAFF) as staff:
        file = await uploaded(
            staff, TEXT, **{"Content-Disposition": 'attachment; filename="brev.html"'}
        )
        await handed_in_with(staff, file)
        served = await staff.get(f"/attachments/{file['attachment_id']}")

    assert served.headers["content-type"].startswith("text/plain")
    assert served.headers["content-disposition"] == (
        "attachment; filename=\"brev.html.txt\"; filename*=UTF-8''brev.html.txt"
    )
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert served.headers["cache-control"] == "private, no-store"
    assert served.headers["content-length"] == str(len(TEXT))


async def test_a_file_is_for_those_who_handle_cases(intake: IntakeProcess) -> None:
    async with intake.client(Role.STAFF) as staff:
        file = await uploaded(staff)
        path = f"/attachments/{file['attachment_id']}"
        unclaimed = await staff.get(path)
        case_id = await handed_in_with(staff, file)
    answers = {}
    for role in (None, Role.PARTNER, Role.AUDITOR, Role.SERVICE):
        async with intake.client(role) as client:
            answers[role] = [
                (await client.get(each)).status_code
                for each in (path, f"/cases/{case_id}/attachments", f"/attachments/{new_id()}")
            ]

    assert unclaimed.status_code == 404
    assert answers == {
        None: [401] * 3,
        Role.PARTNER: [403] * 3,
        Role.AUDITOR: [200, 200, 404],
        Role.SERVICE: [200, 200, 404],
    }


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"", 422, "empty"),
        (EXE, 415, "type_not_allowed"),
        (HTML, 415, "type_not_allowed"),
        (SVG, 415, "type_not_allowed"),
        (PDF + BAD, 422, "infected"),
        (PDF + bytes(LIMIT), 413, "too_large"),
    ],
    ids=["empty", "program", "web page", "drawing", "infected", "too large"],
)
async def test_what_is_refused_is_told_and_leaves_nothing(
    intake: IntakeProcess, content: bytes, status: int, problem: str
) -> None:
    before = await everything(intake)
    async with intake.client(Role.PARTNER) as partner:
        response = await partner.post(
            "/attachments", content=content, headers={"Content-Type": "image/png"}
        )

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == f"urn:lyhord:problem:{problem}"
    assert await everything(intake) == before


async def test_the_holder_of_the_secret_adds_a_file_by_a_message(intake: IntakeProcess) -> None:
    async with intake.client() as anyone, intake.client(Role.STAFF) as staff:
        receipt = (await anyone.post("/cases", json=COMPLAINT)).json()
        path = f"/cases/{receipt['case_id']}"
        shown = {"X-Case-Secret": receipt["secret"]}
        wrong = await anyone.post(
            f"{path}/attachments", content=PDF, headers={"X-Case-Secret": "ABCD-EFGH-JKMN-PQRST"}
        )
        file = await uploaded(anyone, path=f"{path}/attachments", **shown)
        said = {"text": "Här är brevet.", "attachments": [file["attachment_id"]]}
        sent = await anyone.post(f"{path}/messages", json=said, headers=shown)
        again = await anyone.post(f"{path}/messages", json=said, headers=shown)
        (item,) = (await staff.get(f"{path}/attachments")).json()["items"]

    assert wrong.status_code == 404
    assert sent.status_code == 202
    assert item["message_id"] == sent.json()["message_id"]
    # Without a key it is another message, and the file belongs to the first.
    assert again.status_code == 422
    assert again.json()["errors"][0]["field"] == "attachments"


async def test_the_same_key_uploads_once(intake: IntakeProcess) -> None:
    async with intake.client(Role.PARTNER, **{"Idempotency-Key": "k"}) as partner:
        first, again = [await uploaded(partner, LARGE) for _ in range(2)]
        other = await partner.post("/attachments", content=PDF)

    assert first == again
    assert other.status_code == 409
    assert other.json()["type"] == "urn:lyhord:problem:idempotency_key_reused"


@pytest.mark.parametrize("declared", [True, False])
async def test_an_upload_that_is_broken_off_leaves_nothing(
    intake: IntakeProcess, declared: bool
) -> None:
    before = await everything(intake)
    length = f"Content-Length: {LIMIT}" if declared else "Transfer-Encoding: chunked"
    _, writer = await asyncio.open_connection(LOOPBACK, int(intake.part.url.rpartition(":")[2]))
    writer.write(
        f"POST /api/v1/attachments HTTP/1.1\r\nHost: x\r\n{length}\r\n"
        f"Authorization: Bearer {TOKENS[Role.PARTNER]}\r\n\r\n".encode()
    )
    body = LARGE if declared else f"{len(LARGE):x}\r\n".encode() + LARGE + b"\r\n"
    writer.write(body)
    await writer.drain()

    async def begun() -> bool:
        return len(await intake.stored("uploads")) > before["uploads"]

    await until(begun, "a piece is stored")
    writer.close()
    await writer.wait_closed()

    async def gone() -> bool:
        return await everything(intake) == before

    await until(gone, "nothing is left")


async def test_the_examples_of_the_partner_api_work(intake: IntakeProcess, tmp_path: Path) -> None:
    examples = re.findall(r"```sh\n(.*?)```", document("docs/partner-api.md").text, re.DOTALL)
    (tmp_path / "brev.pdf").write_bytes(PDF)
    known = {"LYHORD": intake.part.url, "TOKEN": TOKENS[Role.PARTNER]}
    async with intake.client(Role.PARTNER) as partner:
        known["NEXT"] = (await partner.get("/cases")).json()["next"]

    for example in examples:
        process = await asyncio.create_subprocess_exec(
            "bash", "-euc", example, cwd=tmp_path, env={**os.environ, **known}, stdout=PIPE
        )
        printed, _ = await process.communicate()
        assert process.returncode == 0, printed.decode()
        said = json.loads(printed.decode().replace("}{", ",").replace("\n", ""))
        known |= {name.upper(): said[name] for name in ("attachment_id", "case_id") if name in said}

    assert len(examples) == 5
    assert {"ATTACHMENT_ID", "CASE_ID"} <= known.keys()


async def handed_in_with(client: httpx.AsyncClient, file: dict[str, Any]) -> str:
    response = await client.post(
        "/cases", json=PARTNER_CASE | {"attachments": [file["attachment_id"]]}
    )
    assert response.status_code == 202, response.text
    case_id: str = response.json()["case_id"]
    return case_id


async def everything(intake: IntakeProcess) -> dict[str, int]:
    """How much the store has of files."""
    names = ("attachments", "attachment_pieces", "uploads")
    return {name: len(await intake.stored(name)) for name in names}
