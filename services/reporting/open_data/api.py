"""Open data for everyone, and the facts as a file for those who may see figures."""

import asyncio
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from services.reporting.api import filters_known
from services.reporting.figures.questions import Question, asked_about
from services.reporting.figures.suppression import LIMIT
from services.reporting.open_data.dictionary import COLUMNS, OPEN_COLUMNS, codes
from services.reporting.open_data.tables import OpenRow, open_tables
from services.reporting.open_data.writing import facts_as_csv, open_data_as_csv, open_row
from services.reporting.reach import boards_of
from services.reporting.shapes import InWords
from services.reporting.table.following import FactTable
from shared.clock import Clock, local_date
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid

CSV = "text/csv; charset=utf-8"


class CodeShown(BaseModel):
    """A word of a code list. Words are never used again for something else."""

    code_list: str
    version: str
    code: str
    name: InWords | None
    retired_in: int | None


class DictionaryShown(BaseModel):
    """What the columns and the words of the exports mean."""

    facts: dict[str, InWords]
    open_data: dict[str, InWords]
    codes: list[CodeShown]


class OpenDataShown(BaseModel):
    """The open data of a year, with what its columns mean. `count` is null where it is hidden."""

    year: int
    limit: int
    """Numbers of at least one and under this are hidden, and what they could be worked out from."""
    columns: dict[str, InWords]
    rows: list[dict[str, Any]]


def open_data(
    table: FactTable, organisation: Organisation, clock: Clock, authentication: Authentication
) -> APIRouter:
    """The open data need no login: nothing in them is about anyone."""
    router = APIRouter(tags=["open data"], responses=problems(422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806

    async def of_year(year: int) -> list[OpenRow]:
        # A year that goes on would show single cases, to whoever compares it from day to day.
        if year >= local_date(clock.now()).year:
            message = "Only years that are over are open data."
            raise Invalid(message, errors=[FieldProblem(field="year", message=message)])
        facts = await table.facts()
        return await asyncio.to_thread(open_tables, facts, year, organisation)

    Year = Annotated[int, Query(ge=1990, le=2200)]  # noqa: N806

    @router.get("/open-data.csv", summary="Numbers of cases in a year", response_class=Response)
    async def as_csv(year: Year) -> Response:
        rows = await of_year(year)
        return Response(open_data_as_csv(year, rows), media_type=CSV)

    @router.get("/open-data.json", summary="The same, with what the columns mean")
    async def as_json(year: Year) -> OpenDataShown:
        return OpenDataShown(
            year=year,
            limit=LIMIT,
            columns={name: InWords.of(meaning) for name, meaning in OPEN_COLUMNS.items()},
            rows=[open_row(year, row) for row in await of_year(year)],
        )

    @router.get("/dictionary", summary="What the columns and words of the exports mean")
    async def dictionary() -> DictionaryShown:
        return DictionaryShown(
            facts={name: InWords.of(meaning) for name, meaning in COLUMNS.items()},
            open_data={name: InWords.of(meaning) for name, meaning in OPEN_COLUMNS.items()},
            codes=[
                CodeShown(
                    code_list=each.code_list,
                    version=each.version,
                    code=each.code,
                    name=InWords(sv=each.name_sv, en=each.name_en or each.name_sv)
                    if each.name_sv
                    else None,
                    retired_in=each.retired_in,
                )
                for each in codes(organisation)
            ],
        )

    @router.get(
        "/facts.csv",
        summary="The facts of every case, a row each; nothing personal",
        response_class=StreamingResponse,
        responses=problems(401, 403),
    )
    async def facts(principal: Reader, question: Annotated[Question, Query()]) -> StreamingResponse:
        facts = await table.facts()
        with filters_known():
            asked = asked_about(facts, question, organisation)
        if principal.board is not None:
            asked = asked.filter(pl.col("board").is_in(list(boards_of(principal, organisation))))
        found = await asyncio.to_thread(asked.collect)
        return StreamingResponse(
            facts_as_csv(found, organisation),
            media_type=CSV,
            headers={"Content-Disposition": 'attachment; filename="facts.csv"'},
        )

    return router
