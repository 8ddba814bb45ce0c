"""The events that reporting takes in."""

from services.reporting.counting import Counting
from services.reporting.erasures import Erasures
from shared.bus.connection import Bus
from shared.bus.inbox import Inbox
from shared.bus.subscriptions import HANDLING, REPORTING_FACTS
from shared.events.envelope import FactsEvent
from shared.events.upkeep import CaseErased, CaseSnapshot

COUNTED = ("case.received", *HANDLING)


def receive(bus: Bus, counting: Counting, erasures: Erasures) -> None:
    """Have each event handled.

    They are read as FactsEvent, which has neither `content` nor `detail`: what reporting does
    not read, it cannot store. Survey answers are not counted yet, and are ignored.
    """
    inbox = Inbox(bus, REPORTING_FACTS)

    async def count(event: FactsEvent) -> None:
        """Count the case by its newest facts."""
        await counting.count(event)

    async def collect(snapshot: CaseSnapshot) -> None:
        """Collect the facts for the rebuild that asked for them."""
        await counting.collect(snapshot)

    async def erase(event: CaseErased) -> None:
        """Count the case, and answer that nothing personal is kept."""
        await counting.count(event)
        await erasures.answer(event)

    inbox.on(FactsEvent, count, types=COUNTED)
    inbox.on(CaseSnapshot, collect)
    inbox.on(CaseErased, erase)
