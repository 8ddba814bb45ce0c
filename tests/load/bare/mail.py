"""`python -m tests.load.bare.mail`: the floor of mail: aiosmtpd as it is, and one insert a mail.

A mail is kept whole, under the id that the product would give it, and is not looked at.
"""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import uvloop
from aiosmtpd.smtp import SMTP, Envelope, Session
from motor.motor_asyncio import AsyncIOMotorClient

from tests.load.channel import orders, say

_NAMESPACE = UUID("b0e3d7d0-52f6-5c60-9a3b-6b1e7c0f2f51")


class Keeper:
    """Answers 250 when the insert returns."""

    def __init__(self, mongo_url: str, database: str) -> None:
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(
            mongo_url, journal=True, w="majority"
        )
        self._mails = client[database]["submissions"]

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        sender = str(envelope.mail_from)
        message_id = sender.removeprefix("kund-")
        await self._mails.insert_one(
            {
                "_id": str(uuid5(_NAMESPACE, f"mail\x1f{sender}\x1f{message_id}")),
                "return_path": sender,
                "recipients": list(envelope.rcpt_tos),
                "received_at": datetime.now(UTC),
                "raw": envelope.original_content,
            }
        )
        return "250 2.0.0 Taken"


async def main() -> None:
    further = orders()
    order = await anext(further)
    keeper = Keeper(order["mongo_url"], order["database"])
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(keeper, ident="bare"), order["host"], order["port"]
    )
    say({"ready": "mail"})
    async for _ in further:
        pass
    server.close()


if __name__ == "__main__":
    uvloop.run(main())
