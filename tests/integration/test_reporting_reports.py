"""Reports over HTTP on the real store: made, written in, published once, frozen, and as files."""

import asyncio
import csv
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from fastapi import FastAPI

from services.reporting.report.access import MAKE, READ_DRAFTS
from services.reporting.report.api import reporting
from services.reporting.report.guarding import by_the_rules
from services.reporting.report.reports import Reports
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.vocabulary import Feedback, Kind, Role
from shared.identity.accounts import Accounts
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.errors import StoreUnavailable
from shared.store.versioned import VersionedCollection
from shared.web.openapi import describe_problems
from shared.web.problems import answer_problems
from tests.integration.reporting_cases import investigating
from tests.integration.reporting_copies import Copies, Copy
from tests.support.service import accounts_file, bearer
from tests.support.submissions import submission

pytest_plugins = ("tests.integration.reporting_fixtures",)

NEW = {"board": "sn", "from": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
async def copy(copies: Copies) -> Copy:
    """Five complaints, two of them answered."""
    made = copies()
    answered = [submission(feedback=Feedback.GIVEN) for _ in range(2)]
    await made.count(*answered, *(submission() for _ in range(3)))
    return made


@pytest.fixture
async def client(
    copy: Copy,
    settings_for: Callable[..., Settings],
    organisation: Organisation,
    clock: MovableClock,
    tmp_path: Path,
) -> AsyncIterator[httpx.AsyncClient]:
    authentication = Authentication(Accounts.of(settings_for(accounts=accounts_file(tmp_path))))
    app = FastAPI()
    answer_problems(app)
    describe_problems(app)
    table = FactTable(copy.collections, Targets(organisation), clock)
    reports = Reports(copy.database, table, organisation, clock, by_the_rules)
    await copy.database.prepare()
    app.include_router(reporting(reports, organisation, authentication), prefix="/api/v1")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://reporting/api/v1",
        headers=bearer(Role.QUALITY),
    ) as asking:
        yield asking


async def made(client: httpx.AsyncClient) -> dict[str, Any]:
    answer = await client.post("/reports", json=NEW)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def match(report: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{report["seq"]}"'}


async def write(
    client: httpx.AsyncClient, report: dict[str, Any], section: str, text: str
) -> httpx.Response:
    return await client.put(
        f"/reports/{report['id']}/texts/{section}", json={"text": text}, headers=match(report)
    )


async def published(client: httpx.AsyncClient, report: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/reports/{report['id']}/publish", headers=match(report))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def figure(report: dict[str, Any], ref: str) -> Any:
    return next(each["value"] for each in report["content"]["figures"] if each["ref"] == ref)


async def test_a_draft_has_the_figures_of_now(client: httpx.AsyncClient, copy: Copy) -> None:
    report = await made(client)
    assert report["state"] == "draft"
    assert report["texts"] == {"proposal": "1. Informationen noteras."}
    assert "analysis" in report["missing"]
    assert (figure(report, "received"), figure(report, "answered kind=complaint")) == (5, 2)

    await copy.count(submission())

    answer = await client.get(f"/reports/{report['id']}")
    assert answer.headers["etag"] == '"1"'
    assert figure(answer.json(), "received") == 6


async def test_a_second_draft_of_the_same_period_is_refused(client: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(client.post("/reports", json=NEW) for _ in range(3)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409]
    first = next(each.json() for each in answers if each.status_code == 201)
    refused = next(each.json() for each in answers if each.status_code == 409)
    assert refused["report_id"] == first["id"]
    listed = (await client.get("/reports")).json()["items"]
    assert [each["id"] for each in listed] == [first["id"]]
    await published(client, first)
    assert (await made(client))["edition"] == 2


async def test_what_is_wrong_with_a_new_report_is_named(client: httpx.AsyncClient) -> None:
    for wrong, field in (
        ({"board": "kultur"}, "board"),
        ({"to": "2025-01-01"}, "to"),
        ({"to": "2036-01-01"}, "to"),
        ({"from": "i fjol"}, "from"),
    ):
        answer = await client.post("/reports", json={**NEW, **wrong})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"].endswith(field)


async def test_texts_are_written_section_by_section(client: httpx.AsyncClient) -> None:
    report = await made(client)
    text = "{{answered kind=complaint as=parts}} är besvarade.\n\nResten följs upp."

    answer = await write(client, report, "analysis", text)

    assert answer.status_code == 200
    changed = answer.json()
    assert changed["seq"] == 2
    assert changed["texts"]["analysis"] == text
    section = next(each for each in changed["content"]["sections"] if each["id"] == "analysis")
    assert section["written"] == ["2 av 5 är besvarade.", "Resten följs upp."]
    late = await write(client, report, "economy", "Inga.")
    assert late.status_code == 409
    assert late.json()["seq"] == 2
    missing = await client.put(f"/reports/{report['id']}/texts/economy", json={"text": "Inga."})
    assert missing.status_code == 428
    unknown = await write(client, changed, "weather", "Sol.")
    assert unknown.status_code == 422


async def test_a_wrong_reference_is_refused_with_its_place(client: httpx.AsyncClient) -> None:
    report = await made(client)

    answer = await write(client, report, "analysis", "Vi fick {{recieved}} ärenden.")

    assert answer.status_code == 422
    (problem,) = answer.json()["errors"]
    assert problem["field"] == "texts.analysis"
    assert problem["message"] == (
        'Characters 8–20, {{recieved}}: There is no figure "recieved". Did you mean "received"?'
    )
    assert (await client.get(f"/reports/{report['id']}")).json()["seq"] == 1


async def test_contradictions_block_publishing_with_their_place(client: httpx.AsyncClient) -> None:
    report = await made(client)
    text = "Det kom {{received}} ärenden. Under året kom 7 klagomål in."
    report = (await write(client, report, "kinds", text)).json()

    answer = await client.post(f"/reports/{report['id']}/publish", headers=match(report))

    assert answer.status_code == 409
    (found,) = answer.json()["contradictions"]
    assert text[found["start"] : found["end"]] == found["words"] == "7 klagomål"
    assert (found["section"], found["rule"]) == ("kinds", "number")
    assert found["sentence"] == "Under året kom 7 klagomål in."
    assert "5" in found["message"]["sv"]
    shown = (await client.get(f"/reports/{report['id']}/contradictions")).json()
    assert shown == {"contradictions": [found]}
    now = (await client.get(f"/reports/{report['id']}")).json()
    assert (now["state"], now["seq"]) == ("draft", 2)
    mended = await write(client, now, "kinds", text.replace("7", "5"))
    assert (await published(client, mended.json()))["state"] == "published"


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("lex_sarah", "Det kan observeras att lex Sarah-rapporteringar har ökat."),
        ("equality", "Alla klagomål har hanterats på likvärdigt sätt."),
        (
            "kinds",
            "2 av klagomålen handlar om bemötande. 1 av klagomålen handlar om avgiften.",
        ),
        ("lex_sarah", "Ingen lex Sarah-rapportering har gjorts under 2025."),
    ],
)
async def test_what_boards_have_written_against_their_figures_is_caught(
    client: httpx.AsyncClient, section: str, text: str
) -> None:
    report = await made(client)
    report = (await write(client, report, section, text)).json()

    answer = await client.post(f"/reports/{report['id']}/publish", headers=match(report))

    assert answer.status_code == 409
    assert answer.json()["contradictions"][0]["section"] == section


async def test_of_two_who_publish_at_once_one_does(client: httpx.AsyncClient, copy: Copy) -> None:
    report = await made(client)
    path = f"/reports/{report['id']}/publish"

    answers = await asyncio.gather(*(client.post(path, headers=match(report)) for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409]
    names = await copy.database.collection_names()
    assert "report_facts" in names
    again = await client.post(path, headers={"If-Match": '"2"'})
    assert again.status_code == 409
    assert (await client.get(f"/reports/{report['id']}/rerun")).json()["same"] is True


async def test_interrupted_before_the_last_write_it_is_a_draft_still(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = await made(client)
    path = f"/reports/{report['id']}"

    async def interrupted(*_: object) -> bool:
        raise StoreUnavailable("the store went away")

    with monkeypatch.context() as broken:
        broken.setattr(VersionedCollection, "replace", interrupted)
        answer = await client.post(f"{path}/publish", headers=match(report))
    assert answer.status_code == 503
    now = (await client.get(path)).json()
    assert (now["state"], now["seq"]) == ("draft", 1)

    await published(client, now)

    assert (await client.get(f"{path}/rerun")).json()["same"] is True


async def test_a_published_report_does_not_change(
    client: httpx.AsyncClient, copy: Copy, clock: MovableClock
) -> None:
    late = submission()
    await copy.count(late)
    report = await made(client)
    report = (await write(client, report, "analysis", "Det kom {{received}} ärenden.")).json()
    frozen = await published(client, report)
    files = {form: await file_of(client, frozen, form) for form in ("html", "csv", "pdf")}

    await copy.count(submission(), submission(kind=Kind.VIEW, first_kind=Kind.VIEW))
    await copy.count(investigating(late, feedback=Feedback.GIVEN))
    clock.advance(timedelta(days=40))

    after = (await client.get(f"/reports/{report['id']}")).json()
    assert after == frozen
    assert "Det kom 6 ärenden." in str(after["content"]["sections"])
    for form, content in files.items():
        assert await file_of(client, frozen, form) == content, form
    for refused in (
        await write(client, after, "analysis", "Annat."),
        await client.delete(f"/reports/{report['id']}", headers=match(after)),
    ):
        assert refused.status_code == 409


async def test_what_has_changed_since_is_listed(client: httpx.AsyncClient, copy: Copy) -> None:
    late = submission()
    await copy.count(late)
    frozen = await published(client, await made(client))
    path = f"/reports/{frozen['id']}"
    assert (await client.get(f"{path}/corrections")).json()["corrections"] == []

    await copy.count(submission(kind=Kind.VIEW, first_kind=Kind.VIEW))
    await copy.count(investigating(late, feedback=Feedback.GIVEN))

    found = {
        each["ref"]: (each["was"], each["now"])
        for each in (await client.get(f"{path}/corrections")).json()["corrections"]
    }
    assert found["received"] == (6, 7)
    assert found["received kind=view"] == (0, 1), "what the report did not have"
    assert found["answered kind=complaint"] == (2, 3)
    again = (await client.get(f"{path}/rerun")).json()
    assert again["same"] is True, "from the facts as of its date"
    assert again["content"] == frozen["content"]


async def test_a_draft_has_no_corrections(client: httpx.AsyncClient) -> None:
    report = await made(client)

    for asked in ("corrections", "rerun"):
        assert (await client.get(f"/reports/{report['id']}/{asked}")).status_code == 409


async def test_a_draft_can_be_discarded(client: httpx.AsyncClient) -> None:
    report = await made(client)

    stale = await client.delete(f"/reports/{report['id']}", headers={"If-Match": '"9"'})
    gone = await client.delete(f"/reports/{report['id']}", headers=match(report))

    assert (stale.status_code, gone.status_code) == (409, 204)
    assert (await client.get(f"/reports/{report['id']}")).status_code == 404
    assert (await made(client))["id"] == report["id"], "and be made again"


async def test_drafts_are_for_who_makes_reports_and_published_ones_for_all(
    client: httpx.AsyncClient,
) -> None:
    report = await made(client)
    path = f"/reports/{report['id']}"
    for role in Role:
        seen = await client.get(path, headers=bearer(role))
        listed = await client.get("/reports", headers=bearer(role))
        tried = await client.post("/reports", json=NEW, headers=bearer(role))
        assert seen.status_code == _expected(role, READ_DRAFTS), role
        assert tried.status_code == (409 if role in MAKE else 403), role
        if role in READ:
            assert bool(listed.json()["items"]) == (role in READ_DRAFTS), role
    await published(client, report)
    for role in Role:
        seen = await client.get(f"{path}.csv", headers=bearer(role))
        assert seen.status_code == (200 if role in READ else 403), role
    assert (await client.get(f"/reports/{new_id()}")).status_code == 404


def _expected(role: Role, allowed: tuple[Role, ...]) -> int:
    if role in allowed:
        return 200
    return 404 if role in READ else 403


async def file_of(client: httpx.AsyncClient, report: dict[str, Any], form: str) -> bytes:
    answer = await client.get(f"/reports/{report['id']}.{form}")
    assert answer.status_code == 200, answer.text
    assert f"rapport-sn-2026-01-01-2026-12-31.{form}" in answer.headers["content-disposition"]
    return answer.content


async def test_files_have_the_numbers_of_the_api(client: httpx.AsyncClient) -> None:
    report = await published(client, await made(client))
    told = {each["ref"]: each for each in report["content"]["figures"]}

    sheet = openpyxl.load_workbook(BytesIO(await file_of(client, report, "xlsx")))["Siffror"]
    head, *lines = sheet.iter_rows(values_only=True)
    book = {line[0]: line for line in lines}
    assert head[:2] == ("Hänvisning", "Siffra")
    assert {ref: (line[6], line[7]) for ref, line in book.items()} == {
        ref: (each["value"], each["of"]) for ref, each in told.items()
    }
    text = (await file_of(client, report, "csv")).decode("utf-8-sig")
    listed = {line["hanvisning"]: line for line in csv.DictReader(StringIO(text), delimiter=";")}
    assert {ref: line["varde"] for ref, line in listed.items()} == {
        ref: "" if each["value"] is None else str(each["value"]) for ref, each in told.items()
    }
    page = (await file_of(client, report, "html")).decode()
    for section in report["content"]["sections"]:
        for paragraph in section["paragraphs"]:
            for sentence in paragraph:
                assert sentence["text"] in page.replace("&#34;", '"')
    unknown = await client.get(f"/reports/{report['id']}.odt")
    assert unknown.status_code == 422


async def test_the_api_is_documented(client: httpx.AsyncClient) -> None:
    document = (await client.get("http://reporting/openapi.json")).json()

    publish = document["paths"]["/api/v1/reports/{report_id}/publish"]["post"]
    assert "application/problem+json" in publish["responses"]["409"]["content"]
