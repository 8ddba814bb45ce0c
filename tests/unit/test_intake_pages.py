"""The public pages over HTTP: the start, the receipt, and what they tell whom."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import MovableClock
from shared.organisation import Organisation
from tests.unit.files_in_memory import FilesInMemory
from tests.unit.intake_in_memory import KEYS, IntakeInMemory
from tests.unit.public_client import PUBLIC_ADDRESS, PublicClient, keys_of, public_client


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 22, 13, 5, tzinfo=UTC))


@pytest.fixture
def intake(clock: MovableClock) -> IntakeInMemory:
    return IntakeInMemory(clock, FilesInMemory(clock))


@pytest.fixture
async def client(
    intake: IntakeInMemory, clock: MovableClock, organisation: Organisation
) -> AsyncIterator[PublicClient]:
    async with public_client(intake, organisation, clock) as client:
        yield client


async def _receipt(client: PublicClient) -> str:
    """The address of a new one."""
    return str((await client.hand_in()).headers["location"])


async def test_each_form_has_a_token_of_its_own(client: PublicClient) -> None:
    assert len({await client.token() for _ in range(3)}) == 3


async def test_receipt_has_reference_and_secret_of_the_case(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    page = (await client.http.get(await _receipt(client))).text
    reference, secret = keys_of(page)
    (receipt,) = intake.receipts.values()
    assert reference == receipt.reference
    assert KEYS.fits(receipt.case_id, secret)
    assert "senast 6\xa0december\xa02026" in page


async def test_receipt_survives_a_reload_and_ends_with_its_time(
    client: PublicClient, clock: MovableClock
) -> None:
    address = await _receipt(client)
    first, again = await client.http.get(address), await client.http.get(address)
    assert keys_of(first.text) == keys_of(again.text)
    clock.advance(timedelta(minutes=31))
    assert (await client.http.get(address)).status_code == 410


async def test_receipt_is_shown_to_nobody_else(client: PublicClient) -> None:
    address = await _receipt(client)
    client.http.cookies.clear()
    response = await client.http.get(address)
    assert response.status_code == 410
    assert "Kvittot visas inte längre" in response.text


async def test_receipt_and_form_can_be_put_away(client: PublicClient) -> None:
    address = await _receipt(client)
    response = await client.http.post(f"{address}/stang")
    # The form and the review step may lie in the browser's own memory.
    assert response.headers["clear-site-data"] == '"cache"'
    assert (await client.http.get(address)).status_code == 410


async def test_receipt_of_one_case_does_not_open_another(client: PublicClient) -> None:
    address = await _receipt(client)
    sealed = client.http.cookies["lyhord_receipt"]
    client.http.cookies.clear()
    other = f"{address[:-1]}{'0' if address[-1] != '0' else '1'}"
    response = await client.http.get(other, headers={"Cookie": f"lyhord_receipt={sealed}"})
    assert response.status_code == 410


async def test_cookie_goes_to_the_receipt_alone_and_no_script_reads_it(
    client: PublicClient,
) -> None:
    client.http.base_url = "https://kommun.example"
    posted = await client.hand_in()
    cookie = posted.headers["set-cookie"]
    assert f"Path={posted.headers['location']}" in cookie
    assert {"HttpOnly", "Secure", "SameSite=strict"} <= set(cookie.split("; "))


async def test_receipt_is_read_aloud_in_the_readers_language(client: PublicClient) -> None:
    address = await _receipt(client)
    swedish, english = [
        re.findall(r"<b>(\w)</b> ([^<]+)</span>", (await client.http.get(shown)).text)
        for shown in (address, f"{address}?lang=en")
    ]
    reference, secret = keys_of((await client.http.get(address)).text)
    signs = re.sub(r"[^0-9A-Z]", "", reference + secret)
    for spelled in (swedish, english):
        assert "".join(sign for sign, _ in spelled) == signs
    for sign, word in swedish:
        assert sign.isdigit() or word.strip().startswith(sign)
    assert swedish != english


async def test_code_of_the_receipt_never_stands_in_an_address_that_is_sent(
    client: PublicClient,
) -> None:
    page = (await client.http.get(await _receipt(client))).text
    _, secret = keys_of(page)
    written = "-".join(secret.split())
    assert written not in page
    assert f"{PUBLIC_ADDRESS}/folj" in page
    assert '<svg role="img"' in page
    assert "script" not in page


@pytest.mark.parametrize("address", ["/kvitto/x"])
async def test_receipt_is_never_stored(client: PublicClient, address: str) -> None:
    for path in (address, await _receipt(client)):
        assert (await client.http.get(path)).headers["cache-control"] == "no-store"


async def test_start_page_tells_the_targets_and_never_calls_them_law(
    client: PublicClient,
) -> None:
    page = (await client.http.get("/")).text
    assert "inom 2 arbetsdagar" in page
    assert "inom 14 dagar" in page
    assert not re.search(r"\blag(en|ligt)?\b|lagstadga|rätt till svar", page)


async def test_start_page_names_every_way_in_and_a_link_for_each_unit(
    client: PublicClient, organisation: Organisation, clock: MovableClock
) -> None:
    page = (await client.http.get("/")).text
    contact = organisation.municipality.contact
    for way in (contact.phone, contact.address, contact.email):
        assert way in page
    today = clock.now().date()
    for board in organisation.boards:
        assert f'<a href="mailto:{board.inboxes[0]}">' in page
        for unit in organisation.public_units(board.id, today):
            assert f'href="/lamna?enhet={unit.id}"' in page
    assert "bemanning" not in page


async def test_start_page_tells_each_boards_targets_where_they_differ(
    intake: IntakeInMemory, clock: MovableClock, organisation: Organisation
) -> None:
    first, *others = organisation.boards
    without = first.model_copy(update={"deadlines": ()})
    differing = organisation.model_copy(update={"boards": (without, *others)})
    async with public_client(intake, differing, clock) as client:
        page = (await client.http.get("/")).text
    assert all(f"<h3>{board.name.sv}</h3>" in page for board in differing.boards)
    assert "så snart det går" in page


async def test_fault_in_accessibility_is_reported_with_the_form_itself(
    client: PublicClient,
) -> None:
    statement = (await client.http.get("/tillganglighet")).text
    (address,) = re.findall(r'href="(/lamna[^"]*)"', statement)
    form = (await client.http.get(address.replace("&amp;", "&"))).text
    assert 'value="complaint" checked' in form
    assert 'value="unknown" required aria-describedby="place-unknown-hint" checked' in form


@pytest.mark.parametrize(
    "address", ["/", "/lamna?enhet=hemvard-norr", "/tillganglighet", "/kvitto/x", "/nowhere"]
)
async def test_english_pages_have_no_swedish_left(client: PublicClient, address: str) -> None:
    joint = "&" if "?" in address else "?"
    page = (await client.http.get(f"{address}{joint}lang=en")).text
    english = re.sub(r'<(\w+)[^>]* lang="sv"[^>]*>.*?</\1>|<[^>]+>', "", page, flags=re.DOTALL)
    # The names of places stay as they are.
    english = re.sub("Solgården|Strandängen", "", english)
    assert not re.search("[åäöÅÄÖ]", english)
