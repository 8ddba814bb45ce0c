"""The page on which everything is counted anew: started, followed, ended, and for whom."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from services.reporting.rebuild import ASKS, Rebuild
from services.reporting.workflow_snapshots import SnapshotsRefused
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.reporting_cases import investigating, snapshots
from tests.integration.reporting_copies import PATIENCE
from tests.integration.reporting_pages import STAFF, ReportingPages
from tests.support.staff import StaffBrowser, words_of
from tests.support.submissions import submission

PATH = "/omrakning"
REFRESH = '<meta http-equiv="refresh"'


@pytest.fixture
async def pages(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[ReportingPages]:
    made = ReportingPages(settings_for(), organisation)
    await made.prepare()
    yield made
    await made.close()


async def start(browser: StaffBrowser) -> str:
    """Press the button; where one is led."""
    answer = await browser.send(PATH, {})
    assert answer.status_code == 303
    return answer.headers["location"]


async def newest(pages: ReportingPages) -> Rebuild:
    return (await pages.rebuilding.latest())[0]


async def collect(pages: ReportingPages, number: int | None = None) -> None:
    wanted = snapshots(pages.workflow.cases.values(), (await newest(pages)).id)
    for snapshot in wanted[:number]:
        await pages.counting.collect(snapshot)
    await pages.rebuilding.look()


async def test_rebuild_is_started_followed_and_told_with_what_it_found(
    pages: ReportingPages,
) -> None:
    right, behind, missed = (submission() for _ in range(3))
    await pages.count(investigating(right), behind)
    pages.workflow.knows(investigating(right), investigating(behind), missed)
    async with pages.staff("förvaltare") as browser:
        assert "Ingen omräkning är gjord" in words_of(await browser.get(PATH))
        followed = await start(browser)
        assert followed == f"{PATH}?folj=ja"
        asked = await browser.get(followed)
        assert "har inte svarat än hur många" in words_of(asked)
        assert re.search(r'<progress class="progress" aria-labelledby="how-far">', asked)
        await pages.rebuilding.look()
        await collect(pages, 1)
        page = await browser.get(followed)
        assert "1 av 3 ärenden har kommit" in words_of(page)
        assert 'value="1" max="3"' in page
        assert REFRESH in page
        still = await browser.get(PATH)
        assert REFRESH not in still, "whoever does not follow is not disturbed"
        assert f'href="{followed}"' in still

        await collect(pages)
        done = await browser.get(followed)
    assert REFRESH not in done
    words = words_of(done)
    assert "Klar" in words
    assert "I bruk sedan" in words
    assert "Skillnader 2" in words
    assert re.search(rf"{behind.case_id} Var räknat som det såg ut i ett annat steg\. 1 2", words)
    assert re.search(rf"{missed.case_id} Var inte räknat förut\. – 1", words)
    assert str(right.case_id) not in words


async def test_rebuild_that_finds_nothing_says_so(pages: ReportingPages) -> None:
    case = submission()
    await pages.count(case)
    pages.workflow.knows(case)
    async with pages.staff("förvaltare") as browser:
        await start(browser)
        await pages.rebuilding.look()
        await collect(pages)
        assert "Allt var räknat rätt." in words_of(await browser.get(PATH))


async def test_only_whoever_sees_the_one_under_way_cancels_it(pages: ReportingPages) -> None:
    pages.workflow.knows(submission())
    async with pages.staff("förvaltare") as browser:
        before = await browser.form(PATH)
        await start(browser)
        first = await newest(pages)
        twice = await browser.http.post(PATH, data=before)
        assert twice.status_code == 303
        assert "Ingen ny startades." in words_of(await browser.get(twice.headers["location"]))
        assert (await newest(pages)).id == first.id

        await start(browser)
        assert (await newest(pages)).id != first.id
        page = words_of(await browser.get(PATH))
    assert "Avbruten" in page
    assert "En nyare omräkning startades innan den här var klar." in page


async def test_what_failed_says_what_to_do(pages: ReportingPages) -> None:
    pages.workflow.knows(submission(), submission())
    async with pages.staff("förvaltare") as browser:
        await start(browser)
        await pages.rebuilding.look()
        await collect(pages, 1)
        for _ in range(ASKS + 1):
            pages.clock.advance(PATIENCE + timedelta(seconds=1))
            await pages.rebuilding.look()
        stuck = words_of(await browser.get(PATH))
        pages.workflow.refusal = SnapshotsRefused("answered 403: check the token")
        await start(browser)
        await pages.rebuilding.look()
        refused = words_of(await browser.get(PATH))

    assert "Misslyckad" in stuck
    assert "1 av 2 ärenden kom" in stuck
    assert "lyhord dead list" in stuck
    assert "Kontrollera tjänstens token och rättigheter" in refused
    assert "answered 403: check the token" in refused


async def test_latest_five_are_told(pages: ReportingPages) -> None:
    async with pages.staff("förvaltare") as browser:
        for _ in range(7):
            await start(browser)
        page = await browser.get(PATH)
    assert page.split("<main")[1].count("<details") == 4


async def test_rebuilds_are_for_administrators(pages: ReportingPages) -> None:
    for user in STAFF:
        async with pages.staff(user) as browser:
            may = user == "förvaltare"
            assert (await browser.http.get(PATH)).status_code == (200 if may else 403), user
            # Without the token of the form nobody starts one.
            assert (await browser.http.post(PATH)).status_code == 403, user
            if user not in ("partner", "övergiven"):
                assert (f'href="{PATH}"' in await browser.get("/oversikt")) is may, user
    assert await pages.rebuilding.latest() == ()
