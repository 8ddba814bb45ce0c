"""Every figure with its definition, and each with the cases behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import polars as pl
from fastapi import APIRouter, Depends, Request, Response

from services.reporting.counted_case import CountedCase
from services.reporting.facts_in_use import Cases
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import Figure, Share, Theme
from services.reporting.figures.reckoning import behind, lacking, reckoned
from services.reporting.learning_cards.access import WRITE
from services.reporting.pages.asked import Asked, Choice, NotKnown
from services.reporting.pages.desk import FigureDesk, Values
from services.reporting.pages.frame import FIGURES_PATH, LEARNING_CARDS
from services.reporting.pages.shown import LACKING, all_shown, how, shown
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import THEMES
from services.reporting.sight import READERS, in_sight
from services.reporting.table.columns import ID, RECEIVED_ON
from shared.identity.sessions import StaffMember
from shared.pages.phrases import Label, phrase
from shared.pages.words import KINDS, STATUSES

A_PAGE = 50
SHOW, FROM_NUMBER = LACKING[0], "sida"


@dataclass(frozen=True)
class CaseRow:
    """A case behind a figure. Nothing personal."""

    number: str
    address: str
    kind: Label
    unit: Label
    status: Label
    received_on: date
    card_address: str
    """Where a learning card of the case is begun."""


@dataclass(frozen=True)
class Behind:
    """How many cases are behind a figure, how many of them the member may see, and a page's ids."""

    total: int
    seen: int
    ids: Sequence[str]


class FigurePages:
    """The list costs two round trips; a figure two more, for the numbers of its cases."""

    def __init__(self, desk: FigureDesk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        reader = Depends(self._desk.reader)

        @router.get(FIGURES_PATH)
        async def every(request: Request, member: Annotated[StaffMember, reader]) -> Response:
            return await self._desk.page(request, member, "figures.html", _every)

        @router.get(f"{FIGURES_PATH}/{{figure_id}}")
        async def one(
            request: Request, figure_id: str, member: Annotated[StaffMember, reader]
        ) -> Response:
            figure = FIGURES.get(figure_id)
            if figure is None:
                return self._desk.not_known(request, member, _unknown(figure_id))
            return await self._one(request, member, figure)

        return router

    async def _one(self, request: Request, member: StaffMember, figure: Figure) -> Response:
        lacks = request.query_params.get(SHOW) == LACKING[1] and isinstance(figure.measure, Share)
        page = _page_of(request.query_params.get(FROM_NUMBER, ""))
        organisation = self._desk.office.organisation
        sight = in_sight(member.principal, organisation)

        def make(asked: Asked, cases: Cases, voice: Voice) -> Values:
            of_question = cases.asked(asked.question)
            (found,) = reckoned(of_question, [figure])
            chosen = of_question.filter(lacking(figure) if lacks else behind(figure))
            path = f"{FIGURES_PATH}/{figure.id}"
            more = (LACKING,) if lacks else ()
            listed = _listed(chosen, sight, page)
            return {
                "figure": shown(figure, found, asked, voice),
                "how": how(figure),
                "is_share": isinstance(figure.measure, Share),
                "lacks": lacks,
                "behind": listed,
                "sees_cases": member.principal.has(*READERS),
                "may_make_cards": member.principal.has(*WRITE),
                "fulfilled_address": asked.address(path),
                "lacking_address": asked.address(path, LACKING),
                "previous": _paged(asked, path, more, page - 1) if page > 1 else "",
                "next": _paged(asked, path, more, page + 1) if page * A_PAGE < listed.seen else "",
                "first_number": (page - 1) * A_PAGE + 1,
            }

        return await self._desk.page_with_cases(
            request, member, "figure.html", make, self._rows, own=(SHOW, FROM_NUMBER)
        )

    def _rows(self, cases: Sequence[CountedCase]) -> Sequence[CaseRow]:
        return [self._row(case) for case in cases]

    def _row(self, case: CountedCase) -> CaseRow:
        facts = case.facts
        return CaseRow(
            facts.diary_number or facts.reference,
            self._desk.workflow_page(f"/arenden/{case.id}"),
            KINDS[facts.kind],
            _place(facts.board, facts.unit, self._desk),
            STATUSES[facts.status],
            facts.received_on,
            f"{LEARNING_CARDS}/nytt?arende={case.id}",
        )


def _every(asked: Asked, cases: Cases, voice: Voice) -> Values:
    figures = all_shown(reckoned(cases.asked(asked.question), list(FIGURES.values())), asked, voice)
    return {
        "themes": [
            (THEMES[theme], [each for each in figures.values() if each.figure.theme is theme])
            for theme in Theme
        ]
    }


def _listed(chosen: pl.LazyFrame, sight: pl.Expr, page: int) -> Behind:
    """The newest first."""
    found = chosen.select(ID, RECEIVED_ON, sight.alias("seen")).collect()
    seen = found.filter("seen").sort(RECEIVED_ON, ID, descending=[True, False])
    return Behind(
        found.height, seen.height, seen[ID][(page - 1) * A_PAGE : page * A_PAGE].to_list()
    )


def _place(board: str, unit: str | None, desk: FigureDesk) -> Label:
    if unit is not None:
        return desk.words.unit(unit)
    return desk.words.board(board)


def _paged(asked: Asked, path: str, more: tuple[tuple[str, str], ...], page: int) -> str:
    return asked.address(path, *more, *(((FROM_NUMBER, str(page)),) if page > 1 else ()))


def _page_of(text: str) -> int:
    """From 1; the first for anything but a number."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _unknown(figure_id: str) -> NotKnown:
    return NotKnown(
        404,
        phrase("Siffran ”%(id)s” finns inte. Här är alla som finns.", id=figure_id),
        (Choice(each.name, f"{FIGURES_PATH}/{each.id}") for each in FIGURES.values()),
    )
