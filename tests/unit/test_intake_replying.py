"""What whoever has the code can do: write, say if they are content, answer the survey."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from services.intake.attachments.refusals import Reason
from shared.clock import MovableClock
from shared.events.vocabulary import ComplainantView, Status
from shared.organisation import Organisation
from tests.unit.follow_client import (
    BODY_LIMIT,
    NOON,
    TOKEN,
    errors_of,
    follow_client,
    keys,
    words_of,
)
from tests.unit.followed_in_memory import Down, FollowedInMemory, followed


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


class TestWriting:
    async def test_a_message_that_is_sent_twice_is_one_message(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        for _ in range(2):
            sent = await opened.post(
                "/folj/meddelande", data={"message": "Klockan tolv.", "form_token": TOKEN}
            )
            assert sent.headers["location"] == "/folj?tack=meddelande"
        shown = await opened.get(sent.headers["location"])
        assert shown.text.count("Klockan tolv.") == 1
        assert "Vi har tagit emot ditt meddelande" in shown.text

    async def test_nothing_written_is_told(self, opened: httpx.AsyncClient) -> None:
        refused = await opened.post("/folj/meddelande", data={"message": " \n"})
        assert refused.status_code == 422
        assert errors_of(refused) == ["message"]
        assert "<title>Fel: " in refused.text

    async def test_files_go_with_the_message_and_are_listed(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        content = b"%PDF-1.4" + bytes(2992)
        for _ in range(2):
            await opened.post(
                "/folj/meddelande",
                data={"message": "Lappen.", "form_token": TOKEN},
                files={"files": ("lapp.pdf", content)},
            )
        (message,) = case.messages.values()
        (file,) = case.files.values()
        assert file.message_id == message.id
        shown = words_of(await opened.get("/folj"))
        assert "lapp.pdf 3 kB inte genomsökt efter virus" in shown

    async def test_a_refused_file_loses_neither_words_nor_the_other_files(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        case.refusing = Reason.TYPE_NOT_ALLOWED
        refused = await opened.post(
            "/folj/meddelande",
            data={"message": "Lappen.", "form_token": TOKEN},
            files=[("files", ("lapp.pdf", b"%PDF")), ("files", ("fel.exe", b"MZ"))],
        )
        assert refused.status_code == 422
        assert errors_of(refused) == ["files"]
        assert "Filen fel.exe är av ett slag" in refused.text
        assert ">\nLappen.</textarea>" in refused.text
        assert not case.messages
        (kept,) = re.findall(r'name="attachment" value="([^"]+)" checked', refused.text)

        sent = await opened.post(
            "/folj/meddelande",
            data={"message": "Lappen.", "form_token": TOKEN, "attachment": kept},
        )
        assert sent.status_code == 303
        assert case.files[kept].message_id in case.messages

    @pytest.mark.parametrize("down", Down)
    @pytest.mark.parametrize(
        ("path", "typed"),
        [
            ("/folj/meddelande", {"message": "Klockan tolv."}),
            ("/folj/asikt", {"view": "disputes", "reason": "Klockan tolv."}),
        ],
    )
    async def test_a_store_that_is_down_loses_nothing(
        self,
        opened: httpx.AsyncClient,
        case: FollowedInMemory,
        down: Down,
        path: str,
        typed: dict[str, str],
    ) -> None:
        case.stands(Status.ANSWERED, answered_at=NOON)
        case.down = down
        unsaved = await opened.post(path, data=typed)
        assert unsaved.status_code == 503
        assert unsaved.headers["retry-after"]
        assert ">\nKlockan tolv.</textarea>" in unsaved.text
        assert f'action="{path}"' in unsaved.text

    async def test_more_than_is_read_at_once_is_told(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        refused = await opened.post(
            "/folj/meddelande", files={"files": ("film.mp4", bytes(BODY_LIMIT + 1))}
        )
        assert refused.status_code == 422
        assert errors_of(refused) == ["files"]
        assert "skicka högst 100 MB åt gången" in refused.text

    async def test_what_took_longer_than_the_code_holds_is_not_lost(
        self, opened: httpx.AsyncClient, case: FollowedInMemory, clock: MovableClock
    ) -> None:
        clock.advance(timedelta(minutes=31))
        again = await opened.post("/folj/meddelande", data={"message": "En lång berättelse."})
        assert again.status_code == 403
        assert "Skriv koden en gång till" in again.text
        assert 'name="message" value="En lång berättelse."' in again.text

        shown = await opened.post("/folj", data={**keys(case), "message": "En lång berättelse."})
        assert ">\nEn lång berättelse.</textarea>" in shown.text
        assert "Det är inte skickat ännu." in shown.text
        assert not case.messages
        assert "VON 2026-00047" in (await opened.get("/folj")).text


class TestBeingContent:
    @pytest.fixture
    def closed(self, case: FollowedInMemory) -> FollowedInMemory:
        case.stands(Status.CLOSED, answered_at=NOON, closed_at=NOON)
        return case

    async def test_nobody_is_asked_before_there_is_an_answer(
        self, opened: httpx.AsyncClient
    ) -> None:
        assert 'name="view"' not in (await opened.get("/folj")).text

    async def test_disputing_says_that_it_reopens_and_shows_what_was_said(
        self, opened: httpx.AsyncClient, closed: FollowedInMemory
    ) -> None:
        assert "Ärendet öppnas igen, och någon tittar på det" in (await opened.get("/folj")).text
        sent = await opened.post(
            "/folj/asikt",
            data={"view": "disputes", "reason": "Ingen ringer nu heller.", "form_token": TOKEN},
        )
        assert sent.headers["location"] == "/folj?tack=asikt"
        (said,) = closed.messages.values()
        assert (said.view, said.text) == (ComplainantView.DISPUTES, "Ingen ringer nu heller.")
        shown = words_of(await opened.get("/folj"))
        assert "Du har sagt att du inte är nöjd" in shown
        assert "Har du ändrat dig?" in shown
        assert "Du sa att du inte är nöjd" in shown

    async def test_agreeing_takes_no_reason_along(
        self, opened: httpx.AsyncClient, closed: FollowedInMemory
    ) -> None:
        await opened.post("/folj/asikt", data={"view": "agrees", "reason": "Kvarglömt."})
        (said,) = closed.messages.values()
        assert (said.view, said.text) == (ComplainantView.AGREES, "")

    async def test_nothing_chosen_is_told(
        self, opened: httpx.AsyncClient, closed: FollowedInMemory
    ) -> None:
        refused = await opened.post("/folj/asikt", data={"view": "no_answer"})
        assert refused.status_code == 422
        assert errors_of(refused) == ["view"]


class TestTheSurvey:
    @pytest.fixture
    def closed(self, case: FollowedInMemory) -> FollowedInMemory:
        case.stands(Status.CLOSED, answered_at=NOON, closed_at=NOON)
        return case

    async def test_it_is_asked_when_the_case_is_closed_and_once_for_each_closing(
        self, opened: httpx.AsyncClient, case: FollowedInMemory
    ) -> None:
        assert "Skicka svaren" not in (await opened.get("/folj")).text
        assert (await opened.get("/folj/enkat")).status_code == 303
        answers = {"survey": "after-closing.v1", "q-treatment": "5", "q-handling": "0"}
        for reopened in (0, 1):
            case.stands(Status.CLOSED, closed_at=NOON, reopened=reopened)
            assert "Skicka svaren" in (await opened.get("/folj")).text
            assert (await opened.get("/folj/enkat")).status_code == 200
            sent = await opened.post("/folj/enkat", data=answers)
            assert sent.headers["location"] == "/folj?tack=enkat"
            assert "Skicka svaren" not in (await opened.get("/folj")).text
        assert case.survey_answers == {n: {"treatment": 5, "handling": 0} for n in (0, 1)}

    @pytest.mark.parametrize(
        ("answers", "told"),
        [
            ({"survey": "after-closing.v1"}, "Svara på minst en av frågorna."),
            ({"survey": "after-closing.v1", "q-treatment": "6"}, "Svara på minst en"),
            ({"survey": "after-closing.v0", "q-treatment": "5"}, "Frågorna har ändrats."),
        ],
    )
    async def test_what_cannot_be_counted_is_told(
        self,
        opened: httpx.AsyncClient,
        closed: FollowedInMemory,
        answers: dict[str, str],
        told: str,
    ) -> None:
        refused = await opened.post("/folj/enkat", data=answers)
        assert refused.status_code == 422
        assert told in refused.text
        assert not closed.survey_answers

    async def test_a_store_that_is_down_loses_no_answers(
        self, opened: httpx.AsyncClient, closed: FollowedInMemory
    ) -> None:
        closed.down = Down.WHOLLY
        answers = {"survey": "after-closing.v1", "q-treatment": "5"}
        unsaved = await opened.post("/folj/enkat", data=answers)
        assert unsaved.status_code == 503
        assert re.search(r'name="q-treatment" value="5" checked', unsaved.text)

    async def test_nobody_answers_without_the_code(
        self, opened: httpx.AsyncClient, closed: FollowedInMemory
    ) -> None:
        await opened.post("/folj/stang")
        answers = {"survey": "after-closing.v1", "q-treatment": "5"}
        assert (await opened.post("/folj/enkat", data=answers)).headers["location"] == "/folj"
        assert not closed.survey_answers
