"""Wires the workflow service together."""

from services.workflow.api import reading, stepping, upkeep
from services.workflow.bus import receive
from services.workflow.case import Case
from services.workflow.handling import Handling
from services.workflow.listing import CaseLists, ListedCase
from services.workflow.registration import Registration
from services.workflow.settings import WorkflowSettings
from services.workflow.snapshots import Snapshots
from shared.bus.publishing import EventPublisher
from shared.bus.subscriptions import HANDLING
from shared.identity.accounts import Accounts
from shared.identity.web import Authentication
from shared.organisation import load_organisation
from shared.service import Service

BODY_LIMIT = 256 * 1024
"""Bytes."""


def main() -> None:
    """Run the service until it is told to stop."""
    settings = WorkflowSettings()
    organisation = load_organisation(settings.organisation)
    authentication = Authentication(Accounts.of(settings))
    service = Service("workflow", "The case, its diary number and its handling", settings)
    cases = service.database.versioned(Case, outbox=True)
    listed = service.database.collection(ListedCase)
    registration = Registration(cases, organisation, service.clock, service.fault)
    handling = Handling(cases, registration, organisation, service.clock)
    snapshots = Snapshots(cases, EventPublisher(service.bus), service.clock)
    receive(service.bus, registration, handling)
    service.publishes(*HANDLING, "case.snapshot", "case.erased")
    service.job("snapshots", snapshots.run)
    lists = CaseLists(listed, organisation)
    app = service.app(
        api=[
            reading(handling, lists, organisation, authentication, service.clock),
            stepping(handling, authentication),
            upkeep(snapshots, authentication),
        ],
        body_limit=BODY_LIMIT,
    )
    service.run(app)
