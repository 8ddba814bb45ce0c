"""Reporting's pages of signals, zeros, goals and surveys in the test's process, on a real store."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from services.reporting.counting import Counting
from services.reporting.fact_collections import FactCollections
from services.reporting.goals.goals import Goals
from services.reporting.pages.frame import HOME, staff_frame
from services.reporting.pages.goals import GoalPages
from services.reporting.pages.office import Office
from services.reporting.pages.signals import SignalPages
from services.reporting.pages.survey import SurveyPages
from services.reporting.pages.survey_imports import SurveyImportPages
from services.reporting.pages.zeros import ZeroPages
from services.reporting.settings import ReportingSettings
from services.reporting.signals.kept import KeptSignal, Reckoned
from services.reporting.signals.register import SignalRegister
from services.reporting.signals.zeros import ZeroMonth, Zeros
from services.reporting.survey_results.kept import (
    NationalResult,
    NationalResults,
    OwnAnswers,
    SurveyImport,
)
from services.reporting.survey_results.national import read_list
from services.reporting.surveys import SurveyAnswer
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.envelope import Actor
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Feedback, Role
from shared.identity.accounts import Account, Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.sessions import Sessions
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.organisation import Organisation
from shared.pages.errors import add_error_pages
from shared.settings import Settings
from shared.signing_keys import SigningKeys
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from shared.web.problems import answer_problems
from tests.support.organisations import with_all_units_open
from tests.support.staff import OURS, PASSWORD, StaffBrowser
from tests.support.submissions import submission

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
SILENT, BUSY = "hemvard-norr", "hemvard-soder"
CATEGORY = "conduct-communication"
STAFF: Mapping[str, Mapping[str, Any]] = {
    "kvalitet": {"roles": {Role.QUALITY}},
    "enhetschef": {"roles": {Role.MANAGER}, "board": "von", "unit": SILENT, "account": "chef"},
    "omradeschef": {"roles": {Role.HEAD_OF_OPERATIONS}, "board": "von"},
    "socialsekreterare": {"roles": {Role.CASEWORKER}, "board": "sn"},
    "kontaktcenter": {"roles": {Role.STAFF}},
    "förvaltare": {"roles": {Role.ADMINISTRATOR}},
    "områdeskvalitet": {"roles": {Role.HEAD_OF_OPERATIONS, Role.QUALITY}, "board": "von"},
    "kvalitet-sn": {"roles": {Role.QUALITY}, "board": "sn"},
}
NATIONAL = (
    "år;nämnd;enhet;fråga;svar;procent;antal svarande\r\n"
    "2026;von;;Vet du vart du vänder dig med klagomål?;Ja;61;412\r\n"
    "2026;von;;Vet du vart du vänder dig med klagomål?;Delvis;24;412\r\n"
    "2026;von;;Vet du vart du vänder dig med klagomål?;Nej;15;412\r\n"
)
_HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


class SignalDesk:
    """One service's parts, and its pages as staff see them."""

    def __init__(self, settings_for: Callable[..., Settings], organisation: Organisation) -> None:
        self.clock = MovableClock(NOW)
        self.organisation = with_all_units_open(organisation)
        self._database = Database(settings_for(), "reporting", OutboxRelay(_published))
        collections = FactCollections(self._database)
        self._counting = Counting(collections, Targets(self.organisation), self.clock)
        table = FactTable(collections, Targets(self.organisation), self.clock)
        zeros = Zeros(self._database.collection(ZeroMonth), table, self.organisation, self.clock)
        self.register = SignalRegister(
            self._database.versioned(KeptSignal, outbox=True),
            self._database.collection(Reckoned),
            zeros,
            table,
            self.organisation,
            self.clock,
        )
        self.answers = self._database.collection(SurveyAnswer)
        own = OwnAnswers(self.answers, table)
        self.national = NationalResults(
            self._database.collection(NationalResult),
            self._database.collection(SurveyImport),
            self.clock,
        )
        goals = Goals(table, own, self.organisation, self.clock)
        self.app = self._app(table, zeros, own, goals)

    async def prepare(self) -> None:
        """Create the indexes."""
        await self._database.prepare()

    async def fill(self) -> None:
        """Three years of cases: a unit that falls silent, one that goes on, answers, and more."""
        weeks = [date(2024, 1, 1) + timedelta(days=7 * n) for n in range(151)]
        cases = [
            *(_case(SILENT, day) for day in weeks if day < date(2026, 8, 1)),
            *(_case(BUSY, day) for day in weeks),
            *(
                _case(BUSY, date(2026, 10, 1 + n), category="conduct-communication")
                for n in range(16)
            ),
            *(submission(board="sn", received_on=day, feedback=Feedback.GIVEN) for day in weeks),
        ]
        await self.count(*cases)
        for number, case in enumerate(cases[:90]):
            await self.answers.insert(
                SurveyAnswer(
                    id=str(new_id()),
                    case_id=str(case.case_id),
                    survey="after-closing.v1",
                    answers={"treatment": 1 + number % 5, "handling": 5 if number % 3 else 2},
                    answered_on=date(2026, 5, 4),
                )
            )
        await self.national.take(
            read_list(NATIONAL.encode(), self.organisation),
            "Brukarundersökningen 2026",
            Actor(role=Role.QUALITY, id="kvalitet"),
        )
        await self.register.reckon()

    async def count(self, *events: CaseReceived) -> None:
        """Have the cases counted."""
        await asyncio.gather(*(self._counting.count(event) for event in events))

    def staff(self, user: str) -> StaffBrowser:
        """One of `STAFF`, logged in once it is entered as a context."""
        browser = StaffBrowser("http://reporting.example", user)
        browser.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://reporting.example",
            headers=OURS,
        )
        return browser

    async def close(self) -> None:
        await self._database.close()

    def _app(self, table: FactTable, zeros: Zeros, own: OwnAnswers, goals: Goals) -> FastAPI:
        accounts = Accounts(_accounts(), [])
        keys = SigningKeys.parse("sessions-of-the-tests", "LYHORD_SESSION_KEY")
        sessions = Sessions(accounts, keys, self.clock)
        authentication = Authentication(accounts, sessions)
        frame = staff_frame(self.organisation, ReportingSettings())
        office = Office(frame, authentication, self.organisation, self.clock)
        app = FastAPI()
        answer_problems(app)
        for router in (
            frame.pages.routes(),
            SignalPages(office, self.register, table, "http://workflow.example/arenden").routes(),
            ZeroPages(office, zeros).routes(),
            GoalPages(office, goals).routes(),
            SurveyImportPages(office, self.national).routes(),
            SurveyPages(office, own, self.national).routes(),
        ):
            app.include_router(router)
        add_error_pages(app, frame.pages)
        LoginPages(authentication, sessions, frame, HOME).add_to(app)
        return app


def _accounts() -> Sequence[Account]:
    return [
        Account.model_validate({"user": user, "password_hash": _HASHED, **rest})
        for user, rest in STAFF.items()
    ]


def _case(unit: str, day: date, **facts: Any) -> CaseReceived:
    return submission(board="von", unit=unit, received_on=day, **facts)


async def _published(_entry: OutboxEntry) -> None:
    """There is no broker here."""
