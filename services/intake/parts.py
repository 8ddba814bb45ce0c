"""What intake is made of, put together from its settings. Nothing is started yet."""

from dataclasses import dataclass
from typing import Self

from services.intake.abuse.quarantine import Quarantine
from services.intake.abuse.rates import Rates
from services.intake.abuse.spam_watch import SpamWatch
from services.intake.abuse.upkeep import Upkeep
from services.intake.attachments.keeping import Attachments
from services.intake.attachments.sweeping import Sweeper
from services.intake.duplicate_search import DuplicateSearch
from services.intake.erasure import Erasing
from services.intake.following import Following
from services.intake.guard.assembly import Guard, guard_of
from services.intake.imap.mailboxes import read_mailboxes
from services.intake.imap.watch import MailboxWatch
from services.intake.imports.importing import Imports
from services.intake.imports.running import RunningImports
from services.intake.mail.sender_caps import SenderCaps
from services.intake.mailbox import Mailbox
from services.intake.partners.changes import PartnerCases
from services.intake.public.pages import TEMPLATE_FOLDER, public_site
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.settings import IntakeSettings
from services.intake.smtp import SmtpListener
from services.intake.staff.pages import cases_link, figures_link, staff_frame
from services.intake.staff.pages.desk import Desk
from services.intake.survey import Surveys
from shared.correspondence import WorkflowCorrespondence
from shared.identity.accounts import Accounts
from shared.identity.sessions import Sessions, session_keys
from shared.identity.web import Authentication
from shared.organisation import Organisation, load_organisation
from shared.pages.rendering import Pages
from shared.service import Service


@dataclass(frozen=True)
class Parts:
    """Each part once."""

    settings: IntakeSettings
    service: Service
    organisation: Organisation
    sessions: Sessions
    authentication: Authentication
    records: Records
    attachments: Attachments
    sweeper: Sweeper
    reception: Reception
    quarantine: Quarantine
    upkeep: Upkeep
    rates: Rates
    spam_watch: SpamWatch
    mailbox: Mailbox
    smtp: SmtpListener
    mailboxes: MailboxWatch
    guard: Guard
    partners: PartnerCases
    erasing: Erasing
    correspondence: WorkflowCorrespondence
    following: Following
    surveys: Surveys
    importing: Imports
    running_imports: RunningImports
    pages: Pages
    desk: Desk

    @classmethod
    def of(cls, settings: IntakeSettings) -> Self:
        """Raises what the settings and the organisation's files are wrong in."""
        organisation = load_organisation(settings.organisation)
        service = Service("intake", "Every way in: web, e-mail, staff, partners", settings)
        clock, fault = service.clock, service.fault
        accounts = Accounts.of(settings)
        sessions = Sessions(accounts, session_keys(settings), clock)
        authentication = Authentication(accounts, sessions)
        keys = settings.receipt_keys
        records = Records.of(service.database)
        attachments = Attachments(
            records, clock, settings.attachment_limits, settings.scanner, fault
        )
        reception = Reception(records, attachments, organisation, keys, clock, fault)
        quarantine = Quarantine(records, organisation, clock, fault)
        caps = SenderCaps(settings.mail_sender_cap, settings.mail_cap)
        mailbox = Mailbox(records, reception, attachments, organisation, clock, fault, caps)
        mailboxes = MailboxWatch(
            read_mailboxes(settings.mailboxes, organisation) if settings.mailboxes else [],
            records.mailboxes,
            mailbox.take,
            organisation,
            lease_seconds=settings.mailbox_lease,
            drain_seconds=settings.drain_seconds,
            clock=clock,
            fault=fault,
        )
        correspondence = WorkflowCorrespondence(str(settings.workflow_url), settings.service_token)
        surveys = Surveys(records.survey_answers, clock)
        importing = Imports(records, organisation, clock, settings.import_patience, fault)
        return cls(
            settings=settings,
            service=service,
            organisation=organisation,
            sessions=sessions,
            authentication=authentication,
            records=records,
            attachments=attachments,
            sweeper=Sweeper(records, attachments, clock, settings.attachment_unclaimed),
            reception=reception,
            quarantine=quarantine,
            upkeep=Upkeep(records, quarantine, attachments, clock, settings.spam_kept, fault),
            rates=Rates(settings.rates, settings.rate_in_all),
            spam_watch=SpamWatch(settings.thresholds, settings.same_text),
            mailbox=mailbox,
            smtp=SmtpListener(mailbox.take, organisation, settings),
            mailboxes=mailboxes,
            guard=guard_of(
                records, reception.arrivals, mailboxes, quarantine, organisation, settings, clock
            ),
            partners=PartnerCases(records, clock),
            erasing=Erasing(records, attachments, clock),
            correspondence=correspondence,
            following=Following(records, reception, attachments, correspondence, surveys),
            surveys=surveys,
            importing=importing,
            running_imports=RunningImports(importing),
            pages=Pages(public_site(organisation, settings.root_path), [TEMPLATE_FOLDER]),
            desk=Desk(
                reception,
                attachments,
                DuplicateSearch(records, organisation, keys, clock),
                quarantine,
                organisation,
                accounts,
                authentication,
                staff_frame(
                    organisation,
                    settings.root_path,
                    (
                        cases_link(settings.workflow_page),
                        figures_link(settings.reporting_page),
                    ),
                ),
                keys.current,
                clock,
            ),
        )
