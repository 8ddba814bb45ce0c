"""Opening a case with its code, and what is shown of it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from shared.clock import MovableClock
from shared.correspondence import Answer, Correspondence, Direction, Letter
from shared.events.vocabulary import Outcome, Role, Status
from shared.organisation import Organisation
from tests.unit.follow_client import ATTEMPTS, NOON, errors_of, follow_client, keys, words_of
from tests.unit.followed_in_memory import SECRET, Down, FollowedInMemory, followed


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOON)


@pytest.fixture
def case(organisation: Organisation, clock: MovableClock) -> FollowedInMemory:
    return followed(organisation, clock)


@pytest.fixture
async def opened(
    case: FollowedInMemory, organisation: Organisation
) -> AsyncIterator[httpx.AsyncClient]:
    async with follow_client(case, organisation, opened=True) as client:
        yield client


@pytest.fixture
async def client(
    case: FollowedInMemory, organisation: Organisation
) -> AsyncIterator[httpx.AsyncClient]:
    async with follow_client(case, organisation, opened=False) as client:
        yield client


class TestOpening:
    async def test_the_code_shows_status_next_step_and_own_words(
        self, opened: httpx.AsyncClient
    ) -> None:
        shown = words_of(await opened.get("/folj"))
        assert "En ansvarig har fått ärendet." in shown
        assert "Vad händer nu? Den ansvariga bedömer vad som har hänt" in shown
        assert "Hemtjänsten kom inte på söndagen." in shown
        assert "VON 2026-00047" in shown

    async def test_code_and_reference_stand_in_no_address(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        page = await opened.get("/folj")
        addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.text)
        assert not [each for each in addresses if case.submission.reference in each]
        assert SECRET not in page.text

    @pytest.mark.parametrize(
        ("typed", "fields"),
        [
            ({}, ["reference", "secret"]),
            ({"reference": "26-7KQ2M-X9D4T"}, ["secret"]),
            ({"reference": "26-7KQ2M-X9D4T", "secret": "1234"}, ["reference"]),
        ],
    )
    async def test_what_is_missing_is_told(
        self, client: httpx.AsyncClient, typed: dict[str, str], fields: list[str]
    ) -> None:
        refused = await client.post("/folj", data=typed)
        assert refused.status_code == 422
        assert errors_of(refused) == fields

    async def test_spaces_and_small_letters_make_no_difference(
        self, client: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        typed = {name: value.lower().replace("-", " ") for name, value in keys(case).items()}
        assert (await client.post("/folj", data=typed)).headers["location"] == "/folj"

    @pytest.mark.parametrize("wrong", [{"secret": "0000"}, {"reference": "26-00000-00000"}])
    async def test_which_of_the_two_was_wrong_is_not_told(
        self, client: httpx.AsyncClient, case: FollowedInMemory, wrong: dict[str, str]
    ) -> None:
        refused = await client.post("/folj", data=keys(case) | wrong)
        assert refused.status_code == 422
        assert errors_of(refused) == ["reference"]
        assert "med den referensen och koden tillsammans" in refused.text

    async def test_attempts_are_limited_and_what_was_typed_stays(
        self, client: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        for _ in range(ATTEMPTS):
            await client.post("/folj", data=keys(case) | {"secret": "0000"})
        refused = await client.post("/folj", data=keys(case))
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert case.submission.reference in refused.text

    async def test_a_store_that_is_down_keeps_what_was_typed(
        self, client: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        case.down = Down.WHOLLY
        unavailable = await client.post("/folj", data=keys(case))
        assert unavailable.status_code == 503
        assert case.submission.reference in unavailable.text

    async def test_it_is_shown_for_half_an_hour(
        self, opened: httpx.AsyncClient, clock: MovableClock
    ) -> None:
        assert "VON 2026-00047" in (await opened.get("/folj")).text
        clock.advance(timedelta(minutes=31))
        assert "VON 2026-00047" not in (await opened.get("/folj")).text

    async def test_it_is_put_away(self, opened: httpx.AsyncClient) -> None:
        await opened.post("/folj/stang")
        assert "VON 2026-00047" not in (await opened.get("/folj")).text

    async def test_nothing_is_kept_by_browsers_and_proxies(self, opened: httpx.AsyncClient) -> None:
        assert (await opened.get("/folj")).headers["cache-control"] == "no-store"


class TestTheMunicipalitysWords:
    async def test_the_answer_and_messages_are_shown_in_order(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        case.stands(Status.ANSWERED, answered_at=NOON)
        case.correspondence = Correspondence(
            answer=Answer(
                text="Vi beklagar.",
                measures="Jouren ringer nu.",
                outcome=Outcome.JUSTIFIED,
                given_at=NOON,
            ),
            earlier_answers=(
                Answer(text="Ingen brist.", measures="Ingen.", given_at=NOON - timedelta(days=1)),
            ),
            messages=(
                Letter(
                    direction=Direction.OUT,
                    by=Role.CASEWORKER,
                    at=NOON - timedelta(days=2),
                    text="Vilken tid?",
                ),
                Letter(
                    direction=Direction.IN,
                    by=Role.COMPLAINANT,
                    at=NOON,
                    text="Redan visat härifrån.",
                ),
            ),
        )
        shown = words_of(await opened.get("/folj"))
        parts = ["Vi beklagar.", "Jouren ringer nu.", "Befogat", "Om du inte är nöjd"]
        parts += ["Hemtjänsten kom inte", "Handläggare", "Vilken tid?", "Ingen brist."]
        assert [shown.index(part) for part in parts] == sorted(shown.index(part) for part in parts)
        assert "Redan visat" not in shown

    async def test_a_workflow_that_is_down_takes_only_its_own_words_away(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        case.stands(Status.ANSWERED, answered_at=NOON)
        case.correspondence = None
        page = await opened.get("/folj")
        assert page.status_code == 200
        assert "Svaret kan inte visas just nu" in page.text
        assert "Ärendet är besvarat." in page.text
        assert "Vi svarade" in page.text
        assert "Skriv till oss" in page.text


async def test_english_pages_have_no_swedish_left(
    opened: httpx.AsyncClient, case: FollowedInMemory, organisation: Organisation
) -> None:
    plain = case.submission.content.model_copy(update={"text": "Nobody came."})
    case.submission = case.submission.model_copy(update={"content": plain})
    case.stands(Status.CLOSED, answered_at=NOON, closed_at=NOON)
    for address in ("/folj", "/folj/enkat"):
        page = (await opened.get(f"{address}?lang=en")).text
        english = re.sub(r'<(\w+)[^>]* lang="sv"[^>]*>.*?</\1>|<[^>]+>', "", page, flags=re.DOTALL)
        assert not re.search("[åäöÅÄÖ]", english)
