"""Staff say when they are away and how they want mail, and get their calendar."""

import hashlib
import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from shared.clock import SystemClock, local_date
from shared.events.vocabulary import Role
from tests.integration.intake_process import settings_on
from tests.integration.notifications_support import changing, registered
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import TOKENS, bearer, publish_declared, service_process
from tests.support.staff import StaffBrowser, hashed_password, words_of
from tests.support.submissions import submission
from tests.support.waiting import until

STAFF = {
    "chef": 'roles = ["manager"]\nboard = "sn"\nunit = "forsorjningsstod-mottagning"\n'
    'account = "manager-forsorjningsstod-mottagning"',
    "registrator": 'roles = ["registrar"]\nboard = "sn"\naccount = "registrar-sn"',
    "registrator-von": 'roles = ["registrar"]\nboard = "von"\naccount = "registrar-von"',
    "kontaktcenter": 'roles = ["staff"]',
}
MANAGER, DEPUTY = "manager-forsorjningsstod-mottagning", "manager-forsorjningsstod"


def accounts_of(folder: Path) -> Path:
    """Those of `STAFF`, and a token for the registrar of sn and for an auditor."""

    hashed = hashed_password()
    path = folder / "staff.toml"
    tokens = {
        "registrar-sn": ("registrar", "sn", TOKENS[Role.REGISTRAR]),
        "auditor-1": ("auditor", None, TOKENS[Role.AUDITOR]),
        "registrar-von": ("registrar", "von", "token-of-von"),
    }
    path.write_text(
        "\n".join(
            [
                *(
                    f'[[account]]\nuser = "{user}"\npassword_hash = "{hashed}"\n{rest}\n'
                    for user, rest in STAFF.items()
                ),
                *(
                    f'[[token]]\nname = "{name}"\nroles = ["{role}"]\n'
                    + (f'board = "{board}"\n' if board else "")
                    + f'sha256 = "{hashlib.sha256(token.encode()).hexdigest()}"\n'
                    for name, (role, board, token) in tokens.items()
                ),
            ]
        ),
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
async def broker_url(broker: PrivateBroker) -> str:
    return broker.url


@pytest.fixture(scope="module")
async def service(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[str]:
    """The address of a running service."""
    folder = tmp_path_factory.mktemp("notifications")
    settings = settings_on(broker.url, store.url)
    extra = {
        "LYHORD_ACCOUNTS": str(accounts_of(folder)),
        "LYHORD_SMTP_OUT_URL": "smtp://127.0.0.1:9",
    }
    part = service_process("notifications", folder, settings, extra)
    await part.start()
    await part.ready()
    yield part.url
    await part.stop()


async def sent(browser: StaffBrowser, path: str, fields: dict[str, str]) -> httpx.Response:
    """Post one of the forms of the page."""
    hidden = await browser.form("/franvaro")
    return await browser.http.post(path, data={**hidden, **fields})


def coming(days: int) -> date:
    return local_date(SystemClock().now()) + timedelta(days=days)


async def test_someone_says_that_they_are_away_and_takes_it_back(service: str) -> None:
    async with StaffBrowser(service, "chef") as browser:
        said = {"first": coming(1).isoformat(), "last": coming(8).isoformat(), "deputy": DEPUTY}
        saved = await browser.send("/franvaro", {**said, "konto": MANAGER})
        assert saved.status_code == 303, words_of(saved.text)
        page = words_of(await browser.get(saved.headers["location"]))
        assert "Frånvaron är sparad." in page
        assert "Mejlen går så länge till: Enhetschef, Försörjningsstöd." in page

        async with StaffBrowser(service, "registrator") as other:
            assert "Enhetschef, Försörjningsstöd, mottagning" in words_of(
                await other.get("/franvaro")
            )
        async with StaffBrowser(service, "registrator-von") as foreign:
            assert "mottagning" not in words_of(await foreign.get("/franvaro"))

        back = await sent(browser, "/franvaro/ater", {"konto": MANAGER})
        assert back.status_code == 303
        page = words_of(await browser.get("/franvaro"))
        assert "Borta från" not in page


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"first": "i morgon"}, "Skriv den första dagen, till exempel 2026-11-22."),
        ({"last": coming(-1).isoformat(), "first": coming(-3).isoformat()}, "har redan varit"),
        ({"last": coming(0).isoformat()}, "kan inte vara före den första"),
        ({"last": coming(600).isoformat()}, "Välj högst ett år."),
        ({"deputy": ""}, "Välj vem som är ersättare."),
        ({"deputy": "manager-forsorjningsstod-handlaggning"}, "som får se samma ärenden"),
        ({"deputy": "registrar-von"}, "som får se samma ärenden"),
        ({"deputy": MANAGER}, "som får se samma ärenden"),
    ],
)
async def test_what_cannot_hold_is_told_and_what_was_typed_stays(
    service: str, changed: dict[str, str], told: str
) -> None:
    said = {"first": coming(1).isoformat(), "last": coming(8).isoformat(), "deputy": DEPUTY}
    async with StaffBrowser(service, "chef") as browser:
        given = {**said, "konto": MANAGER, **changed}
        refused = await browser.send("/franvaro", given)
        assert refused.status_code == 422
        assert told in words_of(refused.text)
        assert f'value="{given["last"]}"' in refused.text
        assert "Borta från" not in words_of(await browser.get("/franvaro"))


async def test_a_registrar_says_it_for_others_of_the_board(service: str) -> None:
    said = {"first": coming(0).isoformat(), "last": coming(0).isoformat(), "deputy": DEPUTY}
    async with StaffBrowser(service, "registrator") as browser:
        page = await browser.get(f"/franvaro?konto={MANAGER}")
        assert "När någon annan är borta: Enhetschef, Försörjningsstöd, mottagning" in words_of(
            page
        )
        assert (await browser.send("/franvaro", {**said, "konto": MANAGER})).status_code == 303
        assert (await browser.http.get("/franvaro?konto=registrar-von")).status_code == 404
        foreign = {**said, "konto": "manager-hemvard-norr", "deputy": "registrar-von"}
        assert (await browser.send("/franvaro", foreign)).status_code == 404
        assert (await sent(browser, "/franvaro/ater", {"konto": MANAGER})).status_code == 303


async def test_a_manager_says_it_for_nobody_else(service: str) -> None:
    said = {"first": coming(0).isoformat(), "last": coming(0).isoformat(), "deputy": "head-sn"}
    async with StaffBrowser(service, "chef") as browser:
        assert (await browser.http.get(f"/franvaro?konto={DEPUTY}")).status_code == 404
        assert (await browser.send("/franvaro", {**said, "konto": DEPUTY})).status_code == 404
        assert (await sent(browser, "/franvaro/ater", {"konto": DEPUTY})).status_code == 404
        assert "Säg det för någon annan" not in words_of(await browser.get("/franvaro"))


async def test_an_account_without_a_post_is_told_why_there_is_nothing_to_say(
    service: str,
) -> None:
    async with StaffBrowser(service, "kontaktcenter") as browser:
        page = words_of(await browser.get("/franvaro"))
        assert "får inga mejl härifrån" in page
        assert "Ersättare" not in page.partition("Andra som")[0]
        assert (
            await browser.http.post(
                "/franvaro/mejl", data={**(await browser.form("/kalender")), "mail": "daily"}
            )
        ).status_code == 404


async def test_how_one_wants_mail_is_kept(service: str) -> None:
    async with StaffBrowser(service, "chef") as browser:
        assert (await sent(browser, "/franvaro/mejl", {"mail": "hourly"})).status_code == 422
        assert (await sent(browser, "/franvaro/mejl", {"mail": "daily"})).status_code == 303
        page = await browser.get("/franvaro")
        assert re.search(r'value="daily"\s+checked', page)
        assert (await sent(browser, "/franvaro/mejl", {"mail": "at_once"})).status_code == 303
        assert re.search(r'value="at_once"\s+checked', await browser.get("/franvaro"))


async def test_the_api_has_the_same_rules(service: str) -> None:
    said = {"first": coming(1).isoformat(), "last": coming(2).isoformat(), "deputy": DEPUTY}
    async with httpx.AsyncClient(
        base_url=f"{service}/api/v1", verify=NO_AUTHORITIES, trust_env=False, timeout=60
    ) as client:
        registrar, auditor = bearer(Role.REGISTRAR), bearer(Role.AUDITOR)
        foreign = {"Authorization": "Bearer token-of-von"}
        path = f"/absences/{MANAGER}"
        assert (await client.get(path, headers=registrar)).status_code == 404
        assert (await client.put(path, json=said)).status_code == 401
        assert (await client.put(path, json=said, headers=auditor)).status_code == 403
        assert (await client.put(path, json=said, headers=foreign)).status_code == 403
        wrong = await client.put(path, json={**said, "deputy": "head-von"}, headers=registrar)
        assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "deputy")
        nobody = await client.put("/absences/nobody", json=said, headers=registrar)
        assert nobody.status_code == 404

        put = await client.put(path, json=said, headers=registrar)
        assert put.status_code == 200
        assert put.json() | said == put.json()
        assert put.json()["set_by"] == "registrar-sn"
        assert (await client.put(path, json=said, headers=registrar)).status_code == 200, "again"
        listed = (await client.get("/absences", headers=auditor)).json()["items"]
        assert [each["account"] for each in listed] == [MANAGER]
        assert (await client.get("/absences", headers=foreign)).json()["items"] == []
        assert (await client.get(path, headers=foreign)).status_code == 403
        for _ in range(2):
            assert (await client.delete(path, headers=registrar)).status_code == 204
        assert (await client.get("/absences", headers=auditor)).json()["items"] == []


async def test_the_calendar_is_read_with_its_address_alone(service: str, broker_url: str) -> None:
    case = submission(
        unit="forsorjningsstod-mottagning", responsible=MANAGER, at=SystemClock().now()
    )
    numbered = registered(case)
    facts = changing(numbered.facts, responsible=MANAGER, received_on=coming(0))
    await publish_declared(broker_url, case, numbered.model_copy(update={"facts": facts}))
    async with StaffBrowser(service, "chef") as browser:
        address = _address(await browser.get("/kalender"))
    async with httpx.AsyncClient(
        base_url=service, verify=NO_AUTHORITIES, trust_env=False, timeout=60
    ) as client:

        async def is_there() -> bool:
            return str(facts.diary_number) in (await client.get(address)).text

        await until(is_there, "the case is in the calendar")
        feed = await client.get(address)
        assert feed.headers["content-type"].startswith("text/calendar")
        events = Calendar.from_ical(feed.content).walk("VEVENT")
        assert f"Svara: {facts.diary_number}" in {str(each["SUMMARY"]) for each in events}
        assert {str(each["STATUS"]) for each in events} <= {"CONFIRMED", "CANCELLED"}
        again = await client.get(address, headers={"If-None-Match": feed.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert (await client.head(address)).status_code == 200
        for wrong in (
            address.replace(".ics", "x.ics"),
            re.sub(r"\.\d+\.", ".2.", address),
            "/kalender/ä.1.x.ics",
            f"/kalender/{'a' * 2000}.ics",
        ):
            assert (await client.get(wrong)).status_code == 404, wrong

        async with StaffBrowser(service, "chef") as browser:
            renewed = await browser.send("/kalender", {})
            assert renewed.status_code == 303
            page = await browser.get(renewed.headers["location"])
            assert "Den gamla fungerar inte längre." in words_of(page)
            newer = _address(page)
        assert newer != address
        assert (await client.get(address)).status_code == 404
        assert (await client.get(newer)).status_code == 200
        async with StaffBrowser(service, "registrator") as other:
            theirs = _address(await other.get("/kalender"))
        assert str(facts.diary_number) not in (await client.get(theirs)).text


def _address(page: str) -> str:
    found = re.search(r'id="feed"[^>]*value="([^"]+)"', page)
    assert found is not None
    assert found[1].startswith("http://127.0.0.1:8003/kalender/"), "where browsers reach it"
    return found[1].removeprefix("http://127.0.0.1:8003")


async def test_the_pages_are_for_those_who_are_logged_in(service: str) -> None:
    async with httpx.AsyncClient(verify=NO_AUTHORITIES, trust_env=False, timeout=60) as client:
        for path in ("/franvaro", "/kalender"):
            answer = await client.get(f"{service}{path}")
            assert answer.status_code == 303
            assert "/logga-in" in answer.headers["location"]
