"""Answers to surveys, our own and others', over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel

from services.reporting.figures.suppression import LIMIT
from services.reporting.periods import Period
from services.reporting.reach import boards_of
from services.reporting.shapes import InWords
from services.reporting.survey_results.answers import QuestionResult, results
from services.reporting.survey_results.kept import NationalResult, NationalResults, OwnAnswers
from services.reporting.survey_results.national import Fault, ListFaulty, read_list
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid

IMPORT = (Role.QUALITY, Role.ADMINISTRATOR, Role.SERVICE)
IMPORTS = "/api/v1/surveys/imports"
LONGEST_SOURCE = 120


class By(StrEnum):
    """What answers can be told apart by."""

    BOARD = "board"
    UNIT = "unit"


class QuestionShown(BaseModel):
    """A question's answers. Null is too few to tell, or hidden since it would show what is too few.

    `by_choice` has 1 to 5 from the least to the most, and 0 for no opinion. `content` is the part
    that answered 4 or 5, of those with an opinion (0 to 1).
    """

    question: str
    text: InWords | None
    """As it is asked now; null where it is not asked any longer."""
    group: str | None
    answers: int | None
    by_choice: dict[str, int | None]
    mean: float | None
    content: float | None


class NationalShown(BaseModel):
    """A part of those who answered someone else's survey, per cent. Null where they are too few."""

    year: int
    board: str
    unit: str | None
    question: str
    answer: str
    percent: float | None
    respondents: int | None


class SurveysShown(BaseModel):
    """Our own survey by the day of the answer, and what others have measured in those years."""

    editions: list[str]
    """Of the survey; where there are several, questions may have been asked in other words."""
    entered_by_staff: int | None
    """Answers that staff have entered for someone; null where they are too few to tell."""
    own: list[QuestionShown]
    national: list[NationalShown]


class Imported(BaseModel):
    """How many rows the list has, and as what it was taken."""

    rows: int
    import_id: UUID
    new: bool
    """False where the same list was there already, and nothing was stored."""


def surveys(
    own: OwnAnswers,
    national: NationalResults,
    organisation: Organisation,
    authentication: Authentication,
) -> APIRouter:
    """Whoever belongs to a board sees that board's."""
    router = APIRouter(tags=["surveys"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806
    Importer = Annotated[Principal, Depends(authentication.one_of(*IMPORT))]  # noqa: N806

    @router.get("/surveys", summary="What was answered, question by question")
    async def shown(
        principal: Reader,
        first: Annotated[date, Query(alias="from")],
        last: Annotated[date, Query(alias="to")],
        board: Annotated[str | None, Query(description="Id, code or name.")] = None,
        unit: Annotated[str | None, Query(description="With everything below it.")] = None,
        by: Annotated[By | None, Query()] = None,
    ) -> SurveysShown:
        if last < first:
            raise _wrong("to", "to is before from: give the first day as from, the last as to")
        boards = _boards(principal, board, organisation)
        everything = board is None and principal.board is None
        answers = await own.within(Period(first, last), None if everything else boards)
        units = _units(unit, boards, organisation)
        if units is not None:
            answers = answers.filter(pl.col("unit").is_in(units))
        found = await national.of(boards, first.year, last.year)
        staff = answers.filter("by_staff")["id"].n_unique()
        return SurveysShown(
            editions=answers["survey"].unique().sort().to_list(),
            entered_by_staff=None if 0 < staff < LIMIT else staff,
            own=[_question(each, organisation) for each in results(answers, by)],
            national=[_national(each) for each in found if units is None or each.unit in units],
        )

    @router.post(
        "/surveys/imports",
        status_code=201,
        summary="Import a national user survey's results (CSV); a question again replaces it",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"text/csv": {"schema": {"type": "string"}}},
            }
        },
    )
    async def imported(
        principal: Importer,
        request: Request,
        source: Annotated[
            str,
            Query(max_length=LONGEST_SOURCE, description="Which survey it is, for the list."),
        ] = "API",
    ) -> Imported:
        try:
            rows = read_list(await request.body(), organisation)
        except ListFaulty as error:
            raise Invalid(
                str(error),
                errors=[
                    FieldProblem(field=f"row {each.row}, {each.column}", message=_told(each))
                    for each in error.faults
                ],
            ) from error
        allowed = boards_of(principal, organisation)
        if foreign := sorted({row.board for row in rows} - set(allowed)):
            raise _wrong("board", f"You belong to another board than {', '.join(foreign)}.")
        taken, new = await national.take(rows, source, principal.acting(*IMPORT))
        return Imported(rows=taken.rows, import_id=UUID(taken.id), new=new)

    def _question(result: QuestionResult, organisation: Organisation) -> QuestionShown:
        asked = organisation.survey.questions if organisation.survey else ()
        text = next((each.text for each in asked if each.id == result.question), None)
        return QuestionShown(
            question=result.question,
            text=InWords(sv=text.sv, en=text.en) if text else None,
            group=result.group,
            answers=result.answers,
            by_choice={str(choice): number for choice, number in result.by_choice.items()},
            mean=result.mean,
            content=result.content,
        )

    return router


def _told(fault: Fault) -> str:
    message = say(fault.message, Language.ENGLISH)
    return f'"{fault.typed}": {message}' if fault.typed else message


def _national(result: NationalResult) -> NationalShown:
    few = result.respondents < LIMIT
    return NationalShown(
        year=result.year,
        board=result.board,
        unit=result.unit,
        question=result.question,
        answer=result.answer,
        percent=None if few else result.percent,
        respondents=None if few else result.respondents,
    )


def _boards(principal: Principal, asked: str | None, organisation: Organisation) -> tuple[str, ...]:
    own = boards_of(principal, organisation)
    if asked is None:
        return own
    board = organisation.board(asked)
    if board is None:
        known = ", ".join(sorted(each.id for each in organisation.boards))
        raise _wrong("board", f'There is no board "{asked}". Use one of {known}.')
    return tuple(each for each in own if each == board.id)


def _units(
    asked: str | None, boards: tuple[str, ...], organisation: Organisation
) -> list[str] | None:
    if asked is None:
        return None
    unit = organisation.unit(asked, boards[0] if len(boards) == 1 else None)
    if unit is None:
        raise _wrong("unit", f'There is no unit "{asked}", or more than one. Use its id.')
    return [unit.id, *(below.id for below in organisation.units_below(unit.id))]


def _wrong(field: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldProblem(field=field, message=message)])
