"""Wires the reporting service together."""

from datetime import timedelta

from services.reporting.api import figures, rebuilds
from services.reporting.bus import receive
from services.reporting.counting import Counting
from services.reporting.erasures import Erasure, Erasures
from services.reporting.fact_collections import FactCollections
from services.reporting.facts_in_use import FactsInUse
from services.reporting.rebuilding import Rebuilding
from services.reporting.settings import ReportingSettings
from services.reporting.surveys import SurveyAnswer, Surveys
from services.reporting.tidying import Tidying
from services.reporting.workflow_snapshots import WorkflowSnapshots
from shared.identity.accounts import Accounts
from shared.identity.web import Authentication
from shared.organisation import load_organisation
from shared.service import Service

BODY_LIMIT = 64 * 1024
"""Bytes."""


def main() -> None:
    """Run the service until it is told to stop."""
    settings = ReportingSettings()
    organisation = load_organisation(settings.organisation)
    authentication = Authentication(Accounts.of(settings))
    service = Service("reporting", "Facts and statistics of every case", settings)
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
    surveys = Surveys(service.database.collection(SurveyAnswer))
    receive(service.bus, Counting(collections, service.clock), erasures, surveys)
    service.publishes("case.erasure-done")
    service.job("rebuilding", rebuilding.run)
    service.job("tidying", tidying.run)
    app = service.app(
        api=[
            figures(FactsInUse(collections, organisation), authentication),
            rebuilds(rebuilding, authentication),
        ],
        body_limit=BODY_LIMIT,
    )
    service.run(app)
