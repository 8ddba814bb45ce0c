"""One login for the staff's pages of several services: two processes, one browser."""

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
    for part in (intake, workflow):
        await part.start()
    for part in (intake, workflow):
        await part.ready()
    yield Addresses(intake.url, workflow.url)
    for part in (intake, workflow):
        await part.stop()


async def test_who_is_logged_in_at_one_service_is_so_at_the_other(services: Addresses) -> None:
    async with StaffBrowser(services.intake, "registrator") as browser:
        assert "Ärenden" in words_of(await browser.get("/personal"))
        page = await browser.get(f"{services.workflow}/arbete")
        assert "Inloggad: registrator" in words_of(page)
        assert f'href="{services.intake}/personal"' in page


async def test_logging_out_of_one_is_logging_out_of_both(services: Addresses) -> None:
    async with StaffBrowser(services.workflow, "registrator") as browser:
        fields = await browser.form("/arbete")
        out = await browser.http.post("/logga-ut", data=fields)
        assert out.status_code == 303
        for page in (f"{services.workflow}/arbete", f"{services.intake}/personal"):
            answer = await browser.http.get(page)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/logga-in")
