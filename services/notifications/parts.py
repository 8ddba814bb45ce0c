"""What notifications is made of, put together from its settings. Nothing is started yet."""

import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from services.notifications.backlog import Backlog
from services.notifications.calendar.addresses import CalendarAddresses
from services.notifications.carrying.calls import Calls
from services.notifications.carrying.letters import LetterQueue
from services.notifications.carrying.waiting import Errands
from services.notifications.erasure import Erasing
from services.notifications.listing import DeadlineLists
from services.notifications.notices.announcements import SERVICE
from services.notifications.pages.frame import staff_frame
from services.notifications.pages.office import Office
from services.notifications.planning.acknowledging import Acknowledging
from services.notifications.planning.address_cap import AddressCap
from services.notifications.planning.alarming import Alarming
from services.notifications.planning.complainants import Complainants
from services.notifications.planning.digests import Digests
from services.notifications.planning.late_for_digest import LateForDigest
from services.notifications.planning.listed_cases import ListedCases
from services.notifications.planning.lists import Lists
from services.notifications.planning.parked import Parked
from services.notifications.planning.protecting import Protecting
from services.notifications.planning.scheduler import Scheduler
from services.notifications.planning.signals import SignalTeller
from services.notifications.planning.staff_post import StaffPost
from services.notifications.planning.telling import Teller
from services.notifications.proof.alarms import AlarmList
from services.notifications.proof.controlling import Controlling
from services.notifications.proof.noticed import NoticeLists
from services.notifications.records import Records
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
from services.notifications.staff.absences import AbsenceBook
from services.notifications.staff.mail_choices import MailChoices
from services.notifications.staff.posts import Posts
from services.notifications.staff.readers import Readers
from services.notifications.texts.checking import load_texts
from services.notifications.texts.letters import Links
from services.notifications.texts.overviews import OverviewWriter
from services.notifications.texts.paper import PaperWriter
from services.notifications.texts.previews import Previews
from services.notifications.texts.writing import Writer
from services.notifications.watching import Watching
from shared.correspondence import WorkflowCorrespondence
from shared.events.notices import NoticeKind
from shared.identity.accounts import Accounts
from shared.identity.sessions import Sessions, session_keys
from shared.identity.web import Authentication
from shared.organisation import Organisation, load_organisation
from shared.service import Service


@dataclass(frozen=True)
class Parts:
    """Each part once."""

    settings: NotificationSettings
    service: Service
    organisation: Organisation
    sessions: Sessions
    authentication: Authentication
    records: Records
    correspondence: WorkflowCorrespondence
    writer: Writer
    backlog: Backlog
    relay: SmtpPool
    postman: Postman
    watching: Watching
    erasing: Erasing
    scheduler: Scheduler
    alarming: Alarming
    parked: Parked
    returns: Returns
    protecting: Protecting
    teller: Teller
    signal_teller: SignalTeller
    lists: Lists
    renewal: Renewal
    office: Office
    deadline_lists: DeadlineLists
    noticed: NoticeLists
    alarms: AlarmList
    controlling: Controlling
    previews: Previews
    letters: LetterQueue
    calls: Calls
    choices: MailChoices
    absences: AbsenceDesk
    calendar_addresses: CalendarAddresses

    @classmethod
    def of(cls, settings: NotificationSettings) -> Self:
        """Raises what the settings, the organisation's files and its texts are wrong in."""
        organisation = load_organisation(settings.organisation)
        service = Service(SERVICE, "Acknowledgements, deadlines and reminders", settings)
        clock = service.clock
        accounts = Accounts.of(settings)
        keys = session_keys(settings)
        sessions = Sessions(accounts, keys, clock)
        authentication = Authentication(accounts, sessions)
        records = Records.of(service.database)
        notices, cases = records.notices, records.cases

        book, choices = AbsenceBook(records.absences), MailChoices(records.mail_choices)
        posts = Posts(organisation)
        readers = Readers(posts, book, choices, clock)

        correspondence = WorkflowCorrespondence(str(settings.workflow_url), settings.service_token)
        texts, links = load_texts(settings.organisation, organisation), links_of(settings)
        writer = Writer(texts, organisation, links)
        paper = PaperWriter(texts, organisation, links)
        overviews = OverviewWriter(texts, organisation, links)
        answers = Answers(correspondence, organisation)
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
                notices,
                cases,
                records.digest_contents,
                readers,
                writer,
                overviews,
                backlog,
                clock,
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
        alarming = Alarming(notices, records.channels, organisation, postman, clock)
        by_hand = Errands(notices, cases, paper, clock)
        return cls(
            settings=settings,
            service=service,
            organisation=organisation,
            sessions=sessions,
            authentication=authentication,
            records=records,
            correspondence=correspondence,
            writer=writer,
            backlog=backlog,
            relay=relay,
            postman=postman,
            watching=watching,
            erasing=Erasing(cases, notices, records.erasures, watching, clock),
            scheduler=Scheduler(
                cases,
                notices,
                records.breaches,
                organisation,
                acknowledging,
                postman,
                staff_post,
                backlog,
                clock,
                complainants,
            ),
            alarming=alarming,
            parked=Parked(notices, writer, postman, alarming),
            returns=Returns(notices, clock, errands),
            protecting=Protecting(notices),
            teller=Teller(cases, notices, complainants, writer, postman, staff_post, clock),
            signal_teller=SignalTeller(organisation, staff_post, clock),
            lists=Lists(
                notices,
                records.list_days,
                organisation,
                LateForDigest(notices, readers, clock),
                postman,
                backlog,
                clock,
            ),
            renewal=Renewal(cases, organisation),
            office=Office(
                staff_frame(organisation, settings), authentication, organisation, clock, links
            ),
            deadline_lists=DeadlineLists(cases, organisation, clock),
            noticed=NoticeLists(notices, cases, clock),
            alarms=AlarmList(cases, notices, records.channels, organisation, clock),
            controlling=Controlling(cases, organisation, clock),
            previews=Previews(texts, organisation),
            letters=LetterQueue(notices, by_hand, paper, answers, clock),
            calls=Calls(notices, by_hand, paper, answers, clock),
            choices=choices,
            absences=AbsenceDesk(posts, book, accounts, clock),
            calendar_addresses=CalendarAddresses(records.calendar_versions, accounts, keys),
        )


def links_of(settings: NotificationSettings) -> Links:
    """Where browsers reach the services, for what mails link to."""
    return Links(
        intake=str(settings.intake_url).rstrip("/"),
        workflow=settings.workflow_page(""),
        notifications=settings.notifications_page(""),
        reporting=settings.reporting_page(""),
    )
