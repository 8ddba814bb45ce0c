"""The form over HTTP: looked through before it is sent, one case for each, nothing lost."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from services.intake.abuse.rates import Door, Rates, read_rate
from services.intake.abuse.suspicion import Reason
from services.intake.public.form_token import LIFETIME
from shared.clock import MovableClock
from shared.organisation import Organisation
from tests.unit.files_in_memory import FilesInMemory
from tests.unit.intake_in_memory import IntakeInMemory
from tests.unit.public_client import (
    FILLED,
    PublicClient,
    errors_of,
    hidden_fields,
    public_client,
)


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


async def test_nothing_is_handed_in_before_it_is_looked_through(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    review = await client.fill_in({**FILLED, "form_token": await client.token()})
    assert "Kontrollera det du skrivit" in review.text
    for shown in ("Klagomål", FILLED["text"], "Hemvård norr", FILLED["email"], FILLED["name"]):
        assert shown in review.text
    assert not intake.requests
    sent = await client.send(review)
    assert sent.status_code == 303
    (request,) = intake.requests
    assert (request.text, request.unit) == (FILLED["text"], "hemvard-norr")


async def test_double_click_makes_one_case_and_one_receipt(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    review = await client.fill_in({**FILLED, "form_token": await client.token()})
    first, second = await client.send(review), await client.send(review)
    assert first.headers["location"] == second.headers["location"]
    assert len(intake.requests) == 1


async def test_other_words_from_the_same_form_make_a_case_of_their_own(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    await client.send(await client.fill_in(typed))
    await client.send(await client.fill_in({**typed, "text": "Ingen kom på måndagen heller."}))
    assert len(intake.requests) == 2


async def test_error_is_told_on_top_and_at_the_field_with_all_that_was_typed(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    token = await client.token()
    typed = {
        **FILLED,
        "form_token": token,
        "email": "fel",
        "text": "\n<b>Två</b> rader\n& mer",
        "gender": "woman",
        "concerned": "relative",
        "person_concerned": "M.A.",
        "occurred_about": "en kväll",
    }
    response = await client.fill_in(typed)
    assert response.status_code == 422
    page = response.text
    assert "<title>Fel: " in page
    assert page.count("Kontrollera e-postadressen") == 2
    assert errors_of(page) == ["email"]
    assert 'aria-describedby="email-error" aria-invalid="true"' in page
    assert "&lt;b&gt;Två&lt;/b&gt; rader\n&amp; mer</textarea>" in page
    for value in ("fel", "M.A.", "en kväll", token):
        assert f'value="{value}"' in page
    for chosen in ("woman", "relative", "complaint"):
        assert f'value="{chosen}" checked' in page
    assert hidden_fields(page)["place"] == ["von/hemvard-norr"]
    assert not intake.requests


async def test_review_leads_back_to_each_field_with_everything(client: PublicClient) -> None:
    review = await client.fill_in({**FILLED, "form_token": await client.token(), "gender": "man"})
    form = await client.fill_in({**hidden_fields(review.text), "step": "edit"})
    assert form.status_code == 200
    assert not errors_of(form.text)
    assert FILLED["text"] in form.text
    assert 'value="man" checked' in form.text
    again = await client.fill_in({**hidden_fields(review.text)})
    assert hidden_fields(again.text) == hidden_fields(review.text)


async def test_what_is_sent_is_read_anew(client: PublicClient, intake: IntakeInMemory) -> None:
    """Whoever changes what the review step carries gets the form, as anyone who types wrong."""
    review = await client.fill_in({**FILLED, "form_token": await client.token()})
    changed = {**hidden_fields(review.text), "place": "von/nowhere"}
    response = await client.http.post("/lamna/skicka", data=changed)
    assert response.status_code == 422
    assert errors_of(response.text) == ["place"]
    assert not intake.requests


async def test_address_that_is_only_posted_to_leads_to_the_form(client: PublicClient) -> None:
    response = await client.http.get("/lamna/skicka")
    assert (response.status_code, response.headers["location"]) == (303, "/lamna")


async def test_nothing_typed_is_lost_when_intake_cannot_save(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    review = await client.fill_in({**FILLED, "form_token": await client.token()})
    intake.down = True
    response = await client.send(review)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert "Inget är borta" in response.text
    assert hidden_fields(response.text) == hidden_fields(review.text)
    intake.down = False
    again = await client.http.post("/lamna/skicka", data=hidden_fields(response.text))
    assert again.status_code == 303
    assert len(intake.requests) == 1


async def test_nothing_typed_is_lost_when_someone_sends_too_often(
    intake: IntakeInMemory, clock: MovableClock, organisation: Organisation
) -> None:
    rates = Rates({Door.FORM: read_rate("1/hour")}, 50)
    async with public_client(intake, organisation, clock, rates) as client:
        await client.hand_in()
        response = await client.hand_in(text="Något mer.")
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0
    assert hidden_fields(response.text)["text"] == ["Något mer."]
    assert len(intake.requests) == 1


async def test_language_can_be_changed_with_all_that_was_typed(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token(), "step": "language"}
    response = await client.fill_in(typed, address="/lamna?lang=en")
    assert response.status_code == 200
    assert '<html lang="en">' in response.text
    assert FILLED["text"] in response.text
    assert "Fortsätt på svenska" in response.text


async def test_kind_of_the_start_page_is_chosen_in_the_form(client: PublicClient) -> None:
    assert 'value="praise" checked' in (await client.http.get("/lamna?kind=praise")).text


async def test_link_fills_the_unit_in_and_says_so(client: PublicClient) -> None:
    page = (await client.http.get("/lamna?enhet=hemvard-norr")).text
    assert "Du skriver om <strong>Hemvård norr</strong>" in page
    assert hidden_fields(page)["place"] == ["von/hemvard-norr"]
    other = await client.fill_in({**hidden_fields(page), "step": "place"})
    assert 'name="find"' in other.text
    assert 'value="von/hemvard-norr" required aria-describedby="place-hint" checked' in other.text


@pytest.mark.parametrize("unit", ["nowhere", "bemanning", '"><script>', "von"])
async def test_link_with_a_unit_that_is_not_offered_opens_an_empty_form(
    client: PublicClient, unit: str
) -> None:
    response = await client.http.get("/lamna", params={"enhet": unit})
    assert response.status_code == 200
    assert "Du skriver om" not in response.text
    assert 'name="find"' in response.text


@pytest.mark.parametrize("step", [{"step": "search"}, {"step": "enter"}])
async def test_search_shows_what_fits_and_keeps_what_was_typed(
    client: PublicClient, step: dict[str, str]
) -> None:
    typed = {"form_token": await client.token(), "text": "Hej", "find": "hemtjansten norr", **step}
    response = await client.fill_in(typed)
    assert response.status_code == 200
    assert "En träff" in response.text
    assert 'id="place" type="radio" name="place" value="von/hemvard-norr"' in response.text
    assert "Hej</textarea>" in response.text


async def test_enter_goes_on_when_the_search_is_done(client: PublicClient) -> None:
    typed = {"find": "xyz", "searched": "xyz", "step": "enter", "form_token": await client.token()}
    response = await client.fill_in(typed)
    assert response.status_code == 422
    assert "place" in errors_of(response.text)
    assert "Ingen träff på ”xyz”" in response.text


async def test_person_who_fills_in_a_form_is_not_suspected(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    await client.hand_in()
    assert intake.suspicions == [None]


async def test_program_that_fills_in_what_no_person_sees_is_suspected_and_gets_a_receipt(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token(), "homepage": "http://spam.example"}
    review = await client.fill_in(typed)
    carried = {**hidden_fields(review.text), "homepage": "http://spam.example"}
    assert 'name="homepage" type="text" value="http://spam.example"' in review.text
    sent = await client.http.post("/lamna/skicka", data=carried)
    assert "/kvitto/" in sent.headers["location"]
    (suspicion,) = intake.suspicions
    assert suspicion
    assert suspicion.reasons == (Reason.HONEYPOT,)


@pytest.mark.parametrize("token", ["", "made up"])
async def test_form_without_a_token_of_ours_is_suspected(
    client: PublicClient, intake: IntakeInMemory, token: str
) -> None:
    await client.http.post("/lamna/skicka", data={**FILLED, "form_token": token})
    (suspicion,) = intake.suspicions
    assert suspicion
    assert suspicion.reasons == (Reason.NO_TIME,)


async def test_form_may_lie_open_for_weeks(
    client: PublicClient, intake: IntakeInMemory, clock: MovableClock
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    clock.advance(LIFETIME / 2)
    await client.send(await client.fill_in(typed))
    assert intake.suspicions == [None]


async def test_form_may_be_kept_for_the_way_back_and_is_asked_for_anew_otherwise(
    client: PublicClient,
) -> None:
    form = await client.http.get("/lamna")
    review = await client.fill_in({**FILLED, "form_token": await client.token()})
    for page in (form, review):
        assert page.headers["cache-control"] == "private, no-cache"
        assert "vary" not in page.headers
