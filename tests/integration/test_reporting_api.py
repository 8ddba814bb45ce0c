"""The API itself: who may ask what, and how a wrong question is refused."""

import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from services.reporting.api import REBUILDS, figures, rebuilds
from services.reporting.facts_in_use import FactsInUse
from services.reporting.figures.questions import Question
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.vocabulary import Kind, Role
from shared.identity.accounts import Accounts
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.web.openapi import describe_problems
from shared.web.problems import answer_problems
from tests.integration.reporting_copies import Copies, Workflow
from tests.support.service import accounts_file, bearer
from tests.support.submissions import MOMENT, submission

UNIT = "forsorjningsstod-mottagning"

MEMBERS = {
    "quality-of-sn": 'roles = ["quality"]\nboard = "sn"',
    "manager-in-sn": f'roles = ["manager"]\nboard = "sn"\nunit = "{UNIT}"',
    "staff-of-sn": 'roles = ["staff"]\nboard = "sn"',
}

pytest_plugins = ("tests.integration.reporting_fixtures",)


def member(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"}


@pytest.fixture
async def client(
    copies: Copies,
    settings_for: Callable[..., Settings],
    organisation: Organisation,
    tmp_path: Path,
) -> AsyncIterator[httpx.AsyncClient]:
    copy = copies()
    await copy.count(submission())
    accounts = accounts_file(tmp_path)
    with accounts.open("a", encoding="utf-8") as file:
        for name, rest in MEMBERS.items():
            sha256 = hashlib.sha256(name.encode()).hexdigest()
            file.write(f'\n[[token]]\nname = "{name}"\nsha256 = "{sha256}"\n{rest}\n')
    authentication = Authentication(Accounts.of(settings_for(accounts=accounts)))
    app = FastAPI()
    answer_problems(app)
    describe_problems(app)
    facts = FactsInUse(
        copy.collections,
        FactTable(copy.collections, Targets(organisation), MovableClock(MOMENT)),
        organisation,
    )
    for router in (
        figures(facts, organisation, authentication),
        rebuilds(copy.rebuilding, authentication),
    ):
        app.include_router(router, prefix="/api/v1")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://reporting/api/v1",
        headers=bearer(Role.SERVICE),
    ) as asking:
        yield asking


async def test_what_is_asked_wrongly_is_refused_with_its_name(client: httpx.AsyncClient) -> None:
    for asked, field, named in (
        ({"board": "kultur"}, "board", "kultur"),
        ({"unit": "simhallen"}, "unit", "simhallen"),
        ({"group_by": "unit,name"}, "group_by.1", "'severity'"),
        ({"from": "2026-02-01", "to": "2026-01-01"}, "to", "before from"),
        ({"from": "i går"}, "from", "valid date"),
        ({"kind": "rumour"}, "kind.0", "'complaint'"),
    ):
        answer = await client.get("/statistics", params=asked)

        assert answer.status_code == 422, asked
        assert answer.headers["content-type"] == "application/problem+json"
        (problem,) = answer.json()["errors"]
        assert problem["field"] == field
        assert named in problem["message"]


async def test_case_that_was_never_counted_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/cases/{new_id()}/facts")

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:lyhord:problem:not_found"


async def test_each_role_may_do_what_is_its_own_and_no_more(client: httpx.AsyncClient) -> None:
    for role in Role:
        read = await client.get("/statistics", headers=bearer(role))
        rebuilt = await client.get(f"/rebuilds/{new_id()}", headers=bearer(role))

        assert read.status_code == (200 if role in READ else 403), role
        assert rebuilt.status_code == (404 if role in REBUILDS else 403), role
    del client.headers["Authorization"]
    assert (await client.get("/statistics")).status_code == 401
    assert (await client.post("/rebuilds")).status_code == 401


QUESTIONS = ("/statistics", "/figures", "/figures/received", "/control-points")


@pytest.mark.parametrize("path", [*QUESTIONS, "/figures/received/cases"])
async def test_members_of_a_board_are_answered_about_that_board(
    copies: Copies, client: httpx.AsyncClient, path: str
) -> None:
    await copies().count(submission(board="von"), submission(board="von"))
    everywhere = (await client.get(path)).json()
    of_board = (await client.get(path, params={"board": "sn"})).json()

    for asked in ({}, {"board": "sn"}, {"board": "Socialnämnden"}, {"unit": UNIT}):
        own = await client.get(path, params=asked, headers=member("quality-of-sn"))
        assert own.status_code == 200
        if "unit" not in asked:
            assert own.json() == of_board != everywhere
    for query in ("board=von", "board=sn&board=von", "unit=hemvard-norr"):
        other = await client.get(f"{path}?{query}", headers=member("quality-of-sn"))
        assert other.status_code == 403
        assert other.json()["reasons"] == ["needs an account of that board, or of none"]


async def test_cases_are_listed_for_those_who_may_open_them(
    copies: Copies, client: httpx.AsyncClient
) -> None:
    secret = submission(board="sn", unit=UNIT, kind=Kind.LEX_SARAH)
    own = submission(board="sn", unit=UNIT)
    other = submission(board="von", unit="hemvard-norr")
    await copies().count(secret, own, other)

    async def listed(headers: dict[str, str]) -> tuple[set[str], int]:
        answer = await client.get("/figures/received/cases", headers=headers)
        found = answer.json()
        assert found["seen"] == len(found["items"])
        return {each["case_id"] for each in found["items"]}, found["total"]

    assert await listed(member("staff-of-sn")) == (set(), 3)
    assert await listed(member("manager-in-sn")) == ({str(own.case_id)}, 3)
    seen, _ = await listed(member("quality-of-sn"))
    assert {str(secret.case_id), str(own.case_id)} < seen
    assert (await listed(bearer(Role.ADMINISTRATOR)))[0] == set()
    assert len((await listed(bearer(Role.SERVICE)))[0]) == 4

    for headers, case, status in (
        (member("manager-in-sn"), own, 200),
        (member("manager-in-sn"), secret, 404),
        (member("quality-of-sn"), secret, 200),
        (member("quality-of-sn"), other, 404),
        (member("staff-of-sn"), own, 404),
        (bearer(Role.SERVICE), other, 200),
    ):
        facts = await client.get(f"/cases/{case.case_id}/facts", headers=headers)
        assert facts.status_code == status


async def test_api_is_documented(client: httpx.AsyncClient) -> None:
    document = (await client.get("http://reporting/openapi.json")).json()

    validate(document)
    asked = document["paths"]["/api/v1/statistics"]["get"]
    assert {each["name"] for each in asked["parameters"]} == {
        field.alias or name for name, field in Question.model_fields.items()
    }
    assert "application/problem+json" in asked["responses"]["422"]["content"]


async def test_rebuild_is_accepted_and_can_be_followed(
    client: httpx.AsyncClient, workflow: Workflow
) -> None:
    accepted = await client.post("/rebuilds")

    assert accepted.status_code == 202
    rebuild_id = accepted.json()["rebuild_id"]
    assert accepted.json()["status_url"] == accepted.headers["location"]
    assert accepted.headers["location"] == f"http://reporting/api/v1/rebuilds/{rebuild_id}"
    followed = (await client.get(accepted.headers["location"])).json()
    assert followed.pop("requested_at")
    assert followed == {
        "rebuild_id": rebuild_id,
        "state": "requested",
        "received": 0,
        "total": None,
        "differences": None,
        "swapped_at": None,
        "reason": None,
    }
    assert workflow.asked == []


async def test_every_figure_has_its_definition_and_its_cases(client: httpx.AsyncClient) -> None:
    shown = (await client.get("/figures", params={"board": "sn"})).json()["figures"]
    received = next(each for each in shown if each["id"] == "received")

    assert received["definition"]["sv"] == "Ärenden vars inkommandedag ligger i perioden."
    assert (received["value"], received["of"], received["share"]) == (1, 1, None)
    one = (await client.get("/figures/received", params={"board": "sn"})).json()["figures"]
    assert one == [received]
    behind = (await client.get("/figures/received/cases", params={"board": "sn"})).json()
    assert behind["total"] == 1
    assert behind["next"] is None
    assert behind["items"][0]["board"] == "sn"
    facts = await client.get(f"/cases/{behind['items'][0]['case_id']}/facts")
    assert facts.status_code == 200


async def test_cases_behind_a_figure_come_page_by_page(
    client: httpx.AsyncClient, copies: Copies
) -> None:
    await copies().count(submission())
    asked = {"limit": 1}

    first = (await client.get("/figures/received/cases", params=asked)).json()
    second = await client.get("/figures/received/cases", params={**asked, "after": first["next"]})

    assert first["total"] == second.json()["total"] == 2
    ids = [page["items"][0]["case_id"] for page in (first, second.json())]
    assert ids == sorted(set(ids))


async def test_a_figure_that_does_not_exist_is_told_so(client: httpx.AsyncClient) -> None:
    unknown = await client.get("/figures/happiness")
    behind = await client.get("/figures/happiness/cases")
    misspelt = await client.get("/figures/received/cases", params={"borad": "sn"})

    assert unknown.status_code == behind.status_code == 404
    assert "happiness" in unknown.json()["detail"]
    assert misspelt.status_code == 422
