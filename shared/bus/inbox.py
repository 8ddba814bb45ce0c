"""A service's queue and the handlers of the events that come in by it."""

from collections.abc import Awaitable, Callable, Collection
from typing import Any, TypeVar

from aio_pika import IncomingMessage
from faststream import StreamMessage

from shared.bus.connection import Bus
from shared.bus.subscriptions import Subscription
from shared.events.envelope import Event
from shared.events.reading import read_event

EventT = TypeVar("EventT", bound=Event)
Message = StreamMessage[IncomingMessage]


class Inbox:
    """Hands each event to the handler of its type; other types are acknowledged and counted."""

    def __init__(self, bus: Bus, subscription: Subscription) -> None:
        self._subscription = subscription
        self._subscriber = bus.subscriber(subscription)

    def on(
        self,
        event_class: type[EventT],
        handler: Callable[[EventT], Awaitable[None]],
        *,
        types: Collection[str] = (),
    ) -> None:
        """Have `handler` called with events of the class, or of `types` read as that class.

        The handler may run more than once for the same event, and at once for many.
        """
        wanted = frozenset(types or (event_class.routing_key,))
        if strangers := wanted - set(self._subscription.types):
            raise ValueError(f"{self._subscription.queue} is not bound to {sorted(strangers)}")

        async def decode(message: Message) -> EventT:
            return read_event(message.body, event_class)

        # A plain function would be run in a thread, for every message.
        async def is_wanted(message: Message) -> bool:
            return message.raw_message.type in wanted

        async def handle(event: Any) -> None:
            await handler(event)

        handle.__annotations__["event"] = event_class
        handle.__name__ = getattr(handler, "__name__", "handle")
        handle.__doc__ = handler.__doc__
        self._subscriber(handle, filter=is_wanted, decoder=decode)
