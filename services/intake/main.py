"""Wires intake together."""

from fastapi import FastAPI

from services.intake import bus
from services.intake.abuse.api import Doorkeeper, quarantine_routes
from services.intake.abuse.quarantine import Quarantine
from services.intake.abuse.rates import Rates
from services.intake.abuse.spam_watch import SpamWatch
from services.intake.abuse.upkeep import Upkeep
from services.intake.api import cases, organisation_offer
from services.intake.attachments.api import UPLOAD_PATHS, downloads, uploads
from services.intake.attachments.keeping import Attachments
from services.intake.attachments.later_scans import LaterScans
from services.intake.attachments.sweeping import Sweeper
from services.intake.correspondence import WorkflowCorrespondence
from services.intake.duplicate_search import DuplicateSearch
from services.intake.erasure import Erasing
from services.intake.following import Following
from services.intake.guard.api import channel_routes
from services.intake.guard.assembly import guard_of
from services.intake.imap.api import mailboxes as mailbox_routes
from services.intake.imap.mailboxes import read_mailboxes
from services.intake.imap.watch import MailboxWatch
from services.intake.imports.api import IMPORT_PATHS
from services.intake.imports.api import imports as import_routes
from services.intake.imports.importing import Imports
from services.intake.mail.api import inbound
from services.intake.mail.sender_caps import SenderCaps
from services.intake.mailbox import Mailbox
from services.intake.partners.api import partner_cases
from services.intake.partners.changes import PartnerCases
from services.intake.public.pages import TEMPLATE_FOLDER, public_pages, public_site
from services.intake.public.pages.following import FollowPages
from services.intake.public.pages.handing_in import FORM_PATH, UPLOADS_AT_ONCE
from services.intake.public.pages.printing import PrintingPages
from services.intake.public.pages.replying import FILES_AT_ONCE, WRITE_PATH
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.settings import IntakeSettings
from services.intake.smtp import SmtpListener
from services.intake.staff.pages import HOME, cases_link, staff_frame, staff_pages
from services.intake.staff.pages.channels import LINK as CHANNELS_LINK
from services.intake.staff.pages.channels import ChannelPages
from services.intake.staff.pages.desk import Desk
from services.intake.staff.pages.registering import FORM_PATHS, SCANS_AT_ONCE
from services.intake.survey import Surveys
from shared.identity.accounts import Accounts
from shared.identity.login_pages import LoginPages
from shared.identity.sessions import Sessions, session_keys
from shared.identity.web import Authentication
from shared.organisation import load_organisation
from shared.pages.errors import add_error_pages
from shared.pages.rendering import Pages
from shared.service import Service

BODY_LIMIT = 1_000_000
"""Bytes."""


def assembled(settings: IntakeSettings) -> tuple[Service, FastAPI]:
    """The service and its HTTP side; nothing is started yet."""
    organisation = load_organisation(settings.organisation)
    service = Service("intake", "Every way in: web, e-mail, staff, partners", settings)
    accounts = Accounts.of(settings)
    sessions = Sessions(accounts, session_keys(settings), service.clock)
    authentication = Authentication(accounts, sessions)
    records = Records.of(service.database)
    keys = settings.receipt_keys
    attachments = Attachments(
        records, service.clock, settings.attachment_limits, settings.scanner, service.fault
    )
    sweeper = Sweeper(records, attachments, service.clock, settings.attachment_unclaimed)
    reception = Reception(records, attachments, organisation, keys, service.clock, service.fault)
    quarantine = Quarantine(records, organisation, service.clock, service.fault)
    upkeep = Upkeep(
        records, quarantine, attachments, service.clock, settings.spam_kept, service.fault
    )
    rates = Rates(settings.rates, settings.rate_in_all)
    spam_watch = SpamWatch(settings.thresholds, settings.same_text)
    mailbox = Mailbox(
        records,
        reception,
        attachments,
        organisation,
        service.clock,
        service.fault,
        SenderCaps(settings.mail_sender_cap, settings.mail_cap),
    )
    smtp = SmtpListener(mailbox.take, organisation, settings)
    watch = MailboxWatch(
        read_mailboxes(settings.mailboxes, organisation) if settings.mailboxes else [],
        records.mailboxes,
        mailbox.take,
        organisation,
        lease_seconds=settings.mailbox_lease,
        drain_seconds=settings.drain_seconds,
        clock=service.clock,
        fault=service.fault,
    )
    guard = guard_of(
        records, reception.arrivals, watch, quarantine, organisation, settings, service.clock
    )
    partners = PartnerCases(records, service.clock)
    erasing = Erasing(records, attachments, service.clock)
    bus.receive(service.bus, records.progress, partners, erasing)
    correspondence = WorkflowCorrespondence(str(settings.workflow_url), settings.service_token)
    surveys = Surveys(records.survey_answers, service.clock)
    following = Following(records, reception, attachments, correspondence, surveys)
    importing = Imports(
        records, organisation, service.clock, settings.import_patience, service.fault
    )
    service.publishes(
        "case.received",
        "message.received",
        "survey.answered",
        "case.erasure-done",
        "channel.failed",
        "channel.restored",
    )
    service.job("smtp", smtp.run)
    service.job("imap", watch.run)
    service.job("mails_left", mailbox.run)
    service.job("attachments_left", sweeper.run)
    if settings.clamd_url is not None:
        later_scans = LaterScans(records, settings.scanner, service.clock)
        service.job("later_scans", later_scans.run)
    service.job("quarantine", upkeep.run)
    service.job("guard", guard.rounds.run)
    service.check("smtp", smtp.check)
    service.before_stop(smtp.stop)
    service.before_stop(watch.stop)
    service.before_stop(correspondence.close)
    pages = Pages(public_site(organisation, settings.root_path), [TEMPLATE_FOLDER])
    desk = Desk(
        reception,
        attachments,
        DuplicateSearch(records, organisation, keys, service.clock),
        quarantine,
        organisation,
        accounts,
        authentication,
        staff_frame(organisation, settings.root_path, (cases_link(settings.workflow_page),)),
        keys.current,
        service.clock,
    )
    app = service.app(
        api=[
            cases(
                reception,
                authentication,
                Doorkeeper(rates),
                spam_watch,
                str(settings.intake_url).rstrip("/"),
            ),
            quarantine_routes(quarantine, authentication),
            channel_routes(guard.asking, authentication),
            partner_cases(partners, authentication),
            uploads(attachments, reception, authentication, Doorkeeper(rates)),
            downloads(attachments, authentication),
            inbound(mailbox, authentication),
            mailbox_routes(watch, authentication),
            organisation_offer(organisation, authentication, service.clock),
            import_routes(importing, authentication),
        ],
        pages=[
            pages.routes(),
            public_pages(
                reception,
                organisation,
                pages,
                keys.current,
                service.clock,
                files=attachments,
                rates=rates,
                spam_watch=spam_watch,
                public_address=settings.public_address,
            ),
            FollowPages(
                following, organisation, pages, rates, keys.current, service.clock
            ).routes(),
            PrintingPages(organisation, pages, settings, service.clock).routes(),
            staff_pages(desk, mailbox, records.routine_readings, (CHANNELS_LINK,)),
            ChannelPages(desk, guard.asking).routes(),
        ],
        body_limit=BODY_LIMIT,
        larger_bodies={
            UPLOAD_PATHS: settings.attachment_size_limit,
            IMPORT_PATHS: settings.import_size_limit,
            FORM_PATHS: settings.attachment_size_limit * SCANS_AT_ONCE,
            FORM_PATH: settings.attachment_size_limit * UPLOADS_AT_ONCE,
            WRITE_PATH: settings.attachment_size_limit * FILES_AT_ONCE,
        },
    )
    add_error_pages(app, pages)
    LoginPages(authentication, sessions, desk.frame, HOME).add_to(app)
    return service, app


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(IntakeSettings())
    service.run(app)
