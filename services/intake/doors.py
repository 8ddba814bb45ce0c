"""Intake's HTTP side put together: the API, the public's pages and the staff's."""

from fastapi import APIRouter, FastAPI

from services.intake.abuse.api import Doorkeeper, quarantine_routes
from services.intake.api import cases, organisation_offer
from services.intake.attachments.api import UPLOAD_PATHS, downloads, uploads
from services.intake.guard.api import channel_routes
from services.intake.imap.api import mailboxes as mailbox_routes
from services.intake.imports.api import IMPORT_PATHS
from services.intake.imports.api import imports as import_routes
from services.intake.mail.api import inbound
from services.intake.partners.api import partner_cases
from services.intake.parts import Parts
from services.intake.public.pages import public_pages
from services.intake.public.pages.following import FollowPages
from services.intake.public.pages.handing_in import FORM_PATH, UPLOADS_AT_ONCE
from services.intake.public.pages.printing import PrintingPages
from services.intake.public.pages.replying import FILES_AT_ONCE, WRITE_PATH
from services.intake.staff.pages import HOME, staff_pages
from services.intake.staff.pages.channels import LINK as CHANNELS_LINK
from services.intake.staff.pages.channels import ChannelPages
from services.intake.staff.pages.closing_talk import ClosingTalkPages
from services.intake.staff.pages.importing import LINK as IMPORTS_LINK
from services.intake.staff.pages.importing import PATH as IMPORT_PAGES
from services.intake.staff.pages.importing import ImportPages
from services.intake.staff.pages.registering import FORM_PATHS, SCANS_AT_ONCE
from shared.identity.login_pages import LoginPages
from shared.pages.errors import add_error_pages

BODY_LIMIT = 1_000_000
"""Bytes."""


def app_of(parts: Parts) -> FastAPI:
    """Every route there is."""
    settings = parts.settings
    app = parts.service.app(
        api=_api(parts),
        pages=[*_public(parts), *_staff(parts)],
        body_limit=BODY_LIMIT,
        larger_bodies={
            UPLOAD_PATHS: settings.attachment_size_limit,
            IMPORT_PATHS: settings.import_size_limit,
            IMPORT_PAGES: settings.import_size_limit,
            FORM_PATHS: settings.attachment_size_limit * SCANS_AT_ONCE,
            FORM_PATH: settings.attachment_size_limit * UPLOADS_AT_ONCE,
            WRITE_PATH: settings.attachment_size_limit * FILES_AT_ONCE,
        },
    )
    add_error_pages(app, parts.pages)
    LoginPages(parts.authentication, parts.sessions, parts.desk.frame, HOME).add_to(app)
    return app


def _api(parts: Parts) -> list[APIRouter]:
    authentication = parts.authentication
    return [
        cases(
            parts.reception,
            authentication,
            Doorkeeper(parts.rates),
            parts.spam_watch,
            str(parts.settings.intake_url).rstrip("/"),
        ),
        quarantine_routes(parts.quarantine, authentication),
        channel_routes(parts.guard.asking, authentication),
        partner_cases(parts.partners, authentication),
        uploads(parts.attachments, parts.reception, authentication, Doorkeeper(parts.rates)),
        downloads(parts.attachments, authentication),
        inbound(parts.mailbox, authentication),
        mailbox_routes(parts.mailboxes, authentication),
        organisation_offer(parts.organisation, authentication, parts.service.clock),
        import_routes(parts.importing, authentication),
    ]


def _public(parts: Parts) -> list[APIRouter]:
    key, clock = parts.settings.receipt_keys.current, parts.service.clock
    return [
        parts.pages.routes(),
        public_pages(
            parts.reception,
            parts.organisation,
            parts.pages,
            key,
            clock,
            files=parts.attachments,
            rates=parts.rates,
            spam_watch=parts.spam_watch,
            public_address=parts.settings.public_address,
        ),
        FollowPages(
            parts.following, parts.organisation, parts.pages, parts.rates, key, clock
        ).routes(),
        PrintingPages(parts.organisation, parts.pages, parts.settings, clock).routes(),
    ]


def _staff(parts: Parts) -> list[APIRouter]:
    records = parts.records
    return [
        staff_pages(
            parts.desk,
            parts.mailbox,
            records.routine_readings,
            records.information_given,
            (CHANNELS_LINK, IMPORTS_LINK),
        ),
        ClosingTalkPages(parts.desk, parts.surveys).routes(),
        ChannelPages(parts.desk, parts.guard.asking).routes(),
        ImportPages(parts.desk, parts.importing, parts.running_imports).routes(),
    ]
