"""Events of imported cases in any order, and years going by: nobody is told anything."""

import itertools
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from services.notifications.erasure import Erasing, Erasure
from shared.clock import MovableClock, SystemClock
from shared.events.envelope import Actor
from shared.events.upkeep import CaseErased
from shared.events.vocabulary import Kind, Role
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.notifications_support import registered
from tests.support.submissions import submission


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


@pytest.mark.parametrize("erased_first", [False, True])
async def test_no_order_of_events_makes_a_notice(office: Office, *, erased_first: bool) -> None:
    clock = MovableClock(SystemClock().now())
    watching, scheduler = office.watching(clock), office.scheduler(clock)
    erasures = office.database.collection(Erasure, outbox=True)
    erasing = Erasing(office.cases, office.notices, erasures, watching, clock)
    for kind, order in itertools.product((Kind.COMPLAINT, Kind.LEX_SARAH), (1, -1)):
        received = submission(
            imported=True,
            kind=kind,
            received_on=date(2021, 4, 12),
            received_at=datetime(2021, 4, 12, 10, tzinfo=UTC),
        )
        if erased_first:
            await erasing.erase(
                CaseErased(
                    id=new_id(),
                    occurred_at=clock.now(),
                    recorded_at=clock.now(),
                    case_id=received.case_id,
                    seq=3,
                    actor=Actor(role=Role.SERVICE),
                    correlation_id=received.case_id,
                    producer="workflow",
                    facts=received.facts,
                )
            )
        steps = [watching.received(received), watching.progressed(registered(received))]
        for step in steps[::order]:
            await step

    for _ in range(3):
        clock.advance(timedelta(days=400))
        assert await scheduler.look() == 0

    assert await office.cases.count({"next_look": {"$ne": None}}) == 0
    assert await office.cases.count({}) == 4, "that they came is known"
    assert await office.notices.count({}) == 0
    assert await office.breaches.count({}) == 0
    assert office.relay.mails == []
