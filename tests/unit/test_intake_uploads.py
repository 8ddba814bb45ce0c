"""Files that come with the form: kept through errors and review, refused one by one."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from services.intake.abuse.rates import Door, Rates, read_rate
from services.intake.attachments.refusals import Reason
from services.intake.case_request import MAXIMUM_ATTACHMENTS
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

PHOTO = ("foto.jpg", b"a photograph")
LETTER = ("brev.pdf", b"a letter")
INFECTED = ("infected.pdf", b"something bad")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 22, 13, 5, tzinfo=UTC))


@pytest.fixture
def files(clock: MovableClock) -> FilesInMemory:
    return FilesInMemory(clock)


@pytest.fixture
def intake(clock: MovableClock, files: FilesInMemory) -> IntakeInMemory:
    return IntakeInMemory(clock, files)


@pytest.fixture
async def client(
    intake: IntakeInMemory, clock: MovableClock, organisation: Organisation
) -> AsyncIterator[PublicClient]:
    async with public_client(intake, organisation, clock) as client:
        yield client


async def test_files_are_shown_for_review_and_handed_in(
    client: PublicClient, intake: IntakeInMemory, files: FilesInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    review = await client.fill_in(typed, [PHOTO, LETTER])
    assert "foto.jpg" in review.text
    assert "brev.pdf" in review.text
    assert (await client.send(review)).status_code == 303
    (request,) = intake.requests
    assert set(request.attachments) == set(files.kept)
    assert {file.content for file in files.kept.values()} == {PHOTO[1], LETTER[1]}


async def test_files_survive_a_form_with_an_error(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    wrong = await client.fill_in({**typed, "email": "fel"}, [PHOTO])
    assert wrong.status_code == 422
    assert "foto.jpg" in wrong.text
    await client.send(await client.fill_in({**hidden_fields(wrong.text), **typed}))
    assert len(intake.requests[0].attachments) == 1


async def test_same_file_chosen_again_is_kept_once(
    client: PublicClient, files: FilesInMemory
) -> None:
    """As when a browser goes back, or sends the same form anew."""
    typed = {**FILLED, "form_token": await client.token()}
    await client.fill_in(typed, [PHOTO])
    await client.fill_in(typed, [PHOTO])
    assert len(files.kept) == 1


async def test_same_file_can_come_with_a_second_case_of_the_same_form(
    client: PublicClient, intake: IntakeInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    await client.send(await client.fill_in(typed, [PHOTO]))
    await client.send(await client.fill_in({**typed, "text": "En sak till."}, [PHOTO]))
    first, second = (set(request.attachments) for request in intake.requests)
    assert first
    assert second
    assert not first & second


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.TOO_MANY])
async def test_refused_file_is_told_of_beside_the_field_and_the_others_are_kept(
    client: PublicClient, files: FilesInMemory, reason: Reason
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    response = await client.fill_in(typed, [PHOTO, (f"{reason}.pdf", b"refused")])
    assert response.status_code == 422
    assert errors_of(response.text) == ["files"]
    assert response.text.count(f"Filen {reason}.pdf") == 2
    assert "foto.jpg" in response.text
    assert FILLED["text"] in response.text
    assert [file.name for file in files.kept.values()] == ["foto.jpg"]


async def test_each_of_several_refused_files_is_told_of(client: PublicClient) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    response = await client.fill_in(typed, [INFECTED, ("empty.txt", b"")])
    assert "Vi kunde inte ta emot 2 av filerna" in response.text
    assert "Filen infected.pdf" in response.text
    assert "Filen empty.txt" in response.text


async def test_refused_file_keeps_nobody_from_going_on_without_it(client: PublicClient) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    refused = await client.fill_in(typed, [INFECTED])
    review = await client.fill_in({**hidden_fields(refused.text), **typed})
    assert "Kontrollera det du skrivit" in review.text


async def test_no_more_files_are_kept_than_a_case_can_have(
    client: PublicClient, files: FilesInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    many = [(f"{number}.txt", b"%d" % number) for number in range(MAXIMUM_ATTACHMENTS + 1)]
    response = await client.fill_in(typed, many)
    assert errors_of(response.text) == ["files"]
    assert len(files.kept) == MAXIMUM_ATTACHMENTS


async def test_file_is_removed_and_nothing_else(client: PublicClient, files: FilesInMemory) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    await client.fill_in({**typed, "step": "upload"}, [PHOTO, LETTER])
    (unwanted,) = [file.id for file in files.kept.values() if file.name == "foto.jpg"]
    response = await client.fill_in({**typed, "remove": unwanted})
    assert response.status_code == 200
    assert not errors_of(response.text)
    assert FILLED["text"] in response.text
    assert [file.name for file in files.kept.values()] == ["brev.pdf"]
    assert "foto.jpg" not in response.text


@pytest.mark.parametrize("named", ["own", "made up"])
async def test_nobody_removes_the_files_of_another_form(
    client: PublicClient, files: FilesInMemory, named: str
) -> None:
    await client.fill_in({**FILLED, "form_token": await client.token()}, [PHOTO])
    (theirs,) = files.kept
    other = {**FILLED, "form_token": await client.token()}
    unwanted = str(theirs) if named == "own" else named
    response = await client.fill_in({**other, "remove": unwanted})
    assert response.status_code == 200
    assert "foto.jpg" not in response.text
    assert set(files.kept) == {theirs}


async def test_files_that_were_swept_away_are_asked_for_again(
    client: PublicClient, intake: IntakeInMemory, files: FilesInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    review = await client.fill_in(typed, [PHOTO])
    files.kept.clear()
    response = await client.send(review)
    assert response.status_code == 422
    assert errors_of(response.text) == ["files"]
    assert FILLED["text"] in response.text
    assert not intake.requests


async def test_form_is_sent_without_files_while_none_can_be_kept(
    client: PublicClient, intake: IntakeInMemory, files: FilesInMemory
) -> None:
    files.down = True
    typed = {**FILLED, "form_token": await client.token()}
    await client.send(await client.fill_in(typed))
    assert len(intake.requests) == 1


async def test_nothing_is_lost_while_files_cannot_be_kept(
    client: PublicClient, files: FilesInMemory
) -> None:
    typed = {**FILLED, "form_token": await client.token()}
    before = await client.fill_in({**typed, "step": "upload"}, [PHOTO])
    files.down = True
    response = await client.fill_in({**hidden_fields(before.text), **typed}, [LETTER])
    assert response.status_code == 503
    assert "Inget är borta" in response.text
    assert "foto.jpg" in response.text
    assert FILLED["text"] in response.text


async def test_nothing_is_lost_when_files_come_too_often(
    intake: IntakeInMemory, clock: MovableClock, organisation: Organisation
) -> None:
    rates = Rates({Door.UPLOAD: read_rate("1/hour")}, 50)
    async with public_client(intake, organisation, clock, rates) as client:
        typed = {**FILLED, "form_token": await client.token()}
        response = await client.fill_in(typed, [PHOTO, LETTER])
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) > 0
    assert FILLED["text"] in response.text
