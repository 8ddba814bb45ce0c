"""Wires intake together."""

from fastapi import FastAPI

from services.intake import bus
from services.intake.api import cases, inbound, organisation_offer
from services.intake.erasure import Erasing
from services.intake.mailbox import Mailbox
from services.intake.pages import TEMPLATE_FOLDER, public_pages, public_site
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.settings import IntakeSettings
from services.intake.smtp import SmtpListener
from shared.identity.accounts import Accounts
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
    authentication = Authentication(Accounts.of(settings))
    service = Service("intake", "Every way in: web, e-mail, staff, partners", settings)
    records = Records.of(service.database)
    keys = settings.receipt_keys
    reception = Reception(records, organisation, keys, service.clock, service.fault)
    mailbox = Mailbox(records, reception, organisation, service.clock, service.fault)
    smtp = SmtpListener(mailbox.take, organisation, settings)
    bus.receive(service.bus, records.progress, Erasing(records, service.clock))
    service.publishes("case.received", "message.received", "case.erasure-done")
    service.job("smtp", smtp.run)
    service.job("mails_left", mailbox.run)
    service.check("smtp", smtp.check)
    service.before_stop(smtp.stop)
    pages = Pages(public_site(organisation, settings.root_path), [TEMPLATE_FOLDER])
    app = service.app(
        api=[
            cases(reception, authentication, str(settings.intake_url).rstrip("/")),
            inbound(records.mails, authentication),
            organisation_offer(organisation, authentication, service.clock),
        ],
        pages=[
            pages.routes(),
            public_pages(reception, organisation, pages, keys.current, service.clock),
        ],
        body_limit=BODY_LIMIT,
    )
    add_error_pages(app, pages)
    return service, app


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(IntakeSettings())
    service.run(app)
