"""The pages of learning cards, used as staff use them: write, be stopped, publish, talk about."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Cause
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.reporting_pages import NORTH, WORKFLOW, ReportingPages
from tests.support.staff import StaffBrowser, words_of
from tests.support.submissions import submission

FALLS = "conduct-communication"
TEXTS = {
    "title": "Larmet som ingen hörde",
    "happened": "En person larmade en kväll och fick vänta länge.",
    "why": "Larmet gick till en telefon som låg på laddning.",
    "changed": "Två i personalen bär var sin telefon.",
    "discuss": "Kan det hända hos oss?",
}


@pytest.fixture
async def pages(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[ReportingPages]:
    made = ReportingPages(settings_for(), organisation)
    await made.prepare()
    yield made
    await made.close()


async def counted(pages: ReportingPages, **facts: Any) -> CaseReceived:
    known: dict[str, Any] = {"board": "von", "unit": NORTH, "category": FALLS, **facts}
    case = submission(**known)
    await pages.count(case)
    return case


async def post(
    browser: StaffBrowser, page: str, path: str, **fields: str | list[str]
) -> tuple[int, str]:
    """Send a form of the page; the status, and where it leads or the page that is answered."""
    answer = await browser.http.post(path, data={**await browser.form(page), **fields})
    return answer.status_code, answer.headers.get("location") or answer.text


async def draft(browser: StaffBrowser, case: CaseReceived, **texts: str) -> str:
    """The address of a new draft."""
    status, address = await post(
        browser,
        "/larkort/nytt",
        "/larkort/nytt",
        cases=case.facts.reference,
        **{**TEXTS, **texts},
    )
    assert status == 303, address
    return address.partition("?")[0]


async def test_a_card_is_written_published_and_read(pages: ReportingPages) -> None:
    case = await counted(pages, causes=(Cause.KNOWLEDGE,), diary_number="VON 2026-00012")
    async with pages.staff("enhetschef") as browser:
        assert "Inga lärkort ännu" in await browser.get("/larkort")
        path = await draft(browser, case)
        page = await browser.get(path)
        assert f"{WORKFLOW}/arenden/{case.case_id}" in page
        assert "Utkast" in page
        assert await post(browser, path, f"{path}/publicera") == (303, f"{path}?gjort=publicerat")

    async with pages.staff("verksamhetschef") as browser:
        listed = words_of(await browser.get("/larkort"))
        assert "Larmet som ingen hörde" in listed
        assert "Bristande kunskap" in listed
        page = await browser.get(path)
        assert "En person larmade en kväll" in page
        for kept_back in (str(case.case_id), case.facts.reference, "VON 2026-00012"):
            assert kept_back not in page
        assert "Hemvård norr" not in words_of(page).partition("Talat om")[0]


async def test_each_place_is_named_and_marked_and_what_was_typed_kept(
    pages: ReportingPages,
) -> None:
    case = await counted(pages)
    async with pages.staff("enhetschef") as browser:
        path = await draft(
            browser, case, happened="Stella larmade. Vi såg Stella. Ring 070-1234567."
        )
        status, page = await post(browser, path, f"{path}/publicera")
        assert status == 422
        assert '<mark id="plats-1">Stella</mark> larmade.' not in page, "no given name begins it"
        assert (
            '<mark id="plats-1">Stella</mark>. Ring <mark id="plats-2">070-1234567</mark>' in page
        )
        assert "Måste ändras." in page
        assert "<title>Fel:" in page

        edit = await browser.get(f"{path}/andra")
        assert "Stella larmade. Vi såg Stella. Ring 070-1234567.</textarea>" in edit
        changed = {**TEXTS, "happened": "Vi larmade Stella."}
        status, _ = await post(browser, f"{path}/andra", f"{path}/andra", **changed)
        assert status == 303
        confirm = "happened|name|stella"
        status, page = await post(browser, path, f"{path}/publicera", confirm="why|name|stella")
        assert status == 422
        status, address = await post(browser, path, f"{path}/publicera", confirm=confirm)
        assert (status, address) == (303, f"{path}?gjort=publicerat")


async def test_a_case_that_is_not_there_or_not_theirs_is_said_plainly(
    pages: ReportingPages,
) -> None:
    elsewhere = await counted(pages, unit="hemvard-soder")
    async with pages.staff("enhetschef") as browser:
        for number, told in (
            ("", "Skriv ärendets nummer eller referens."),
            ("26-AAAAA-AAAAA", "26-AAAAA-AAAAA finns inte."),
            (elsewhere.facts.reference, "hör till en annan enhet eller nämnd"),
        ):
            status, page = await post(
                browser, "/larkort/nytt", "/larkort/nytt", cases=number, **TEXTS
            )
            assert status == 422
            assert told in page
            assert f"{TEXTS['why']}</textarea>" in page, "what was typed is kept"


async def test_of_two_writers_the_second_keeps_what_they_typed(pages: ReportingPages) -> None:
    case = await counted(pages)
    async with pages.staff("enhetschef") as browser, pages.staff("kvalitet") as other:
        path = await draft(browser, case)
        edit = f"{path}/andra"
        form = await browser.form(edit)
        await post(other, edit, edit, **{**TEXTS, "why": "Den andras skäl."})

        stale = await browser.http.post(edit, data={**form, **TEXTS, "changed": "Mitt."})

        assert stale.status_code == 422
        page = words_of(stale.text)
        assert "Någon annan har sparat kortet under tiden" in page
        assert "Varför Den andras skäl." in page
        assert "Mitt.</textarea>" in stale.text
        assert 'name="seq" value="2"' in stale.text, "saving again replaces it knowingly"


async def test_a_meeting_is_noted_and_counted(pages: ReportingPages) -> None:
    case = await counted(pages)
    async with pages.staff("enhetschef") as browser:
        path = await draft(browser, case)
        await post(browser, path, f"{path}/publicera")
        meeting = {"unit": NORTH, "held_on": "2026-03-01", "present": "8"}
        for wrong, told in (
            ({"unit": "hemvard-soder"}, "Välj den enhet som hade mötet."),
            ({"held_on": "i går"}, "Skriv en dag som 2026-01-31."),
            ({"held_on": "2026-03-09"}, "Skriv en dag som har varit."),
            ({"present": "många"}, "Skriv ett tal från 1"),
            ({"outcome": "Anna ska öva."}, "Texten kan peka ut någon."),
        ):
            status, page = await post(browser, path, f"{path}/mote", **{**meeting, **wrong})
            assert status == 422
            assert told in page
        noted = await post(browser, path, f"{path}/mote", **meeting, outcome="Vi övar larmet.")
        assert noted == (303, f"{path}?gjort=mote")
        page = words_of(await browser.get(path))
        assert "En enhet har pratat om kortet." in page
        assert "Vi övar larmet." in page


async def test_a_withdrawn_card_says_why(pages: ReportingPages) -> None:
    case = await counted(pages)
    async with pages.staff("enhetschef") as browser:
        path = await draft(browser, case)
        await post(browser, path, f"{path}/publicera")
        status, page = await post(browser, path, f"{path}/aterkalla", reason="")
        assert status == 422
        assert "Skriv varför kortet återkallas." in page
        done = await post(browser, path, f"{path}/aterkalla", reason="Någon kunde kännas igen.")
        assert done == (303, f"{path}?gjort=aterkallat")
        assert "Larmet som ingen" in await browser.get("/larkort?lage=aterkallade")
    async with pages.staff("kontaktcenter") as browser:
        page = await browser.get(path)
        assert "Någon kunde kännas igen." in page
        assert TEXTS["happened"] not in page
        assert TEXTS["title"] not in page


async def test_drafts_and_cards_are_for_those_who_may_see_them(pages: ReportingPages) -> None:
    case = await counted(pages)
    async with pages.staff("enhetschef") as browser:
        path = await draft(browser, case)
        other = await draft(browser, case)
        await post(browser, path, f"{path}/publicera")
    for user, status, edits in (
        ("kvalitet", 200, True),
        ("verksamhetschef", 200, True),
        ("kontaktcenter", 404, False),
        ("revisor", 404, False),
        ("socialsekreterare", 404, False),
        ("övergiven", 404, True),
    ):
        async with pages.staff(user) as browser:
            assert (await browser.http.get(other)).status_code == status, user
            seen = (await browser.http.get(path)).status_code
            assert seen == (404 if user in ("socialsekreterare", "övergiven") else 200), user
            new = (await browser.http.get("/larkort/nytt")).status_code
            assert new == (200 if edits else 403), user
            form = await browser.form("/larkort")
            for step in ("publicera", "kasta", "andra", "aterkalla"):
                answer = await browser.http.post(f"{other}/{step}", data=form)
                assert answer.status_code == (422 if status == 200 else 403 if not edits else 404)
    async with pages.staff("partner") as browser:
        assert (await browser.http.get("/larkort")).status_code == 403


async def test_the_list_is_chosen_by_links(pages: ReportingPages) -> None:
    first = await counted(pages, causes=(Cause.KNOWLEDGE,))
    second = await counted(pages, category="accessibility", causes=(Cause.WORKLOAD,))
    async with pages.staff("kvalitet") as browser:
        for case, title in ((first, "Den första"), (second, "Den andra")):
            path = await draft(browser, case, title=title)
            await post(browser, path, f"{path}/publicera")
        page = await browser.get("/larkort")
        assert f'href="/larkort?kategori={FALLS}"' in page
        page = words_of(await browser.get(f"/larkort?kategori={FALLS}"))
        assert "Den första" in page
        assert "Den andra" not in page
        none = await browser.get(f"/larkort?kategori={FALLS}&orsak=workload")
        assert "Inget lärkort i urvalet" in none
        behind = await browser.get("/siffror/received?period=2026")
        assert f"/larkort/nytt?arende={first.case_id}" in behind
        new = await browser.get(f"/larkort/nytt?arende={first.case_id}")
        assert f"{first.case_id}</textarea>" in new
    async with pages.staff("revisor") as browser:
        assert "/larkort/nytt" not in await browser.get("/siffror/received?period=2026")
