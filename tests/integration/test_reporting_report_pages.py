"""The pages of reports, used as staff use them: make, write, be stopped, publish, fetch."""

from collections.abc import AsyncIterator, Callable

import pytest

from shared.events.vocabulary import Feedback
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.reporting_pages import ReportingPages
from tests.support.staff import StaffBrowser
from tests.support.submissions import submission

NEW = {"board": "sn", "from": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
async def pages(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[ReportingPages]:
    """Five complaints, two of them answered."""
    made = ReportingPages(settings_for(), organisation)
    await made.prepare()
    await made.count(
        *(submission(feedback=Feedback.GIVEN) for _ in range(2)),
        *(submission() for _ in range(3)),
    )
    yield made
    await made.close()


async def draft(browser: StaffBrowser) -> str:
    """The address of a new draft."""
    form = await browser.form("/rapporter")
    answer = await browser.http.post("/rapporter", data={**form, **NEW})
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_a_report_is_written_and_published(pages: ReportingPages) -> None:
    async with pages.staff("kvalitet") as browser:
        path = await draft(browser)
        page = await browser.get(path)
        assert "Under 2026 kom det in 5 klagomål." in page
        assert "Utkast" in page

        text = {**await browser.form(path), "text": "Av {{received}} är {{answered}} besvarade."}
        saved = await browser.http.post(f"{path}/text/analysis", data=text)
        assert (saved.status_code, saved.headers["location"]) == (303, f"{path}#analysis")

        published = await browser.http.post(f"{path}/publicera", data=await browser.form(path))
        assert (published.status_code, published.headers["location"]) == (303, path)
        page = await browser.get(path)
        assert "Av 5 är 2 besvarade." in page
        assert "<textarea" not in page
        assert "Publicerad" in await browser.get("/rapporter")
        pdf = await browser.http.get(f"{path}.pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.content.startswith(b"%PDF")

        await pages.count(submission())
        assert "siffror är andra i dag" in await browser.get(path)


async def test_what_is_wrong_stands_where_it_is(pages: ReportingPages) -> None:
    async with pages.staff("kvalitet") as browser:
        path = await draft(browser)
        form = await browser.form(path)

        wrong = await browser.http.post(
            f"{path}/text/kinds", data={**form, "text": "Vi fick {{recieved}} ärenden."}
        )
        assert wrong.status_code == 422
        assert "Menar du ”received”?" in wrong.text
        assert "Vi fick {{recieved}} ärenden.</textarea>" in wrong.text, "what was typed is kept"

        await browser.http.post(f"{path}/text/kinds", data={**form, "text": "7 klagomål kom in."})
        stale = await browser.http.post(f"{path}/text/kinds", data={**form, "text": "Mitt."})
        assert stale.status_code == 422
        assert "Mitt.</textarea>" in stale.text
        refused = await browser.http.post(f"{path}/publicera", data=await browser.form(path))
        assert refused.status_code == 422
        assert "Texten säger 7, men siffran är 5." in refused.text
        assert "Texten stämmer inte med siffrorna" in refused.text
        assert "Utkast" in await browser.get("/rapporter")


async def test_a_form_for_a_new_report_says_what_is_wrong(pages: ReportingPages) -> None:
    async with pages.staff("kvalitet") as browser:
        form = await browser.form("/rapporter")
        for wrong, told in (
            ({"from": "i fjol"}, "Skriv en dag som 2026-01-31."),
            ({"to": "2025-12-31"}, "Den sista dagen är inte före den första"),
            ({"board": "kultur"}, "Välj en nämnd."),
        ):
            answer = await browser.http.post("/rapporter", data={**form, **NEW, **wrong})
            assert answer.status_code == 422
            assert told in answer.text
        first = await draft(browser)
        assert await draft(browser) == first, "the draft that there is"


async def test_a_draft_can_be_thrown_away(pages: ReportingPages) -> None:
    async with pages.staff("kvalitet") as browser:
        path = await draft(browser)
        thrown = await browser.http.post(f"{path}/kasta", data=await browser.form(path))
        assert thrown.status_code == 303
        assert (await browser.http.get(path)).status_code == 404


async def test_drafts_are_shown_to_those_who_may_see_them(pages: ReportingPages) -> None:
    async with pages.staff("kvalitet") as browser:
        path = await draft(browser)
    for user in ("enhetschef", "verksamhetschef", "socialsekreterare", "revisor"):
        async with pages.staff(user) as browser:
            assert (await browser.http.get(path)).status_code == 404, user
            assert "Inga rapporter ännu" in await browser.get("/rapporter"), user
    async with pages.staff("förvaltare") as browser:
        assert "<textarea" in await browser.get(path)
    async with pages.staff("revisor") as browser:
        form = await browser.form("/rapporter")
        assert (await browser.http.post("/rapporter", data={**form, **NEW})).status_code == 403
