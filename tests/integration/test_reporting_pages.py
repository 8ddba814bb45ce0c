"""The pages of figures: what they say, of which cases, to whom, and at what cost."""

import csv
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.dimensions import Dimension
from shared.events.facts import ActionCounts
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import (
    Cause,
    Channel,
    ControlPoint,
    Feedback,
    Gender,
    Kind,
    Status,
    Wish,
)
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.integration.reporting_pages import NORTH, WORKFLOW, ReportingPages
from tests.support.staff import words_of
from tests.support.submissions import MOMENT, submission

PAGES = ("/oversikt", "/analys", "/enheter", f"/enheter/{NORTH}", "/kontrollpunkter", "/siffror")
THREE = (ControlPoint.HOW_RECEIVED, ControlPoint.CATEGORY, ControlPoint.DESCRIPTION)


@pytest.fixture
async def pages(settings_for: Callable[..., Settings]) -> AsyncIterator[ReportingPages]:
    settings = settings_for()
    pages = ReportingPages(settings, load_organisation(settings.organisation))
    yield pages
    await pages.close()


def came_in(days_ago: int = 0, **given: Any) -> CaseReceived:
    """A case of the northern home care, unless told otherwise."""
    facts = {"board": "von", "unit": NORTH, **given}
    return submission(received_on=(MOMENT - timedelta(days=days_ago)).date(), **facts)


def row(page: str, name: str) -> list[str]:
    """What stands in the row of a table that has this heading."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    rows = [[words_of(cell) for cell in re.split(r"<t[hd][ >]", each)[1:]] for each in found]
    cleaned = [[re.sub(r"^[^>]*> ?", "", cell) for cell in each] for each in rows]
    (wanted,) = [each for each in cleaned if each and each[0] == name]
    return wanted[1:]


def link(page: str, text: str) -> str:
    """Where the only link that begins with this text leads."""
    (address,) = set(re.findall(rf'href="([^"]+)"[^>]*>{re.escape(text)}\s*<', page))
    return unescape(str(address))


async def test_whoever_is_not_logged_in_is_led_to_the_login(pages: ReportingPages) -> None:
    async with pages.anyone() as browser:
        for path in (*PAGES, "/", "/siffror/received", "/analys.csv", "/analys.svg"):
            asked = await browser.get(path)
            assert asked.status_code == 303, path
            assert urlsplit(asked.headers["location"]).path == "/logga-in"
    async with pages.staff("partner") as browser:
        for path in PAGES:
            assert (await browser.http.get(path)).status_code == 403
    async with pages.staff("kvalitet") as browser:
        start = await browser.http.get("/")
        assert (start.status_code, start.headers["location"]) == (303, "/oversikt")


async def test_pages_cost_two_round_trips_and_a_list_of_cases_four(
    pages: ReportingPages,
) -> None:
    await pages.count(*(came_in(number) for number in range(5)))
    async with pages.staff("kvalitet") as browser:
        await browser.get("/oversikt")
        await pages.count_calls()
        for path in (*PAGES, "/analys.csv", "/siffror/dismissed"):
            pages.calls.clear()
            await browser.get(path)
            assert pages.calls.total() == 2, (path, pages.calls)
        pages.calls.clear()
        await browser.get("/siffror/received")
        assert pages.calls.total() == 4, pages.calls


async def test_empty_periods_say_so_and_unknown_figures_lead_to_the_known(
    pages: ReportingPages,
) -> None:
    async with pages.staff("kvalitet") as browser:
        for path in ("/oversikt", "/kontrollpunkter", f"/enheter/{NORTH}"):
            assert "Inget kom in" in words_of(await browser.get(f"{path}?period=2019"))
        assert "Inget ärende i urvalet" in words_of(await browser.get("/analys?period=alla"))
        assert "Inget ärende" in words_of(await browser.get("/siffror/received?period=2019-Q1"))
        unknown = await browser.http.get("/siffror/happiness")
        assert unknown.status_code == 404
        assert unknown.text.count('href="/siffror/') == len(FIGURES)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/oversikt?period=2026-H3", 422, "Perioden ”2026-H3” finns inte"),
        ("/oversikt?fran=igår", 422, "Perioden går inte att läsa"),
        ("/oversikt?fran=2026-02-01&till=2026-01-01", 422, "Perioden går inte att läsa"),
        ("/analys?rader=humor", 422, "”humor” är inget som ärenden kan räknas efter"),
        ("/analys.csv?kolumner=humor", 422, "”humor” är inget som ärenden kan räknas efter"),
        ("/analys?kind=rant", 422, "”rant” är inget som ärenden kan ha som Slag"),
        ("/siffror?unit=ingenstans", 422, "Enheten ”ingenstans” finns inte"),
        ("/siffror?board=xx", 422, "Nämnden ”xx” finns inte"),
        ("/enheter/ingenstans", 404, "Enheten ”ingenstans” finns inte"),
        ("/kontrollpunkter?typ=beröm", 422, "”typ”, som inte finns"),
    ],
)
async def test_what_is_not_known_is_told_with_what_is(
    pages: ReportingPages, path: str, status: int, said: str
) -> None:
    async with pages.staff("kvalitet") as browser:
        answer = await browser.http.get(path)
        assert answer.status_code == status
        assert said in words_of(answer.text)
        known = re.findall(r'<li><a class="target" href="([^"]+)"', answer.text)
        assert known
        for address in known[:3]:
            assert (await browser.http.get(unescape(address))).status_code == 200


async def test_known_values_are_all_of_them(pages: ReportingPages) -> None:
    async with pages.staff("kvalitet") as browser:
        kinds = (await browser.http.get("/analys?kind=rant")).text
        assert {str(kind) for kind in Kind} == set(re.findall(r"/analys\?kind=(\w+)", kinds))
        dimensions = (await browser.http.get("/analys?rader=humor")).text
        assert {str(each) for each in Dimension} == set(
            re.findall(r"/analys\?[^\"]*rader=(\w+)", dimensions)
        )


async def test_overview_counts_the_period_now_and_the_year_before(pages: ReportingPages) -> None:
    await pages.count(
        came_in(0),
        came_in(1, status=Status.CLOSED, feedback=Feedback.GIVEN),
        came_in(2, kind=Kind.PRAISE),
        came_in(300),
        came_in(366, status=Status.CLOSED),
        came_in(320),
    )
    async with pages.staff("kvalitet") as browser:
        page = await browser.get("/oversikt")
    words = words_of(page)
    assert "Exempelkommun, 2026" in words
    assert re.search(r"Pågående 4 Pågående", words), "two of this year and two of last year's"
    assert re.search(r"Inkomna 3 Inkomna", words)
    # Of last year only 1 March is on the days from 1 January to 2 March.
    assert "1 på samma dagar året innan" in words
    assert row(page, "mars 2026") == ["2", "1"]
    assert row(page, "april 2026") == ["–", "1"]
    assert row(page, "Beröm") == ["1"]
    assert row(page, "Vård- och omsorgsnämnden") == ["3"]


async def test_number_on_the_overview_leads_to_just_its_cases(pages: ReportingPages) -> None:
    cases = [came_in(number, diary_number=f"VON 2026-{number:05d}") for number in range(3)]
    other = came_in(1, kind=Kind.PRAISE, diary_number="VON 2026-00099")
    await pages.count(*cases, other)
    async with pages.staff("kvalitet") as browser:
        overview = await browser.get("/oversikt")
        behind = await browser.get(link(overview, "Klagomål"))
    assert "3 ärenden." in words_of(behind)
    for case in cases:
        assert f'href="{WORKFLOW}/arenden/{case.case_id}"' in behind
        assert (case.facts.diary_number or "") in behind
    assert "VON 2026-00099" not in behind


async def test_member_of_a_board_sees_that_boards_alone(pages: ReportingPages) -> None:
    await pages.count(
        *(came_in(number) for number in range(3)),
        *(came_in(number, board="sn", unit="familjeratt") for number in range(2)),
    )
    async with pages.staff("socialsekreterare") as browser:
        page = await browser.get("/siffror")
        assert "Socialnämnden, 2026" in words_of(page)
        assert re.search(r"Inkomna 2 Ärenden vars", words_of(page))
        assert "Hemvård" not in await browser.get("/enheter")
        for path in ("/siffror?board=von", f"/siffror?unit={NORTH}", f"/enheter/{NORTH}"):
            refused = await browser.http.get(path)
            assert refused.status_code in (404, 422)
            assert "Hemvård" not in refused.text
        file = await browser.get("/analys.csv?rader=board")
        assert "Vård" not in file
    async with pages.staff("kvalitet") as browser:
        assert re.search(r"Inkomna 5 Ärenden vars", words_of(await browser.get("/siffror")))


async def test_member_of_a_board_that_is_gone_sees_nothing(pages: ReportingPages) -> None:
    await pages.count(came_in())
    async with pages.staff("övergiven") as browser:
        for path in (*PAGES, "/siffror/received", "/analys.csv", "/analys.svg"):
            refused = await browser.http.get(path)
            assert refused.status_code in (404, 422), path
        assert "hör till en nämnd som inte längre finns" in words_of(refused.text)


async def test_cases_are_listed_for_those_who_may_open_them(pages: ReportingPages) -> None:
    north, south = came_in(), came_in(unit="hemvard-soder")
    secret = came_in(kind=Kind.LEX_SARAH)
    await pages.count(north, south, secret)
    seen: dict[str, set[str]] = {}
    told: dict[str, str] = {}
    users = ("kvalitet", "revisor", "verksamhetschef", "enhetschef", "kontaktcenter", "förvaltare")
    for user in users:
        async with pages.staff(user) as browser:
            page = await browser.get("/siffror/received")
            seen[user] = set(re.findall(r"/arenden/([0-9a-f-]+)", page))
            told[user] = words_of(page)
    every = {str(each.case_id) for each in (north, south, secret)}
    assert seen["kvalitet"] == seen["revisor"] == seen["verksamhetschef"] == every
    assert seen["enhetschef"] == {str(north.case_id)}
    assert "Du får se 1 av dem." in told["enhetschef"]
    for user in ("kontaktcenter", "förvaltare"):
        assert seen[user] == set()
        assert "3 ärenden. Din roll ser siffran" in told[user]


async def test_long_list_is_divided_into_pages(pages: ReportingPages) -> None:
    await pages.count(*(came_in(number % 40) for number in range(60)))
    found: list[str] = []
    async with pages.staff("kvalitet") as browser:
        path = "/siffror/received?kind=complaint"
        while path:
            page = await browser.get(path)
            found += re.findall(r"/arenden/([0-9a-f-]+)", page)
            onward = re.findall(r'rel="next"[^>]*href="([^"]+)"', page)
            path = unescape(onward[0]) if onward else ""
        past = words_of(await browser.get("/siffror/received?sida=99"))
    assert len(found) == len(set(found)) == 60
    assert "60 ärenden." in past


async def test_control_points_are_those_that_auditors_make_by_hand(
    pages: ReportingPages,
) -> None:
    """As in an audit: of nine cases three by way of IVO, three answered, one that wants none."""
    audited = [
        came_in(
            number,
            channel=Channel.IVO if number < 3 else Channel.WEB,
            feedback=Feedback.GIVEN if number < 3 else Feedback.DUE,
            feedback_wish=Wish.NO if number == 3 else Wish.YES,
            control_points=(*THREE, *((ControlPoint.FEEDBACK,) * (number < 4))),
        )
        for number in range(9)
    ]
    await pages.count(*audited)
    async with pages.staff("revisor") as browser:
        page = await browser.get("/kontrollpunkter")
        assert "9 ärenden, och vad som framgår av dem." in words_of(page)
        assert row(page, "2. Kategori") == ["100 % 9 av 9", "0"]
        assert row(page, "1. Hur och när ärendet kom in Webbformulär 6, IVO 3")[1] == "0"
        answer = row(page, "9. Återkoppling Återstår 6, Lämnad 3")
        assert answer[0].endswith("4 av 9 inte aktuellt i 1")
        assert answer[1].startswith("5 ")
        assert row(page, "5. Allvarlighetsgrad")[0].endswith("0 av 9")
        lacking = await browser.get("/siffror/point-feedback?visa=saknas")
        behind = set(re.findall(r"/arenden/([0-9a-f-]+)", lacking))
        assert behind == {str(each.case_id) for each in audited[4:]}
        fulfilled = await browser.get("/siffror/point-feedback")
        assert set(re.findall(r"/arenden/([0-9a-f-]+)", fulfilled)) == {
            str(each.case_id) for each in audited[:4]
        }


async def test_units_are_listed_with_all_below_and_the_silent_ones_named(
    pages: ReportingPages,
) -> None:
    await pages.count(
        came_in(),
        came_in(unit="hemvard-soder"),
        came_in(unit="hemvard"),
        came_in(unit="avvecklad-enhet"),
        came_in(board="an", unit="arbetsmarknadssatsningen"),
    )
    async with pages.staff("kvalitet") as browser:
        page = await browser.get("/enheter")
        assert row(page, "Hemvård")[0] == "3"
        assert row(page, "Hemvård norr")[0] == "1"
        assert row(page, "Vård- och omsorgsnämnden")[0] == "4"
        assert row(page, "avvecklad-enhet")[0] == "1", "an id that nobody knows is shown as it is"
        assert row(page, "Arbetsmarknadssatsningen (nedlagd)")[0] == "1"
        silent = page[page.index('id="silent"') : page.index("</section>")]
        assert "Hemvård natt" in silent
        assert "Hemvård norr" not in silent
        assert "Ingenting har hittills kommit in" in words_of(silent)
        # It was closed before the period began: silence is no news.
        later = await browser.get("/enheter?fran=2026-07-01&till=2026-12-31")
        silent = later[later.index('id="silent"') : later.index("</section>")]
        assert "Arbetsmarknadssatsningen" not in silent
        assert "Hemvård norr" in silent


async def test_unit_stands_beside_its_board(pages: ReportingPages) -> None:
    await pages.count(
        came_in(1, feedback=Feedback.GIVEN, feedback_wish=Wish.YES),
        came_in(2, unit="hemvard-soder", feedback_wish=Wish.YES),
        came_in(3, unit="hemvard-natt", feedback_wish=Wish.YES),
        came_in(4, unit="sarskilt-boende-solgarden"),
    )
    async with pages.staff("enhetschef") as browser:
        page = await browser.get("/enheter/hemvard")
        assert "Vård- och omsorgsnämnden, 2026. Med allt under enheten." in words_of(page)
        assert row(page, "Inkomna") == ["3", "4"]
        assert row(page, "Besvarade")[0].endswith("1 av 3")
        assert row(page, "Besvarade")[1].endswith("1 av 4")
        assert row(page, "Hemvård söder")[0] == "1"
        assert words_of(page).count("Hemvård norr") >= 1
        closed = await browser.http.get("/enheter/arbetsmarknadssatsningen")
        assert closed.status_code == 404, "another board's"
    async with pages.staff("kvalitet") as browser:
        closed_page = await browser.get("/enheter/arbetsmarknadssatsningen")
        assert "nedlagd sedan 1 juli 2026" in words_of(closed_page).replace("\xa0", " ")


async def test_analysis_adds_up_and_its_numbers_lead_to_their_cases(
    pages: ReportingPages,
) -> None:
    await pages.count(
        *(came_in(kind=Kind.COMPLAINT, gender=Gender.WOMAN) for _ in range(6)),
        *(came_in(kind=Kind.COMPLAINT, gender=Gender.MAN) for _ in range(2)),
        came_in(kind=Kind.PRAISE, gender=Gender.MAN, unit="hemvard"),
    )
    async with pages.staff("kvalitet") as browser:
        page = await browser.get("/analys?rader=kind&kolumner=gender")
        assert row(page, "Klagomål") == ["6", "2", "8"]
        assert row(page, "Beröm") == ["0", "1", "1"]
        assert row(page, "Totalt") == ["6", "3", "9"]
        behind = await browser.get(link(page, "2"))
        assert "2 ärenden." in words_of(behind)
        assert "Slag: Klagomål" in words_of(behind)
        assert "Kön: Man" in words_of(behind)
        narrowed = await browser.get(link(page, "Klagomål"))
        assert row(narrowed, "Totalt") == ["6", "2", "8"]
        months = await browser.get("/analys?rader=month&kolumner=")
        assert row(months, "Mars 2026") == ["9"]
        in_march = "/siffror/received?fran=2026-03-01&till=2026-03-31"
        assert f'href="{in_march.replace("&", "&amp;")}"' in months
        assert "9 ärenden." in words_of(await browser.get(in_march))
        units = await browser.get("/analys?rader=unit&kolumner=")
        assert row(units, "Hemvård, enheten själv") == ["1"]


async def test_another_period_place_or_filter_keeps_rows_and_columns(
    pages: ReportingPages,
) -> None:
    await pages.count(came_in(board="sn"), came_in(board="von"))
    asked = "/analys?rader=channel&kolumner=kind&kind=complaint"
    async with pages.staff("kvalitet") as browser:
        page = await browser.get(asked)
        for text in ("2025", "Socialnämnden"):
            led_to = dict(parse_qsl(urlsplit(link(page, text)).query))
            assert (led_to["rader"], led_to["kolumner"]) == ("channel", "kind"), text


async def test_analysis_says_where_parts_do_not_add_up(pages: ReportingPages) -> None:
    both = (Cause.WORKLOAD, Cause.KNOWLEDGE)
    await pages.count(came_in(causes=both), came_in(causes=(Cause.WORKLOAD,)), came_in())
    async with pages.staff("kvalitet") as browser:
        page = await browser.get("/analys?rader=cause&kolumner=kind")
        assert row(page, "Arbetsbelastning eller stress") == ["2", "2"]
        assert row(page, "Totalt") == ["3", "3"]
        assert "Ett ärende kan ha flera värden av ”Orsak”" in words_of(page)
        published = await browser.get("/analys?rader=cause&kolumner=kind&publicera=ja")
        assert "Därför visas inga totaler" in words_of(published)


async def test_small_numbers_are_hidden_on_the_page_in_the_file_and_in_the_chart(
    pages: ReportingPages,
) -> None:
    await pages.count(
        *(came_in(kind=Kind.COMPLAINT) for _ in range(9)),
        *(came_in(kind=Kind.VIEW) for _ in range(7)),
        *(came_in(kind=Kind.PRAISE) for _ in range(2)),
    )
    query = "rader=kind&kolumner=&publicera=ja"
    async with pages.staff("kvalitet") as browser:
        page = await browser.get(f"/analys?{query}")
        assert row(page, "Beröm") == [".."]
        assert row(page, "Totalt") == ["18"]
        assert row(page, "Klagomål") == ["9"]
        assert row(page, "Synpunkt") == [".."], "or the two could be worked out"
        assert "Av så små tal går det inte att dra några slutsatser" in words_of(page)
        answer = await browser.http.get(f"/analys.csv?{query}")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert 'filename="analys.csv"' in answer.headers["content-disposition"]
        lines = list(csv.reader(StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
        assert lines == [
            ["Slag", "Antal"],
            ["Klagomål", "9"],
            ["Synpunkt", ".."],
            ["Beröm", ".."],
            ["Totalt", "18"],
        ]
        chart = (await browser.http.get(f"/analys.svg?{query}")).text
        assert re.findall(r'class="chart-value"[^>]*>([^<]+)<', chart) == ["9", "..", ".."]


async def test_every_figure_has_a_page_with_its_definition(pages: ReportingPages) -> None:
    await pages.count(came_in(actions=ActionCounts(decided=1)), came_in(kind=Kind.LEX_SARAH))
    async with pages.staff("kvalitet") as browser:
        index = await browser.get("/siffror?period=alla")
        for figure in FIGURES.values():
            assert f'href="/siffror/{figure.id}?period=alla"' in index
            page = words_of(await browser.get(f"/siffror/{figure.id}?period=alla"))
            assert figure.id in page
            assert "Vad siffran betyder" in page


async def test_choices_are_links_that_keep_what_else_was_chosen(pages: ReportingPages) -> None:
    await pages.count(came_in(), came_in(200))
    async with pages.staff("kvalitet") as browser:
        page = await browser.get(f"/siffror?kind=complaint&unit={NORTH}&board=von")
        earlier = link(page, "2025")
        assert "kind=complaint" in earlier
        assert f"unit={NORTH}" in earlier
        assert re.search(r"Inkomna 1 Ärenden vars", words_of(await browser.get(earlier)))
        school = await browser.get(link(page, "Läsåret 2025/26"))
        assert re.search(r"Inkomna 2 Ärenden vars", words_of(school))
        without = await browser.get(link(page, "Socialnämnden"))
        assert re.search(r"Inkomna 0 Ärenden vars", words_of(without))
        days = await browser.get("/siffror?fran=1%20mars%202026&till=2026-03-02&period=2019")
        assert "1 mars 2026 – 2 mars 2026" in words_of(days).replace("\xa0", " ")


async def test_english_reader_is_told_in_english(pages: ReportingPages) -> None:
    await pages.count(came_in(category="availability"))
    async with pages.staff("kvalitet") as browser:
        for path in PAGES:
            page = await browser.get(f"{path}?lang=en")
            assert 'lang="en"' in page
            assert not re.search(r"\b(ärende|Inkomna|nämnd)\b", words_of(page)), path
        assert "Availability" in await browser.get("/analys?lang=en")


async def test_addresses_hold_behind_a_door(settings_for: Callable[..., Settings]) -> None:
    settings = settings_for()
    organisation = load_organisation(settings.organisation)
    pages = ReportingPages(settings, organisation, root_path="/reporting")
    await pages.count(came_in())
    async with pages.staff("kvalitet") as browser:
        for path in PAGES:
            page = await browser.get(path)
            own = set(re.findall(r'(?:href|action|src)="(/[^"]*)"', page))
            assert own
            assert {each for each in own if not each.startswith("/reporting/")} == set(), path
    await pages.close()
