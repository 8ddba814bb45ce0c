"""The pictures of the pages of figures in docs/pictures; `pictures` makes them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.clock import MovableClock
from shared.organisation import load_organisation
from shared.settings import Settings
from tests.browser.conftest import ORGANISATION
from tests.browser.serving import served
from tests.integration.reporting_pages import ReportingPages
from tests.support.foundation import new_store
from tests.support.years_of_cases import years_of_cases

USER = "kvalitet"
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DESK, TALL, PHONE = (1280, 1000), (1280, 1240), (360, 1540)

PATHS: Sequence[tuple[str, str, tuple[int, int], bool]] = (
    ("figures-overview", "/oversikt?board=von", TALL, False),
    ("figures-phone", "/enheter/hemvard-norr", PHONE, False),
    ("figures-analysis", "/analys?rader=cause&kolumner=feedback_wish", TALL, False),
    ("figures-analysis-dark", "/analys?rader=cause&kolumner=feedback_wish", TALL, True),
    ("figures-points", "/kontrollpunkter?board=von", TALL, False),
    ("figures-units", "/enheter?board=von", DESK, False),
    ("figures-unit", "/enheter/hemvard-norr", TALL, False),
    ("figures-comparison", "/jamfor?board=von&period=2025", (1280, 1500), False),
    ("figures-comparison-phone", "/jamfor?board=von&kind=complaint", (390, 1900), False),
    ("figures-figure", "/siffror/answered?board=von&visa=saknas", DESK, False),
)
"""Name, address, size, and whether in the dark."""


@asynccontextmanager
async def pages_of_figures() -> AsyncIterator[str]:
    """Where the pages are served, of two years of the example municipality's cases."""
    with TemporaryDirectory() as folder:
        async with new_store(Path(folder) / "store") as store:
            settings = Settings.model_validate(
                {"mongo_url": store.url, "organisation": ORGANISATION}
            )
            pages = ReportingPages(settings, load_organisation(ORGANISATION), MovableClock(NOW))
            await pages.count(*years_of_cases(NOW.date()))
            async with served(pages.app) as url:
                yield url
            await pages.close()
