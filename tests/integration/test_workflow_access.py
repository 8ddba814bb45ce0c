"""Who may do what, at the workflow's doors: every route is held against the table."""

import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from services.workflow.access_table import Matter, Scope, roles_that_may, scope_of
from services.workflow.main import assembled
from services.workflow.settings import WorkflowSettings
from services.workflow.step_examples import EXAMPLES
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Kind, LexSarahState, Role
from shared.settings import Settings
from tests.integration.intake_process import settings_on
from tests.support.service import accounts_file, bearer, publish, service_process
from tests.support.staff import OURS, PASSWORD, StaffBrowser, hashed_password
from tests.support.submissions import submission
from tests.support.waiting import until

PUBLIC = {
    "/openapi.json",
    "/asyncapi",
    "/metrics",
    "/health/live",
    "/health/ready",
    "/static/{name}",
    "/logga-in",
}
"""What needs no account, of every service."""
LEADS_ON = "/"
"""Leads to a page, and shows nothing itself."""

WITHOUT_CASE: Mapping[str, tuple[str, dict[str, Any]]] = {
    "GET /cases": ("lists", {}),
    "GET /worklist": ("lists", {}),
    "GET /diary": ("diary", {"params": {"board": "von"}}),
    "GET /diary/conflicts": ("diary", {}),
    "POST /search": ("read", {"json": {"text": "utbetalning"}}),
    "POST /snapshots": (
        "snapshots",
        {"json": {"rebuild": "0199a7d0-0000-7000-8000-000000000001"}},
    ),
}
OF_A_CASE: Mapping[str, tuple[str, dict[str, Any]]] = {
    "GET /cases/{case_id}": ("read", {}),
    "GET /cases/{case_id}/correspondence": ("read", {}),
    "GET /diary/{case_id}/papers": ("diary", {}),
    **{
        f"POST /cases/{{case_id}}/{step}": (step, {"json": body, "headers": {"If-Match": "0"}})
        for step, body in EXAMPLES.items()
    },
}
"""Steps are asked of a state that is long gone: whoever has them is told so, and nothing is
changed."""

WIDE = {Scope.UNIT, Scope.BOARD, Scope.ALL}
"""What reaches every case, for a token that is placed nowhere."""

PLACED = {
    "chef-norr": (Role.MANAGER, "manager-hemvard-norr", "von", "hemvard-norr"),
    "chef-soder": (Role.MANAGER, "manager-hemvard-soder", "von", "hemvard-soder"),
    "utredare": (Role.INVESTIGATOR, "investigator-von", "von", None),
    "registrator-von": (Role.REGISTRAR, "registrar-von", "von", None),
    "registrator-sn": (Role.REGISTRAR, "registrar-sn", "sn", None),
    "partner": (Role.PARTNER, "partner", None, None),
}


class Workflow:
    """The service with one case of each matter, all of hemvard-norr."""

    def __init__(self, url: str, cases: Mapping[Matter, CaseReceived]) -> None:
        self.url = url
        self._cases = cases

    def case_id(self, matter: Matter) -> str:
        return str(self._cases[matter].case_id)

    def client(self, headers: Mapping[str, str]) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"{self.url}/api/v1", headers=headers, trust_env=False, timeout=60
        )

    @asynccontextmanager
    async def caller(self, user: str) -> AsyncIterator[httpx.AsyncClient]:
        async with self.client({"Authorization": f"Bearer token-of-{user}"}) as client:
            yield client


@pytest.fixture(scope="module")
async def workflow(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Workflow]:
    folder = tmp_path_factory.mktemp("workflow")
    settings: Settings = settings_on(broker.url, store.url)
    extra = {"LYHORD_ACCOUNTS": str(_accounts(folder))}
    service = service_process("workflow", folder, settings, extra)
    await service.start()
    await service.ready()
    place: dict[str, Any] = {"board": "von", "unit": "hemvard-norr"}
    cases = {
        Matter.ORDINARY: submission(text="Besöket uteblev i fredags.", **place),
        Matter.ORIGIN: submission(lex_sarah=LexSarahState.SUSPECTED, **place),
        Matter.LEX_SARAH: submission(
            kind=Kind.LEX_SARAH, text="Ramlade utan larm i fredags.", **place
        ),
    }
    await publish(broker.url, *cases.values())
    running = Workflow(service.url, cases)
    async with running.client(bearer(Role.SERVICE)) as client:
        for event in cases.values():

            async def is_there(event: CaseReceived = event) -> bool:
                return (await client.get(f"/cases/{event.case_id}")).status_code == 200

            await until(is_there, "the case is there")
    yield running
    await service.stop()


def _accounts(folder: Path) -> Path:
    """A token for each role, placed nowhere; and tokens and passwords of those of PLACED."""
    written = [accounts_file(folder).read_text(encoding="utf-8")]
    for user, (role, account, board, unit) in PLACED.items():
        place = "".join(
            f'{name} = "{value}"\n' for name, value in (("board", board), ("unit", unit)) if value
        )
        digest = hashlib.sha256(f"token-of-{user}".encode()).hexdigest()
        written.append(
            f'[[token]]\nname = "{account}"\nsha256 = "{digest}"\nroles = ["{role}"]\n{place}'
        )
        written.append(
            f'[[account]]\nuser = "{user}"\naccount = "{account}"\n'
            f'password_hash = "{hashed_password()}"\nroles = ["{role}"]\n{place}'
        )
    path = folder / "everyone.toml"
    path.write_text("\n".join(written), encoding="utf-8")
    return path


def routes() -> set[tuple[str, str]]:
    """Every method and path that the service answers."""
    _, app = assembled(WorkflowSettings(session_key=SecretStr("sessions-of-the-tests")))
    return {
        (method, route.path or "")
        for route in iter_route_contexts(app.routes)
        for method in (route.methods or ())
        if method != "HEAD"
    }


def of_the_api() -> set[str]:
    return {
        f"{method} {path.removeprefix('/api/v1')}"
        for method, path in routes()
        if path.startswith("/api/")
    }


def of_pages() -> set[tuple[str, str]]:
    return {
        (method, path)
        for method, path in routes()
        if not path.startswith("/api/") and path not in PUBLIC and path != LEADS_ON
    }


def test_every_route_of_the_api_is_tried() -> None:
    assert of_the_api() == {*WITHOUT_CASE, *OF_A_CASE}


@pytest.mark.parametrize("role", Role)
async def test_a_role_has_the_routes_that_the_table_gives_it(
    workflow: Workflow, role: Role
) -> None:
    async with workflow.client(bearer(role)) as client:
        for route, (action, content) in WITHOUT_CASE.items():
            response = await asked(client, route, content)
            assert_answer(response, role in roles_that_may(action), route, action)
        for matter, (route, (action, content)) in product(Matter, OF_A_CASE.items()):
            response = await asked(client, route, content, workflow.case_id(matter))
            allowed = scope_of(role, action, matter) in WIDE
            assert_answer(response, allowed, f"{route} ({matter})", action)


def assert_answer(response: httpx.Response, allowed: bool, route: str, action: str) -> None:
    if allowed:
        assert response.status_code in (200, 202, 409), f"{route}: {response.text}"
        return
    assert response.status_code == 403, f"{route}: {response.text}"
    assert response.headers["content-type"] == "application/problem+json"
    told = " ".join(response.json()["reasons"])
    named = {role for role in roles_that_may(action) if role in told}
    assert named, f"{route}: {told}"


async def test_nobody_comes_in_without_a_token(workflow: Workflow) -> None:
    async with workflow.client({}) as client:
        for route, (_, content) in {**WITHOUT_CASE, **OF_A_CASE}.items():
            case_id = workflow.case_id(Matter.ORDINARY)
            assert (await asked(client, route, content, case_id)).status_code == 401, route


async def asked(
    client: httpx.AsyncClient, route: str, content: Mapping[str, Any], case_id: str = ""
) -> httpx.Response:
    method, _, path = route.partition(" ")
    return await client.request(method, path.replace("{case_id}", case_id), **content)


@pytest.mark.parametrize(
    ("user", "seen"),
    [
        ("chef-norr", {Matter.ORDINARY, Matter.ORIGIN}),
        ("chef-soder", set()),
        ("utredare", {Matter.ORIGIN, Matter.LEX_SARAH}),
        ("registrator-von", set(Matter)),
        ("registrator-sn", set()),
    ],
)
async def test_lists_counts_and_the_diary_hold_what_one_may_see(
    workflow: Workflow, user: str, seen: set[Matter]
) -> None:
    expected = {workflow.case_id(matter) for matter in seen}
    async with workflow.caller(user) as client:
        cases = await client.get("/cases")
        work = await client.get("/worklist", params={"view": "open"})
        diary = await client.get("/diary", params={"board": "von", "year": 2026})
    for response in (cases, work, diary):
        assert response.status_code == 200, response.text
        shown = {item["case_id"] for item in response.json()["items"]}
        # Cases of other tests may have waited on the broker; what is asked is what of ours shows.
        assert shown & {workflow.case_id(matter) for matter in Matter} == expected
    assert work.json()["total"] == len(work.json()["items"])


@pytest.mark.parametrize(
    ("user", "found"),
    [
        ("chef-norr", {Matter.ORDINARY}),
        ("utredare", {Matter.LEX_SARAH}),
        ("registrator-von", {Matter.ORDINARY}),
    ],
)
async def test_search_finds_words_only_of_what_one_may_read(
    workflow: Workflow, user: str, found: set[Matter]
) -> None:
    """A registrar has a lex Sarah report's row and line, and not its words."""
    async with workflow.caller(user) as client:
        response = await client.post("/search", json={"text": "fredags"})
    assert response.status_code == 200, response.text
    assert {item["case_id"] for item in response.json()["items"]} == {
        workflow.case_id(matter) for matter in found
    }


async def test_the_manager_is_told_who_has_what_is_kept_from_them(workflow: Workflow) -> None:
    async with workflow.caller("chef-norr") as client:
        response = await client.get(f"/cases/{workflow.case_id(Matter.LEX_SARAH)}")
    assert response.status_code == 403
    assert "investigator: of the board von" in response.json()["reasons"]
    assert "Ramlade" not in response.text


async def test_a_step_does_not_reach_another_case_that_is_out_of_reach(
    workflow: Workflow,
) -> None:
    async with workflow.caller("chef-norr") as client:
        own = f"/cases/{workflow.case_id(Matter.ORDINARY)}"
        seq = (await client.get(own)).json()["seq"]
        response = await client.post(
            f"{own}/link",
            json={"other": workflow.case_id(Matter.LEX_SARAH)},
            headers={"If-Match": str(seq)},
        )
        assert response.status_code == 403, response.text
        assert (await client.get(own)).json()["seq"] == seq


async def test_who_may_take_a_step_and_not_read_is_told_how_the_case_stands(
    workflow: Workflow,
) -> None:
    case = f"/cases/{workflow.case_id(Matter.LEX_SARAH)}"
    async with workflow.client(bearer(Role.SERVICE)) as reader:
        seq = (await reader.get(case)).json()["seq"]
    async with workflow.caller("registrator-von") as client:
        response = await client.post(f"{case}/assign", json={}, headers={"If-Match": str(seq)})
    assert response.status_code == 200, response.text
    assert response.json()["responsible"] == "investigator-von"
    assert response.json()["seq"] == seq + 1
    assert "content" not in response.json()
    async with workflow.client(bearer(Role.SERVICE)) as reader:
        history = (await reader.get(case)).json()["history"]
    assert history[-1]["actor"] == {"role": "registrar", "id": "registrar-von"}


async def test_every_page_leads_to_the_login(workflow: Workflow) -> None:
    pages = of_pages()
    assert {("GET", "/arbete"), ("POST", "/logga-ut")} <= pages
    async with httpx.AsyncClient(
        base_url=workflow.url, headers=OURS, trust_env=False, timeout=60
    ) as browser:
        for method, path in sorted(pages):
            response = await browser.request(method, filled(path, workflow))
            if method == "GET":
                assert response.status_code == 303, path
                assert response.headers["location"].startswith("/logga-in?"), path
            else:
                assert response.status_code == 401, path
                assert PASSWORD not in response.text


async def test_pages_are_not_for_accounts_without_a_role_that_has_them(workflow: Workflow) -> None:
    async with StaffBrowser(workflow.url, "partner") as browser:
        for method, path in sorted(of_pages()):
            if method == "GET":
                response = await browser.http.get(filled(path, workflow))
                assert response.status_code == 403, path


def filled(path: str, workflow: Workflow) -> str:
    known = {
        "{case_id}": workflow.case_id(Matter.ORDINARY),
        "{step}": "assess",
        "{attachment_id}": "0199a7d0-0000-7000-8000-000000000002",
    }
    for name, value in known.items():
        path = path.replace(name, value)
    return path
