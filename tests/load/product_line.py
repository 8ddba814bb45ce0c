"""Measuring the product: cases handed in over HTTP, until the last service has its part."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.local.ports import LOOPBACK
from tests.load.completion import Completion, Mark
from tests.load.ground import Ground
from tests.load.http_feeder import FeederOrder
from tests.load.line import Line
from tests.load.measuring import measured
from tests.load.product import Product
from tests.load.worker import Worker
from tests.support.waiting import until


@dataclass(frozen=True, slots=True)
class Journey:
    """How far a case goes. `last_seq` is the `seq` of the last event of its way."""

    with_email: bool
    last_seq: int


REGISTERED = Journey(with_email=False, last_seq=2)
"""As far as the floor goes: received, numbered, deadlines set, counted as registered."""
ACKNOWLEDGED = Journey(with_email=True, last_seq=3)
"""The whole way: also acknowledged by e-mail, which the workflow tells all others."""


async def product_line(
    name: str,
    journey: Journey,
    ground: Ground,
    product: Product,
    *,
    cases: int,
    warm_up: int,
    concurrency: int,
) -> Line:
    """Warm up and measure.

    Complete: reporting has the facts of the journey's last event, and notifications has stored
    its part. What intake keeps for those who follow their case is waited for, but not timed.
    """
    order = FeederOrder(LOOPBACK, product.intake_port, concurrency, journey.with_email)
    feeder = Worker("tests.load.http_feeder", order.to_json(), ground.folder / "http_feeder.log")
    marks = await _marks(ground, product, journey)
    reached = {"seq": {"$gte": journey.last_seq}}
    rest = Mark(product.database("intake"), "progress", where=reached)
    try:
        await feeder.start()
        for count in (warm_up, cases):
            accepted: list[str] = []
            result = await measured(
                name,
                ground,
                product.pids,
                feeder,
                marks,
                accepted,
                cases=count,
                concurrency=concurrency,
            )
            await Completion(ground.client, [rest]).reached(accepted, count)
    finally:
        await feeder.stop()
    return result


async def _marks(ground: Ground, product: Product, journey: Journey) -> Sequence[Mark]:
    reached = {"seq": {"$gte": journey.last_seq}}
    return (
        Mark(product.database("reporting"), await _facts(ground, product), where=reached),
        Mark(product.database("notifications"), "watched", where=reached),
    )


async def _facts(ground: Ground, product: Product) -> str:
    """The collection that reporting counts from; it is named when the service starts."""
    database = ground.client[product.database("reporting")]
    found: list[str] = []

    async def named() -> bool:
        found[:] = [each["active"] async for each in database["projection"].find({"_id": "facts"})]
        return bool(found)

    await until(named, "reporting has named its collection of facts")
    return found[0]
