"""`python -m tests.load.bare`: one process of the bare journey; its order comes by the channel."""

import asyncio
import os
import traceback
from collections.abc import AsyncIterator
from typing import Any

import uvloop
from aio_pika.abc import AbstractIncomingMessage

from tests.load.bare.batched import Batched
from tests.load.bare.bus import BINDINGS, Bus
from tests.load.bare.one_at_a_time import OneAtATime
from tests.load.bare.order import Order
from tests.load.bare.store import Store
from tests.load.channel import orders, say
from tests.load.feeding import feed


async def play(order: Order, further: AsyncIterator[dict[str, Any]]) -> None:
    """Play the role until the channel is closed."""
    store, bus = Store(order), Bus(order)
    role = (OneAtATime if order.way == "one_at_a_time" else Batched)(order, store, bus)

    async def handle(message: AbstractIncomingMessage) -> None:
        try:
            await role.handle(message)
        except Exception:  # noqa: BLE001 - a bench that lost a message must not give a figure
            traceback.print_exc()
            os._exit(1)

    await bus.start()
    if order.role == "intake":
        await store.prepare()
    if BINDINGS[order.role]:
        await bus.receive(handle)
    say({"ready": order.role})
    async for asked in further:
        await feed(asked["feed"], order.concurrency, role.send)
    await bus.stop()
    await store.close()


async def main() -> None:
    asyncio.get_running_loop().set_exception_handler(_end)
    further = orders()
    await play(Order.from_json(await anext(further)), further)


def _end(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if error is not None:
        traceback.print_exception(error)
    os._exit(1)


if __name__ == "__main__":
    uvloop.run(main())
