"""Wires the notifications service together."""

import socket
from datetime import timedelta

from fastapi import FastAPI

from services.notifications.acknowledging import Acknowledging
from services.notifications.address_cap import AddressCap
from services.notifications.alarming import Alarming
from services.notifications.announcements import PUBLISHED, SERVICE
from services.notifications.answers import Answers
from services.notifications.api import reading
from services.notifications.attempts import Patience
from services.notifications.backlog import Backlog
from services.notifications.breach import Breach
from services.notifications.bus import receive
from services.notifications.erasure import Erasing, Erasure
from services.notifications.letters import Links
from services.notifications.listing import DeadlineLists
from services.notifications.notices import Notice
from services.notifications.postman import Postman
from services.notifications.scheduler import Scheduler
from services.notifications.settings import NotificationSettings
from services.notifications.smtp import SmtpPool
from services.notifications.telling import Teller
from services.notifications.texts import Texts
from services.notifications.watched import WatchedCase
from services.notifications.watching import Watching
from services.notifications.writing import Writer
from shared.correspondence import WorkflowCorrespondence
from shared.identity.accounts import Accounts
from shared.identity.web import Authentication
from shared.organisation import load_organisation
from shared.service import Service

BODY_LIMIT = 64 * 1024
"""Bytes."""


def assembled(settings: NotificationSettings) -> tuple[Service, FastAPI]:
    """The service and its HTTP side; nothing is started yet."""
    organisation = load_organisation(settings.organisation)
    authentication = Authentication(Accounts.of(settings))
    service = Service(SERVICE, "Acknowledgements, deadlines and reminders", settings)
    clock = service.clock
    cases = service.database.versioned(WatchedCase)
    notices = service.database.versioned(Notice, outbox=True)
    breaches = service.database.collection(Breach, outbox=True)
    erasures = service.database.collection(Erasure, outbox=True)

    correspondence = WorkflowCorrespondence(str(settings.workflow_url), settings.service_token)
    writer = Writer(Texts(), organisation, _links(settings))
    relay = SmtpPool(
        settings.relay,
        settings.smtp_out_connections,
        settings.smtp_out_timeout,
        socket.gethostname(),
    )
    postman = Postman(
        notices,
        cases,
        writer,
        relay,
        Answers(correspondence, organisation),
        lease=timedelta(seconds=settings.notice_lease),
        patience=Patience(
            tuple(timedelta(seconds=delay) for delay in settings.notice_retry_delays),
            timedelta(seconds=settings.notice_give_up_after),
        ),
        clock=clock,
        fault=service.fault,
    )
    backlog = Backlog(clock, lambda: service.bus.connected)
    acknowledging = Acknowledging(
        notices, writer, postman, clock, AddressCap(settings.acknowledgements_a_day)
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
        backlog,
        clock,
        writer.address_of_complainant,
    )

    async def stop_sending() -> None:
        await postman.finish(settings.drain_seconds)
        await relay.close()
        await correspondence.close()

    alarming = Alarming(notices, organisation, postman, clock)
    teller = Teller(cases, notices, writer, postman, clock)
    receive(service.bus, watching, erasing, backlog, alarming, teller)
    service.publishes(*PUBLISHED)
    service.check("texts", writer.check)
    service.job("postman", postman.run)
    service.job("idle_connections", relay.run)
    service.job("scheduler", scheduler.run)
    service.before_stop(stop_sending)
    lists = DeadlineLists(cases, organisation, clock)
    app = service.app(
        api=[reading(cases, notices, lists, authentication, clock)], body_limit=BODY_LIMIT
    )
    return service, app


def main() -> None:
    """Run the service until it is told to stop."""
    service, app = assembled(NotificationSettings())
    service.run(app)


def _links(settings: NotificationSettings) -> Links:
    return Links(
        intake=str(settings.intake_url).rstrip("/"),
        workflow=settings.workflow_page(""),
    )
