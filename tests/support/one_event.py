"""A review's finding, and what the unit reported of the same event and of others near it."""

from datetime import timedelta

from shared.clock import SystemClock
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Acknowledgement, Channel, DiscoveredBy, Kind, ReporterKind
from tests.support.submissions import submission
from tests.support.worklist_cases import MANAGER, NORTH, Sample, today

SEEN = "Signeringslistan för den kvällen är tom, och ingen avvikelse nämns i journalen."
WRITTEN = "Kvällsdosen gavs inte. Det upptäcktes när nattpersonalen kom."


def a_finding() -> Sample:
    """What a targeted review has found; nobody has touched it."""
    return Sample(_deviation(SEEN, DiscoveredBy.TARGETED_REVIEW, came_in=1, happened=10))


def the_units_own() -> Sample:
    """The same event, as the unit reported it; its manager answers for it."""
    event = _deviation(WRITTEN, DiscoveredBy.UNIT, came_in=9, happened=10)
    return Sample(event, (("assign", {"responsible": MANAGER}),))


def another_of_the_units() -> Sample:
    """Another event of the same unit, some days later."""
    return Sample(_deviation("Fel dos gavs.", DiscoveredBy.UNIT, came_in=5, happened=6))


def _deviation(text: str, found_by: DiscoveredBy, *, came_in: int, happened: int) -> CaseReceived:
    return submission(
        board="von",
        text=text,
        at=SystemClock().now(),
        unit=NORTH,
        kind=Kind.DEVIATION,
        first_kind=Kind.DEVIATION,
        channel=Channel.STAFF,
        category="medication",
        discovered_by=found_by,
        reporter_kind=ReporterKind.STAFF,
        acknowledgement=Acknowledgement.RECEIPT,
        received_on=today() - timedelta(days=came_in),
        occurred_on=today() - timedelta(days=happened),
    )
