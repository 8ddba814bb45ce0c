"""`python -m tests.load.http_feeder`: the one process that hands cases in to the product."""

import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import uuid_utils
import uvloop

from tests.load.channel import orders, say
from tests.load.feeding import Accepted, feed
from tests.load.http_connection import HttpConnection
from tests.load.sample import posted

PATH = "/api/v1/cases"


@dataclass(frozen=True, slots=True)
class FeederOrder:
    """Where intake listens, how many senders, and whether cases have an e-mail address."""

    host: str
    port: int
    concurrency: int
    with_email: bool

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**fields)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class NotAccepted(Exception):
    """Intake answered something else than 202."""


class HttpFeeder:
    """Keeps one connection for each sender."""

    def __init__(self, order: FeederOrder) -> None:
        self._order = order
        self._free: list[HttpConnection] = []

    async def send(self, number: int, accepted: Accepted) -> None:
        """Post one case. Raises NotAccepted."""
        key = str(uuid_utils.uuid7())
        body = posted(number, f"kund-{key}@post.example" if self._order.with_email else None)
        connection = (
            self._free.pop()
            if self._free
            else await HttpConnection.open(self._order.host, self._order.port)
        )
        started = time.monotonic()
        answer = await connection.post(PATH, body, key)
        took = time.monotonic() - started
        self._free.append(connection)
        if answer.status != 202:
            raise NotAccepted(f"{answer.status}: {answer.body.decode(errors='replace')}")
        accepted(json.loads(answer.body)["case_id"], took)

    def close(self) -> None:
        for connection in self._free:
            connection.close()


async def serve(order: FeederOrder, further: AsyncIterator[dict[str, Any]]) -> None:
    """Feed whenever the bench asks for it."""
    feeder = HttpFeeder(order)
    say({"ready": "http_feeder"})
    async for asked in further:
        await feed(asked["feed"], order.concurrency, feeder.send)
    feeder.close()


async def main() -> None:
    further = orders()
    await serve(FeederOrder.from_json(await anext(further)), further)


if __name__ == "__main__":
    uvloop.run(main())
