"""The figures that boards and auditors have stated by hand, from cases that make them up.

Each list in `tests/corpus/board_documents` is imported as an earlier system's, through all four
services; what the statistics then say must be what the document says.
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.conftest import REPOSITORY
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System
from tests.support.waiting import until

DOCUMENTS = REPOSITORY / "tests" / "corpus" / "board_documents"
ELEVEN = 11


class Reporting:
    """The whole system, as somebody who asks for figures sees it."""

    def __init__(self, system: System, client: httpx.AsyncClient) -> None:
        self._system = system
        self._client = client

    async def take_over(self, document: str, cases: int, theme: str) -> None:
        answer = await self._client.post(
            f"{self._system.url('intake')}/api/v1/imports",
            params={"source": f"document-{document}"},
            headers={**self._system.headers("staff"), "Content-Type": "text/csv"},
            content=(DOCUMENTS / f"{document}.csv").read_bytes(),
        )
        report = answer.json()
        assert (report["rejected"], report["remarks"]) == (0, 0), report

        async def registered() -> bool:
            # The facts of `case.registered` have the control points as the workflow sees them.
            found = await self.ask("figures/received/cases", theme=theme, limit=500)
            shown = [
                (await self.ask(f"cases/{each['case_id']}/facts"))["seq"] > 1
                for each in found["items"]
            ]
            return len(shown) == cases and all(shown)

        await until(registered, f"all cases of {document} are counted as registered")

    async def ask(self, path: str, **params: Any) -> Any:
        answer = await self._client.get(
            f"{self._system.url('reporting')}/api/v1/{path}",
            headers=self._system.headers("audit"),
            params=params,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def report(self, method: str, path: str = "", **given: Any) -> httpx.Response:
        """Work with reports, as somebody who makes them."""
        accounts = self._system.assembly.credentials.accounts
        maker = next(each for each in accounts if {"quality", "administrator"} & {*each.roles})
        return await self._client.request(
            method,
            f"{self._system.url('reporting')}/api/v1/reports{path}",
            auth=(maker.user, maker.password),
            **given,
        )

    async def figure(self, figure: str, **params: Any) -> Any:
        return (await self.ask(f"figures/{figure}", **params))["figures"][0]

    async def points(self, **params: Any) -> dict[str, Any]:
        table = await self.ask("control-points", **params)
        assert len(table["points"]) == ELEVEN
        return {each["id"]: each for each in table["points"]}


@pytest.fixture
async def reporting(system: System) -> AsyncIterator[Reporting]:
    async with httpx.AsyncClient(trust_env=False, verify=NO_AUTHORITIES, timeout=60) as client:
        yield Reporting(system, client)


def three(point: dict[str, Any]) -> tuple[int, int, int]:
    return point["answered"], point["not_applicable"], point["missing"]


async def test_a_boards_compilation_of_a_year(reporting: Reporting) -> None:
    """Ten complaints of which six were answered, eighteen deviations in three groups, 3 and 3."""
    await reporting.take_over("000", 34, "sammanstallning2018")
    year: dict[str, Any] = {
        "from": "2018-01-01",
        "to": "2018-12-31",
        "board": "sn",
        "theme": "sammanstallning2018",
    }
    before = {**year, "from": "2017-01-01", "to": "2017-12-31"}

    by_kind = await reporting.ask("statistics", **year, group_by="kind")
    assert by_kind["rows"] == [
        {"kind": "complaint", "count": 10},
        {"kind": "deviation", "count": 18},
    ]
    earlier = await reporting.ask("statistics", **before, group_by="kind")
    assert [row["count"] for row in earlier["rows"]] == [3, 3]
    groups = await reporting.ask("statistics", **year, kind="deviation", group_by="category")
    assert sorted(row["count"] for row in groups["rows"]) == [1, 6, 11]
    answered = await reporting.figure("answered", **year, kind="complaint")
    assert (answered["value"], answered["of"]) == (6, 10)
    quick = await reporting.figure("days-to-answer-p90", **year, kind="complaint")
    assert (quick["value"], quick["of"]) == (5, 6)
    complaints = await reporting.points(**year, kind="complaint")
    assert three(complaints["measures"]) == (6, 0, 4), "four say nothing of how they were handled"
    assert three(complaints["feedback"]) == (6, 0, 4)
    women = await reporting.ask("statistics", **year, kind="complaint", group_by="gender")
    counts = {row["gender"]: row["count"] for row in women["rows"]}
    assert counts["woman"] > counts["man"]
    lex_sarah = await reporting.figure("lex-sarah-reports", **year)
    assert lex_sarah["value"] == 0
    await _the_report_states_the_same(reporting)


async def _the_report_states_the_same(reporting: Reporting) -> None:
    """And does not let the document's own contradictions through."""
    year = {"board": "sn", "from": "2018-01-01", "to": "2018-12-31"}
    report = (await reporting.report("POST", json=year)).json()
    sentences = [
        sentence["text"]
        for section in report["content"]["sections"]
        for paragraph in section["paragraphs"]
        for sentence in paragraph
    ]
    for stated in (
        "Under 2018 kom det in 28 ärenden: 10 klagomål och 18 avvikelser.",
        "Under 2017 kom det in 3 klagomål och 3 avvikelser.",
        "6 av 10 klagomål är besvarade.",
        "Ingen lex Sarah-rapport har kommit in.",
    ):
        assert stated in sentences, stated
    (parts,) = (each for each in sentences if each.startswith("Av de 18 avvikelserna handlar"))
    assert [int(word) for word in parts.split() if word.isdigit()] == [18, 11, 6, 1]
    for section, wrong in (
        (
            "analysis",
            "Det kan observeras att registrering av Lex-Sarah rapporteringar har ökat.",
        ),
        ("equality", "Alla klagomål har hanterats på likvärdigt sätt oavsett kön."),
        ("kinds", "11 av avvikelserna handlar om bistånd. 6 av avvikelserna handlar om journaler."),
        ("lex_sarah", "Ingen Lex-Sarah rapportering har gjorts under 2022."),
    ):
        text = f"/{report['id']}/texts/{section}"
        seq = (await reporting.report("GET", f"/{report['id']}")).json()["seq"]
        answer = await reporting.report(
            "PUT", text, json={"text": wrong}, headers={"If-Match": f'"{seq}"'}
        )
        seq = answer.json()["seq"]
        refused = await reporting.report(
            "POST", f"/{report['id']}/publish", headers={"If-Match": f'"{seq}"'}
        )
        assert refused.status_code == 409, wrong
        assert refused.json()["contradictions"][0]["section"] == section
        await reporting.report("PUT", text, json={"text": ""}, headers={"If-Match": f'"{seq}"'})


async def test_an_auditors_review_of_nine_complaints(reporting: Reporting) -> None:
    await reporting.take_over("002", 9, "granskning2023sn")

    points = await reporting.points(
        **{"from": "2023-01-01", "to": "2023-05-30"}, theme="granskning2023sn"
    )

    assert {point for point in points if three(points[point]) == (9, 0, 0)} == {
        "how_received",
        "category",
        "description",
        "responsible",
    }
    assert points["feedback_wish"]["words"] == {"no": 1, "unknown": 7, "yes": 1}
    assert three(points["severity"]) == (0, 0, 9)
    assert three(points["acknowledgement"]) == (0, 0, 9)
    assert three(points["measures"]) == (6, 0, 3)
    assert three(points["feedback"]) == (3, 1, 5)
    assert three(points["complainant_view"]) == (1, 1, 7)
    assert three(points["processing_time"]) == (4, 0, 5)
    led = await reporting.figure("led-to-lex-sarah", theme="granskning2023sn")
    assert led["value"] == 5


async def test_an_auditors_sample_of_what_five_months_brought(reporting: Reporting) -> None:
    await reporting.take_over("004", 144, "granskning2023von")
    months: dict[str, Any] = {"from": "2023-01-01", "to": "2023-05-31", "board": "von"}

    received = await reporting.figure("received", **months, theme="granskning2023von")
    assert received["value"] == 144
    sample = {**months, "theme": "granskad"}
    points = await reporting.points(**sample)
    assert {point for point in points if three(points[point]) == (18, 0, 0)} == {
        "how_received",
        "category",
        "description",
        "responsible",
        "measures",
        "processing_time",
    }
    wishes = points["feedback_wish"]
    assert three(wishes) == (5, 1, 12)
    assert (wishes["words"]["yes"], wishes["words"]["no"]) == (3, 2)
    assert three(points["severity"]) == (0, 0, 18)
    assert three(points["acknowledgement"]) == (0, 0, 18)
    assert three(points["feedback"]) == (8, 2, 8)
    assert points["complainant_view"]["words"]["agrees"] == 2
    by_ivo = await reporting.figure("ivo-referred", **sample)
    assert by_ivo["value"] == 1
    slowest = await reporting.figure("days-to-close-p90", **sample)
    assert slowest["of"] == 18
