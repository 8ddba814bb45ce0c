"""Reporting's pages in the test's own process, on a real store; round trips are counted."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from services.reporting.counting import Counting
from services.reporting.fact_collections import FactCollections
from services.reporting.facts_in_use import FactsInUse
from services.reporting.learning_cards.cards import LearningCards
from services.reporting.learning_cards.finding import CaseFinder
from services.reporting.learning_cards.talks import Talks
from services.reporting.like_for_like.reported import ReportedFigures
from services.reporting.pages import figure_pages
from services.reporting.pages.card_desk import CardDesk
from services.reporting.pages.card_writing import CardWriting
from services.reporting.pages.comparison import ComparisonPage
from services.reporting.pages.desk import FigureDesk
from services.reporting.pages.frame import HOME, staff_frame
from services.reporting.pages.learning_cards import LearningCardPages
from services.reporting.pages.office import Office
from services.reporting.pages.rebuild_pages import RebuildPages
from services.reporting.pages.report_pages import ReportPages
from services.reporting.pages.words import Words
from services.reporting.rebuilding import Rebuilding
from services.reporting.report.guarding import by_the_rules
from services.reporting.report.reports import Reports
from services.reporting.settings import ReportingSettings
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.envelope import FactsEvent
from shared.events.vocabulary import Role
from shared.faults import no_fault
from shared.identity.accounts import Account, Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.sessions import Sessions
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.pages.errors import add_error_pages
from shared.settings import Settings
from shared.signing_keys import SigningKeys
from shared.store.database import Database
from shared.web.problems import answer_problems
from tests.integration.reporting_copies import PATIENCE, Workflow
from tests.integration.workflow_lists import Counted
from tests.support.staff import OURS, PASSWORD, StaffBrowser
from tests.support.submissions import MOMENT

_HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
NORTH = "hemvard-norr"
STAFF: Mapping[str, Mapping[str, Any]] = {
    "kvalitet": {"roles": {Role.QUALITY}},
    "enhetschef": {"roles": {Role.MANAGER}, "board": "von", "unit": NORTH, "account": "chef"},
    "verksamhetschef": {"roles": {Role.HEAD_OF_OPERATIONS}, "board": "von"},
    "socialsekreterare": {"roles": {Role.CASEWORKER}, "board": "sn"},
    "övergiven": {"roles": {Role.QUALITY}, "board": "bn"},
    "kontaktcenter": {"roles": {Role.STAFF}},
    "förvaltare": {"roles": {Role.ADMINISTRATOR}},
    "revisor": {"roles": {Role.AUDITOR}},
    "partner": {"roles": {Role.PARTNER}},
}
WORKFLOW = "http://workflow.example"


class ReportingPages:
    """Pages of figures as staff see them. `calls` counts round trips to the store."""

    def __init__(
        self,
        settings: Settings,
        organisation: Organisation,
        clock: MovableClock | None = None,
        *,
        root_path: str = "",
    ) -> None:
        self.clock = clock or MovableClock(MOMENT)
        self.calls: Counter[str] = Counter()
        self._database = Database(settings, "reporting")
        self._collections = FactCollections(self._database)
        self.counting = Counting(self._collections, Targets(organisation), self.clock)
        self.workflow = Workflow()
        self.rebuilding = Rebuilding(
            self._collections, self.workflow, self.clock, no_fault, PATIENCE
        )
        table = FactTable(self._collections, Targets(organisation), self.clock)
        facts = FactsInUse(self._collections, table, organisation)
        self._reports = Reports(self._database, table, organisation, self.clock, by_the_rules)
        finder = CaseFinder(facts, table, organisation)
        self.cards = LearningCards(self._database, finder, organisation, self.clock)
        self.talks = Talks(self._database, organisation, self.clock)
        self.app = self._app(facts, organisation, root_path)

    async def count(self, *events: FactsEvent) -> None:
        """Have the cases counted."""
        for start in range(0, len(events), 50):
            part = events[start : start + 50]
            await asyncio.gather(*(self.counting.count(event) for event in part))

    async def count_calls(self) -> None:
        """From now on `calls` counts."""
        projections = self._collections._projections
        projections.stored = Counted(projections.stored, self.calls)
        facts = await self._collections.facts((await self._collections.projection()).active)
        facts.stored = Counted(facts.stored, self.calls)

    def staff(self, user: str) -> StaffBrowser:
        """One of `STAFF`, logged in once it is entered as a context."""
        browser = StaffBrowser("http://reporting.example", user)
        browser.http = self.anyone()
        return browser

    def anyone(self) -> httpx.AsyncClient:
        """A browser in which nobody is logged in."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://reporting.example",
            headers=OURS,
        )

    async def prepare(self) -> None:
        """Create the indexes of reports and learning cards."""
        await self._database.prepare()

    async def close(self) -> None:
        await self._database.close()

    def _app(self, facts: FactsInUse, organisation: Organisation, root_path: str) -> FastAPI:
        accounts = Accounts(
            [
                Account.model_validate({"user": user, "password_hash": _HASHED, **rest})
                for user, rest in STAFF.items()
            ],
            [],
        )
        keys = SigningKeys.parse("sessions-of-the-tests", "LYHORD_SESSION_KEY")
        sessions = Sessions(accounts, keys, self.clock)
        authentication = Authentication(accounts, sessions)
        settings = ReportingSettings(
            root_path=root_path,
            workflow_pages_url=WORKFLOW,
        )
        frame = staff_frame(organisation, settings)
        office = Office(frame, authentication, organisation, self.clock)
        desk = FigureDesk(office, facts, Words(organisation), settings.workflow_page)
        app = FastAPI()
        answer_problems(app)
        app.include_router(figure_pages(desk))
        reported = ReportedFigures(self._reports, organisation)
        app.include_router(ComparisonPage(desk, reported).routes())
        app.include_router(ReportPages(office, self._reports).routes())
        cards = CardDesk(office, self.cards, self.talks, settings.workflow_page("/arenden"))
        app.include_router(CardWriting(cards).routes())
        app.include_router(LearningCardPages(cards, self.talks).routes())
        app.include_router(RebuildPages(office, self.rebuilding).routes())
        app.include_router(frame.pages.routes())
        add_error_pages(app, frame.pages)
        LoginPages(authentication, sessions, frame, HOME).add_to(app)
        return app
