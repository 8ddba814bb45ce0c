"""Letters and calls on the whole system: from what was told to what the workflow knows of it."""

import re
from collections.abc import AsyncIterator
from io import BytesIO

import httpx
import pytest
from pypdf import PdfReader

from shared.events.vocabulary import Acknowledgement
from tests.support.by_hand import Desk
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.staff import hidden_fields, words_of
from tests.support.system import System
from tests.support.waiting import until

POST = "Storgatan 1, 123 45 Exempelstad"
NUMBER = "070-123 45 67"
ANSWERED = "Schemat stämde inte den dagen, och det beklagar vi."


@pytest.fixture
async def desk(system: System) -> AsyncIterator[Desk]:
    async with httpx.AsyncClient(
        headers=system.headers(), trust_env=False, verify=NO_AUTHORITIES, timeout=60
    ) as client:
        yield Desk(system, client)


async def test_a_letter_is_printed_posted_and_known_to_the_workflow(desk: Desk) -> None:
    case_id = await desk.handed_in({"address": POST})
    letter = await desk.waiting(case_id, "acknowledgement")
    number = (await desk.facts(case_id))["diary_number"]
    async with desk.staff("registrator-von") as browser:
        listed = await browser.get("/brev?valda=alla")
        assert number in words_of(listed)
        assert "Efternamn" not in listed
        hidden = {"csrf": hidden_fields(listed)["csrf"]}
        printed = await browser.http.post("/brev/utskrift", data={**hidden, "brev": letter})
        assert printed.headers["content-type"] == "application/pdf"
        assert printed.headers["cache-control"] == "no-store"
        text = PdfReader(BytesIO(printed.content)).pages[0].extract_text()
        assert "Namn Efternamn\nStorgatan 1\n123 45 Exempelstad" in text
        assert number in text
        one = await browser.http.get(f"/brev/{letter}.pdf")
        assert one.content[:5] == b"%PDF-"

        for wrong, told in (
            ({"brev": letter, "dag": "igår"}, "Skriv dagen som"),
            ({"brev": letter, "dag": "2199-01-01"}, "Dagen har inte varit än"),
            ({"brev": letter, "dag": "2020-01-02"}, "fanns inte den dagen"),
            ({}, "Välj minst ett brev"),
        ):
            refused = await browser.http.post("/brev/postade", data={**hidden, **wrong})
            assert refused.status_code == 422
            assert told in words_of(refused.text)
            if "brev" in wrong:
                assert re.search(rf'value="{letter}"[^>]* checked', refused.text)
        posted = await browser.http.post("/brev/postade", data={**hidden, "brev": letter})
        assert posted.status_code == 303
        assert "1 brev är antecknat som postat" in words_of(
            await browser.get(posted.headers["location"])
        )
        twice = await browser.http.post("/brev/postade", data={**hidden, "brev": letter})
        assert twice.status_code == 409
        assert "Någon annan hann före" in words_of(twice.text)

        async def told_to_workflow() -> bool:
            return bool((await desk.facts(case_id))["acknowledgement"] == Acknowledgement.SENT)

        await until(told_to_workflow, "the workflow knows that it is acknowledged")
        assert (await desk.facts(case_id))["acknowledged_at"]

        assert number in words_of(await browser.get("/brev?visa=postade"))
        back = await browser.http.post(f"/brev/{letter}/retur", data=hidden)
        assert back.status_code == 303
        again = await browser.http.post(f"/brev/{letter}/retur", data=hidden)
        assert again.status_code == 409

        async def known_as_unreached() -> bool:
            return bool((await desk.facts(case_id))["unreached"])

        await until(known_as_unreached, "the workflow knows that the letter came back")
        page = await browser.get(f"{desk.system.url('workflow')}/arenden/{case_id}")
        assert "Brevet kom i retur" in words_of(page)
    (notice,) = [each for each in await desk.notices(case_id) if each["id"] == letter]
    assert (notice["state"], notice["reason"]) == ("failed", "returned")
    assert [each["by"] for each in notice["attempts"]] == ["registrar-von", "registrar-von"]


async def test_an_answer_by_letter_is_printed_in_full_and_may_be_posted_already(
    desk: Desk,
) -> None:
    case_id = await desk.handed_in({"address": POST})
    await desk.step(case_id, "assign", responsible="manager-hemvard-norr")
    await desk.step(case_id, "assess", severity=2, probability=2)
    await desk.step(case_id, "answer", text=ANSWERED, measures="Schemat är rättat.", way="letter")
    letter = await desk.waiting(case_id, "answer")
    async with desk.staff("enhetschef") as browser:
        printed = await browser.http.get(f"/brev/{letter}.pdf")
        text = PdfReader(BytesIO(printed.content)).pages[0].extract_text()
        assert ANSWERED in text.replace("\n", " ")
        assert "Schemat är rättat." in text
    await desk.step(
        case_id,
        "answer",
        text="Igen.",
        measures="Mer.",
        way="letter",
        posted=True,
    )
    kinds = [each["kind"] for each in await desk.notices(case_id)]
    assert kinds.count("answer") == 1


async def test_a_call_is_made_by_whoever_answers_for_the_case_and_what_was_said_is_kept(
    desk: Desk,
) -> None:
    case_id = await desk.handed_in({"phone": NUMBER})
    call = await desk.waiting(case_id, "acknowledgement")
    number = (await desk.facts(case_id))["diary_number"]
    async with desk.staff("registrator-von") as browser:
        page = await browser.get("/samtal")
        assert number in words_of(page)
        assert NUMBER not in page
        page = await browser.get(f"/samtal/{call}")
        assert NUMBER in page
        assert "Vi har tagit emot" in words_of(page)
        hidden = hidden_fields(page)
        path = f"/samtal/{call}"
        nothing = await browser.http.post(path, data=hidden)
        assert nothing.status_code == 422
        silent = await browser.http.post(path, data={**hidden, "outcome": "reached"})
        assert silent.status_code == 422
        tried = await browser.http.post(path, data={**hidden, "outcome": "no_answer"})
        assert tried.status_code == 303
        stale = await browser.http.post(path, data={**hidden, "outcome": "no_answer"})
        assert stale.status_code == 409
        fresh = hidden_fields(await browser.get(path))
        said = {"outcome": "reached", "said": "Personen tackade för beskedet."}
        reached = await browser.http.post(path, data={**fresh, **said})
        assert reached.status_code == 303
        assert "Personen tackade" in await browser.get(path)

        async def told_to_workflow() -> bool:
            return bool((await desk.facts(case_id))["acknowledgement"] == Acknowledgement.SENT)

        await until(told_to_workflow, "the workflow knows that it is acknowledged")
    shown = next(each for each in await desk.notices(case_id) if each["id"] == call)
    assert "tackade" not in str(shown)
    assert shown["way"] == "phone"


async def test_letters_and_calls_are_only_for_those_who_handle_the_case(desk: Desk) -> None:
    case_id = await desk.handed_in({"phone": NUMBER}, unit="hemvard-soder")
    other = await desk.handed_in({"address": POST}, unit="hemvard-soder")
    call = await desk.waiting(case_id, "acknowledgement")
    letter = await desk.waiting(other, "acknowledgement")
    for user, sees in (("enhetschef", False), ("enhetschef-soder", True)):
        async with desk.staff(user) as browser:
            assert (await browser.http.get(f"/samtal/{call}")).status_code == (200 if sees else 404)
            assert (await browser.http.get(f"/brev/{letter}.pdf")).status_code == (
                200 if sees else 404
            )
            number = (await desk.facts(other))["diary_number"]
            assert (number in await browser.get("/brev")) is sees
    for user in ("revisor", "kontaktcenter", "administrator"):
        async with desk.staff(user) as browser:
            assert (await browser.http.get("/brev")).status_code == 403
            assert (await browser.http.get("/samtal")).status_code == 403


async def test_protected_identity_is_seen_by_the_registrar_alone_and_shows_no_name(
    desk: Desk,
) -> None:
    contact = {"address": POST, "email": "kim@post.example", "phone": NUMBER}
    case_id = await desk.handed_in(contact, protected_identity=True)
    letter = await desk.waiting(case_id, "acknowledgement")
    async with desk.staff("enhetschef") as browser:
        assert (await browser.http.get(f"/brev/{letter}.pdf")).status_code == 404
    async with desk.staff("registrator-von") as browser:
        listed = words_of(await browser.get("/brev"))
        assert "Utan namn och adress: förmedlas av registrator" in listed
        printed = await browser.http.get(f"/brev/{letter}.pdf")
        text = PdfReader(BytesIO(printed.content)).pages[0].extract_text()
        assert "Förmedlas av registrator" in text
        assert "Efternamn" not in text
        assert "Storgatan" not in text
        page = await browser.get(f"{desk.system.url('workflow')}/arenden/{case_id}")
        assert "Namn Efternamn" not in page
        assert NUMBER not in page
        shown = await browser.get(f"{desk.system.url('workflow')}/arenden/{case_id}?visa=kontakt")
        assert "Namn Efternamn" in shown
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES) as catcher:
        mails = await catcher.get(
            f"{desk.system.mail_catcher}/api/v1/messages", params={"to": "kim@post.example"}
        )
        assert mails.json()["items"] == []


async def test_the_survey_is_entered_once_in_the_closing_talk(desk: Desk) -> None:
    case_id = await desk.handed_in({"phone": NUMBER}, kind="view")
    async with desk.staff("enhetschef", "intake") as browser:
        early = await browser.get(f"/personal/enkat/{case_id}")
        assert "Ärendet är inte avslutat" in words_of(early)
        await desk.closed(case_id)
        await desk.asked(case_id)
        page = await browser.get(f"/personal/enkat/{case_id}")
        names = list(dict.fromkeys(re.findall(r'name="(q-[^"]+)"', page)))
        hidden = hidden_fields(page)
        path = f"/personal/enkat/{case_id}"
        assert (await browser.http.post(path, data=hidden)).status_code == 422
        answers = {**hidden, names[0]: "5", names[1]: "0"}
        first = await browser.http.post(path, data=answers)
        assert first.status_code == 303
        assert "Svaren är sparade" in words_of(await browser.get(first.headers["location"]))
        assert (await browser.http.post(path, data=answers)).status_code == 409
        workflow = await browser.get(f"{desk.system.url('workflow')}/arenden/{case_id}")
        assert f"/personal/enkat/{case_id}" in workflow
    async with desk.staff("enhetschef-soder", "intake") as browser:
        assert (await browser.http.get(f"/personal/enkat/{case_id}")).status_code == 404

    async def counted() -> bool:
        answers = desk.system.documents("reporting", "survey_answers")
        found = await answers.find_one({"case_id": case_id})
        return bool(found and found["entered_by_staff"])

    await until(counted, "reporting has it, as entered by staff")


async def test_a_registrar_of_several_boards_can_look_at_one_at_a_time(desk: Desk) -> None:
    numbers = {}
    for board, unit in (("von", "hemvard-norr"), ("sn", "forsorjningsstod")):
        case_id = await desk.handed_in({"address": POST}, board=board, unit=unit)
        await desk.waiting(case_id, "acknowledgement")
        numbers[board] = (await desk.facts(case_id))["diary_number"]
    async with desk.staff("registrator") as browser:
        whole = words_of(await browser.get("/brev"))
        assert all(number in whole for number in numbers.values())
        one = await browser.get("/brev?namnd=sn&valda=alla")
        assert numbers["sn"] in words_of(one)
        assert numbers["von"] not in words_of(one)
        hidden = {"csrf": hidden_fields(one)["csrf"], "namnd": "sn"}
        refused = words_of((await browser.http.post("/brev/postade", data=hidden)).text)
        assert numbers["von"] not in refused
        assert numbers["sn"] in refused
