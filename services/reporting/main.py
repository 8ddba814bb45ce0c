"""Wires the reporting service together."""

from datetime import timedelta

from fastapi import FastAPI

from services.reporting.api import figures, rebuilds
from services.reporting.bus import receive
from services.reporting.counting import Counting
from services.reporting.erasures import Erasure, Erasures
from services.reporting.fact_collections import FactCollections
from services.reporting.facts_in_use import FactsInUse
from services.reporting.goals.api import goals
from services.reporting.goals.goals import Goals
from services.reporting.learning_cards.api import learning_cards
from services.reporting.learning_cards.cards import LearningCards
from services.reporting.learning_cards.finding import CaseFinder
from services.reporting.learning_cards.talks import Talks
from services.reporting.like_for_like.api import comparison
from services.reporting.like_for_like.comparisons import Comparisons
from services.reporting.like_for_like.reported import ReportedFigures
from services.reporting.open_data.api import open_data
from services.reporting.pages import figure_pages
from services.reporting.pages.card_desk import CardDesk
from services.reporting.pages.card_writing import CardWriting
from services.reporting.pages.comparison import ComparisonPage
from services.reporting.pages.desk import FigureDesk
from services.reporting.pages.frame import HOME, SURVEY_IMPORTS, staff_frame
from services.reporting.pages.goals import GoalPages
from services.reporting.pages.learning_cards import LearningCardPages
from services.reporting.pages.office import Office
from services.reporting.pages.rebuild_pages import RebuildPages
from services.reporting.pages.report_pages import ReportPages
from services.reporting.pages.signals import SignalPages
from services.reporting.pages.survey import SurveyPages
from services.reporting.pages.survey_imports import SurveyImportPages
from services.reporting.pages.words import Words
from services.reporting.pages.zeros import ZeroPages
from services.reporting.rebuilding import Rebuilding
from services.reporting.report.api import reporting
from services.reporting.report.guarding import by_the_rules
from services.reporting.report.reports import Reports
from services.reporting.settings import ReportingSettings
from services.reporting.signals.api import signals
from services.reporting.signals.kept import KeptSignal, Reckoned
from services.reporting.signals.register import SignalRegister
from services.reporting.signals.zeros import ZeroMonth, Zeros
from services.reporting.survey_results.api import IMPORTS
from services.reporting.survey_results.api import surveys as survey_results
from services.reporting.survey_results.carrying import LIST_LIMIT
from services.reporting.survey_results.kept import (
    NationalResult,
    NationalResults,
    OwnAnswers,
    SurveyImport,
)
from services.reporting.surveys import SurveyAnswer, Surveys
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from services.reporting.tidying import Tidying
from services.reporting.workflow_snapshots import WorkflowSnapshots
from shared.identity.accounts import Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.sessions import Sessions, session_keys
from shared.identity.web import Authentication
from shared.organisation import load_organisation
from shared.pages.errors import add_error_pages
from shared.service import Service

BODY_LIMIT = 64 * 1024
"""Bytes."""


def assembled(settings: ReportingSettings) -> tuple[Service, FastAPI]:
    """The service and its HTTP side; nothing is started yet."""
    organisation = load_organisation(settings.organisation)
    service = Service("reporting", "Facts and statistics of every case", settings)
    accounts = Accounts.of(settings)
    sessions = Sessions(accounts, session_keys(settings), service.clock)
    authentication = Authentication(accounts, sessions)
    collections = FactCollections(service.database)
    rebuilding = Rebuilding(
        collections,
        WorkflowSnapshots(str(settings.workflow_url), settings.service_token),
        service.clock,
        service.fault,
        timedelta(seconds=settings.rebuild_patience),
    )
    tidying = Tidying(collections, service.clock, timedelta(seconds=settings.rebuild_grace))
    erasures = Erasures(service.database.collection(Erasure, outbox=True), service.clock)
    targets = Targets(organisation)
    table = FactTable(collections, targets, service.clock)
    answers = service.database.collection(SurveyAnswer)
    surveys = Surveys(answers)
    own_answers = OwnAnswers(answers, table)
    national = NationalResults(
        service.database.collection(NationalResult),
        service.database.collection(SurveyImport),
        service.clock,
    )
    measuring = Goals(table, own_answers, organisation, service.clock)
    facts = FactsInUse(collections, table, organisation)
    finder = CaseFinder(facts, table, organisation)
    cards = LearningCards(service.database, finder, organisation, service.clock)
    talks = Talks(service.database, organisation, service.clock)
    counting = Counting(collections, targets, service.clock)
    receive(service.bus, counting, erasures, surveys, cards)
    zeros = Zeros(service.database.collection(ZeroMonth), table, organisation, service.clock)
    register = SignalRegister(
        service.database.versioned(KeptSignal, outbox=True),
        service.database.collection(Reckoned),
        zeros,
        table,
        organisation,
        service.clock,
    )
    service.publishes("case.erasure-done", "signal.raised")
    service.job("rebuilding", rebuilding.run)
    service.job("tidying", tidying.run)
    service.job("table", table.run)
    service.job("signals", register.run)
    comparisons = Comparisons(table, organisation, service.clock)
    frame = staff_frame(organisation, settings)
    office = Office(frame, authentication, organisation, service.clock)
    desk = FigureDesk(office, facts, Words(organisation), settings.workflow_page)
    reports = Reports(service.database, table, organisation, service.clock, by_the_rules)
    card_desk = CardDesk(office, cards, talks, settings.workflow_page("/arenden"))
    reported = ReportedFigures(reports, organisation)
    app = service.app(
        api=[
            figures(facts, organisation, authentication),
            comparison(comparisons, reported, organisation, authentication),
            signals(register, zeros, organisation, authentication),
            goals(measuring, organisation, authentication),
            survey_results(own_answers, national, organisation, authentication),
            open_data(table, organisation, service.clock, authentication),
            rebuilds(rebuilding, authentication),
            reporting(reports, organisation, authentication),
            learning_cards(cards, talks, organisation, service.clock, authentication),
        ],
        pages=[
            frame.pages.routes(),
            figure_pages(desk),
            ComparisonPage(desk, reported).routes(),
            SignalPages(office, register, table, settings.workflow_page("/arenden")).routes(),
            ZeroPages(office, zeros).routes(),
            GoalPages(office, measuring).routes(),
            SurveyImportPages(office, national).routes(),
            SurveyPages(office, own_answers, national).routes(),
            ReportPages(office, reports).routes(),
            CardWriting(card_desk).routes(),
            LearningCardPages(card_desk, talks).routes(),
            RebuildPages(office, rebuilding).routes(),
        ],
        body_limit=BODY_LIMIT,
        larger_bodies={
            IMPORTS: LIST_LIMIT,
            SURVEY_IMPORTS: LIST_LIMIT + BODY_LIMIT,
            f"{SURVEY_IMPORTS}/spara": LIST_LIMIT + BODY_LIMIT,
        },
    )
    add_error_pages(app, frame.pages)
    LoginPages(authentication, sessions, frame, HOME).add_to(app)
    return service, app


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(ReportingSettings())
    service.run(app)
