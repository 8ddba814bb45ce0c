"""The comparison of two periods as staff see it: like for like, and what was said then."""

import csv
import re
from collections.abc import AsyncIterator, Callable
from datetime import date
from html import unescape
from io import StringIO
from typing import Any

import pytest

from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Feedback, Kind
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.integration.reporting_pages import NORTH, STAFF, ReportingPages
from tests.support.staff import StaffBrowser, words_of
from tests.support.submissions import submission

PATH = "/jamfor"


@pytest.fixture
async def pages(settings_for: Callable[..., Settings]) -> AsyncIterator[ReportingPages]:
    settings = settings_for()
    made = ReportingPages(settings, load_organisation(settings.organisation))
    await made.prepare()
    yield made
    await made.close()


def came(year: int, number: int = 1, **facts: Any) -> list[CaseReceived]:
    """Cases of 1 February, which both years have behind them."""
    given = {"board": "von", "unit": NORTH, **facts}
    return [submission(received_on=date(year, 2, 1), **given) for _ in range(number)]


def row(page: str, figure: str) -> str:
    """What is read in the figure's row."""
    (found,) = re.findall(rf'<tr><th scope="row" id="{figure}">(.*?)</tr>', page, re.DOTALL)
    return words_of(str(found)).replace("\xa0", " ")


async def publish(browser: StaffBrowser, board: str, year: int) -> None:
    form = await browser.form("/rapporter")
    new = {"board": board, "from": f"{year}-01-01", "to": f"{year}-12-31"}
    path = (await browser.http.post("/rapporter", data={**form, **new})).headers["location"]
    answer = await browser.http.post(f"{path}/publicera", data=await browser.form(path))
    assert answer.status_code == 303


async def test_period_stands_beside_the_same_days_of_the_year_before(
    pages: ReportingPages,
) -> None:
    await pages.count(
        *came(2026, 30, feedback=Feedback.GIVEN),
        *came(2025, 4, feedback=Feedback.GIVEN),
        *came(2025, 4),
        submission(board="von", unit=NORTH, received_on=date(2025, 6, 1)),
    )
    async with pages.staff("kvalitet") as browser:
        page = await browser.get(PATH)

    words = words_of(page).replace("\xa0", " ")
    assert "1 januari 2026 – 2 mars 2026 mot 1 januari 2025 – 2 mars 2025" in words
    assert "Perioden är inte slut" in words
    assert "+22 tydlig skillnad" in row(page, "received"), "that of June is after these days"
    answered = row(page, "answered")
    assert "100 %" in answered
    assert "50 %" in answered
    assert "+50 procentenheter tydlig skillnad" in answered
    assert row(page, "dismissed").endswith(" 0"), "nothing of both is no difference, and no test"


async def test_few_cases_may_be_chance(pages: ReportingPages) -> None:
    await pages.count(*came(2026, 4), *came(2025, 2))
    async with pages.staff("kvalitet") as browser:
        page = await browser.get(PATH)

    assert "+2 kan vara slump" in row(page, "received")
    assert "Ingen siffra skiljer mer än slumpen kan ge." in words_of(page)


async def test_every_number_leads_to_its_cases_and_every_figure_to_its_meaning(
    pages: ReportingPages,
) -> None:
    await pages.count(*came(2026, 3), *came(2025, 2), *came(2025, 1, kind=Kind.PRAISE))
    async with pages.staff("kvalitet") as browser:
        page = await browser.get(f"{PATH}?kind=complaint")
        (links,) = re.findall(r'<th scope="row" id="received">(.*?)</tr>', page, re.DOTALL)
        meaning, now, then = (unescape(each) for each in re.findall(r'href="([^"]+)"', links))
        assert meaning.endswith("#betydelse")
        assert 'id="betydelse"' in await browser.get(meaning)
        assert "3 ärenden." in words_of(await browser.get(now))
        assert "2 ärenden." in words_of(await browser.get(then))
        assert 'id="arenden"' in await browser.get(then)


async def test_any_other_period_is_chosen_by_link_and_by_days(pages: ReportingPages) -> None:
    await pages.count(*came(2025, 5), *came(2024, 3), *came(2023, 7))
    async with pages.staff("kvalitet") as browser:
        before = await browser.get(f"{PATH}?period=2025")
        assert "Inkomna" in row(before, "received")
        assert "+2 " in row(before, "received")
        (linked,) = set(re.findall(r'href="([^"]*mot=2023)"', before))
        assert "−2 " in row(await browser.get(unescape(linked)), "received")
        days = f"{PATH}?fran=2025-01-01&till=2025-03-31&mot_fran=2023-01-01&mot_till=2023-02-28"
        chosen = await browser.get(days)
        assert "−2 " in row(chosen, "received")
        assert "Perioderna är olika långa: 90 och 59 dagar" in words_of(chosen)
        assert 'name="mot_fran" type="text" value="2023-01-01"' in chosen
        kept = unescape(re.findall(r'href="([^"]*board=von[^"]*)"', chosen)[0])
        assert "mot_fran=2023-01-01" in kept, "other choices keep it"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("mot=2025-H9", "Perioden att jämföra med går inte att läsa"),
        ("mot=alla", "Perioden att jämföra med går inte att läsa"),
        ("mot_fran=2025-01-01", "Perioden att jämföra med går inte att läsa"),
        ("mot_fran=2025-02-01&mot_till=2025-01-01", "Perioden att jämföra med går inte att läsa"),
        ("period=alla", "Bara en period med en första och en sista dag"),
        ("fran=2025-01-01", "Bara en period med en första och en sista dag"),
        ("period=2025-H9", "Perioden ”2025-H9” finns inte"),
        ("unit=simhallen", "Enheten ”simhallen” finns inte"),
        ("kind=rant", "”rant” är inget som ärenden kan ha"),
        ("slag=x", "”slag”, som inte finns"),
    ],
)
async def test_what_cannot_be_compared_is_told_with_what_can(
    pages: ReportingPages, asked: str, said: str
) -> None:
    async with pages.staff("kvalitet") as browser:
        for path in (PATH, f"{PATH}.csv"):
            answer = await browser.http.get(f"{path}?{asked}")
            assert answer.status_code == 422
            assert said in words_of(answer.text)
            known = re.findall(r'<li><a class="target" href="([^"]+)"', answer.text)
            assert known
            assert (await browser.http.get(unescape(known[0]))).status_code == 200


async def test_empty_periods_say_so(pages: ReportingPages) -> None:
    await pages.count(*came(2025, 2))
    async with pages.staff("kvalitet") as browser:
        both = words_of(await browser.get(f"{PATH}?period=2019"))
        one = words_of(await browser.get(f"{PATH}?period=2025"))

    assert "Inget kom in i någon av perioderna" in both
    assert "Inget ärende har inkommandedag i 2024." in one
    assert "Skillnad" in one


async def test_what_a_report_said_then_stands_beside_what_is_so_today(
    pages: ReportingPages,
) -> None:
    await pages.count(*came(2025, 6), *came(2026, 9))
    async with pages.staff("kvalitet") as browser:
        await publish(browser, "von", 2025)
        await pages.count(*came(2025, 2))
        page = await browser.get(f"{PATH}?board=von&mot=2025")
        # A report of one board says nothing of all, of a part of the period, nor of a kind.
        others = [
            await browser.get(f"{PATH}{asked}")
            for asked in ("?mot=2025", "?board=von&mot=2025-H1", "?board=sn&mot=2025")
        ]
    async with pages.staff("enhetschef") as browser:
        own = await browser.get(f"{PATH}?mot=2025")
    async with pages.staff("socialsekreterare") as browser:
        anothers = await browser.get(f"{PATH}?mot=2025")

    assert re.search(r" 9 .* 8 .* 6 en annan i dag \+1 ", row(page, "received"))
    assert "De andra är räknade i dag" in words_of(page)
    assert "en annan i dag" not in row(page, "anonymous")
    assert "en annan i dag" in row(own, "received")
    for other in (*others, anothers):
        assert "en annan i dag" not in other


async def test_comparison_is_fetched_as_a_file(pages: ReportingPages) -> None:
    await pages.count(*came(2026, 3, feedback=Feedback.GIVEN), *came(2025, 2), *came(2025, 1))
    async with pages.staff("kvalitet") as browser:
        await publish(browser, "von", 2025)
        file = await browser.http.get(f"{PATH}.csv?board=von&period=2026-Q1&mot=2025")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(file.text.lstrip("\ufeff")), delimiter=";"))
    by_id = {each["Siffrans id"]: each for each in rows}
    received = by_id["received"]
    assert received["Värde 2026-01-01–2026-03-31"] == "3"
    assert received["Värde 2025-01-01–2025-12-31"] == "3"
    assert received["Värde i rapporten då"] == "3"
    assert received["Rapporten publicerad"] == "2026-03-02"
    assert by_id["answered"]["Procent 2026-01-01–2026-03-31"] == "100,0"
    assert by_id["answered"]["Procent 2025-01-01–2025-12-31"] == "0,0"


async def test_comparison_is_for_those_who_see_figures_and_of_their_board(
    pages: ReportingPages,
) -> None:
    await pages.count(*came(2026, 3), *came(2026, 2, board="sn", unit="familjeratt"))
    for user in STAFF:
        async with pages.staff(user) as browser:
            for path in (PATH, f"{PATH}.csv"):
                answer = await browser.http.get(path)
                expected = {"partner": 403, "övergiven": 422}.get(user, 200)
                assert answer.status_code == expected, (user, path)
    async with pages.staff("socialsekreterare") as browser:
        assert re.search(r" 2 ", row(await browser.get(PATH), "received"))
        assert (await browser.http.get(f"{PATH}?board=von")).status_code == 422
    async with pages.anyone() as browser:
        assert (await browser.get(PATH)).status_code == 303


async def test_comparison_costs_two_round_trips_and_one_for_the_list_of_reports(
    pages: ReportingPages,
) -> None:
    await pages.count(*came(2026))
    async with pages.staff("kvalitet") as browser:
        await browser.get(PATH)
        await pages.count_calls()
        pages.calls.clear()
        await browser.get(PATH)
        assert pages.calls.total() == 2, pages.calls
