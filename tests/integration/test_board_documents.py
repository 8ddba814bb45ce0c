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


class Draft:
    """A report that is being written."""

    def __init__(self, reporting: Reporting, report: dict[str, Any]) -> None:
        self._reporting = reporting
        self._report = report

    @classmethod
    async def made(cls, reporting: Reporting, board: str, first: str, last: str) -> "Draft":
        span = {"board": board, "from": first, "to": last}
        answer = await reporting.report("POST", json=span)
        assert answer.status_code == 201, answer.text
        return cls(reporting, answer.json())

    @property
    def sentences(self) -> list[str]:
        """All that are made of figures."""
        return [
            sentence["text"]
            for section in self._report["content"]["sections"]
            for paragraph in section["paragraphs"]
            for sentence in paragraph
        ]

    def points(self) -> list[tuple[int, int, int]]:
        """Of each control point, in the auditors' order: it is clear, does not apply, is not."""
        (table,) = (
            table
            for section in self._report["content"]["sections"]
            for table in section["tables"]
            if table["id"] == "control-points"
        )
        return [tuple(cell["value"] for cell in row[2:5]) for row in table["rows"]]

    async def write(self, section: str, text: str) -> None:
        answer = await self._asked("PUT", f"/texts/{section}", json={"text": text})
        assert answer.status_code == 200, answer.text

    async def contradictions(self) -> list[dict[str, Any]]:
        answer = await self._reporting.report("GET", f"/{self._report['id']}/contradictions")
        found: list[dict[str, Any]] = answer.json()["contradictions"]
        return found

    async def publish(self) -> httpx.Response:
        return await self._asked("POST", "/publish")

    async def _asked(self, method: str, path: str, **given: Any) -> httpx.Response:
        report = f"/{self._report['id']}"
        seq = (await self._reporting.report("GET", report)).json()["seq"]
        headers = {"If-Match": f'"{seq}"'}
        return await self._reporting.report(method, f"{report}{path}", headers=headers, **given)


async def _says_what_is_true(draft: Draft, **texts: str) -> None:
    """What the document says truly does not stand against publishing."""
    for section, text in texts.items():
        await draft.write(section, text)
    found = await draft.contradictions()
    assert [(each["words"], each["message"]["sv"]) for each in found] == []


async def _refuses(draft: Draft, **texts: str) -> None:
    """Each is refused alone, at the place between [ and ]."""
    for section, marked in texts.items():
        text = marked.replace("[", "").replace("]", "")
        start, end = marked.index("["), marked.index("]") - 1
        await draft.write(section, text)
        refused = await draft.publish()
        assert refused.status_code == 409, text
        places = [
            (each["section"], each["start"] < end and start < each["end"])
            for each in refused.json()["contradictions"]
        ]
        assert places == [(section, True)], refused.json()
        await draft.write(section, "")


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
    in_time = await reporting.figure("answered-within-target", **year, kind="complaint")
    assert (in_time["value"], in_time["of"]) == (6, 10)
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
    draft = await Draft.made(reporting, "sn", "2018-01-01", "2018-12-31")
    sentences = draft.sentences
    for stated in (
        "Under 2018 kom det in 28 ärenden: 10 klagomål och 18 avvikelser.",
        "Under 2017 kom det in 3 klagomål och 3 avvikelser.",
        "6 av 10 klagomål är besvarade.",
        "Ingen lex Sarah-rapport har kommit in.",
    ):
        assert stated in sentences, stated
    (parts,) = (each for each in sentences if each.startswith("Av de 18 avvikelserna handlar"))
    assert [int(word) for word in parts.split() if word.isdigit()] == [18, 11, 6, 1]
    await _says_what_is_true(
        draft,
        units=(
            "10 stycken klagomål har inkommit under 2018. 6 av klagomålen har bemötts skyndsamt av "
            "ansvarig chef som har återkopplat till brukaren. I fyra ärenden saknas information i "
            "form av diarieförda handlingar om hur klagomålet har hanterats.\n\n"
            "18 avvikelser har rapporterats under 2018. 11 av avvikelserna handlar om "
            "felaktigheter vid utbetalning eller beräkning av bistånd. 6 av avvikelserna handlar "
            "om brister i dokumentation. 1 av avvikelserna handlar om brister i att följa "
            "rutiner. Utredningar har genomförts i samtliga avvikelser och åtgärder har vidtagits."
        ),
        lex_sarah="Ingen Lex-Sarah rapportering har gjorts under 2018.",
        analysis="År 2017 inkom 3 klagomål och 3 avvikelser.",
        equality="I analysen av klagomålen framgår det att fler kvinnor rapporterade klagomål.",
    )
    await _refuses(
        draft,
        analysis="Det kan observeras att registrering av Lex-Sarah rapporteringar har [ökat].",
        equality="[Alla klagomål] har hanterats på likvärdigt sätt oavsett kön.",
        kinds=("11 av avvikelserna handlar om bistånd. [6 av avvikelserna] handlar om journaler."),
        lex_sarah="[Ingen Lex-Sarah rapportering] har gjorts under 2022.",
    )


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
    by_ivo = await reporting.figure("ivo-referred", theme="granskning2023sn")
    assert by_ivo["value"] == 3

    draft = await Draft.made(reporting, "sn", "2023-01-01", "2023-05-30")
    for stated in (
        "Under perioden 1 januari–30 maj 2023 kom det in 9 klagomål.",
        "I 3 ärenden är det IVO som har lämnat över det.",
        "I 5 ärenden av annan typ har det som hänt lett till lex Sarah.",
        "Av de 11 kontrollpunkterna är 4 uppfyllda i alla ärenden och 2 inte uppfyllda i något.",
    ):
        assert stated in draft.sentences, (stated, draft.sentences)
    assert draft.points() == [
        (9, 0, 0),
        (9, 0, 0),
        (9, 0, 0),
        (2, 0, 7),
        (0, 0, 9),
        (0, 0, 9),
        (9, 0, 0),
        (6, 0, 3),
        (3, 1, 5),
        (1, 1, 7),
        (4, 0, 5),
    ]
    await _says_what_is_true(
        draft,
        kinds=(
            "Fram till maj 2023 har 9 st klagomål diarieförts varför en total granskning av dessa "
            "har genomförts. Vi noterar att tre av klagomålen har inkommit via IVO (Inspektionen "
            "för vård och omsorg). Dessa ärenden diariefördes mellan 1 januari-30 maj 2023."
        ),
        feedback=(
            "För fyra ärenden framgår det tydligt när dessa avslutades, så skedde mellan 9-24 "
            "dagar. Tre ärenden var vid granskningstidpunkten inte avslutade och för två ärenden "
            "är det oklart om dessa är avslutade. I tre ärenden framgår att återkoppling av "
            "utförda åtgärder har skett till kund. I ett fall är detta inte aktuellt då kund inte "
            "önskat återkoppling."
        ),
        control_points=(
            "I ett ärende framgår det att den klagande förväntar sig återkoppling.\n"
            "Ja, i samtliga ärenden är ett namn angivet.\n"
            "I fem av ärendena framgår att ärendet har lett till en lex Sarah-rapportering, i ett "
            "fall har återkoppling skett via brev med information om åtgärder. I tre fall har "
            "åtgärder inte dokumenterats, dessa ärenden är dock inte avslutade.\n"
            "I ett ärende framgår det att kunden anser att ärendet är avslutat. I övriga ärenden "
            "framgår det inte.\n"
            "I fyra av ärendena är det tydligt vilket datum ärendet avslutades."
        ),
        causes=(
            "I tre av ärendena finns inga dokumenterade vidtagna åtgärder, men dessa ärenden är "
            "inte heller avslutade."
        ),
    )
    await _refuses(
        draft,
        kinds="Fram till maj 2023 har [11 st klagomål] diarieförts.",
        lex_sarah="I [två av ärendena] framgår att ärendet har lett till en lex Sarah-rapport.",
        feedback="I [fyra ärenden] framgår att återkoppling av utförda åtgärder har skett.",
        control_points="[Samtliga ärenden] är avslutade.",
        causes="I [två fall] har åtgärder inte dokumenterats.",
        summary="[Fyra av klagomålen] har inkommit via IVO.",
    )


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

    draft = await Draft.made(reporting, "von", "2023-01-01", "2023-05-31")
    for stated in (
        "Under januari–maj 2023 kom det in 144 ärenden: 102 klagomål och 42 synpunkter.",
        "I ett ärende är det IVO som har lämnat över det.",
        "Åtgärder har beslutats i 18 ärenden.",
    ):
        assert stated in draft.sentences, (stated, draft.sentences)
    assert draft.points() == [
        (144, 0, 0),
        (144, 0, 0),
        (144, 0, 0),
        (5, 1, 138),
        (0, 0, 144),
        (0, 0, 144),
        (144, 0, 0),
        (18, 0, 126),
        (8, 2, 134),
        (2, 3, 139),
        (18, 0, 126),
    ]
    await _says_what_is_true(
        draft,
        kinds=(
            "Från januari till och med maj 2023 har 144 st klagomål/synpunkter registrerats. 18 av "
            "dessa har granskats. Vi noterar att ett av klagomålen har inkommit via IVO "
            "(Inspektionen för vård och omsorg)."
        ),
        feedback=(
            "Resultatet av granskningen av ärendena visar att ärenden som inkommer till "
            "förvaltningen hanteras olika snabbt. Samtliga utvalda ärenden är avslutade och tid "
            "det tagit till avslut har varierat mellan 1 dag och ca 3 månader. Samtliga "
            "klagomålsärenden som inkommit har tilldelats ett rapportnummer och i de flesta fall "
            "även ett diarienummer."
        ),
        control_points=(
            "I tre ärenden är det tydligt att kund vill ha återkoppling. I två ärenden önskas inte "
            "återkoppling. I ett fall har klagomålet inkommit anonymt.\n"
            "I åtta ärenden framgår att kund fått återkoppling avseende utförda åtgärder. I två "
            "fall är detta inte aktuellt då kund inte önskat återkoppling.\n"
            "I två ärenden framgår det tydligt att kund är nöjd med hur ärendet hanterats och "
            "avslutats. I övriga framgår inte detta."
        ),
        background=(
            "I resultatet för enkäten inom hemtjänsten svarar 61 procent ja, 24 procent delvis och "
            "15 procent nej på denna fråga. För särskilt boende svarar 46 procent ja, 30 procent "
            "delvis och 24 procent nej. DNR: 055/2023. Yttrandet ska lämnas senast den 29 februari "
            "2024."
        ),
    )
    await _refuses(
        draft,
        kinds="Från januari till och med maj 2023 har [114 st klagomål/synpunkter] registrerats.",
        # What is true of the eighteen is not true of all.
        causes="I [samtliga ärenden] finns dokumenterade vidtagna åtgärder.",
        control_points="I [nio ärenden] framgår att kund fått återkoppling.",
        feedback="I [tre ärenden] framgår det att kund är nöjd med hur ärendet hanterats.",
        lex_sarah="[Två av klagomålen] har inkommit via IVO.",
        analysis="[En tredjedel] av ärendena har inkommit via telefon.",
    )
