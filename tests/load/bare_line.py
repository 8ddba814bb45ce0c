"""Measuring the bare journey: the floor, and the batched limit."""

import asyncio
import itertools

from tests.load import sample
from tests.load.bare.order import Order, Role, Way
from tests.load.completion import Mark
from tests.load.ground import Ground
from tests.load.line import Line
from tests.load.measuring import measured
from tests.load.worker import Worker

ROLES: tuple[Role, ...] = ("intake", "workflow", "notifications", "reporting")

_runs = itertools.count(1)


async def bare_line(
    name: str, way: Way, ground: Ground, *, cases: int, warm_up: int, concurrency: int
) -> Line:
    """Start the four roles as processes, warm up, measure, stop them.

    Complete: reporting has the facts of `registered`, and notifications has stored the number.
    """
    database = f"bench_{next(_runs)}_{way}"
    received, registered = sample.received(), sample.registered()
    workers = {
        role: Worker(
            "tests.load.bare",
            Order(
                way=way,
                role=role,
                amqp_url=ground.broker.url,
                mongo_url=ground.store.url,
                driver=ground.choice.driver,
                queue_type=ground.choice.queue_type,
                database=database,
                concurrency=concurrency,
                received=received,
                registered=registered,
            ).to_json(),
            ground.folder / f"{way}.{role}.log",
        )
        for role in ROLES
    }
    registered_state = {"seq": {"$gte": 2}}
    marks = (
        Mark(database, "facts", where=registered_state),
        Mark(database, "notices", where=registered_state),
    )
    try:
        await asyncio.gather(*(worker.start() for worker in workers.values()))
        services: dict[str, int] = {role: worker.pid for role, worker in workers.items()}
        for count in (warm_up, cases):
            result = await measured(
                name,
                ground,
                services,
                workers["intake"],
                marks,
                [],
                cases=count,
                concurrency=concurrency,
            )
    finally:
        await asyncio.gather(*(worker.stop() for worker in workers.values()))
        await ground.drop(database)
    return result
