"""Wires the notifications service together."""

import socket
from datetime import timedelta

from fastapi import FastAPI

from services.notifications.api import reading
from services.notifications.backlog import Backlog
from services.notifications.bus import receive
from services.notifications.calendar.addresses import CalendarAddresses, CalendarVersion
from services.notifications.calendar.calendars import Calendars
from services.notifications.carrying.calls import Calls
from services.notifications.carrying.letters import LetterQueue
from services.notifications.carrying.waiting import Errands
from services.notifications.erasure import Erasing, Erasure
from services.notifications.listing import DeadlineLists
from services.notifications.notices.announcements import PUBLISHED, SERVICE
from services.notifications.notices.notices import Notice
from services.notifications.pages.absences import AbsencePages
from services.notifications.pages.alarms import AlarmPages
from services.notifications.pages.calendars import CalendarPages
from services.notifications.pages.calls import CallPages
from services.notifications.pages.control import ControlPages
from services.notifications.pages.frame import HOME, staff_frame
from services.notifications.pages.letters import LetterPages
from services.notifications.pages.notices import NoticePages
from services.notifications.pages.office import Office
from services.notifications.pages.texts import TextPages
from services.notifications.planning.acknowledging import Acknowledging
from services.notifications.planning.address_cap import AddressCap
from services.notifications.planning.alarming import Alarming
from services.notifications.planning.breach import Breach
from services.notifications.planning.channel_state import ChannelState
from services.notifications.planning.complainants import Complainants
from services.notifications.planning.digests import DigestContent, Digests
from services.notifications.planning.late_for_digest import LateForDigest
from services.notifications.planning.listed_cases import ListedCases
from services.notifications.planning.lists import ListDay, Lists
from services.notifications.planning.parked import Parked
from services.notifications.planning.protecting import Protecting
from services.notifications.planning.scheduler import Scheduler
from services.notifications.planning.staff_post import StaffPost
from services.notifications.planning.telling import Teller
from services.notifications.proof.alarms import AlarmList
from services.notifications.proof.api import controlling_routes
from services.notifications.proof.controlling import Controlling
from services.notifications.proof.noticed import NoticeLists
from services.notifications.renewal import Renewal
from services.notifications.sending.addressing import Addressing
from services.notifications.sending.answers import Answers
from services.notifications.sending.attempts import Patience
from services.notifications.sending.errands import Errand
from services.notifications.sending.postman import Postman
from services.notifications.sending.returns import Returns
from services.notifications.sending.smtp import Security, SmtpPool
from services.notifications.settings import NotificationSettings
from services.notifications.staff.absence_desk import AbsenceDesk
from services.notifications.staff.absences import Absence, AbsenceBook
from services.notifications.staff.api import absences_api
from services.notifications.staff.mail_choices import MailChoice, MailChoices
from services.notifications.staff.posts import Posts
from services.notifications.staff.readers import Readers
from services.notifications.texts.checking import load_texts
from services.notifications.texts.letters import Links
from services.notifications.texts.overviews import OverviewWriter
from services.notifications.texts.paper import PaperWriter
from services.notifications.texts.previews import Previews
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from services.notifications.watching import Watching
from shared.correspondence import WorkflowCorrespondence
from shared.events.notices import NoticeKind
from shared.identity.accounts import Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.sessions import Sessions, session_keys
from shared.identity.web import Authentication
from shared.organisation import load_organisation
from shared.pages.errors import add_error_pages
from shared.service import Service

BODY_LIMIT = 64 * 1024
"""Bytes."""


def assembled(settings: NotificationSettings) -> tuple[Service, FastAPI]:
    """The service and its HTTP side; nothing is started yet."""
    organisation = load_organisation(settings.organisation)
    service = Service(SERVICE, "Acknowledgements, deadlines and reminders", settings)
    clock = service.clock
    accounts = Accounts.of(settings)
    keys = session_keys(settings)
    sessions = Sessions(accounts, keys, clock)
    authentication = Authentication(accounts, sessions)
    cases = service.database.versioned(WatchedCase)
    notices = service.database.versioned(Notice, outbox=True)
    breaches = service.database.collection(Breach, outbox=True)
    erasures = service.database.collection(Erasure, outbox=True)

    book = AbsenceBook(service.database.collection(Absence))
    choices = MailChoices(service.database.collection(MailChoice))
    contents = service.database.collection(DigestContent)
    posts = Posts(organisation)
    readers = Readers(posts, book, choices, clock)

    correspondence = WorkflowCorrespondence(str(settings.workflow_url), settings.service_token)
    texts, links = load_texts(settings.organisation, organisation), _links(settings)
    writer = Writer(texts, organisation, links)
    paper = PaperWriter(texts, organisation, links)
    answers = Answers(correspondence, organisation)
    overviews = OverviewWriter(texts, organisation, links)
    backlog = Backlog(clock, lambda: service.bus.connected)
    relay = SmtpPool(
        settings.relay,
        settings.smtp_out_connections,
        settings.smtp_out_timeout,
        socket.gethostname(),
        Security(settings.smtp_out_require_tls, settings.smtp_out_ca_file),
    )
    errands: dict[NoticeKind, Errand] = {
        NoticeKind.DIGEST: Digests(
            notices, cases, contents, readers, writer, overviews, backlog, clock
        ),
        NoticeKind.LIST: ListedCases(cases, organisation, readers, overviews, backlog, clock),
    }
    postman = Postman(
        notices,
        cases,
        writer,
        relay,
        answers,
        Addressing(readers, notices, organisation),
        errands,
        lease=timedelta(seconds=settings.notice_lease),
        patience=Patience(
            tuple(timedelta(seconds=delay) for delay in settings.notice_retry_delays),
            timedelta(seconds=settings.notice_give_up_after),
        ),
        clock=clock,
        fault=service.fault,
    )
    complainants = Complainants(notices, organisation, writer, postman, clock)
    staff_post = StaffPost(notices, readers, postman, clock)
    acknowledging = Acknowledging(
        complainants, writer, postman, clock, AddressCap(settings.acknowledgements_a_day)
    )
    watching = Watching(
        cases,
        organisation,
        acknowledging,
        clock,
        timedelta(seconds=settings.acknowledge_unnumbered_after),
    )
    erasing = Erasing(cases, notices, erasures, watching, clock)
    scheduler = Scheduler(
        cases,
        notices,
        breaches,
        organisation,
        acknowledging,
        postman,
        staff_post,
        backlog,
        clock,
        complainants,
    )

    async def stop_sending() -> None:
        await postman.finish(settings.drain_seconds)
        await relay.close()
        await correspondence.close()

    channels = service.database.versioned(ChannelState)
    alarming = Alarming(notices, channels, organisation, postman, clock)
    parked = Parked(notices, writer, postman, alarming)
    returns = Returns(notices, clock, errands)
    protecting = Protecting(notices)
    teller = Teller(cases, notices, complainants, writer, postman, staff_post, clock)
    listing = Lists(
        notices,
        service.database.collection(ListDay),
        organisation,
        LateForDigest(notices, readers, clock),
        postman,
        backlog,
        clock,
    )
    receive(service.bus, watching, erasing, backlog, alarming, teller, returns, protecting)
    service.publishes(*PUBLISHED)
    service.check("texts", writer.check)
    service.job("postman", postman.run)
    service.job("idle_connections", relay.run)
    service.job("parked", parked.run)
    service.job("scheduler", scheduler.run)
    service.job("renewal", Renewal(cases, organisation).run)
    service.job("lists", listing.run)
    service.before_stop(stop_sending)
    lists = DeadlineLists(cases, organisation, clock)
    noticed = NoticeLists(notices, cases, clock)
    alarms = AlarmList(cases, notices, channels, organisation, clock)
    controlling = Controlling(cases, organisation, clock)
    previews = Previews(texts, organisation)
    frame = staff_frame(organisation, settings)
    office = Office(frame, authentication, organisation, clock, links)
    by_hand = Errands(notices, cases, paper, clock)
    letters = LetterQueue(notices, by_hand, paper, answers, clock)
    calls = Calls(notices, by_hand, paper, answers, clock)
    desk = AbsenceDesk(posts, book, accounts, clock)
    addresses = CalendarAddresses(service.database.collection(CalendarVersion), accounts, keys)
    app = service.app(
        api=[
            reading(cases, noticed, lists, authentication, organisation, clock),
            controlling_routes(controlling, authentication, organisation),
            absences_api(desk, authentication),
        ],
        pages=[
            frame.pages.routes(),
            NoticePages(office, noticed, cases).routes(),
            AlarmPages(office, alarms).routes(),
            ControlPages(office, controlling).routes(),
            LetterPages(office, letters, settings.workflow_page("")).routes(),
            CallPages(office, calls, settings.workflow_page("")).routes(),
            TextPages(office, previews).routes(),
            AbsencePages(office, desk, choices).routes(),
            CalendarPages(
                office, addresses, Calendars(cases, organisation, links), settings
            ).routes(),
        ],
        body_limit=BODY_LIMIT,
    )
    add_error_pages(app, frame.pages)
    LoginPages(authentication, sessions, frame, HOME).add_to(app)
    return service, app


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(NotificationSettings())
    service.run(app)


def _links(settings: NotificationSettings) -> Links:
    return Links(
        intake=str(settings.intake_url).rstrip("/"),
        workflow=settings.workflow_page(""),
        notifications=settings.notifications_page(""),
    )
