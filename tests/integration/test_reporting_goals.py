"""Goals, surveys and exports over HTTP, on a real store."""

import csv
import hashlib
import io
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate

from services.reporting.goals.api import goals
from services.reporting.goals.goals import Goals
from services.reporting.open_data.api import open_data
from services.reporting.survey_results.api import IMPORT, surveys
from services.reporting.survey_results.kept import (
    NationalResult,
    NationalResults,
    OwnAnswers,
    SurveyImport,
)
from services.reporting.surveys import SurveyAnswer
from services.reporting.table.following import FactTable
from services.reporting.table.targets import Targets
from shared.clock import MovableClock
from shared.events.vocabulary import Feedback, Role
from shared.identity.accounts import Accounts
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.web.openapi import describe_problems
from shared.web.problems import answer_problems
from tests.integration.reporting_copies import Copies
from tests.support.service import accounts_file, bearer
from tests.support.submissions import submission

pytest_plugins = ("tests.integration.reporting_fixtures",)

LIST = (
    "år;nämnd;enhet;fråga;svar;procent;antal svarande\r\n"
    "2025;sn;;Vet du vart du vänder dig?;Ja;61;412\r\n"
    "2025;sn;;Vet du vart du vänder dig?;Delvis;24;412\r\n"
    "2025;von;hemvard-norr;Vet du vart du vänder dig?;Ja;75;4\r\n"
)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 11, 22, 10, tzinfo=UTC))


@pytest.fixture
async def client(
    copies: Copies,
    settings_for: Callable[..., Settings],
    organisation: Organisation,
    clock: MovableClock,
    tmp_path: Path,
) -> AsyncIterator[httpx.AsyncClient]:
    copy = copies()
    answered = [
        submission(board="sn", received_on=date(2026, 3, 2), feedback=Feedback.GIVEN)
        for _ in range(20)
    ]
    await copy.count(*answered, submission(board="von", received_on=date(2025, 3, 2)))
    database = Database(settings_for(), "reporting")
    table = FactTable(copy.collections, Targets(organisation), clock)
    answers = database.collection(SurveyAnswer)
    own = OwnAnswers(answers, table)
    national = NationalResults(
        database.collection(NationalResult), database.collection(SurveyImport), clock
    )
    await database.prepare()
    for number, event in enumerate(answered):
        await answers.insert(_answer(event.case_id, 5 if number < 15 else 2))
    path = accounts_file(tmp_path)
    digest = hashlib.sha256(b"of-sn").hexdigest()
    with path.open("a", encoding="utf-8") as file:
        file.write(
            f'\n[[token]]\nname = "of-sn"\nsha256 = "{digest}"\nroles = ["quality"]\nboard = "sn"\n'
        )
    authentication = Authentication(Accounts.of(settings_for(accounts=path)))
    app = FastAPI()
    answer_problems(app)
    describe_problems(app)
    measuring = Goals(table, own, organisation, clock)
    for router in (
        goals(measuring, organisation, authentication),
        surveys(own, national, organisation, authentication),
        open_data(table, organisation, clock, authentication),
    ):
        app.include_router(router, prefix="/api/v1")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://reporting/api/v1",
        headers=bearer(Role.SERVICE),
    ) as asking:
        yield asking
    await database.close()


def _answer(case_id: UUID, step: int) -> SurveyAnswer:
    return SurveyAnswer(
        id=str(new_id()),
        case_id=str(case_id),
        survey="after-closing.v1",
        answers={"treatment": step},
        answered_on=date(2026, 4, 1),
    )


OF_SN = {"Authorization": "Bearer of-sn"}


async def test_goals_tell_value_forecast_and_reach(client: httpx.AsyncClient) -> None:
    found = {each["id"]: each for each in (await client.get("/goals")).json()["items"]}

    answered = found["answered"]
    assert (answered["value"], answered["of"], answered["target"]) == (100, 20, 95)
    assert (answered["from"], answered["to"]) == ("2026-01-01", "2026-12-31")
    assert answered["forecast"] == {"low": 100, "value": 100, "high": 100}
    assert answered["reach"] == "likely"
    treatment = found["treatment"]
    assert (treatment["measured"], treatment["value"], treatment["of"]) == ("per_cent", 75, 20)
    assert found["answer-time"]["reach"] == "unknown"
    before = (await client.get("/goals", params={"on": "2025-05-01"})).json()["items"]
    assert {each["reach"] for each in before} == {"unknown"}


async def test_our_survey_and_others_stand_beside_each_other(client: httpx.AsyncClient) -> None:
    taken = await client.post("/surveys/imports", content=LIST.encode())
    again = await client.post("/surveys/imports", content=LIST.replace(";61;", ";62;").encode())
    asked = {"from": "2025-01-01", "to": "2026-12-31"}

    shown = (await client.get("/surveys", params=asked)).json()

    assert taken.status_code == 201
    assert (taken.json()["rows"], taken.json()["new"]) == (3, True)
    assert again.status_code == 201
    (question,) = shown["own"]
    assert question["text"]["sv"]
    assert (question["answers"], question["content"]) == (20, 0.75)
    assert question["by_choice"] == {"1": 0, "2": 5, "3": 0, "4": 0, "5": 15, "0": 0}
    assert [(each["answer"], each["percent"]) for each in shown["national"]] == [
        ("Ja", 62.0),
        ("Delvis", 24.0),
        ("Ja", None),
    ]
    one = (await client.get("/surveys", params={**asked, "by": "board"}, headers=OF_SN)).json()
    assert [each["group"] for each in one["own"]] == ["sn"]
    assert {each["board"] for each in one["national"]} == {"sn"}
    other = (await client.get("/surveys", params={**asked, "board": "von"})).json()
    assert other["own"] == []


async def test_a_faulty_list_is_refused_whole_with_rows_and_columns(
    client: httpx.AsyncClient,
) -> None:
    faulty = LIST + "2025;sn;;;Nej;mycket;412\r\n"

    refused = await client.post("/surveys/imports", content=faulty.encode())
    foreign = await client.post("/surveys/imports", content=LIST.encode(), headers=OF_SN)
    shown = await client.get("/surveys", params={"from": "2025-01-01", "to": "2025-12-31"})

    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == [
        "row 5, question",
        "row 5, percent",
    ]
    assert foreign.status_code == 422
    assert shown.json()["national"] == []


async def test_open_data_need_no_login_and_tell_years_that_are_over(
    client: httpx.AsyncClient,
) -> None:
    del client.headers["Authorization"]

    text = await client.get("/open-data.csv", params={"year": 2025})
    shown = (await client.get("/open-data.json", params={"year": 2025})).json()
    running = await client.get("/open-data.json", params={"year": 2026})

    rows = list(csv.DictReader(io.StringIO(text.text)))
    assert text.headers["content-type"].startswith("text/csv")
    assert len(rows) == len(shown["rows"])
    # One single case: no number that is shown is made of it.
    assert {row["count"] for row in rows} <= {"", "0"}
    assert running.status_code == 422
    assert (await client.get("/dictionary")).status_code == 200
    assert (await client.get("/facts.csv")).status_code == 401


async def test_facts_are_exported_to_those_who_may_see_them(client: httpx.AsyncClient) -> None:
    every = await client.get("/facts.csv", params={"from": "2025-01-01"})
    own = await client.get("/facts.csv", headers=OF_SN)
    wrong = await client.get("/facts.csv", params={"board": "kultur"})

    assert len(list(csv.DictReader(io.StringIO(every.text)))) == 21
    assert {row["board"] for row in csv.DictReader(io.StringIO(own.text))} == {"sn"}
    assert wrong.status_code == 422


async def test_each_role_may_do_what_is_its_own_and_no_more(client: httpx.AsyncClient) -> None:
    asked = {"from": "2025-01-01", "to": "2025-12-31"}
    for role in Role:
        for path in ("/goals", "/surveys", "/facts.csv"):
            answer = await client.get(path, params=asked, headers=bearer(role))
            assert answer.status_code == (200 if role in READ else 403), (role, path)
        imported = await client.post(
            "/surveys/imports", content=LIST.encode(), headers=bearer(role)
        )
        assert imported.status_code == (201 if role in IMPORT else 403), role


async def test_a_period_backwards_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get("/surveys", params={"from": "2026-02-01", "to": "2026-01-01"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "to"


async def test_api_is_documented(client: httpx.AsyncClient) -> None:
    validate((await client.get("http://reporting/openapi.json")).json())
