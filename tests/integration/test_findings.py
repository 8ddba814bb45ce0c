"""A review's findings beside the unit's own reports, through all services: an event counts once."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest

from services.intake.imports.history import case_id_of
from shared.ids import new_id
from tests.conftest import REPOSITORY
from tests.integration.cli_command import lyhord
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

EXAMPLE = REPOSITORY / "docs" / "examples" / "findings.csv"
COLUMNS = "external_id;board;unit;kind;category;discovered_by;received_on;occurred_on;text\n"
YEAR = 2012
"""One of which no other test has cases."""
FIGURES = (
    "received",
    "events",
    "duplicates",
    "found-by-units-alone",
    "found-by-reviews",
    "found-by-reviews-alone",
)


class Municipality:
    """The whole system, as a registrar and a review have it."""

    def __init__(self, system: System, client: httpx.AsyncClient) -> None:
        self._system = system
        self._client = client
        self._source = f"fut-{new_id().hex[-6:]}"

    async def hand_in(self, *findings: str) -> Mapping[str, Any]:
        return await self.send((COLUMNS + "\n".join(findings)).encode())

    async def send(self, content: bytes) -> Mapping[str, Any]:
        answer = await self._client.post(
            f"{self._system.url('intake')}/api/v1/imports",
            params={"source": self._source},
            headers={**self._system.headers(), "Content-Type": "text/csv"},
            content=content,
        )
        assert answer.status_code == 200, answer.text
        report: dict[str, Any] = answer.json()
        return report

    async def case(self, external_id: str) -> dict[str, Any]:
        """The case of a row, once the workflow has it."""
        found: dict[str, Any] = {}

        async def known() -> bool:
            answer = await self._ask("workflow", f"cases/{self.id(external_id)}")
            if answer.status_code == 200:
                found.update(answer.json())
            return bool(found)

        await until(known, f"the workflow has {external_id}")
        return found

    def id(self, external_id: str) -> str:
        return str(case_id_of(self._source, external_id))

    async def take(self, external_id: str, step: str, **told: Any) -> None:
        for _ in range(5):
            seq = (await self.case(external_id))["seq"]
            answer = await self._client.post(
                f"{self._system.url('workflow')}/api/v1/cases/{self.id(external_id)}/{step}",
                json=told,
                headers={**self._system.headers(), "If-Match": f'"{seq}"'},
            )
            if answer.status_code != 409 or "seq" not in answer.json():
                break
        assert answer.status_code == 200, answer.text

    async def merge(self, external_id: str, into: str) -> None:
        await self.take(external_id, "merge", into=self.id(into), reason="Samma händelse.")

    async def counts(self, **expected: int) -> None:
        """Return once the figures of the year are these."""
        wanted = {name.replace("_", "-"): number for name, number in expected.items()}
        seen: dict[str, int] = {}

        async def so() -> bool:
            period = {"from": f"{YEAR}-01-01", "to": f"{YEAR}-12-31", "kind": "deviation"}
            items = (await self._ask("reporting", "figures", **period)).json()["figures"]
            seen.update({each["id"]: each["value"] for each in items if each["id"] in FIGURES})
            return all(seen[name] == number for name, number in wanted.items())

        await until(so, f"the figures are {wanted}, not {seen}")

    async def counted(self, **asked: str) -> int:
        answer = await self._ask("reporting", "statistics", **asked)
        total: int = answer.json()["total"]
        return total

    async def _ask(self, service: str, path: str, **params: Any) -> httpx.Response:
        return await self._client.get(
            f"{self._system.url(service)}/api/v1/{path}",
            headers=self._system.headers(),
            params=params,
        )


@pytest.fixture
async def town(system: System) -> AsyncIterator[Municipality]:
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        yield Municipality(system, client)


def row(external_id: str, found_by: str, day: int) -> str:
    happened, came_in = f"{YEAR}-03-{day:02d}", f"{YEAR}-04-01"
    return (
        f"{external_id};von;hemvard-norr;Avvikelse;Läkemedel;{found_by};{came_in};{happened};"
        "En dos gavs inte."
    )


async def test_findings_count_once_with_what_the_unit_reported(
    system: System, town: Municipality
) -> None:
    own = [row(f"E-{number}", "enheten själv", number) for number in (1, 2, 3)]
    findings = [row(f"F-{number}", "FUT", number) for number in (1, 2, 8)]
    assert (await town.hand_in(*own, *findings))["taken"] == 6
    again = await town.hand_in(*findings, row("F-9", "FUT", 9), row("K-1", "ekonomi", 1))
    assert (again["taken"], again["unchanged"]) == (2, 3), "what was handed in counts once"
    await town.counts(received=8, events=8, duplicates=0, found_by_reviews_alone=4)

    await town.merge("F-1", into="E-1")
    await town.merge("F-2", into="E-2")
    await town.counts(
        received=8,
        events=6,
        duplicates=2,
        found_by_units_alone=1,
        found_by_reviews=4,
        found_by_reviews_alone=2,
    )

    # A chain: what the economy function and the review found hands on what it has learned.
    await town.merge("K-1", into="F-8")
    await town.merge("F-8", into="E-3")
    await town.counts(events=4, duplicates=4, found_by_units_alone=0, found_by_reviews_alone=1)

    async def learned() -> bool:
        facts = (await town.case("E-3"))["facts"]
        return bool(facts["also_found_by"] == ["economy", "targeted_review"])

    await until(learned, "the end of the chain knows both")
    year = {"from": f"{YEAR}-01-01", "to": f"{YEAR}-12-31", "board": "von"}
    assert await town.counted(also_found_by="economy", dismissed="duplicate", **year) == 1

    await town.take("F-2", "reopen", reason="Det var en annan dos.")
    await town.counts(events=5, duplicates=3, found_by_units_alone=1, found_by_reviews_alone=2)

    token = system.headers("service")["Authorization"].removeprefix("Bearer ")
    rebuilt = await lyhord("rebuild", REPORTING_URL=system.url("reporting"), SERVICE_TOKEN=token)
    assert rebuilt.code == 0, rebuilt.err
    assert ", 0 of them counted otherwise before" in rebuilt.out
    await town.counts(events=5, duplicates=3, found_by_units_alone=1, found_by_reviews_alone=2)


async def test_the_example_of_a_reviews_list_is_taken(town: Municipality) -> None:
    report = await town.send(EXAMPLE.read_bytes())
    assert (report["taken"], report["rejected"], report["remarks"]) == (4, 0, 0), report["errors"]
    finding = await town.case("FUT-2025-001")
    assert finding["facts"]["discovered_by"] == "targeted_review"
    assert finding["status"] == "registered"
    assert (await town.case("EKO-2025-004"))["facts"]["discovered_by"] == "economy"
