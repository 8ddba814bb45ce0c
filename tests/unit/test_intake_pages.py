"""The public pages over HTTP: one case for each form, nothing lost, no secret in an address."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from services.intake.pages import TEMPLATE_FOLDER, public_pages, public_site
from shared.clock import MovableClock
from shared.organisation import Organisation
from shared.pages.errors import add_error_pages
from shared.pages.rendering import Pages
from shared.web.problems import answer_problems
from tests.unit.intake_in_memory import IntakeInMemory

FILLED = {
    "kind": "complaint",
    "text": "Ingen kom på söndagen.",
    "place": "von/hemvard-norr",
    "answer": "email",
    "email": "anhorig@post.example",
    "name": "Anhörig",
    "form_token": "abcdefghijklmnop",
}


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 22, 13, 5, tzinfo=UTC))


@pytest.fixture
def intake(clock: MovableClock) -> IntakeInMemory:
    return IntakeInMemory(clock)


@pytest.fixture
async def client(
    intake: IntakeInMemory, clock: MovableClock, organisation: Organisation
) -> AsyncIterator[httpx.AsyncClient]:
    pages = Pages(public_site(organisation), [TEMPLATE_FOLDER])
    app = FastAPI()
    app.include_router(public_pages(intake, organisation, pages, b"a key for tests", clock))
    answer_problems(app)
    add_error_pages(app, pages)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://kommun.example", headers={"Accept": "text/html"}
    ) as client:
        yield client


def _keys(receipt: str) -> tuple[str, str]:
    """Reference and secret as they stand on the page, spaces and all."""
    shown = [re.sub(r"<[^>]+>", "", dd) for dd in re.findall(r"<dd.*?>(.*?)</dd>", receipt)]
    reference, secret = shown
    return reference, secret


async def test_form_that_is_handed_in_leads_to_its_receipt(
    client: httpx.AsyncClient, intake: IntakeInMemory
) -> None:
    posted = await client.post("/lamna", data=FILLED)
    assert posted.status_code == 303
    receipt = await client.get(posted.headers["location"])
    reference, secret = _keys(receipt.text)
    assert await intake.follow(reference, secret) is not None
    assert "senast 6\xa0december\xa02026" in receipt.text


async def test_double_click_makes_one_case_and_one_receipt(
    client: httpx.AsyncClient, intake: IntakeInMemory
) -> None:
    first = await client.post("/lamna", data=FILLED)
    second = await client.post("/lamna", data=FILLED)
    assert first.headers["location"] == second.headers["location"]
    assert len(intake.cases) == 1


async def test_other_words_from_the_same_form_make_a_case_of_their_own(
    client: httpx.AsyncClient, intake: IntakeInMemory
) -> None:
    await client.post("/lamna", data=FILLED)
    await client.post("/lamna", data={**FILLED, "text": "Ingen kom på måndagen heller."})
    assert len(intake.cases) == 2


async def test_each_form_has_a_token_of_its_own(client: httpx.AsyncClient) -> None:
    tokens = {
        re.findall(r'name="form_token" value="([^"]+)"', (await client.get("/lamna")).text)[0]
        for _ in range(3)
    }
    assert len(tokens) == 3


async def test_receipt_survives_a_reload_and_ends_with_its_time(
    client: httpx.AsyncClient, clock: MovableClock
) -> None:
    address = (await client.post("/lamna", data=FILLED)).headers["location"]
    first, again = await client.get(address), await client.get(address)
    assert _keys(first.text) == _keys(again.text)
    clock.advance(timedelta(minutes=31))
    assert (await client.get(address)).status_code == 410


async def test_receipt_is_shown_to_nobody_else(client: httpx.AsyncClient) -> None:
    address = (await client.post("/lamna", data=FILLED)).headers["location"]
    client.cookies.clear()
    response = await client.get(address)
    assert response.status_code == 410
    assert "Kvittot visas inte längre" in response.text


async def test_receipt_can_be_put_away(client: httpx.AsyncClient) -> None:
    address = (await client.post("/lamna", data=FILLED)).headers["location"]
    await client.post(f"{address}/stang")
    assert (await client.get(address)).status_code == 410


async def test_receipt_of_one_case_does_not_open_another(client: httpx.AsyncClient) -> None:
    address = (await client.post("/lamna", data=FILLED)).headers["location"]
    sealed = client.cookies["lyhord_receipt"]
    client.cookies.clear()
    other = f"{address[:-1]}{'0' if address[-1] != '0' else '1'}"
    response = await client.get(other, headers={"Cookie": f"lyhord_receipt={sealed}"})
    assert response.status_code == 410


async def test_cookie_goes_to_the_receipt_alone_and_no_script_reads_it(
    client: httpx.AsyncClient,
) -> None:
    posted = await client.post("https://kommun.example/lamna", data=FILLED)
    cookie = posted.headers["set-cookie"]
    assert f"Path={posted.headers['location']}" in cookie
    assert {"HttpOnly", "Secure", "SameSite=strict"} <= set(cookie.split("; "))


async def test_error_is_told_on_top_and_at_the_field_with_all_that_was_typed(
    client: httpx.AsyncClient, intake: IntakeInMemory
) -> None:
    typed = {**FILLED, "email": "fel", "text": "\n<b>Två</b> rader\n& mer", "gender": "woman"}
    response = await client.post("/lamna", data=typed)
    assert response.status_code == 422
    assert not intake.cases
    page = response.text
    assert "<title>Fel: " in page
    assert page.count("Kontrollera e-postadressen") == 2
    assert '<a href="#email">' in page
    assert 'aria-describedby="email-error" aria-invalid="true"' in page
    assert "&lt;b&gt;Två&lt;/b&gt; rader\n&amp; mer</textarea>" in page
    assert 'value="fel"' in page
    assert 'value="woman" checked' in page
    assert 'value="von/hemvard-norr" selected' in page
    assert 'value="abcdefghijklmnop"' in page


async def test_nothing_typed_is_lost_when_intake_cannot_save(
    client: httpx.AsyncClient, intake: IntakeInMemory
) -> None:
    intake.down = True
    response = await client.post("/lamna", data=FILLED)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert "Inget är borta" in response.text
    assert "Ingen kom på söndagen." in response.text
    intake.down = False
    assert (await client.post("/lamna", data=FILLED)).status_code == 303
    assert len(intake.cases) == 1


async def test_language_can_be_changed_with_all_that_was_typed(
    client: httpx.AsyncClient, intake: IntakeInMemory
) -> None:
    response = await client.post("/lamna?lang=en", data={**FILLED, "redraw": "1"})
    assert response.status_code == 200
    assert '<html lang="en">' in response.text
    assert "Ingen kom på söndagen." in response.text
    assert not intake.cases


async def test_kind_of_the_start_page_is_chosen_in_the_form(client: httpx.AsyncClient) -> None:
    assert 'value="praise" checked' in (await client.get("/lamna?kind=praise")).text


async def test_case_is_followed_with_reference_and_code(client: httpx.AsyncClient) -> None:
    address = (await client.post("/lamna", data=FILLED)).headers["location"]
    reference, secret = _keys((await client.get(address)).text)
    typed = {"reference": reference.lower(), "secret": secret.replace(" ", "-")}
    posted = await client.post("/folj", data=typed)
    assert posted.status_code == 303
    assert posted.headers["location"] == "/folj"
    shown = await client.get("/folj")
    assert "VON 2026-00047" in shown.text
    assert "Hemvård norr" in shown.text
    assert secret.strip() not in shown.text
    assert "Anhörig" not in shown.text


async def test_followed_case_can_be_put_away(client: httpx.AsyncClient) -> None:
    address = (await client.post("/lamna", data=FILLED)).headers["location"]
    reference, secret = _keys((await client.get(address)).text)
    await client.post("/folj", data={"reference": reference, "secret": secret})
    await client.post("/folj/stang")
    assert "VON 2026-00047" not in (await client.get("/folj")).text


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, ["reference", "secret"]),
        ({"reference": "26-7KQ2M-X9D4T"}, ["secret"]),
        ({"reference": "26-7KQ2M-X9D4T", "secret": "1234"}, ["reference"]),
    ],
)
async def test_wrong_reference_or_code_is_told(
    client: httpx.AsyncClient, typed: dict[str, str], fields: list[str]
) -> None:
    response = await client.post("/folj", data=typed)
    assert response.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', response.text) == fields


@pytest.mark.parametrize("address", ["/lamna", "/folj", "/kvitto/x"])
async def test_pages_about_a_case_are_never_stored(client: httpx.AsyncClient, address: str) -> None:
    assert (await client.get(address)).headers["cache-control"] == "no-store"


async def test_start_page_tells_the_targets_and_never_calls_them_law(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/")).text
    assert "inom 2 arbetsdagar" in page
    assert "inom 14 dagar" in page
    assert not re.search(r"\blag(en|ligt)?\b|lagstadga|rätt till svar", page)


async def test_start_page_tells_each_boards_targets_where_they_differ(
    intake: IntakeInMemory, clock: MovableClock, organisation: Organisation
) -> None:
    first, *others = organisation.boards
    without = first.model_copy(update={"deadlines": ()})
    differing = organisation.model_copy(update={"boards": (without, *others)})
    pages = Pages(public_site(differing), [TEMPLATE_FOLDER])
    app = FastAPI()
    app.include_router(public_pages(intake, differing, pages, b"a key for tests", clock))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://kommun.example") as client:
        page = (await client.get("/")).text
    assert all(f"<h3>{board.name.sv}</h3>" in page for board in differing.boards)
    assert "så snart det går" in page


@pytest.mark.parametrize("address", ["/", "/folj", "/tillganglighet", "/kvitto/x", "/nowhere"])
async def test_english_pages_have_no_swedish_left(client: httpx.AsyncClient, address: str) -> None:
    page = (await client.get(f"{address}?lang=en")).text
    english = re.sub(r'<(\w+)[^>]* lang="sv"[^>]*>.*?</\1>|<[^>]+>', "", page, flags=re.DOTALL)
    assert not re.search("[åäöÅÄÖ]", english)
