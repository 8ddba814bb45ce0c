"""What published reports said of a period, beside what is reckoned of it today (R72).

A comparison is made on today's definitions and today's facts. What the board was told then stands
in its report, frozen, with the definitions of that day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.figure import FigureId
from services.reporting.figures.questions import Question
from services.reporting.periods import Period
from services.reporting.report.access import may_read
from services.reporting.report.content import Definition, ReportFigure
from services.reporting.report.documents import Report, State
from services.reporting.report.reports import Reports
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.pages.catalogues import say
from shared.pages.languages import Language

Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure as a report has it; `published_at` is UTC, the definition Swedish."""

    report_id: str
    published_at: datetime
    figure: ReportFigure
    definition: Definition

    @property
    def same_definition(self) -> bool:
        """Whether today's definition has the same words."""
        today = FIGURES.get(self.figure.id)
        return today is not None and say(today.definition, Language.SWEDISH) == (
            self.definition.definition
        )


class ReportedFigures:
    """Raises StoreUnavailable or StoreRefused."""

    def __init__(self, reports: Reports, organisation: Organisation) -> None:
        self._reports = reports
        self._organisation = organisation

    async def of(
        self, principal: Principal, question: Question, period: Period
    ) -> Mapping[FigureId, Reported]:
        """What the reader's published reports have of just these cases; most often nothing.

        Reports are of one board, so only questions of one are looked for. A round trip for the
        list, and one for each report until one has the figures.
        """
        about = scope_of(question, self._organisation)
        if about is None:
            return {}
        board, filters = about
        for listed in candidates(await self._reports.of_boards([board]), period):
            report = await self._reports.found(listed.id)
            if report is None or not may_read(principal, report):
                continue
            if found := reported_in(report, period, filters):
                return found
        return {}


def scope_of(question: Question, organisation: Organisation) -> tuple[str, Filters] | None:
    """The one board that is asked about, and the filters as a report names them."""
    only = question.board[0] if len(question.board) == 1 else None
    board = organisation.board(only) if only else None
    units = [
        organisation.unit(name) or organisation.unit(name, board.id if board else None)
        for name in question.unit
    ]
    boards = {unit.board for unit in units if unit} if units and not question.board else set()
    if board is None and len(boards) != 1:
        return None
    given = {
        str(each): tuple(sorted(str(value) for value in getattr(question, each)))
        for each in Dimension
        if each in Question.model_fields and each is not Dimension.BOARD
    }
    given[str(Dimension.UNIT)] = tuple(sorted(unit.id for unit in units if unit))
    return (
        board.id if board else boards.pop(),
        {name: values for name, values in given.items() if values},
    )


def candidates(reports: Sequence[Report], period: Period) -> Sequence[Report]:
    """Published reports that tell of the period: those of it first, then those that compare with
    it; of either sort the one that was published last."""
    published = [each for each in reports if each.state is State.PUBLISHED and each.published_at]
    latest = sorted(published, key=lambda each: each.published_at or each.made_at, reverse=True)
    own = [each for each in latest if each.span.period == period]
    return (*own, *(each for each in latest if each.span.before == period))


def reported_in(report: Report, period: Period, filters: Filters) -> Mapping[FigureId, Reported]:
    """The report's figures of just these cases."""
    return dict(_figures(report, period, filters))


def _figures(
    report: Report, period: Period, filters: Filters
) -> Iterator[tuple[FigureId, Reported]]:
    content, published_at = report.content, report.published_at
    if content is None or published_at is None:
        return
    for figure in content.figures:
        named = {name: tuple(sorted(values)) for name, values in figure.filters.items()}
        if (figure.first, figure.last) == (period.first, period.last) and named == dict(filters):
            definition = content.definitions[figure.id]
            yield figure.id, Reported(report.id, published_at, figure, definition)
