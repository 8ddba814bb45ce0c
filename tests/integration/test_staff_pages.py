"""The staff's pages of a real intake: what is typed there is stored, once, and by whom."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from tests.integration.intake_process import IntakeProcess, intake_process, mail, settings_on
from tests.support.staff import StaffBrowser, hidden_fields, staff_accounts, words_of

CALL: dict[str, Any] = {
    "place": "Hemvård norr",
    "kind": "complaint",
    "text": "Hemtjänsten kom inte på söndagen och ingen ringde till mamma.",
    "answer": "phone",
    "phone": "070-123 45 67",
    "acknowledged_orally": "1",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000 01f15c4890000000d49444154789c63f8cf"
    "c0f01f0005000 1ff56c7d8a80000000049454e44ae426082".replace(" ", "")
)


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    folder = tmp_path_factory.mktemp("intake")
    extra = {"LYHORD_ACCOUNTS": str(staff_accounts(folder))}
    settings = settings_on(broker.url, store.url)
    async with intake_process(folder, settings, extra) as process:
        yield process


def staff(intake: IntakeProcess, user: str) -> StaffBrowser:
    return StaffBrowser(intake.part.url, user)


async def register(browser: StaffBrowser, form: str = "telefon", **changes: Any) -> str:
    """Save a form; the case's id."""
    saved = await browser.send(f"/personal/registrera/{form}", CALL | changes)
    assert saved.status_code == 303, words_of(saved.text)
    return saved.headers["location"].rpartition("/")[2]


async def submission(intake: IntakeProcess, case_id: str) -> dict[str, Any]:
    (found,) = await intake.stored("submissions", _id=case_id)
    return found


async def test_call_is_stored_with_who_took_it_and_read_back_on_the_receipt(
    intake: IntakeProcess,
) -> None:
    async with staff(intake, "enhetschef") as browser:
        assert 'value="Hemvård norr"' in await browser.get("/personal/registrera/telefon")
        case_id = await register(browser)
        receipt = words_of(await browser.get(f"/personal/kvitto/{case_id}"))
    stored = await submission(intake, case_id)
    assert stored["submitted_by"] == "chef-1"
    assert stored["facts"]["unit"] == "hemvard-norr"
    assert stored["facts"]["acknowledgement"] == "oral"
    assert stored["reference"] in receipt
    assert "Registrera nästa" in receipt
    async with staff(intake, "enhetschef") as other:
        gone = await other.http.get(f"/personal/kvitto/{case_id}")
        assert gone.status_code == 410


async def test_form_that_is_sent_twice_makes_one_case(intake: IntakeProcess) -> None:
    async with staff(intake, "kontaktcenter") as browser:
        fields = {**await browser.form("/personal/registrera/mote"), **CALL}
        answers = await asyncio.gather(
            *(browser.http.post("/personal/registrera/mote", data=fields) for _ in range(3))
        )
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1


async def test_scan_survives_an_error_elsewhere_in_the_form_and_comes_with_the_case(
    intake: IntakeProcess,
) -> None:
    letter = {"kind": "view", "text": "", "answer": "no", "received_on": "2026-01-07"}
    async with staff(intake, "registrator") as browser:
        path = "/personal/registrera/brev"
        wrong = await browser.send(path, letter, [("files", ("brev.png", PNG))])
        assert wrong.status_code == 422
        assert "Ta bort brev.png" in words_of(wrong.text)
        kept = hidden_fields(wrong.text)
        saved = await browser.http.post(path, data={**kept, **letter, "text": "Avskrivet."})
        assert saved.status_code == 303
        case_id = saved.headers["location"].rpartition("/")[2]
    stored = await submission(intake, case_id)
    (scan,) = stored["content"]["attachments"]
    assert (scan["name"], scan["media_type"]) == ("brev.png", "image/png")
    assert stored["facts"]["received_on"] == "2026-01-07"


async def test_form_with_a_scan_sent_twice_makes_one_case(intake: IntakeProcess) -> None:
    letter = {"kind": "view", "text": "Avskrivet.", "answer": "no", "received_on": "2026-01-07"}
    async with staff(intake, "registrator") as browser:
        path = "/personal/registrera/brev"
        fields = {**await browser.form(path), **letter}
        files = [("files", ("brev.png", PNG))]
        one = await browser.http.post(path, data=fields, files=files)
        other = await browser.http.post(path, data=fields, files=files)
    assert (one.status_code, other.status_code) == (303, 303)
    assert one.headers["location"] == other.headers["location"]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"MZ\x90\x00" + b"\x00" * 60, "Den sortens fil tas inte emot"), (b"", "Filen är tom")],
)
async def test_file_that_is_not_taken_is_told_at_its_field(
    intake: IntakeProcess, content: bytes, told: str
) -> None:
    letter = {"kind": "view", "text": "Avskrivet.", "answer": "no", "received_on": "2026-01-07"}
    async with staff(intake, "registrator") as browser:
        refused = await browser.send(
            "/personal/registrera/brev", letter, [("files", ("brev.pdf", content))]
        )
    assert refused.status_code == 422
    assert re.search(rf'id="files-error".*{told}', refused.text)


async def test_same_matter_is_found_and_added_to(intake: IntakeProcess) -> None:
    async with staff(intake, "kontaktcenter") as browser:
        first = await register(browser, phone="08-555 00 11")
        again = {**CALL, "phone": "+46 8 555 00 11", "text": "Jag ringde igår om söndagen."}
        asked = await browser.send("/personal/registrera/kontaktcenter", again)
        assert asked.status_code == 200
        words = words_of(asked.text)
        reference = (await submission(intake, first))["reference"]
        assert reference in words
        assert "Samma telefon eller e-post" in words
        assert not await intake.stored("messages", case_id=first)
        same = {**hidden_fields(asked.text), "decision": first}
        joined = await browser.http.post("/personal/registrera/kontaktcenter", data=same)
        assert joined.headers["location"].endswith(first)
        assert "Tillagt i ärendet" in await browser.get(f"/personal/kvitto/{first}")
        again_joined = await browser.http.post("/personal/registrera/kontaktcenter", data=same)
        assert again_joined.status_code == 303
    (message,) = await intake.stored("messages", case_id=first)
    assert "Jag ringde igår om söndagen." in message["text"]


async def test_new_case_is_made_when_that_is_decided(intake: IntakeProcess) -> None:
    async with staff(intake, "kontaktcenter") as browser:
        first = await register(browser, phone="08-555 00 22")
        asked = await browser.send(
            "/personal/registrera/kontaktcenter", {**CALL, "phone": "08-555 00 22"}
        )
        new = {**hidden_fields(asked.text), "decision": "new"}
        saved = await browser.http.post("/personal/registrera/kontaktcenter", data=new)
        assert saved.status_code == 303
        assert not saved.headers["location"].endswith(first)


async def test_cases_of_another_board_are_neither_shown_nor_added_to(
    intake: IntakeProcess,
) -> None:
    async with staff(intake, "kontaktcenter") as browser:
        first = await register(browser, phone="08-555 00 33")
    async with staff(intake, "socialsekreterare") as browser:
        path = "/personal/registrera/kontaktcenter"
        fields = {**CALL, "phone": "08-555 00 33", "place": ""}
        joined = await browser.send(path, {**fields, "decision": first})
        assert joined.status_code == 404
        saved = await browser.send(path, fields)
        assert saved.status_code == 303


async def test_contact_is_not_found_in_the_database_by_its_number(intake: IntakeProcess) -> None:
    async with staff(intake, "kontaktcenter") as browser:
        case_id = await register(browser, phone="08-555 00 44")
    found_by = (await submission(intake, case_id))["found_by"]
    assert len(found_by) == 2
    assert not any("85550044" in key for key in found_by)


@pytest.mark.parametrize(
    "path", ["/personal", "/personal/registrera/telefon", "/personal/sparrade"]
)
async def test_auditor_is_shown_nothing_of_it(intake: IntakeProcess, path: str) -> None:
    async with staff(intake, "revisor") as browser:
        refused = await browser.http.get(path)
    assert refused.status_code == 403
    assert "Du har inte tillgång till sidan" in refused.text


async def test_only_sorters_see_what_is_held(intake: IntakeProcess) -> None:
    async with staff(intake, "kontaktcenter") as browser:
        assert (await browser.http.get("/personal/sparrade")).status_code == 403
        assert "Spärrade" not in await browser.get("/personal")


async def test_held_submission_is_shown_as_text_judged_and_let_through(
    intake: IntakeProcess,
) -> None:
    links = " ".join(f"https://a{n}.example/" for n in range(9))
    body = {"board": "sn", "kind": "view", "channel": "web", "text": f"<b>Köp</b> {links}"}
    async with intake.client() as client:
        held = (await client.post("/cases", json=body)).json()["case_id"]
    path = f"/personal/sparrade/{held}"
    async with staff(intake, "registrator") as browser:
        assert path in await browser.get("/personal/sparrade")
        page = await browser.get(path)
        assert "&lt;b&gt;Köp&lt;/b&gt;" in page
        assert "ovanligt många länkar" in page
        fields = hidden_fields(page)
        empty = await browser.http.post(f"{path}/skrap", data={**fields, "reason": " "})
        assert empty.status_code == 422
        judged = await browser.http.post(f"{path}/skrap", data={**fields, "reason": "Reklam."})
        assert judged.status_code == 303
        assert path not in await browser.get("/personal/sparrade")
        assert path in await browser.get("/personal/sparrade?visa=spam")
        assert "Reklam." in await browser.get(path)
        released = await browser.http.post(f"{path}/slapp", data=fields)
        assert released.status_code == 303
        too_late = await browser.http.post(f"{path}/skrap", data={**fields, "reason": "Nej."})
        assert too_late.status_code == 409
    assert (await submission(intake, held))["facts"]["marks"] == ["released"]


async def parked_mail(intake: IntakeProcess, message_id: str) -> str:
    """Deliver a mail that is set aside; the path of its page."""
    sent = mail(
        "<b>Är borta</b> till måndag.", message_id=message_id, Auto_Submitted="auto-replied"
    )
    await intake.deliver(sent)
    (record,) = await intake.stored("mails", message_id=message_id)
    return f"/personal/mejl/{record['_id']}"


async def test_mail_set_aside_is_shown_as_text_left_and_made_a_case(
    intake: IntakeProcess,
) -> None:
    path = await parked_mail(intake, "borta@post.example")
    async with staff(intake, "registrator") as browser:
        assert path in await browser.get("/personal/mejl")
        assert path in await browser.get("/personal/mejl?message_id=<borta@post.example>")
        assert "Inget sådant mejl" in await browser.get("/personal/mejl?message_id=x")
        page = await browser.get(path)
        assert "&lt;b&gt;Är borta&lt;/b&gt;" in page
        assert "skickat av en maskin" in page
        fields = hidden_fields(page)
        empty = await browser.http.post(f"{path}/lat-ligga", data={**fields, "reason": ""})
        assert empty.status_code == 422
        left = await browser.http.post(f"{path}/lat-ligga", data={**fields, "reason": "Semester."})
        assert left.status_code == 303
        assert "Semester." in await browser.get(path)
        for _ in range(2):
            released = await browser.http.post(f"{path}/slapp", data=fields)
            assert released.status_code == 303
        assert "Blev ett ärende" in await browser.get(path)
        too_late = await browser.http.post(f"{path}/lat-ligga", data={**fields, "reason": "Nej."})
        assert too_late.status_code == 409
    (record,) = await intake.stored("mails", message_id="borta@post.example")
    assert (await submission(intake, record["case_id"]))["mail"] == record["_id"]


async def test_only_sorters_see_mails(intake: IntakeProcess) -> None:
    path = await parked_mail(intake, "hemligt@post.example")
    async with staff(intake, "enhetschef") as browser:
        for each in ("/personal/mejl", path):
            assert (await browser.http.get(each)).status_code == 403


async def test_routine_is_confirmed_once_and_counted(intake: IntakeProcess) -> None:
    async with staff(intake, "enhetschef") as browser:
        before = words_of(await browser.get("/personal/rutin"))
        assert "0 av 3" in before
        for _ in range(2):
            fields = {"csrf": hidden_fields(await browser.get("/personal/rutin"))["csrf"]}
            confirmed = await browser.http.post("/personal/rutin/von/klagomal", data=fields)
            assert confirmed.status_code == 303
        after = words_of(await browser.get("/personal/rutin"))
        assert "1 av 3" in after
        assert "Läst och förstådd" in after
        foreign = await browser.http.post("/personal/rutin/sn/klagomal", data=fields)
        assert foreign.status_code == 404
    async with staff(intake, "kontaktcenter") as browser:
        assert "Hur många som har bekräftat" not in await browser.get("/personal/rutin")


async def test_pages_are_left_out_of_the_api_document(intake: IntakeProcess) -> None:
    async with intake.client() as client:
        document = (await client.get(f"{intake.part.url}/openapi.json")).json()
    assert not [path for path in document["paths"] if "personal" in path or "logga" in path]
