"""Through all services: an acknowledgement comes back, the case says so, and somebody is told."""

import asyncio
import smtplib
from typing import Any

import httpx

from shared.ids import new_id
from shared.organisation import Organisation
from tests.support.mails import CORPUS
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

BOUNCE = (CORPUS / "bounces" / "postfix-no-such-user.eml").read_bytes()
NAMED = (
    b"<0198d6a0-0000-7000-8000-000000000001.0198d6a0-0000-5000-8000-000000000002."
    b"00112233445566ff@exempelkommun.example>"
)
OWN_ID = b"<postfix-no-such-user@in.post.example>"
SENDER = "svar.sn@exempelkommun.example"


class Journey:
    """One case, and what is said of it where."""

    def __init__(self, system: System, client: httpx.AsyncClient) -> None:
        self.system = system
        self._client = client
        self.case_id = ""

    async def hand_in(self, address: str) -> None:
        accepted = await self._client.post(
            f"{self.system.url('intake')}/api/v1/cases",
            json={
                "board": "sn",
                "kind": "complaint",
                "channel": "web",
                "text": "Brevet gick till fel person.",
                "contact": {"email": address, "phone": "070-1740605"},
            },
        )
        self.case_id = accepted.json()["case_id"]

    async def case(self) -> dict[str, Any]:
        response = await self._client.get(
            f"{self.system.url('workflow')}/api/v1/cases/{self.case_id}",
            headers=self.system.headers("staff"),
        )
        return response.json() if response.status_code == 200 else {"facts": {}}

    async def is_acknowledged(self, state: str) -> bool:
        return bool((await self.case())["facts"].get("acknowledgement") == state)

    async def mails_to(self, address: str) -> list[dict[str, Any]]:
        found = await self._client.get(
            f"{self.system.mail_catcher}/api/v1/messages", params={"to": address}
        )
        items: list[dict[str, Any]] = found.json()["items"]
        return items

    async def notices(self) -> list[tuple[str, str, str | None]]:
        found = await self._client.get(
            f"{self.system.url('notifications')}/api/v1/cases/{self.case_id}/notices",
            headers=self.system.headers("staff"),
        )
        return sorted(
            (item["kind"], item["state"], item["reason"]) for item in found.json()["items"]
        )


async def test_an_acknowledgement_that_comes_back_is_a_task_for_somebody(
    system: System, organisation: Organisation
) -> None:
    address = f"kund-{new_id().hex[-8:]}@post.example"
    registrar = organisation.known_board("sn").recipients.registrar.address
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        journey = Journey(system, client)
        await journey.hand_in(address)
        await until(lambda: journey.is_acknowledged("sent"), "it is acknowledged")
        (mail,) = await journey.mails_to(address)
        bounce = BOUNCE.replace(NAMED, f"<{mail['message_id'].strip('<>')}>".encode())
        bounce = bounce.replace(OWN_ID, f"<{new_id()}@in.post.example>".encode())
        assert bounce != BOUNCE

        for _ in range(2):
            await asyncio.to_thread(_send, system.smtp_in, bounce)

        await until(lambda: journey.is_acknowledged("pending"), "it is known that it came back")
        case = await journey.case()
        assert case["facts"]["unreached"]
        assert case["facts"]["acknowledged_at"] is None
        assert [entry["step"] for entry in case["history"]][-1] == "case.documented"

        async def told() -> bool:
            return any(
                case["diary_number"] in each["subject"] and "inte nådd" in each["subject"]
                for each in await journey.mails_to(registrar)
            )

        await until(told, "the registrar is told, since nobody answers for the case")
        assert await journey.notices() == [
            ("acknowledgement", "failed", "bounced"),
            ("task", "sent", None),
        ]
        assert len(await journey.mails_to(address)) == 1, "nobody writes to that address again"


def _send(port: int, content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.sendmail("", [SENDER], content)
