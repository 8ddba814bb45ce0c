"""Goals and how they are likely to end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.figures.catalogue import FIGURES
from services.reporting.goals.goals import Goals
from services.reporting.goals.standing import Measured, Reach, Standing
from services.reporting.pages.frame import GOALS
from services.reporting.pages.office import Office
from services.reporting.reach import boards_of
from shared.identity.roles import READ
from shared.identity.sessions import StaffMember
from shared.organisation import Direction
from shared.pages.formats import Formats
from shared.pages.phrases import Label, Phrase, phrase

YEAR = "ar"
_FIRST_YEAR = 2000

REACHES: Mapping[Reach, tuple[Phrase, str]] = {
    Reach.REACHED: (phrase("Nått"), "good"),
    Reach.MISSED: (phrase("Inte nått"), "danger"),
    Reach.LIKELY: (phrase("Ser ut att nås"), "good"),
    Reach.UNCERTAIN: (phrase("Osäkert"), "attention"),
    Reach.UNLIKELY: (phrase("Ser inte ut att nås"), "danger"),
    Reach.UNKNOWN: (phrase("För lite att mäta"), "plain"),
    Reach.NO_SUCH_FIGURE: (phrase("Siffran finns inte"), "danger"),
}


@dataclass(frozen=True)
class GoalRow:
    """A goal as it stands on the page, its numbers as the language writes them."""

    standing: Standing
    definition: Label | None
    target: Phrase
    now: Phrase
    ends: Phrase | None
    reach: Phrase
    tone: str


class GoalPages:
    """One page. A query for each goal measured by a question, beside the table's."""

    def __init__(self, office: Office, goals: Goals) -> None:
        self._office = office
        self._goals = goals

    def routes(self) -> APIRouter:
        """The address of the page."""
        router = APIRouter(include_in_schema=False)

        @router.get(GOALS)
        async def show(
            request: Request,
            member: Annotated[StaffMember, Depends(self._office.allowed(*READ))],
        ) -> Response:
            today = self._office.today
            year = _year(request.query_params.get(YEAR, ""), today)
            boards = boards_of(member.principal, self._office.organisation)
            # Of an earlier year, the periods in which it ended.
            day = today if year == today.year else date(year, 12, 31)
            found = await self._goals.standing(boards, day)
            formats = Formats(self._office.frame.pages.language(request))
            return self._office.frame.answer(
                request,
                member,
                "goals.html",
                year=year,
                boards=[
                    (board.name, [_row(each, formats) for each in found if each.board == board])
                    for board in self._office.organisation.boards
                    if board.id in boards
                ],
                any_goal=bool(found),
                earlier=f"{GOALS}?{YEAR}={year - 1}" if year > _FIRST_YEAR else "",
                later=f"{GOALS}?{YEAR}={year + 1}" if year < today.year else "",
            )

        return router


def _row(found: Standing, formats: Formats) -> GoalRow:
    figure = FIGURES.get(found.goal.figure or "")
    wanted = _written(found.goal.target, found.measured, formats)
    at_least = found.goal.direction is Direction.AT_LEAST
    reach, tone = REACHES[found.reach]
    forecast = found.forecast
    over = found.reach in (Reach.REACHED, Reach.MISSED)
    return GoalRow(
        found,
        figure.definition if figure else None,
        phrase("minst %(value)s", value=wanted)
        if at_least
        else phrase("högst %(value)s", value=wanted),
        _written(found.value, found.measured, formats) if found.value is not None else Phrase("–"),
        None
        if forecast is None or over
        else phrase(
            "%(value)s, mellan %(low)s och %(high)s",
            value=_written(forecast.value, found.measured, formats),
            low=_written(forecast.low, found.measured, formats),
            high=_written(forecast.high, found.measured, formats),
        ),
        reach,
        tone,
    )


def _written(value: float, measured: Measured, formats: Formats) -> Phrase:
    number = formats.number(round(value, 1) if value != round(value) else round(value))
    match measured:
        case Measured.PER_CENT:
            return phrase("%(number)s procent", number=number)
        case Measured.DAYS:
            return phrase("%(number)s dagar", number=number)
        case Measured.CASES:
            return phrase("%(number)s ärenden", number=number)


def _year(asked: str, today: date) -> int:
    if asked.isascii() and asked.isdigit() and _FIRST_YEAR <= int(asked) <= today.year:
        return int(asked)
    return today.year
