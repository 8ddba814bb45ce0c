"""What people answer to the survey, beside what others have measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Depends, Request, Response

from services.reporting.figures.suppression import LIMIT
from services.reporting.pages.frame import SURVEY
from services.reporting.pages.office import Office
from services.reporting.pages.survey_imports import IMPORTERS
from services.reporting.periods import of_year
from services.reporting.reach import boards_of
from services.reporting.survey_results.answers import CHOICES, QuestionResult, results
from services.reporting.survey_results.kept import NationalResult, NationalResults, OwnAnswers
from shared.identity.roles import READ
from shared.identity.sessions import StaffMember
from shared.organisation.surveys import NO_OPINION
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.phrases import Label, Phrase, phrase

YEAR, BOARD = "ar", "namnd"
_FIRST_YEAR = 2000

STEPS: Mapping[int, Phrase] = {
    1: phrase("1, minst"),
    2: Phrase("2"),
    3: Phrase("3"),
    4: Phrase("4"),
    5: phrase("5, mest"),
    NO_OPINION: phrase("Ingen åsikt"),
}


@dataclass(frozen=True)
class QuestionRow:
    """A question of our own survey, and how each group answered it."""

    text: Label | str
    whole: QuestionResult
    units: Sequence[tuple[Label | Phrase, QuestionResult]]


@dataclass(frozen=True)
class NationalQuestion:
    """A question of someone else's, in one year, of one board or unit."""

    text: str
    year: int
    place: Label
    respondents: int | None
    answers: Sequence[tuple[str, int | None]]
    """Each answer with its part, in whole per cent."""


class SurveyPages:
    """One page. Two queries beside the table's."""

    def __init__(self, office: Office, own: OwnAnswers, national: NationalResults) -> None:
        self._office = office
        self._own = own
        self._national = national

    def routes(self) -> APIRouter:
        """The address of the page."""
        router = APIRouter(include_in_schema=False)

        @router.get(SURVEY)
        async def show(
            request: Request,
            member: Annotated[StaffMember, Depends(self._office.allowed(*READ))],
        ) -> Response:
            return await self._page(request, member)

        return router

    async def _page(self, request: Request, member: StaffMember) -> Response:
        organisation, query = self._office.organisation, request.query_params
        today = self._office.today
        boards = boards_of(member.principal, organisation)
        board = query.get(BOARD, "") if query.get(BOARD) in boards else ""
        year = _year(query.get(YEAR, ""), today)
        wanted = (board,) if board else boards
        everything = not board and member.principal.board is None
        answers = await self._own.within(of_year(year), None if everything else wanted)
        national = await self._national.of(wanted, year - 2, year)
        years = range(today.year, max(_FIRST_YEAR, today.year - 10), -1)
        return self._office.frame.answer(
            request,
            member,
            "survey.html",
            year=year,
            form=FormState.of({YEAR: str(year), BOARD: board}),
            years=[Choice(str(each), Phrase(str(each))) for each in years],
            boards=[
                Choice(each.id, each.name) for each in organisation.boards if each.id in boards
            ],
            questions=self._questions(answers),
            steps=[(choice, STEPS[choice]) for choice in CHOICES],
            national=[self._other(list(rows)) for _, rows in groupby(national, _question_of)],
            few_limit=LIMIT,
            may_import=member.principal.has(*IMPORTERS),
        )

    def _questions(self, answers: pl.DataFrame) -> list[QuestionRow]:
        survey = self._office.organisation.survey
        asked = {each.id: each.text for each in survey.questions} if survey else {}
        units = results(answers, "unit")
        found = {each.question: each for each in results(answers)}
        order = [*asked, *sorted(set(found) - set(asked))]
        return [
            QuestionRow(
                asked.get(question, question),
                found[question],
                [
                    (self._unit(each.group), each)
                    for each in units
                    if each.question == question and each.answers
                ],
            )
            for question in order
            if question in found
        ]

    def _unit(self, group: str | None) -> Label:
        unit = self._office.organisation.unit(group) if group else None
        return unit.name if unit else phrase("Okänd enhet")

    def _other(self, rows: Sequence[NationalResult]) -> NationalQuestion:
        first = rows[0]
        organisation = self._office.organisation
        unit = organisation.unit(first.unit) if first.unit else None
        few = first.respondents < LIMIT
        return NationalQuestion(
            first.question,
            first.year,
            unit.name if unit else organisation.known_board(first.board).name,
            None if few else first.respondents,
            [(each.answer, None if few else round(each.percent)) for each in rows],
        )


def _question_of(result: NationalResult) -> tuple[int, str, str, str]:
    return result.year, result.board, result.unit or "", result.question


def _year(asked: str, today: date) -> int:
    if asked.isascii() and asked.isdigit() and _FIRST_YEAR <= int(asked) <= today.year:
        return int(asked)
    return today.year
