"""What those who handle a case do meanwhile, by the workflow's API."""

from typing import Any

import httpx

from shared.events.vocabulary import Acknowledgement
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

QUESTION = "Vilken tid på söndagen skulle hemtjänsten ha kommit?"
ANSWER = "Vi beklagar att ingen kom. Två medarbetare blev sjuka samtidigt."
MEASURES = "Den som har jouren ringer nu alla som väntar på besök."


class Caseworker:
    """Handles the case with one reference."""

    def __init__(self, client: httpx.AsyncClient, reference: str) -> None:
        self._client = client
        self._reference = reference
        self.case_id = ""

    async def registered(self) -> None:
        """Return once the case is there and its complainant has been told so."""

        async def acknowledged() -> bool:
            cases = await self._client.get("/cases", params={"reference": self._reference})
            for item in cases.json()["items"]:
                self.case_id = item["case_id"]
                return bool((await self.facts())["acknowledgement"] != Acknowledgement.PENDING)
            return False

        await until(acknowledged, "the case is registered and acknowledged")

    async def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = (await self._case())["facts"]
        return facts

    async def told(self, text: str) -> None:
        """Return once the complainant's message is with the case."""

        async def there() -> bool:
            return text in [message["text"] for message in (await self._case())["messages"]]

        await until(there, "the message is with the case")

    async def ask(self) -> None:
        await self._step("write", text=QUESTION)

    async def answer(self, text: str = ANSWER) -> None:
        """Answer; the first time, assign and assess the case before that."""
        if (await self.facts())["severity"] is None:
            await self._step("assign")
            await self._step("assess", severity=2, probability=2, category="availability")
        await self._step("answer", text=text, measures=MEASURES, outcome="justified")

    async def close(self) -> None:
        view = (await self.facts())["complainant_view"]
        await self._step(
            "close", **({"complainant_view": "no_answer"} if view == "not_asked" else {})
        )

    async def _case(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self._client.get(f"/cases/{self.case_id}")).json()
        return found

    async def _step(self, step: str, **body: Any) -> None:
        headers = {"If-Match": str((await self._case())["seq"])}
        taken = await self._client.post(f"/cases/{self.case_id}/{step}", json=body, headers=headers)
        assert taken.status_code == 200, taken.text


def workflow_client(system: System) -> httpx.AsyncClient:
    """A caller with a caseworker's roles."""
    return httpx.AsyncClient(
        base_url=f"{system.url('workflow')}/api/v1",
        headers=system.headers("staff"),
        trust_env=False,
        verify=NO_AUTHORITIES,
        timeout=60,
    )
