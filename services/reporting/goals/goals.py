"""The boards' goals, measured from the facts and answers that are in use."""

import asyncio
from collections.abc import Sequence
from datetime import date

import polars as pl
import structlog

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.suppression import LIMIT
from services.reporting.goals.forecasting import of_share
from services.reporting.goals.standing import (
    NOTHING,
    Reach,
    Sample,
    Standing,
    by_figure,
    by_share,
    elapsed,
    period_of,
    standing,
)
from services.reporting.periods import Period
from services.reporting.survey_results.answers import content_share
from services.reporting.survey_results.kept import OwnAnswers
from services.reporting.table.following import FactTable
from shared.clock import Clock, local_date
from shared.organisation import Board, Goal, Organisation

log = structlog.get_logger()


class Goals:
    """All methods raise StoreUnavailable or StoreRefused."""

    def __init__(
        self, table: FactTable, answers: OwnAnswers, organisation: Organisation, clock: Clock
    ) -> None:
        self._table = table
        self._answers = answers
        self._organisation = organisation
        self._clock = clock
        for board, goal in _every(organisation, [each.id for each in organisation.boards]):
            if goal.figure is not None and goal.figure not in FIGURES:
                log.error("goal_figure_unknown", board=board.id, goal=goal.id, figure=goal.figure)

    async def standing(self, boards: Sequence[str], day: date | None = None) -> list[Standing]:
        """Each goal of the boards in its period around that day, or today.

        One query for each goal that is measured by a question, beside the table's.
        """
        today = local_date(self._clock.now())
        facts = await self._table.facts()
        return [
            await self._of(facts, board, goal, period_of(goal, day or today), today)
            for board, goal in _every(self._organisation, boards)
            if goal.valid_from is None or goal.valid_from <= period_of(goal, day or today).last
        ]

    async def _of(
        self, facts: pl.DataFrame, board: Board, goal: Goal, period: Period, today: date
    ) -> Standing:
        sample: Sample | None
        if goal.question is not None:
            sample = await self._by_question(board, goal, goal.question, period, today)
        else:
            sample = await asyncio.to_thread(
                by_figure, facts, board, goal, period, today, self._organisation
            )
        if sample is None:
            return Standing(
                board, goal, period, NOTHING.measured, None, 0, None, Reach.NO_SUCH_FIGURE
            )
        return standing(board, goal, period, today, sample)

    async def _by_question(
        self, board: Board, goal: Goal, question: str, period: Period, today: date
    ) -> Sample:
        answers = await self._answers.within(period, [board.id])
        if goal.units:
            wanted = [
                unit
                for name in goal.units
                for unit in (
                    name,
                    *(below.id for below in self._organisation.units_below(name)),
                )
            ]
            answers = answers.filter(pl.col("unit").is_in(wanted))
        content, among = content_share(answers, question)
        over, to_come = elapsed(period, today)
        if among < LIMIT or not over:
            return by_share(None, None, 0)
        return by_share(of_share(content, among, over, to_come), content / among, among)


def _every(organisation: Organisation, boards: Sequence[str]) -> list[tuple[Board, Goal]]:
    return [
        (board, goal) for board in organisation.boards if board.id in boards for goal in board.goals
    ]
