"""`python -m tests.load.smtp_feeder`: the one process that hands mails over by SMTP."""

import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import uuid_utils
import uvloop

from shared.ids import derived_id
from tests.load.channel import orders, say
from tests.load.feeding import Accepted, feed
from tests.load.mail_sample import message_id, raw_mail, recipient, sender
from tests.load.smtp_connection import SmtpConnection

MAILS_A_CONNECTION = 20


@dataclass(frozen=True, slots=True)
class SmtpOrder:
    """Where mail is listened for, and how many connections at once."""

    host: str
    port: int
    concurrency: int

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**fields)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class SmtpFeeder:
    """Each connection takes some mails and is closed."""

    def __init__(self, order: SmtpOrder) -> None:
        self._order = order
        self._free: list[tuple[SmtpConnection, int]] = []

    async def send(self, number: int, accepted: Accepted) -> None:
        """Hand one mail over."""
        key = str(uuid_utils.uuid7())
        mail = raw_mail(number, key)
        started = time.monotonic()
        connection, sent = self._free.pop() if self._free else (await self._opened(), 0)
        await connection.send(sender(key), recipient(number), mail)
        accepted(case_of(key), time.monotonic() - started)
        if sent + 1 < MAILS_A_CONNECTION:
            self._free.append((connection, sent + 1))
        else:
            await connection.close()

    async def close(self) -> None:
        for connection, _ in self._free:
            await connection.close()

    async def _opened(self) -> SmtpConnection:
        return await SmtpConnection.open(self._order.host, self._order.port)


def case_of(key: str) -> str:
    """The id of the case that the mail becomes."""
    return str(derived_id("mail", sender(key), message_id(key)))


async def serve(order: SmtpOrder, further: AsyncIterator[dict[str, Any]]) -> None:
    """Feed whenever the bench asks for it."""
    feeder = SmtpFeeder(order)
    say({"ready": "smtp_feeder"})
    async for asked in further:
        await feed(asked["feed"], order.concurrency, feeder.send)
    await feeder.close()


async def main() -> None:
    further = orders()
    await serve(SmtpOrder.from_json(await anext(further)), further)


if __name__ == "__main__":
    uvloop.run(main())
