"""Events that intake takes in."""

from services.intake.erasure import Erasing
from services.intake.partners.changes import PartnerCases
from services.intake.progress import Progress, keep_newest
from shared.bus.connection import Bus
from shared.bus.inbox import Inbox
from shared.bus.subscriptions import HANDLING, INTAKE_PROGRESS
from shared.events.envelope import FactsEvent
from shared.events.upkeep import CaseErased
from shared.store.versioned import VersionedCollection


def receive(
    bus: Bus,
    progress: VersionedCollection[Progress],
    partner_cases: PartnerCases,
    erasing: Erasing,
) -> None:
    """Have each event dealt with."""

    async def follow(event: FactsEvent) -> None:
        """A step of handling changes what the complainant and the partner see."""
        await keep_newest(progress, event)
        await partner_cases.note(event)

    async def erase(event: CaseErased) -> None:
        """What is personal is destroyed."""
        await erasing.erase(event)

    inbox = Inbox(bus, INTAKE_PROGRESS)
    inbox.on(FactsEvent, follow, types=HANDLING)
    inbox.on(CaseErased, erase)
