"""Cases whose complainants are reached by letter or phone, on the whole system."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.staff import StaffBrowser
from tests.support.system import System
from tests.support.waiting import until

_AT_CLOSING = ("complainant_view", "processing_time")


@dataclass
class Desk:
    """What is handed in and handled by API."""

    system: System
    client: httpx.AsyncClient

    async def handed_in(self, contact: dict[str, str], **more: Any) -> str:
        """A registered case that came by letter; its id."""
        body = {
            "board": "von",
            "unit": "hemvard-norr",
            "kind": "complaint",
            "channel": "letter",
            "text": "Ingen kom.",
            "contact": {"name": "Namn Efternamn", **contact},
            **more,
        }
        taken = await self.client.post(f"{self.system.url('intake')}/api/v1/cases", json=body)
        assert taken.status_code == 202, taken.text
        case_id = str(taken.json()["case_id"])

        async def numbered() -> bool:
            found = await self.client.get(self._case(case_id))
            return found.status_code == 200 and bool(found.json()["diary_number"])

        await until(numbered, "the case has its number")
        return case_id

    async def step(self, case_id: str, name: str, **body: Any) -> None:
        seq = (await self.client.get(self._case(case_id))).json()["seq"]
        taken = await self.client.post(
            f"{self._case(case_id)}/{name}", json=body, headers={"If-Match": f'"{seq}"'}
        )
        assert taken.status_code < 300, taken.text

    async def closed(self, case_id: str) -> None:
        """Take the case to its end in the shortest way; it is acknowledged by then, or now."""
        await self.step(case_id, "assign", responsible="manager-hemvard-norr")
        if (await self.facts(case_id))["acknowledgement"] == "pending":
            await self.step(case_id, "acknowledge")
        await self.step(case_id, "assess", severity=1, probability=1, category="availability")
        await self.step(case_id, "waive-answer", reason="Vill inte ha svar.")
        points = (await self.client.get(self._case(case_id))).json()["control_points"]
        waived = [
            {"control_point": each["id"], "reason": "Behövs inte här."}
            for each in points
            if not each["fulfilled"] and each["id"] not in _AT_CLOSING
        ]
        await self.step(case_id, "close", complainant_view="agrees", waived=waived)

    async def asked(self, case_id: str) -> None:
        """Wait until intake knows that the case is closed, and so asks how it went."""
        async with self.staff("enhetschef", "intake") as browser:

            async def asks() -> bool:
                return "Spara svaren" in await browser.get(f"/personal/enkat/{case_id}")

            await until(asks, "intake knows that the case is closed")

    async def facts(self, case_id: str) -> dict[str, Any]:
        facts: dict[str, Any] = (await self.client.get(self._case(case_id))).json()["facts"]
        return facts

    async def notices(self, case_id: str) -> list[dict[str, Any]]:
        url = f"{self.system.url('notifications')}/api/v1/cases/{case_id}/notices"
        found = await self.client.get(url)
        return found.json()["items"] if found.status_code == 200 else []

    async def waiting(self, case_id: str, kind: str) -> str:
        """The id of the notice of that kind, once it waits for a person."""
        found: list[str] = []

        async def waits() -> bool:
            found[:] = [
                each["id"]
                for each in await self.notices(case_id)
                if each["kind"] == kind and each["state"] == "waiting"
            ]
            return bool(found)

        await until(waits, f"the {kind} waits for a person")
        return found[0]

    def _case(self, case_id: str) -> str:
        return f"{self.system.url('workflow')}/api/v1/cases/{case_id}"

    @asynccontextmanager
    async def staff(self, user: str, service: str = "notifications") -> AsyncIterator[StaffBrowser]:
        accounts = self.system.assembly.credentials.accounts
        password = next(each.password for each in accounts if each.user == user)
        async with StaffBrowser(self.system.url(service), user, password) as browser:
            yield browser
