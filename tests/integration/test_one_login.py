"""One login for the staff's pages of several services: three processes, one browser."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from tests.integration.intake_process import settings_on
from tests.support.service import service_process
from tests.support.staff import StaffBrowser, staff_accounts, words_of


@dataclass(frozen=True)
class Addresses:
    intake: str
    workflow: str
    reporting: str


@pytest.fixture(scope="module")
async def services(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Addresses]:
    folder = tmp_path_factory.mktemp("services")
    settings = settings_on(broker.url, store.url)
    extra = {"LYHORD_ACCOUNTS": str(staff_accounts(folder))}
    intake = service_process("intake", folder, settings, extra)
    extra |= {"LYHORD_INTAKE_PAGES_URL": intake.url}
    workflow = service_process("workflow", folder, settings, extra)
    extra |= {"LYHORD_WORKFLOW_PAGES_URL": workflow.url}
    reporting = service_process("reporting", folder, settings, extra)
    parts = (intake, workflow, reporting)
    for part in parts:
        await part.start()
    for part in parts:
        await part.ready()
    yield Addresses(intake.url, workflow.url, reporting.url)
    for part in parts:
        await part.stop()


async def test_who_is_logged_in_at_one_service_is_so_at_the_other(services: Addresses) -> None:
    async with StaffBrowser(services.intake, "registrator") as browser:
        assert "Ärenden" in words_of(await browser.get("/personal"))
        page = await browser.get(f"{services.workflow}/arbete")
        assert "Inloggad: registrator" in words_of(page)
        assert f'href="{services.intake}/personal"' in page
        figures = await browser.get(f"{services.reporting}/oversikt")
        assert "Inloggad: registrator" in words_of(figures)
        assert f'href="{services.workflow}/arbete"' in figures


async def test_logging_out_of_one_is_logging_out_of_all(services: Addresses) -> None:
    async with StaffBrowser(services.workflow, "registrator") as browser:
        fields = await browser.form("/arbete")
        out = await browser.http.post("/logga-ut", data=fields)
        assert out.status_code == 303
        pages = ("workflow/arbete", "intake/personal", "reporting/oversikt")
        for service, path in (page.split("/") for page in pages):
            page = f"{getattr(services, service)}/{path}"
            answer = await browser.http.get(page)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/logga-in")
