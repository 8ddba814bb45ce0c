"""The pages of work, search and diary: what they show of which cases, to whom, at what cost."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from services.workflow.pages.worklist import A_PAGE, TABS
from services.workflow.worklists import View
from shared.events.vocabulary import Acknowledgement, Channel, Kind
from shared.organisation import load_organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.settings import Settings
from tests.integration.workflow_pages import NORTH, WorkflowPages, came_in
from tests.support.staff import words_of
from tests.unit.organisation_folder import Folder

ELSEWHERE = "an"
"""The board whose diary the municipality keeps in a system of its own."""


@pytest.fixture
async def pages(
    settings_for: Callable[..., Settings], tmp_path: Path
) -> AsyncIterator[WorkflowPages]:
    folder = Folder(tmp_path)
    folder.replace(
        f"boards/{ELSEWHERE}.toml",
        "public_diary = false",
        "public_diary = false\nexternal_diary = true",
    )
    pages = WorkflowPages(settings_for(), load_organisation(folder.path))
    await pages.prepare()
    yield pages
    await pages.close()


def numbers(page: str) -> list[str]:
    """The cases of a list, in its order."""
    return re.findall(r'role="rowheader"><a href="[^"]+">([^<]+)</a>', page)


def counts(page: str) -> dict[str, int]:
    """What the tabs say that each list has."""
    found = re.findall(r'<a href="[^"]*"[^>]*>([^<]+?) <span class="count">(\d+)</span>', page)
    return {name: int(count) for name, count in found}


def link(page: str, text: str) -> str:
    """Where the link with this text leads."""
    (address,) = re.findall(rf'href="([^"]+)"[^>]*>{text}</a>', page)
    return str(address).replace("&amp;", "&")


async def test_whoever_is_not_logged_in_is_led_to_the_login_and_back(pages: WorkflowPages) -> None:
    async with pages.anyone() as browser:
        start = await browser.get("/")
        assert (start.status_code, start.headers["location"]) == (303, "/arbete")
        for path in ("/arbete?visa=late", "/sok", "/diarium", "/diarium/konflikter"):
            asked = await browser.get(path)
            assert asked.status_code == 303
            assert urlsplit(asked.headers["location"]).path == "/logga-in"


async def test_menu_and_pages_follow_the_roles(pages: WorkflowPages) -> None:
    await pages.receive(came_in())
    async with pages.staff("kontaktcenter") as browser:
        page = await browser.http.get("/arbete")
        assert page.headers["cache-control"] == "no-store"
        assert "001/2026" in page.text
        assert 'href="/arenden/' not in page.text
        assert 'href="/sok"' not in page.text
        for path in ("/sok", "/diarium", "/diarium/konflikter"):
            refused = await browser.http.get(path)
            assert refused.status_code == 403
            assert "Du har inte tillgång till sidan" in refused.text
    async with pages.staff("partner") as browser:
        assert (await browser.http.get("/arbete")).status_code == 403


async def test_each_list_has_as_many_cases_as_its_tab_says(pages: WorkflowPages) -> None:
    late, paused, other = came_in(30), came_in(), came_in(board="sn", unit="forsorjningsstod")
    await pages.receive(late, paused, other, *(came_in(kind=Kind.PRAISE) for _ in range(3)))
    await pages.take(late, "assign", responsible="manager-hemvard-norr")
    await pages.take(paused, "pause", until=date(2026, 3, 20), reason="Väntar på ekonomi.")

    async with pages.staff("enhetschef") as browser:
        first = await browser.get("/arbete")
        assert "<h1" in first
        assert words_of(first).count("Min enhets ärenden") >= 1
        told = counts(first)
        for view, name in TABS.items():
            page = await browser.get(f"/arbete?visa={view}")
            assert counts(page) == told
            assert len(numbers(page)) == told[say(name, Language.SWEDISH)], view
    assert told["Mina"] == told["Försenade"] == told["Väntar på andra"] == 1
    assert told["Alla öppna"] == 5


async def test_row_says_what_is_late_who_answers_and_what_is_next(pages: WorkflowPages) -> None:
    event = came_in(17, category="availability", acknowledgement=Acknowledgement.SENT)
    await pages.receive(event)
    async with pages.staff("enhetschef") as browser:
        before = words_of(await browser.get("/arbete"))
        await pages.take(event, "assign", responsible="manager-hemvard-norr")
        after = words_of(await browser.get("/arbete?visa=mine"))
        await pages.take(event, "assess", severity=4, probability=2)
        assessed = words_of(await browser.get("/arbete?visa=mine"))
    assert "försenad 3 dagar" in after
    assert "Ingen än" in before
    assert "Utse ansvarig" in before
    assert "Klagomål: Tillgänglighet" in after
    assert "Enhetschef Hemvård norr" in after
    assert "Bedöm allvaret" in after
    assert "4 – katastrofal" in assessed
    assert re.search(r"[5-8] av 11", assessed)
    assert "Börja utreda" in assessed


async def test_filters_stand_in_the_address_and_can_be_taken_away(pages: WorkflowPages) -> None:
    praise = came_in(kind=Kind.PRAISE, channel=Channel.PHONE)
    await pages.receive(praise, came_in(30), came_in(kind=Kind.PRAISE))
    async with pages.staff("handläggare") as browser:
        both = await browser.get("/arbete?visa=open&typ=praise&vag=phone")
        assert len(numbers(both)) == 1
        assert "1 ärende i urvalet" in words_of(both)
        assert '<option value="praise" selected>' in both
        (without, *_) = re.findall(r'class="chosen-part" href="([^"]+)"', both)
        one = await browser.get(without.replace("&amp;", "&"))
        assert len(numbers(one)) == 1
        assert len(numbers(await browser.get(link(both, "Visa alla")))) == 3
        assert len(numbers(await browser.get("/arbete?visa=open&tid=forsenade"))) == 1
        assert len(numbers(await browser.get(f"/arbete?visa=open&enhet={NORTH}"))) == 3
        nothing = words_of(await browser.get("/arbete?visa=open&typ=lex_sarah"))
        assert "Inget ärende i urvalet" in nothing
        old = await browser.get("/arbete?visa=nothing&typ=gone&tid=x&allvar=9&efter=gone")
        assert "Inget ärende i urvalet" not in old


async def test_long_list_is_paged_and_keeps_its_filter(pages: WorkflowPages) -> None:
    await pages.receive(*(came_in(kind=Kind.PRAISE) for _ in range(A_PAGE + 3)), came_in())
    async with pages.staff("handläggare") as browser:
        first = await browser.get("/arbete?visa=open&typ=praise")
        second = await browser.get(link(first, "Nästa sida"))
        again = await browser.get(link(second, "Till början av listan"))
    assert len(numbers(first)) == A_PAGE
    assert len(numbers(second)) == 3
    assert not set(numbers(first)) & set(numbers(second))
    assert numbers(again) == numbers(first)
    assert "Nästa sida" not in second


async def test_empty_lists_say_what_will_be_there(pages: WorkflowPages) -> None:
    async with pages.staff("registrator") as browser:
        told = {words_of(await browser.get(f"/arbete?visa={view}")) for view in View}
        assert len(told) == len(View)
        assert all("Inget att göra här" in each for each in told)
        assert "Diariet är tomt" in words_of(await browser.get("/diarium"))
        assert "Inga konflikter" in words_of(await browser.get("/diarium/konflikter"))
        waiting = await browser.get("/diarium/konflikter?visa=vantar")
        assert "Inget ärende väntar på nummer" in words_of(waiting)


async def test_what_is_searched_for_stands_in_no_address_and_can_be_reloaded(
    pages: WorkflowPages,
) -> None:
    await pages.receive(came_in(text="Matlådan kom inte fram.", name="Åsa Öberg"), came_in())
    async with pages.staff("enhetschef") as browser, pages.staff("registrator") as other:
        asked = await browser.send("/sok", {"ord": "  åsa matlådor "})
        address = asked.headers["location"]
        assert asked.status_code == 303
        assert re.fullmatch(r"/sok\?nr=[0-9a-f]{16}", address)
        for _ in range(2):
            found = await browser.get(address)
            assert len(numbers(found)) == 1
            assert "namn och kontakt" in words_of(found)
            assert 'value="åsa matlådor"' in found
        assert numbers(await other.get(address)) == []

        other.http.cookies = browser.http.cookies
        nothing = await browser.send("/sok", {"ord": "finnsinte"})
        assert "Inget hittades" in words_of(await browser.get(nothing.headers["location"]))
        assert len(numbers(await browser.get(address))) == 1
        for typed, told in (("", "Skriv ett nummer"), ("x" * 201, "högst 200 tecken")):
            wrong = await browser.send("/sok", {"ord": typed})
            assert wrong.status_code == 422
            assert told in words_of(wrong.text)


async def test_diary_shows_lines_by_number_and_what_stood_before(pages: WorkflowPages) -> None:
    events = [came_in() for _ in range(3)]
    await pages.receive(*events)
    await pages.take(
        events[1],
        "correct",
        reason="Fel dag i inskrivningen.",
        received_on=date(2026, 2, 27),
        external_numbers=({"of": "IVO", "number": "3.5.1-123/2026"},),
    )
    async with pages.staff("registrator") as browser:
        path = "/diarium?namnd=von&ar=2026"
        page = await browser.get(path)
        assert numbers(page) == ["001/2026", "002/2026", "003/2026"]
        struck = re.search(r"<s>.*?</s>", page, re.DOTALL)
        assert struck is not None
        assert words_of(struck[0]).replace("\xa0", " ") == "Stod förut: 2 mars 2026"
        assert "Fel dag i inskrivningen." in page
        for narrowed, expected in (
            ("&nummer=3.5.1-123/2026", 1),
            ("&nummer=003/2026", 1),
            ("&lage=avslutade", 0),
            ("&lage=oppna", 3),
            ("&fran=2/3%202026&till=2026-03-02", 3),
            ("&fran=2026-03-03", 0),
        ):
            assert len(numbers(await browser.get(path + narrowed))) == expected, narrowed
        assert numbers(await browser.get("/diarium?namnd=von&ar=2025")) == []
        wrong = await browser.http.get(f"{path}&fran=i går&nummer=Andersson")
        assert wrong.status_code == 422
        assert "2 saker behöver rättas" in words_of(wrong.text)
        assert 'value="i går"' in wrong.text


async def test_registrar_settles_what_the_other_diary_would_not_take(pages: WorkflowPages) -> None:
    events = [came_in(board=ELSEWHERE, unit=None) for _ in range(2)]
    await pages.receive(*events)
    async with pages.staff("registrator") as browser:
        waiting = await browser.get("/diarium/konflikter?visa=vantar")
        assert counts(waiting) == {"Konflikter": 0, "Väntar på nummer": 2}
        for event in events:
            await pages.cases.update(
                {"_id": str(event.case_id)},
                {
                    "$set": {
                        "mirror.state": "conflict",
                        "mirror.problem": "number_in_use",
                        "mirror.waiting": None,
                    }
                },
            )
        page = await browser.get("/diarium/konflikter")
        assert "Ett annat ärende har numret." in words_of(page)
        assert "2 ärenden togs inte emot" in words_of(await browser.get("/diarium"))

        fields = await browser.form("/diarium/konflikter")
        first, second = (f"/diarium/konflikter/{event.case_id}" for event in events)
        wrong = await browser.http.post(f"{first}/nummer", data={**fields, "number": ""})
        assert wrong.status_code == 409
        assert "Skriv numret som det står" in words_of(wrong.text)
        stale = await browser.http.post(f"{first}/prova-igen", data={**fields, "seq": "1"})
        assert stale.status_code == 409
        assert "Ärendet har ändrats" in words_of(stale.text)

        given = await browser.http.post(
            f"{first}/nummer", data={**fields, "number": "KS 2026/17", "seq": "2"}
        )
        assert given.headers["location"] == "/diarium/konflikter?klart=1"
        retried = await browser.http.post(f"{second}/prova-igen", data={**fields, "seq": "2"})
        assert retried.status_code == 303
        done = await browser.get("/diarium/konflikter?klart=1")
        assert counts(done) == {"Konflikter": 0, "Väntar på nummer": 1}
        assert "Sparat." in words_of(done)
        number = await browser.send("/sok", {"ord": "KS 2026/17"})
        assert numbers(await browser.get(number.headers["location"])) == ["KS 2026/17"]


async def test_pages_cost_as_many_round_trips_as_is_told(pages: WorkflowPages) -> None:
    """As docs/staff-pages.md tells."""
    await pages.receive(*(came_in() for _ in range(5)), came_in(board=ELSEWHERE, unit=None))
    async with pages.staff("registrator") as browser:
        assert await pages.cost(browser, "/arbete") == 1
        assert await pages.cost(browser, f"/arbete?visa=open&typ=complaint&enhet={NORTH}") == 1
        assert await pages.cost(browser, "/diarium?namnd=von") <= 3
        assert await pages.cost(browser, "/diarium?namnd=von&nummer=003/2026") <= 2
        assert await pages.cost(browser, "/diarium/konflikter") == 3
        assert await pages.cost(browser, "/sok") == 0
        number = await browser.send("/sok", {"ord": "003/2026"})
        assert await pages.cost(browser, number.headers["location"]) == 1
        words = await browser.send("/sok", {"ord": "maten"})
        assert await pages.cost(browser, words.headers["location"]) <= 8
