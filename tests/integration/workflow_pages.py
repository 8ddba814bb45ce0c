"""The workflow's pages in the test's own process, on a real store; round trips are counted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from services.workflow.access import Access
from services.workflow.case_files import CaseFiles
from services.workflow.external_diary.conflicts import Conflicts, MirroredCase
from services.workflow.journal import Journal, JournalCase
from services.workflow.pages.case_office import CaseOffice
from services.workflow.pages.case_page import CasePages
from services.workflow.pages.case_view import CaseViews
from services.workflow.pages.diary_conflicts import ConflictPages
from services.workflow.pages.frame import HOME, staff_frame
from services.workflow.pages.journal import JournalPages
from services.workflow.pages.office import Office
from services.workflow.pages.searching import SearchPages
from services.workflow.pages.step_pages import StepPages
from services.workflow.pages.worklist import WorkListPages
from services.workflow.permitted import PermittedCases
from services.workflow.same_event import SameEvent
from services.workflow.settings import WorkflowSettings
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Role
from shared.identity.accounts import Account, Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.sessions import Sessions
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.pages.errors import add_error_pages
from shared.settings import Settings
from shared.signing_keys import SigningKeys
from shared.web.problems import answer_problems
from tests.integration.workflow_lists import Counted, Lists, told
from tests.support.staff import OURS, PASSWORD, StaffBrowser
from tests.support.submissions import MOMENT

_HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
NORTH = "hemvard-norr"
NO_INTAKE = "http://127.0.0.1:9"
"""Where nothing listens."""
STAFF: Mapping[str, Mapping[str, Any]] = {
    "enhetschef": {
        "roles": {Role.MANAGER},
        "board": "von",
        "unit": NORTH,
        "account": "manager-hemvard-norr",
    },
    "handläggare": {"roles": {Role.CASEWORKER}, "account": "caseworker-1"},
    "registrator": {"roles": {Role.REGISTRAR}},
    "kontaktcenter": {"roles": {Role.STAFF}},
    "enhetschef-söder": {"roles": {Role.MANAGER}, "board": "von", "unit": "hemvard-soder"},
    "verksamhetschef": {
        "roles": {Role.HEAD_OF_OPERATIONS},
        "board": "von",
        "account": "head-hemvard",
    },
    "utredare": {
        "roles": {Role.INVESTIGATOR},
        "board": "von",
        "account": "investigator-von",
    },
    "revisor": {"roles": {Role.AUDITOR}},
    "partner": {"roles": {Role.PARTNER}},
}


class WorkflowPages(Lists):
    """Lists, search and diary as staff see them."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        super().__init__(settings, organisation)
        self.journal_cases = self._database.collection(JournalCase)
        self.mirrored = self._database.collection(MirroredCase)
        self.app = self._app(organisation)

    async def prepare(self) -> None:
        await super().prepare()
        for collection in (self.journal_cases, self.mirrored):
            collection.stored = Counted(collection.stored, self.calls)

    def staff(self, user: str) -> StaffBrowser:
        """One of `STAFF`, logged in once it is entered as a context."""
        browser = StaffBrowser("http://workflow.example", user)
        browser.http = self.anyone()
        return browser

    def anyone(self) -> httpx.AsyncClient:
        """A browser in which nobody is logged in."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://workflow.example",
            headers=OURS,
        )

    async def cost(self, browser: StaffBrowser, path: str) -> int:
        """The round trips that a page costs."""
        self.calls.clear()
        await browser.get(path)
        return self.calls.total()

    def _app(self, organisation: Organisation) -> FastAPI:
        access = Access(organisation)
        keys = SigningKeys.parse("sessions-of-the-tests", "LYHORD_SESSION_KEY")
        accounts = Accounts(
            [
                Account.model_validate({"user": user, "password_hash": _HASHED, **rest})
                for user, rest in STAFF.items()
            ],
            [],
        )
        sessions = Sessions(accounts, keys, self.clock)
        authentication = Authentication(accounts, sessions)
        frame = staff_frame(organisation, access, WorkflowSettings())
        office = Office(frame, authentication, access, organisation, self.clock)
        journal = Journal(self.journal_cases, organisation, self.clock)
        conflicts = Conflicts(self.mirrored)
        cases = PermittedCases(self.handling, access)
        files = CaseFiles(NO_INTAKE, None)
        desk = CaseOffice(
            office,
            cases,
            self.listed,
            self.cases,
            accounts,
            files,
            CaseViews(organisation),
            SameEvent(self.listed, access),
            "https://utskick.example/utskick/arenden",
        )
        app = FastAPI()
        answer_problems(app)
        for pages in (
            WorkListPages(office, self.work),
            SearchPages(office, self.search, keys),
            JournalPages(office, journal, conflicts),
            ConflictPages(office, conflicts, cases),
            CasePages(desk),
            StepPages(desk),
        ):
            app.include_router(pages.routes())
        app.include_router(frame.pages.routes())
        add_error_pages(app, frame.pages)
        LoginPages(authentication, sessions, frame, HOME).add_to(app)
        return app


def came_in(days_ago: int = 0, **given: Any) -> CaseReceived:
    """A case of the northern home care, unless told otherwise."""
    facts = {"board": "von", "unit": NORTH, **given}
    return told(received_on=(MOMENT - timedelta(days=days_ago)).date(), **facts)
