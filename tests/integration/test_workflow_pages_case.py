"""The page of a case and its steps as forms: taken, refused, stale, forbidden, nothing lost."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
import structlog

from services.workflow.case import Case
from services.workflow.lex_sarah.reporting import lex_sarah_case_of
from services.workflow.pages.forms.definitions import BY_PATH
from services.workflow.pages.step_pages import SEQ
from shared.clock import local_date
from shared.events.handling_words import Relation
from shared.events.submissions import AttachmentReference, CaseReceived
from shared.events.vocabulary import Channel, Kind, LexSarahState, Status, Wish
from shared.ids import new_id
from shared.organisation import Organisation
from shared.pages.formats import NO_BREAK_SPACE
from shared.settings import Settings
from tests.integration.workflow_pages import WorkflowPages, came_in
from tests.support.returned import came_back
from tests.support.staff import StaffBrowser, hidden_fields, words_of
from tests.support.submissions import MOMENT

TODAY = local_date(MOMENT).isoformat()
SECRET = "Farbror Sixten"
"""Stands in every free text that is typed here, and must stand nowhere but in the case."""
WHY = f"{SECRET} ringde om det."
EXTERNAL = {"diarienummer", "prova-diariet"}
"""Steps of boards whose diary another system keeps: tests/integration/test_external_diary.py."""

MANAGER, HEAD, INVESTIGATOR = "enhetschef", "verksamhetschef", "utredare"


@pytest.fixture
async def pages(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[WorkflowPages]:
    pages = WorkflowPages(settings_for(), organisation)
    await pages.prepare()
    yield pages
    await pages.close()


class Walker:
    """Takes steps by their forms, as a browser without scripts does."""

    def __init__(self, pages: WorkflowPages) -> None:
        self._pages = pages
        self.walked: set[str] = set()
        self.addresses: list[str] = []

    async def case(self, case_id: UUID) -> Case:
        return await self._pages.handling.case(str(case_id))

    async def step(self, browser: StaffBrowser, case_id: UUID, path: str, **fields: object) -> str:
        """Take the step and read the page that it leads to."""
        before = (await self.case(case_id)).seq
        answer = await send(browser, case_id, path, **fields)
        assert answer.status_code == 303, (path, words_of(answer.text))
        assert (await self.case(case_id)).seq > before, path
        self.walked.add(path)
        self.addresses.append(answer.headers["location"])
        page = await browser.get(answer.headers["location"])
        assert 'role="status" tabindex="-1" autofocus>' in page, path
        return page


async def send(browser: StaffBrowser, case_id: UUID, path: str, **fields: object) -> httpx.Response:
    """Open the form, fill it in and send it with what it hides."""
    address = f"/arenden/{case_id}/{path}"
    page = await browser.get(address)
    return await browser.http.post(address, data={**hidden_fields(page), **fields})


async def received(pages: WorkflowPages, **given: Any) -> CaseReceived:
    event = came_in(**{"text": f"{SECRET} fick ingen mat.", **given})
    await pages.receive(event)
    return event


async def assigned(pages: WorkflowPages, **given: Any) -> CaseReceived:
    event = await received(pages, **given)
    await pages.take(event, "assign", responsible="manager-hemvard-norr")
    return event


async def assessed(pages: WorkflowPages, **given: Any) -> CaseReceived:
    event = await assigned(pages, **given)
    await pages.take(event, "assess", severity=2, probability=2, category="care-given")
    return event


async def test_every_step_can_be_taken_by_its_form(pages: WorkflowPages) -> None:
    walker = Walker(pages)
    with structlog.testing.capture_logs() as logs:
        async with pages.staff(MANAGER) as manager:
            await _handle(walker, manager, pages)
            await _end_otherwise(walker, manager, pages)
            await _put_on_record(walker, manager, pages)
            await _report(walker, manager, pages)
    assert walker.walked | EXTERNAL == set(BY_PATH)
    assert SECRET not in repr(logs)
    assert all(re.fullmatch(r"/arenden/[0-9a-f-]{36}\?klart=[a-z-]+", a) for a in walker.addresses)


async def _handle(walker: Walker, manager: StaffBrowser, pages: WorkflowPages) -> None:
    """From received to followed up, with a look back and a start anew."""
    event = await received(pages, feedback_wish=Wish.YES)
    case_id = event.case_id
    text = f"{SECRET} väntade till kvällen."
    await walker.step(manager, case_id, "tilldela", responsible="manager-hemvard-norr", reason=WHY)
    await pages.handling.note(came_back(case_id))
    page = words_of(await manager.get(f"/arenden/{case_id}"))
    assert "Bekräftelsen: Adressen finns inte." in page
    assert "Nådde inte fram" in page
    assert "Nådde inte fram" in words_of(await manager.get("/arbete?visa=mine"))
    page = words_of(await walker.step(manager, case_id, "nadd", reason=WHY))
    assert "Nådde inte fram" not in page
    assert "Den som har lämnat ärendet nåddes" in page
    event = await received(pages, feedback_wish=Wish.YES)
    case_id = event.case_id
    await walker.step(manager, case_id, "tilldela", responsible="manager-hemvard-norr", reason=WHY)
    await walker.step(manager, case_id, "bekrafta", reason=WHY)
    await walker.step(
        manager,
        case_id,
        "bedom",
        severity="3",
        probability="3",
        data_breach="no",
        category="care-given",
        reason=WHY,
    )
    await walker.step(manager, case_id, "andra", kind="view", themes="helg, mat", reason=WHY)
    await walker.step(manager, case_id, "utred", reason=WHY)
    await walker.step(
        manager, case_id, "anteckna", text=text, source="Samtal", grounds="fact", on=TODAY
    )
    await walker.step(
        manager,
        case_id,
        "avsluta-utredningen",
        course_of_events=text,
        causes=["routine_unknown", "workload"],
        consequences=["worry"],
    )
    page = await walker.step(
        manager,
        case_id,
        "besluta-atgard",
        text="Ringa alla som väntar.",
        kind="routine_new",
        level="unit",
        cause="workload",
        due="18 april 2026",
    )
    assert "klar senast" in words_of(page)
    await walker.step(manager, case_id, "utkast", text=text, measures="", where_next="")
    drafted = await manager.get(f"/arenden/{case_id}/svara")
    assert text in drafted
    await walker.step(manager, case_id, "skriv", text=text)
    await walker.step(
        manager,
        case_id,
        "svara",
        text=text,
        measures="Vi ringer.",
        where_next="IVO",
        way="",
        outcome="justified",
    )
    page = await walker.step(manager, case_id, "avsluta", complainant_view="agrees", reason=WHY)
    assert "Avslutad" in words_of(page)
    await walker.step(manager, case_id, "atgard-gjord", action="1", done_on=TODAY, result=text)
    await walker.step(
        manager, case_id, "bedom-effekt", action="1", effect="effective", explanation=text
    )
    await walker.step(manager, case_id, "folj-upp", text=text)
    case = await walker.case(case_id)
    assert case.facts.status is Status.FOLLOWED_UP
    assert case.facts.kind is Kind.VIEW
    assert case.facts.themes == ("helg", "mat")
    assert case.facts.causes == ("routine_unknown", "workload")
    assert case.measures[0].due is not None
    assert case.measures[0].due.isoformat() == "2026-04-18"


async def _end_otherwise(walker: Walker, manager: StaffBrowser, pages: WorkflowPages) -> None:
    event = await assessed(pages)
    case_id = event.case_id
    await walker.step(manager, case_id, "vila", until="2026-05-04", reason=WHY)
    await walker.step(manager, case_id, "ateruppta")
    later = {"deadline": "answer", "until": "31 december 2099", "cause": "others", "reason": WHY}
    page = await walker.step(manager, case_id, "forlang", **later)
    assert "Förlängd" in words_of(page)
    assert "31 december 2099" in words_of(page).replace(NO_BREAK_SPACE, " ")
    offer = {"to": "region", "recipient": "Region Exempel", "reason": WHY}
    await walker.step(manager, case_id, "overlamna", **offer)
    await walker.step(manager, case_id, "inte-mottaget", reason=WHY)
    await walker.step(manager, case_id, "overlamna", **offer)
    await walker.step(manager, case_id, "mottaget", their_reference="R-17", accepted_on=TODAY)
    assert (await walker.case(case_id)).facts.status is Status.REFERRED
    await walker.step(manager, case_id, "ta-upp", reason=WHY)
    await walker.step(manager, case_id, "avsta-svar", reason=WHY)
    other = await assessed(pages)
    await walker.step(
        manager,
        other.case_id,
        "skriv-av",
        reason="not_ours",
        explanation=WHY,
        reply="Vänd dig till regionen.",
    )
    assert (await walker.case(other.case_id)).facts.status is Status.DISMISSED


async def _put_on_record(walker: Walker, manager: StaffBrowser, pages: WorkflowPages) -> None:
    event, twin, third = [await assigned(pages) for _ in range(3)]
    case_id = event.case_id
    await walker.step(
        manager,
        case_id,
        "ratta",
        matter="Klagomål om mat",
        external_numbers="IVO: 3.5.1-1/2026\nRegionen: R-9",
        reason=WHY,
    )
    await walker.step(
        manager, case_id, "lagg-till-handling", title="Brev", direction="in", on=TODAY
    )
    await walker.step(
        manager, case_id, "ratta-handling", number="2", title="Brev från IVO", reason=WHY
    )
    await walker.step(manager, case_id, "jav", account="head-hemvard", reason=WHY)
    for path, other, more in (
        ("koppla", twin, {"relation": "same_matter"}),
        ("sla-ihop", third, {"reason": WHY}),
    ):
        number = (await walker.case(other.case_id)).facts.diary_number
        name = "other" if path == "koppla" else "into"
        seen = await send(manager, case_id, path, **{name: number, **more})
        assert seen.status_code == 200
        assert "Är det rätt ärende?" in seen.text
        assert f"{SECRET} fick ingen mat." in seen.text
        taken = await manager.http.post(f"/arenden/{case_id}/{path}", data=hidden_fields(seen.text))
        assert taken.status_code == 303, words_of(taken.text)
        walker.walked.add(path)
        walker.addresses.append(taken.headers["location"])
    case = await walker.case(case_id)
    assert case.diary is not None
    assert case.diary.matter == "Klagomål om mat"
    assert [each.number for each in case.external_numbers] == ["3.5.1-1/2026", "R-9"]
    assert {link.relation for link in case.links} == {Relation.SAME_MATTER, Relation.MERGED_INTO}
    kept = await walker.case(third.case_id)
    assert [link.relation for link in kept.links] == [Relation.MERGED_FROM]


async def _report(walker: Walker, manager: StaffBrowser, pages: WorkflowPages) -> None:
    """From a suspicion to IVO's decision; and one that was none."""
    event = await assigned(pages)
    case_id = event.case_id
    await walker.step(
        manager,
        case_id,
        "bedom",
        severity="4",
        probability="2",
        misconduct_suspected="1",
        category="care-given",
    )
    page = await walker.step(manager, case_id, "lex-sarah", text=f"{SECRET} svalt.", law="SoL")
    assert "ett ärende som du inte har tillgång till" in words_of(page)
    report = lex_sarah_case_of(await walker.case(case_id))
    hidden = await manager.http.get(f"/arenden/{report}")
    assert hidden.status_code == 403
    assert SECRET not in hidden.text
    async with pages.staff(INVESTIGATOR) as investigator:
        await walker.step(investigator, report, "tilldela", responsible="investigator-von")
        await walker.step(
            investigator, report, "bedom", severity="4", probability="3", data_breach="no"
        )
        await walker.step(investigator, report, "utred")
        await walker.step(
            investigator,
            report,
            "avsluta-utredningen",
            course_of_events=WHY,
            noticed=WHY,
            earlier_occurrences="Nej.",
            causes=["knowledge"],
            consequences=["injury"],
            could_recur="Ja.",
        )
        await walker.step(
            investigator,
            report,
            "beslut-lex-sarah",
            misconduct="serious_misconduct",
            decision=WHY,
        )
        await walker.step(
            investigator, report, "anmal-ivo", notified_on=TODAY, ivo_reference="3.5.1-77/2026"
        )
        page = await walker.step(
            investigator, report, "beslut-ivo", decision="closed", decided_on=TODAY
        )
    assert "27 kap. 2 § socialtjänstlagen (2025:400)" in page
    assert (await walker.case(report)).facts.lex_sarah is LexSarahState.IVO_DECIDED
    assert (await walker.case(case_id)).facts.lex_sarah is LexSarahState.IVO_DECIDED
    none = await assigned(pages)
    await pages.take(none, "assess", severity=2, probability=2, misconduct_suspected=True)
    async with pages.staff(HEAD) as head:
        await walker.step(
            head, none.case_id, "inte-lex-sarah", reason="no_misconduct", explanation=WHY
        )


async def test_what_is_wrong_is_told_at_the_field_and_nothing_typed_is_lost(
    pages: WorkflowPages,
) -> None:
    event = await assigned(pages)
    async with pages.staff(MANAGER) as manager:
        answer = await send(manager, event.case_id, "vila", until="i övermorgon", reason=WHY)
    assert answer.status_code == 422
    assert 'class="error-summary" role="alert" tabindex="-1" autofocus' in answer.text
    assert '<a href="#until">' in answer.text
    assert 'value="i övermorgon"' in answer.text
    assert WHY in answer.text
    assert "<title>Fel: " in answer.text


async def test_missing_fields_are_all_told_at_once(pages: WorkflowPages) -> None:
    event = await assigned(pages)
    async with pages.staff(MANAGER) as manager:
        answer = await send(manager, event.case_id, "bedom")
    assert answer.status_code == 422
    words = words_of(answer.text)
    assert "Allvarlighetsgrad: välj ett alternativ." in words
    assert "Sannolikhet: välj ett alternativ." in words


async def test_guard_tells_every_reason_and_keeps_what_was_typed(pages: WorkflowPages) -> None:
    event = await assessed(pages)
    async with pages.staff(MANAGER) as manager:
        answer = await send(
            manager,
            event.case_id,
            "svara",
            text=WHY,
            measures="Inget.",
            outcome="unjustified",
        )
        assert answer.status_code == 409
        assert "Det går inte än" in answer.text
        assert "kräver en utredning" in answer.text
        assert WHY in answer.text
        barred = await manager.http.get(f"/arenden/{event.case_id}/avsluta")
        case = words_of(await manager.get(f"/arenden/{event.case_id}"))
    assert barred.status_code == 409
    assert "Den som har lämnat ärendet har inte fått svar." in words_of(barred.text)
    assert "Kontrollpunkten är inte besvarad: Åtgärder." in words_of(barred.text)
    assert "Ärendet kan inte avslutas än:" in case
    assert "Steg som inte går nu, och varför" in case


async def test_waived_point_closes_the_case_with_its_reason(pages: WorkflowPages) -> None:
    event = await assessed(pages, feedback_wish=Wish.NO)
    async with pages.staff(MANAGER) as manager:
        form = await manager.get(f"/arenden/{event.case_id}/avsluta")
        assert 'name="waive-measures"' in form
        refused = await send(manager, event.case_id, "avsluta")
        assert refused.status_code == 409
        reasons = {f"waive-{name}": WHY for name in re.findall(r'name="waive-(\w+)"', form)}
        closed = await send(manager, event.case_id, "avsluta", **reasons)
        assert closed.status_code == 303, words_of(closed.text)
        page = words_of(await manager.get(f"/arenden/{event.case_id}"))
    assert "Gäller inte" in page
    assert WHY in page


async def test_somebody_elses_change_is_shown_and_the_form_goes_on_from_it(
    pages: WorkflowPages,
) -> None:
    event = await assessed(pages)
    address = f"/arenden/{event.case_id}/vila"
    async with pages.staff(MANAGER) as manager:
        form = await manager.get(address)
        await pages.take(event, "assess", severity=4, probability=2)
        typed = {**hidden_fields(form), "until": "2026-05-04", "reason": WHY}
        stale = await manager.http.post(address, data=typed)
        assert stale.status_code == 409
        told = words_of(stale.text)
        assert "Någon annan har ändrat ärendet medan du skrev" in told
        assert "Ärendet bedömdes" in told
        assert "Allvarlighetsgrad: 2 – måttlig" in told
        assert WHY in stale.text
        assert 'value="2026-05-04"' in stale.text
        assert hidden_fields(stale.text)[SEQ] != typed[SEQ]
        again = await manager.http.post(address, data=typed | hidden_fields(stale.text))
    assert again.status_code == 303
    assert (await pages.handling.case(str(event.case_id))).facts.status is Status.PAUSED


async def test_button_pressed_twice_takes_the_step_once(pages: WorkflowPages) -> None:
    event = await assessed(pages)
    address = f"/arenden/{event.case_id}/skriv"
    async with pages.staff(MANAGER) as manager:
        typed = {**hidden_fields(await manager.get(address)), "text": WHY}
        answers = [await manager.http.post(address, data=typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]
    assert "Ett meddelande skickades" in words_of(answers[1].text)
    assert len((await pages.handling.case(str(event.case_id))).sent) == 1


async def test_whoever_lacks_the_role_is_told_who_has_it(pages: WorkflowPages) -> None:
    event = await assigned(pages)
    async with pages.staff("registrator") as registrar:
        page = await registrar.get(f"/arenden/{event.case_id}")
        assert f'/arenden/{event.case_id}/bedom"' not in page
        refused = await registrar.http.get(f"/arenden/{event.case_id}/bedom")
        assert refused.status_code == 403
        assert "Enhetschef" in words_of(refused.text)
        form = hidden_fields(await registrar.get(f"/arenden/{event.case_id}/ratta"))
        sent = await registrar.http.post(
            f"/arenden/{event.case_id}/bedom",
            data={**form, "severity": "3", "probability": "3", "reason": WHY},
        )
    assert sent.status_code == 403
    assert "Din roll har inte det här steget" in sent.text
    assert WHY in sent.text
    assert (await pages.handling.case(str(event.case_id))).facts.severity is None


@pytest.mark.parametrize(
    ("user", "status"), [("enhetschef-söder", 403), ("revisor", 200), ("kontaktcenter", 403)]
)
async def test_case_is_shown_to_those_whose_it_is(
    pages: WorkflowPages, user: str, status: int
) -> None:
    event = await received(pages)
    async with pages.staff(user) as browser:
        page = await browser.http.get(f"/arenden/{event.case_id}")
        printed = await browser.http.get(f"/arenden/{event.case_id}/utskrift")
    assert (page.status_code, printed.status_code) == (status, status)
    assert (SECRET in page.text) is (status == 200)
    if user == "revisor":
        assert "Du kan läsa ärendet, men inte ta några steg i det." in page.text


async def test_what_was_typed_survives_a_session_that_ended(pages: WorkflowPages) -> None:
    event = await assigned(pages)
    async with pages.staff(MANAGER) as manager:
        typed = {**await manager.form(f"/arenden/{event.case_id}/skriv"), "text": WHY}
        manager.http.cookies.clear()
        answer = await manager.http.post(f"/arenden/{event.case_id}/skriv", data=typed)
    assert answer.status_code == 401
    assert "Det du skrev finns kvar" in answer.text
    assert "Farbror+Sixten" in hidden_fields(answer.text)["kept"]


async def test_unknown_case_and_unknown_step_are_not_found(pages: WorkflowPages) -> None:
    event = await received(pages)
    async with pages.staff(MANAGER) as manager:
        for path in (f"{new_id()}", f"{new_id()}/bedom", f"{event.case_id}/flyg"):
            assert (await manager.http.get(f"/arenden/{path}")).status_code == 404


async def test_number_that_is_nobodys_is_told_at_its_field(pages: WorkflowPages) -> None:
    event = await assigned(pages)
    elsewhere = await received(pages, unit="hemvard-soder")
    hidden = (await pages.handling.case(str(elsewhere.case_id))).facts.diary_number
    own = (await pages.handling.case(str(event.case_id))).facts.diary_number
    async with pages.staff(MANAGER) as manager:
        for number in ("999/1999", hidden, own):
            answer = await send(manager, event.case_id, "koppla", other=number, relation="related")
            assert answer.status_code == 422
            assert '<a href="#other">' in answer.text


async def test_files_of_the_case_alone_are_asked_of_intake(pages: WorkflowPages) -> None:
    file = AttachmentReference(
        id=new_id(), media_type="application/pdf", size=12_000, sha256="0" * 64, name="brev.pdf"
    )
    event = came_in()
    content = event.content.model_copy(update={"attachments": (file,)})
    await pages.receive(event.model_copy(update={"content": content}))
    async with pages.staff(MANAGER) as manager:
        page = await manager.get(f"/arenden/{event.case_id}")
        assert f"/arenden/{event.case_id}/filer/{file.id}" in page
        assert "brev.pdf" in page
        away = await manager.http.get(f"/arenden/{event.case_id}/filer/{file.id}")
        assert away.status_code == 503
        foreign = await manager.http.get(f"/arenden/{event.case_id}/filer/{new_id()}")
        assert foreign.status_code == 404


async def test_store_round_trips_of_each_page_are_few(pages: WorkflowPages) -> None:
    alone, twin = await assessed(pages), await assessed(pages)
    async with pages.staff(MANAGER) as manager:
        assert await pages.cost(manager, f"/arenden/{alone.case_id}") == 1
        assert await pages.cost(manager, f"/arenden/{alone.case_id}/bedom") == 1
        await pages.take(alone, "link", other=str(twin.case_id))
        assert await pages.cost(manager, f"/arenden/{alone.case_id}") == 2
        form = await manager.form(f"/arenden/{alone.case_id}/vila")
        pages.calls.clear()
        taken = await manager.http.post(
            f"/arenden/{alone.case_id}/vila",
            data={**form, "until": "2026-05-04", "reason": WHY},
        )
    assert taken.status_code == 303
    writes = Counter({name: pages.calls[name] for name in pages.calls if "update" in name})
    assert writes.total() == 1
    assert pages.calls.total() - writes.total() == 2


async def test_deviation_of_the_region_can_be_dismissed_with_a_reply(pages: WorkflowPages) -> None:
    event = await assessed(pages, kind=Kind.DEVIATION, channel=Channel.REGION)
    fields = {"reason": "not_a_deviation", "explanation": WHY}
    async with pages.staff(MANAGER) as manager:
        unanswered = await send(manager, event.case_id, "skriv-av", **fields)
        assert unanswered.status_code == 409
        assert "Skriv ett svar till den som har lämnat ärendet." in words_of(unanswered.text)
        answered = await send(
            manager, event.case_id, "skriv-av", **fields, reply="Vi har gått igenom det."
        )
    assert answered.status_code == 303
