"""A steady load of cases by the API, and the balance that must hold after it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx

from shared.ids import new_id
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

BOARDS = ("sn", "von", "an")


@dataclass
class Load:
    """Sends cases until told to stop; each again, with the same key, until it is accepted."""

    system: System
    copies: int = 1
    concurrency: int = 8
    accepted: dict[str, str] = field(default_factory=dict)
    """Board by case id."""
    repeats: int = 0
    """Mails that went twice so far, as a kill between 250 and mark allows."""

    async def send(self, count: int) -> None:
        """Send so many cases, and return once all are accepted."""
        numbers = iter(range(count))
        async with httpx.AsyncClient(timeout=60, trust_env=False, verify=NO_AUTHORITIES) as client:

            async def sender() -> None:
                for number in numbers:
                    await self._send_one(client, number)

            await asyncio.gather(*(sender() for _ in range(self.concurrency)))

    async def _send_one(self, client: httpx.AsyncClient, number: int) -> None:
        board = BOARDS[number % len(BOARDS)]
        key = str(new_id())
        body = {
            "board": board,
            "kind": "complaint",
            "channel": "web",
            "text": "Utbetalningen har glömts bort.",
            "contact": {"email": f"kund-{key}@post.example"},
        }
        for _ in range(3000):
            url = self.system.url("intake", number % self.copies)
            try:
                response = await client.post(
                    f"{url}/api/v1/cases", json=body, headers={"Idempotency-Key": key}
                )
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
                continue
            if response.status_code == 202:
                self.accepted[response.json()["case_id"]] = board
                return
            assert response.status_code == 503, response.text
            await asyncio.sleep(0.1)
        raise AssertionError("a case was never accepted")


@dataclass(frozen=True)
class Balance:
    """What each part says of the cases it has."""

    cases: frozenset[str]
    numbers: dict[str, list[int]]
    acknowledged: list[str]
    counted: frozenset[str]
    mails: list[str]


async def balance(system: System, client: httpx.AsyncClient) -> Balance:
    """Read what every service has stored, and the mails that were caught."""
    numbers: dict[str, list[int]] = {board: [] for board in BOARDS}
    cases = set()
    async for case in system.documents("workflow", "cases").find({}, {"diary": 1}):
        cases.add(case["_id"])
        numbers[case["diary"]["board"]].append(case["diary"]["serial"])
    acknowledged = [
        notice["case_id"]
        async for notice in system.documents("notifications", "notices").find(
            {"kind": "acknowledgement", "state": "sent"}, {"case_id": 1}
        )
    ]
    counted = set()
    async for fact in system.documents("reporting", "facts").find({}, {"_id": 1}):
        counted.add(fact["_id"])
    return Balance(
        cases=frozenset(cases),
        numbers={board: sorted(serials) for board, serials in numbers.items()},
        acknowledged=acknowledged,
        counted=frozenset(counted),
        mails=await _message_ids(system, client),
    )


async def _message_ids(system: System, client: httpx.AsyncClient) -> list[str]:
    response = await client.get(f"{system.mail_catcher}/api/v1/messages")
    items: list[dict[str, Any]] = response.json()["items"]
    return [item["message_id"] for item in items]


async def settled(system: System, load: Load, seconds: float = 180.0) -> Balance:
    """Wait until every accepted case has gone the whole way; fail with what is missing."""
    wanted = frozenset(load.accepted)
    latest: list[Balance] = []

    async def complete() -> bool:
        latest[:] = [await balance(system, client)]
        now = latest[0]
        return now.cases >= wanted and set(now.acknowledged) >= wanted and now.counted >= wanted

    try:
        async with httpx.AsyncClient(timeout=60, trust_env=False, verify=NO_AUTHORITIES) as client:
            await until(complete, "every accepted case has gone the whole way", seconds)
    except AssertionError as error:
        now = latest[0]
        raise AssertionError(
            f"{error}: of {len(wanted)} accepted, cases lack {len(wanted - now.cases)}, "
            f"acknowledgements {len(wanted - set(now.acknowledged))}, "
            f"counts {len(wanted - now.counted)}"
        ) from None
    return latest[0]


def assert_nothing_lost_nothing_twice(
    now: Balance, load: Load, *, mails_may_repeat: bool = False
) -> None:
    """accepted = cases = distinct numbers in unbroken series = acknowledgements = counted."""
    accepted = frozenset(load.accepted)
    assert now.cases == accepted
    assert now.counted == accepted
    assert sorted(now.acknowledged) == sorted(accepted)
    for board, serials in now.numbers.items():
        wanted = sum(1 for other in load.accepted.values() if other == board)
        assert serials == list(range(1, wanted + 1)), f"the series of {board} is broken"
    assert len(set(now.mails)) == len(accepted)
    if not mails_may_repeat:
        assert len(now.mails) == len(accepted)
