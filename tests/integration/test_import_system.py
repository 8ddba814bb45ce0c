"""Earlier cases through all four services: counted where they belong, and nobody is told."""

from typing import Any

import httpx

from services.intake.imports.history import case_id_of
from shared.clock import SystemClock, local_date
from shared.ids import new_id
from tests.conftest import REPOSITORY
from tests.integration.cli_command import lyhord
from tests.support.earlier_cases import as_csv, earlier_cases
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

EXAMPLE = REPOSITORY / "docs" / "examples" / "import.csv"
EXAMPLES_BY_YEAR = {2021: 5, 2022: 6, 2023: 5, 2024: 4}
ROWS = 240


class Municipality:
    """The whole system, as those ask it who look after an import."""

    def __init__(self, system: System, client: httpx.AsyncClient) -> None:
        self._system = system
        self._client = client

    async def ask(self, service: str, path: str, **params: Any) -> Any:
        answer = await self._client.get(
            f"{self._system.url(service)}/api/v1/{path}",
            headers=self._system.headers("staff"),
            params=params,
        )
        return answer.json() if answer.status_code == 200 else None

    async def send(self, content: bytes, source: str) -> dict[str, Any]:
        answer = await self._client.post(
            f"{self._system.url('intake')}/api/v1/imports",
            params={"source": source},
            headers={**self._system.headers("staff"), "Content-Type": "text/csv"},
            content=content,
        )
        assert answer.status_code == 200, answer.text
        report: dict[str, Any] = answer.json()
        return report

    async def counted(self, **params: Any) -> int:
        """Cases that statistics have of the years before this system."""
        period = {"from": "2021-01-01", "to": "2024-12-31"}
        total: int = (await self.ask("reporting", "statistics", **period, **params))["total"]
        return total

    async def case(self, source: str, external_id: str) -> dict[str, Any]:
        """The case of a row, once the workflow has it."""
        found: dict[str, Any] = {}

        async def known() -> bool:
            found.update(
                await self.ask("workflow", f"cases/{case_id_of(source, external_id)}") or {}
            )
            return bool(found)

        await until(known, f"the workflow has {external_id}")
        return found

    async def diary(self, year: int) -> list[str]:
        """The numbers that stand in the journals of a year."""
        return [
            line["number"]
            for board in ("sn", "von", "an")
            for line in (await self.ask("workflow", "diary", board=board, year=year, limit=200))[
                "items"
            ]
        ]

    async def mails(self) -> int:
        answer = await self._client.get(f"{self._system.mail_catcher}/api/v1/messages")
        return len(answer.json()["items"])


async def test_the_example_is_history_in_every_service(system: System) -> None:
    source = f"example-{new_id().hex[-6:]}"
    this_year = local_date(SystemClock().now()).year
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        municipality = Municipality(system, client)
        before, mails = await municipality.counted(), await municipality.mails()

        report = await municipality.send(EXAMPLE.read_bytes(), source)
        assert (report["taken"], report["rejected"], report["remarks"]) == (20, 0, 1)

        old = await municipality.case(source, "LC-2021-0007")
        facts = old["facts"]
        assert (old["status"], old["diary"], facts["imported"]) == ("closed", None, True)
        assert old["diary_number"] == "Dnr SN 2021-7"
        assert (facts["received_on"], facts["closed_at"]) == ("2021-01-18", "2021-01-29T11:00:00Z")
        assert old["content"]["external_reference"] == "LC-2021-0007"
        received = old["history"][0]
        assert received["step"] == "case.received"
        assert received["actor"] == {"role": "registrar", "id": "staff"}
        assert received["at"] >= report["started_at"]
        lacking = [each["id"] for each in old["control_points"] if not each["fulfilled"]]
        assert lacking == ["responsible"]
        listed = await municipality.ask("workflow", "cases", diary_number="Dnr SN 2021-7")
        assert old["case_id"] in {item["case_id"] for item in listed["items"]}

        new = await municipality.case(source, "LC-2021-0033")
        assert new["diary_number"] in await municipality.diary(this_year), "it had no number"
        assert new["diary"]["closed_on"] == "2021-05-20"
        for year in EXAMPLES_BY_YEAR:
            assert await municipality.diary(year) == [], "other years' journals are not ours"

        async def all_counted() -> bool:
            return await municipality.counted() == before + 20

        await until(all_counted, "all are counted in their years")
        for case in (old, new):
            for what in ("notices", "deadlines"):
                told = await municipality.ask("notifications", f"cases/{case['case_id']}/{what}")
                assert told == {"items": []}
        assert await municipality.mails() == mails

        again = await municipality.send(EXAMPLE.read_bytes(), source)
        assert (again["taken"], again["unchanged"]) == (0, 20)
        assert await all_counted()


async def test_figures_of_earlier_years_add_up_and_a_rebuild_finds_them_right(
    system: System,
) -> None:
    source = f"many-{new_id().hex[-6:]}"
    rows = list(earlier_cases(ROWS))
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        municipality = Municipality(system, client)
        kinds = {"complaint": "Klagomål", "view": "Synpunkt", "deviation": "Avvikelse"}
        before = {
            (board, kind): await municipality.counted(board=board, kind=kind)
            for board in ("sn", "von", "an")
            for kind in kinds
        }
        total = await municipality.counted()

        report = await municipality.send(b"".join(as_csv(iter(rows))), source)
        assert report["taken"] == ROWS

        async def all_counted() -> bool:
            return await municipality.counted() == total + ROWS

        await until(all_counted, "all are counted")
        for board, kind in before:
            more = sum((row["board"], row["kind"]) == (board, kinds[kind]) for row in rows)
            assert await municipality.counted(board=board, kind=kind) == (
                before[board, kind] + more
            )
        by_year = [
            (await municipality.ask("reporting", "statistics", **{"from": f"{year}-01-01",
             "to": f"{year}-12-31"}))["total"] for year in EXAMPLES_BY_YEAR
        ]  # fmt: skip
        assert sum(by_year) == await municipality.counted()
        # The last of them is numbered, so nothing is on its way any more.
        for number in (ROWS - 1, ROWS):
            await municipality.case(source, f"LC-{number:06d}")

        async def all_registered() -> bool:
            found = system.documents("workflow", "cases")
            return bool(await found.count_documents({"facts.imported": True}) >= ROWS)

        await until(all_registered, "the workflow has all")

    token = system.headers("service")["Authorization"].removeprefix("Bearer ")
    rebuilt = await lyhord("rebuild", REPORTING_URL=system.url("reporting"), SERVICE_TOKEN=token)
    assert rebuilt.code == 0, rebuilt.err
    assert ", 0 of them counted otherwise before" in rebuilt.out
