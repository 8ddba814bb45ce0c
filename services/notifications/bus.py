"""Events that notifications takes in."""

from services.notifications.backlog import Backlog
from services.notifications.erasure import Erasing
from services.notifications.notices.tellings import TOLD
from services.notifications.planning.alarming import Alarming
from services.notifications.planning.protecting import Protecting
from services.notifications.planning.signals import SignalTeller
from services.notifications.planning.telling import Teller
from services.notifications.sending.returns import Returns
from services.notifications.watching import Watching
from shared.bus.connection import Bus
from shared.bus.inbox import Inbox
from shared.bus.subscriptions import HANDLING, NOTIFICATIONS_CASES, NOTIFICATIONS_CHANNELS
from shared.events.channels import ChannelFailed, ChannelRestored
from shared.events.envelope import FactsEvent
from shared.events.notices import NoticeBounced
from shared.events.submissions import CaseReceived
from shared.events.upkeep import CaseErased, SignalRaised


def receive(
    bus: Bus,
    watching: Watching,
    erasing: Erasing,
    backlog: Backlog,
    alarming: Alarming,
    teller: Teller,
    returns: Returns,
    protecting: Protecting,
    signals: SignalTeller,
) -> None:
    """Hand each event to whoever deals with it."""

    async def watch(event: CaseReceived) -> None:
        """A case to watch, and whom to reach."""
        backlog.saw(event)
        await watching.received(event)

    async def keep_up(event: FactsEvent) -> None:
        """Newer facts; the diary number lets the acknowledgement go."""
        backlog.saw(event)
        await watching.progressed(event)
        await protect(event)

    async def tell(event: FactsEvent) -> None:
        """Newer facts, of which somebody is to be told at once."""
        backlog.saw(event)
        await watching.progressed(event)
        await teller.tell(event)
        await protect(event)

    async def protect(event: FactsEvent) -> None:
        """Nobody is called any more of a case whose complainant's identity is protected."""
        if event.facts.protected_identity:
            await protecting.see_to(event.case_id)

    async def erase(event: CaseErased) -> None:
        """What is personal is destroyed."""
        backlog.saw(event)
        await erasing.erase(event)

    async def alarm(event: ChannelFailed) -> None:
        """A channel is dead: operations are told."""
        await alarming.tell(event)

    async def calm(event: ChannelRestored) -> None:
        """A channel works again: operations are told."""
        await alarming.tell(event)

    async def came_back(event: NoticeBounced) -> None:
        """A mail did not reach its recipient."""
        await returns.take(event)

    async def tell_of_figures(event: SignalRaised) -> None:
        """The figures show something: whoever should act is told in the morning."""
        backlog.saw(event)
        await signals.tell(event)

    channels = Inbox(bus, NOTIFICATIONS_CHANNELS)
    channels.on(ChannelFailed, alarm)
    channels.on(ChannelRestored, calm)
    inbox = Inbox(bus, NOTIFICATIONS_CASES)
    inbox.on(CaseReceived, watch)
    told = {event_class.routing_key for event_class in TOLD}
    for event_class in TOLD:
        inbox.on(event_class, tell)
    inbox.on(FactsEvent, keep_up, types=set(HANDLING) - told)
    inbox.on(CaseErased, erase)
    inbox.on(NoticeBounced, came_back)
    inbox.on(SignalRaised, tell_of_figures)
