"""Logging in to pages: who gets in, for how long, what is carried along, and what is refused."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import Depends, FastAPI, Request, Response

from shared.clock import MovableClock
from shared.events.vocabulary import Role
from shared.identity.accounts import Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.passwords import FOR_A_USER
from shared.identity.sessions import IDLE, LONGEST, Sessions, StaffMember
from shared.identity.staff_frame import StaffFrame, StaffLink
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.pages.errors import add_error_pages
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import site_of
from shared.settings import Settings
from shared.signing_keys import SigningKeys
from shared.web.problems import answer_problems

HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORDS = {"registrator": "hemligt", "revisor": "siffror"}
HASHES = {user: HASHER.hash(password) for user, password in PASSWORDS.items()}
OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"text": "Ingen kom\npå söndagen & ingen ringde", "kind": "complaint"}


def accounts_text(*users: str, hashes: dict[str, str] = HASHES) -> str:
    roles = {"registrator": "registrar", "revisor": "auditor"}
    return "\n".join(
        f'[[account]]\nuser = "{user}"\npassword_hash = "{hashes[user]}"\n'
        f'roles = ["{roles[user]}"]\naccount = "account-of-{user}"\n'
        for user in users
    )


@dataclass
class Door:
    """The service behind its login, and what a test can change of it."""

    client: httpx.AsyncClient
    clock: MovableClock
    file: Path
    saved: list[dict[str, str]]

    async def log_in(
        self, user: str = "registrator", password: str = "hemligt", **more: str
    ) -> httpx.Response:
        fields = {"user": user, "password": password, **more}
        return await self.client.post("/intake/logga-in", data=fields, headers=OURS)

    async def post(self, **fields: str) -> httpx.Response:
        return await self.client.post("/intake/personal/form", data=fields, headers=OURS)

    async def csrf(self) -> str:
        return hidden((await self.client.get("/intake/personal/form")).text, "csrf")


def hidden(page: str, name: str) -> str:
    return str(re.findall(rf'name="{name}" value="([^"]*)"', page)[0])


@pytest.fixture
async def door(tmp_path: Path, organisation: Organisation) -> AsyncIterator[Door]:
    file = tmp_path / "accounts.toml"
    file.write_text(accounts_text("registrator", "revisor"))
    clock = MovableClock(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    accounts = Accounts.of(Settings(accounts=file))
    sessions = Sessions(accounts, SigningKeys((b"a key of sixteen",)), clock)
    authentication = Authentication(accounts, sessions)
    site = site_of(organisation, phrase("Personal"), root_path="/intake", home="/personal/form")
    pages = Pages(site, [])
    links = (
        StaffLink("/personal/form", phrase("Registrera"), (Role.REGISTRAR,), seldom=True),
        StaffLink("/personal/rutin", phrase("Rutiner"), (Role.REGISTRAR,)),
        StaffLink("/personal/mejl", phrase("Mejl"), (Role.REGISTRAR,), seldom=True),
        StaffLink("/personal/granskning", phrase("Granskning"), (Role.AUDITOR,), seldom=True),
    )
    frame = StaffFrame(pages, links)
    app = FastAPI()
    member_may = Depends(authentication.staff_page(Role.REGISTRAR))
    saved: list[dict[str, str]] = []

    @app.get("/personal/form")
    async def form(request: Request, member: Annotated[StaffMember, member_may]) -> Response:
        return frame.answer(request, member, "pages/login_again.html", way="/", fields=[], files="")

    @app.post("/personal/form")
    async def save(request: Request, member: Annotated[StaffMember, member_may]) -> str:
        saved.append({name: str(value) for name, value in (await request.form()).items()})
        return member.principal.id or ""

    answer_problems(app)
    add_error_pages(app, pages)
    LoginPages(authentication, sessions, frame, "/personal/form").add_to(app)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app, root_path="/intake"), base_url="https://kommun.example"
    ) as client:
        yield Door(client, clock, file, saved)


async def test_one_is_led_to_the_login_and_back(door: Door) -> None:
    sent = await door.client.get("/intake/personal/form?unit=hemvard")
    assert sent.status_code == 303
    address = urlsplit(sent.headers["location"])
    assert address.path == "/intake/logga-in"
    (way,) = parse_qs(address.query)["next"]
    assert way == "/intake/personal/form?unit=hemvard"
    page = await door.client.get(sent.headers["location"])
    back = await door.log_in(next=hidden(page.text, "next").replace("&amp;", "&"))
    assert (back.status_code, back.headers["location"]) == (303, way)
    shown = await door.client.get("/intake/personal/form")
    assert shown.status_code == 200
    assert "<strong>registrator</strong>" in shown.text


async def test_cookie_is_closed_to_scripts_and_shared_by_the_services_of_the_origin(
    door: Door,
) -> None:
    cookie = set((await door.log_in()).headers["set-cookie"].split("; "))
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= cookie


@pytest.mark.parametrize(
    ("user", "password"), [("registrator", "fel"), ("nobody", "hemligt"), ("nobody", "x" * 501)]
)
async def test_unknown_user_and_wrong_password_are_told_alike(
    door: Door, user: str, password: str
) -> None:
    refused = await door.log_in(user, password)
    assert refused.status_code == 422
    assert refused.text.count("Användarnamnet eller lösenordet stämmer inte.") == 2
    assert "set-cookie" not in refused.headers
    assert password not in refused.text


async def test_a_role_that_may_not_is_told_so_in_words(door: Door) -> None:
    await door.log_in("revisor", "siffror")
    refused = await door.client.get("/intake/personal/form")
    assert refused.status_code == 403
    assert "Du har inte tillgång till sidan" in refused.text
    assert "Logga ut" in refused.text


async def test_session_ends_an_hour_after_the_last_use(door: Door) -> None:
    await door.log_in()
    for _ in range(3):
        door.clock.advance(IDLE - timedelta(minutes=5))
        assert (await door.client.get("/intake/personal/form")).status_code == 200
    door.clock.advance(IDLE + timedelta(seconds=1))
    assert (await door.client.get("/intake/personal/form")).status_code == 303


async def test_session_ends_however_much_it_is_used(door: Door) -> None:
    await door.log_in()
    used = timedelta()
    while used <= LONGEST:
        assert (await door.client.get("/intake/personal/form")).status_code == 200
        door.clock.advance(timedelta(minutes=50))
        used += timedelta(minutes=50)
    assert (await door.client.get("/intake/personal/form")).status_code == 303


async def test_removed_account_is_out_at_once(door: Door) -> None:
    await door.log_in()
    door.file.write_text(accounts_text("revisor"))
    assert (await door.client.get("/intake/personal/form")).status_code == 303


async def test_changed_password_ends_the_session(door: Door) -> None:
    await door.log_in()
    door.file.write_text(accounts_text("registrator", hashes={"registrator": HASHER.hash("annat")}))
    assert (await door.client.get("/intake/personal/form")).status_code == 303


async def test_accounts_file_that_cannot_be_read_changes_nothing(door: Door) -> None:
    await door.log_in()
    door.file.write_text("[[account]")
    assert (await door.client.get("/intake/personal/form")).status_code == 200


async def test_logged_out_is_out(door: Door) -> None:
    await door.log_in()
    csrf = await door.csrf()
    door.clock.advance(timedelta(minutes=10))
    out = await door.client.post("/intake/logga-ut", data={"csrf": csrf}, headers=OURS)
    assert out.status_code == 303
    assert (await door.client.get("/intake/personal/form")).status_code == 303
    assert "Du är utloggad" in (await door.client.get(out.headers["location"])).text


async def test_form_of_the_session_is_taken(door: Door) -> None:
    await door.log_in()
    taken = await door.post(**TYPED, csrf=await door.csrf())
    assert taken.json() == "account-of-registrator"
    assert door.saved[0]["text"] == TYPED["text"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://kommun.example"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://annan.example"},
        {"Origin": "null"},
    ],
)
async def test_form_of_another_site_is_refused_and_nothing_of_it_is_carried(
    door: Door, headers: dict[str, str]
) -> None:
    await door.log_in()
    fields = {**TYPED, "csrf": await door.csrf()}
    for address in ("/intake/personal/form", "/intake/logga-in"):
        refused = await door.client.post(address, data=fields, headers=headers)
        assert refused.status_code == 403
        assert "söndagen" not in refused.text
    door.client.cookies.clear()
    refused = await door.client.post("/intake/personal/form", data=fields, headers=headers)
    assert refused.status_code == 403
    assert not door.saved


async def test_origin_speaks_where_the_browser_says_no_more(door: Door) -> None:
    await door.log_in()
    fields = {**TYPED, "csrf": await door.csrf()}
    taken = await door.client.post(
        "/intake/personal/form", data=fields, headers={"Origin": "https://kommun.example"}
    )
    assert taken.status_code == 200


async def test_what_was_typed_goes_through_the_login(door: Door) -> None:
    await door.log_in()
    csrf = await door.csrf()
    door.clock.advance(IDLE + timedelta(minutes=1))
    asked = await door.post(**TYPED, csrf=csrf)
    assert asked.status_code == 401
    assert "Det du skrev finns kvar" in asked.text
    kept = hidden(asked.text, "kept").replace("&amp;", "&")
    wrong = await door.log_in(password="fel", kept=kept, next="/intake/personal/form")
    assert hidden(wrong.text, "kept").replace("&amp;", "&") == kept
    go_on = await door.log_in(kept=kept, next="/intake/personal/form")
    assert go_on.status_code == 200
    assert 'action="/intake/personal/form"' in go_on.text
    assert not door.saved
    fields = {name: hidden(go_on.text, name).replace("&amp;", "&") for name in (*TYPED, "csrf")}
    assert fields["csrf"] != csrf
    assert (await door.post(**fields)).status_code == 200
    assert {name: door.saved[0][name] for name in TYPED} == TYPED


async def test_form_of_an_earlier_session_is_sent_again_with_one_press(door: Door) -> None:
    await door.log_in()
    asked = await door.post(**TYPED, csrf="of-another-session")
    assert asked.status_code == 403
    assert not door.saved
    assert hidden(asked.text, "text") == TYPED["text"].replace("&", "&amp;")
    assert (await door.post(**TYPED, csrf=hidden(asked.text, "csrf"))).status_code == 200


@pytest.mark.parametrize(
    "way",
    [
        "https://annan.example/",
        "//annan.example/",
        "/\\annan.example/",
        "/intake//annan.example/../../x",
        "javascript:alert(1)",
        "/intake/personal\r\nSet-Cookie: a=b",
        "/workflow/",
        "/intakeelse",
        "/intake/logga-ut",
        "",
    ],
)
async def test_login_leads_nowhere_else(door: Door, way: str) -> None:
    led = await door.log_in(next=way)
    assert led.headers["location"] == "/intake/personal/form"


async def test_guessing_is_stopped_for_the_user_and_not_for_others(door: Door) -> None:
    for _ in range(FOR_A_USER.amount):
        assert (await door.log_in(password="fel")).status_code == 422
    stopped = await door.log_in()
    assert stopped.status_code == 429
    assert int(stopped.headers["retry-after"]) > 0
    assert "Vänta 10 minuter" in stopped.text
    assert (await door.log_in("revisor", "siffror")).status_code == 303


async def test_whoever_is_logged_in_is_not_asked_again(door: Door) -> None:
    await door.log_in()
    sent = await door.client.get("/intake/logga-in?next=/intake/personal/form?a=b")
    assert (sent.status_code, sent.headers["location"]) == (303, "/intake/personal/form?a=b")


async def test_cookie_of_another_key_opens_nothing(door: Door) -> None:
    await door.log_in()
    sealed = door.client.cookies["lyhord_session"]
    door.client.cookies.clear()
    changed = f"{sealed[:-2]}AA"
    for cookie in (changed, "nonsense", ""):
        headers = {"Cookie": f"lyhord_session={cookie}"}
        sent = await door.client.get("/intake/personal/form", headers=headers)
        assert sent.status_code == 303


async def test_what_one_seldom_goes_to_stands_behind_more_unless_one_is_there(door: Door) -> None:
    await door.log_in("registrator")

    page = (await door.client.get("/intake/personal/form")).text

    daily, more = page.split("<summary>Mer</summary>")
    assert "Granskning" not in page
    assert all(f">{text}</a>" in daily for text in ("Registrera", "Rutiner"))
    assert ">Mejl</a>" in more
    assert ">Mejl</a>" not in daily
