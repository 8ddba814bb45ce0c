"""The figures that a text is held against: those of the cases that its report is about."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.questions import Question, asked_about
from services.reporting.figures.reckoning import Reckoned, reckoned
from services.reporting.guard.findings import Scope
from shared.organisation import Organisation


class FiguresOfTable:
    """Each figure is reckoned once, however often a text comes back to it."""

    def __init__(self, table: pl.DataFrame, about: Question, organisation: Organisation) -> None:
        """`about` is the report's question; its period gives way to that of each claim."""
        self._table = table
        self._about = about
        self._organisation = organisation
        self._reckoned = cache(self._reckon)

    def figure(self, figure_id: str, scope: Scope) -> Reckoned:
        """See `checking.Figures`. Raises UnknownFilter for a unit that does not exist."""
        return self._reckoned(figure_id, scope)

    def _reckon(self, figure_id: str, scope: Scope) -> Reckoned:
        narrowed: dict[str, object] = {"first": scope.period.first, "last": scope.period.last}
        if scope.kinds:
            narrowed["kind"] = scope.kinds
        if scope.units:
            narrowed["unit"] = scope.units
        for dimension, value in scope.filters:
            narrowed[dimension] = (value,)
        question = self._about.model_copy(update=narrowed)
        cases = asked_about(self._table, question, self._organisation)
        return reckoned(cases, [FIGURES[figure_id]])[0]


def names_of_units(organisation: Organisation, board: str) -> Mapping[str, str]:
    """What a board's units are called in Swedish texts, with their ids."""
    return {
        name: unit.id
        for unit in organisation.units
        if unit.board == board
        for name in (unit.name.sv, *unit.other_names)
    }


def names_of_categories(organisation: Organisation, board: str) -> Mapping[str, str]:
    """What a board's categories are called in Swedish texts, with their ids."""
    known = organisation.known_board(board).category_list.categories
    return {category.name.sv: category.id for category in known}
