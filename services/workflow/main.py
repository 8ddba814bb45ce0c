"""Wires the workflow service together."""

from fastapi import FastAPI

from services.workflow.access import Access
from services.workflow.api import diary, reading, stepping, upkeep, working
from services.workflow.bus import receive
from services.workflow.case import Case
from services.workflow.case_files import CaseFiles
from services.workflow.external_diary.api import conflict_list
from services.workflow.external_diary.assembly import mirror_elsewhere
from services.workflow.external_diary.conflicts import Conflicts, MirroredCase
from services.workflow.handling import Handling
from services.workflow.journal import Journal, JournalCase
from services.workflow.listing import CaseLists, ListedCase
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
from services.workflow.registration import Registration
from services.workflow.renewal import Renewal, Renewed
from services.workflow.same_event import SameEvent
from services.workflow.search import Search
from services.workflow.search_entry import SearchEntry
from services.workflow.settings import WorkflowSettings
from services.workflow.snapshots import Snapshots
from services.workflow.stored_cases import StoredCases
from services.workflow.worklists import WorkLists
from shared.bus.publishing import EventPublisher
from shared.bus.subscriptions import HANDLING
from shared.identity.accounts import Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.sessions import Sessions, session_keys
from shared.identity.web import Authentication
from shared.organisation import load_organisation
from shared.pages.errors import add_error_pages
from shared.service import Service

BODY_LIMIT = 256 * 1024
"""Bytes."""


def assembled(settings: WorkflowSettings) -> tuple[Service, FastAPI]:
    """The service and its HTTP side; nothing is started yet."""
    organisation = load_organisation(settings.organisation)
    service = Service("workflow", "The case, its diary number and its handling", settings)
    accounts = Accounts.of(settings)
    keys = session_keys(settings)
    sessions = Sessions(accounts, keys, service.clock)
    authentication = Authentication(accounts, sessions)
    access = Access(organisation)
    entries = service.database.collection(SearchEntry)
    cases = StoredCases(service.database.versioned(Case, outbox=True), entries, organisation)
    listed = service.database.collection(ListedCase)
    registration = Registration(cases, organisation, service.clock, service.fault)
    handling = Handling(cases, registration, organisation, service.clock, service.fault)
    permitted = PermittedCases(handling, access)
    snapshots = Snapshots(cases, EventPublisher(service.bus), service.clock)
    receive(service.bus, registration, handling)
    service.publishes(*HANDLING, "case.snapshot", "case.erased")
    service.job("snapshots", snapshots.run)
    renewal = Renewal(cases, service.database.collection(Renewed), organisation)
    service.job("renewal", renewal.run)
    mirror_elsewhere(service, settings, cases, organisation)
    journal = Journal(service.database.collection(JournalCase), organisation, service.clock)
    conflicts = Conflicts(service.database.collection(MirroredCase))
    lists = CaseLists(listed, organisation, access, service.clock)
    work = WorkLists(listed, organisation, access, service.clock)
    search = Search(listed, entries, organisation, access, service.clock)
    frame = staff_frame(organisation, access, settings)
    office = Office(frame, authentication, access, organisation, service.clock)
    files = CaseFiles(str(settings.intake_url), settings.service_token)
    service.before_stop(files.close)
    desk = CaseOffice(
        office,
        permitted,
        listed,
        cases,
        accounts,
        files,
        CaseViews(organisation),
        SameEvent(listed, access),
        settings.notifications_page("/utskick/arenden"),
        settings.intake_page("/personal/enkat") if organisation.survey else None,
    )
    app = service.app(
        api=[
            reading(permitted, lists, authentication),
            working(work, search, authentication),
            diary(permitted, journal, organisation, authentication),
            conflict_list(conflicts, access, authentication),
            stepping(permitted, authentication),
            upkeep(snapshots, authentication),
        ],
        pages=[
            frame.pages.routes(),
            WorkListPages(office, work).routes(),
            SearchPages(office, search, keys).routes(),
            JournalPages(office, journal, conflicts).routes(),
            ConflictPages(office, conflicts, permitted).routes(),
            CasePages(desk).routes(),
            StepPages(desk).routes(),
        ],
        body_limit=BODY_LIMIT,
    )
    add_error_pages(app, frame.pages)
    LoginPages(authentication, sessions, frame, HOME).add_to(app)
    return service, app


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(WorkflowSettings())
    service.run(app)
