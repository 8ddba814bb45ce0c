"""Results of others' surveys, kept; and the product's own answers, read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

import polars as pl

from services.reporting.periods import Period
from services.reporting.survey_results.answers import table_of_answers
from services.reporting.survey_results.national import NationalAnswer
from services.reporting.surveys import SurveyAnswer
from services.reporting.table.following import FactTable
from shared.clock import Clock
from shared.ids import derived_id
from shared.organisation.names import folded
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate
from shared.store.index import Index


class NationalResult(Document):
    """One answer's part, by the id of year, board, unit, question and answer."""

    collection: ClassVar[str] = "national_results"
    indexes: ClassVar[tuple[Index, ...]] = (Index("board_year", (("board", 1), ("year", 1))),)

    year: int
    board: str
    unit: str | None
    question: str
    answer: str
    percent: float
    respondents: int
    place: int
    """Where it stood in the list, so that answers keep their order."""
    imported_at: datetime
    """UTC."""
    imported_by: str | None
    """An account's id."""

    @classmethod
    def of(cls, answer: NationalAnswer, place: int, at: datetime, by: str | None) -> Self:
        """The row as it is kept; the same row of a later list has the same id."""
        key = (answer.year, answer.board, answer.unit or "")
        words = (folded(answer.question), folded(answer.answer))
        return cls(
            id=str(derived_id("national", *key, *words)),
            year=answer.year,
            board=answer.board,
            unit=answer.unit,
            question=answer.question,
            answer=answer.answer,
            percent=answer.percent,
            respondents=answer.respondents,
            place=place,
            imported_at=at,
            imported_by=by,
        )


class NationalResults:
    """All methods raise StoreUnavailable or StoreRefused."""

    def __init__(self, results: Collection[NationalResult], clock: Clock) -> None:
        self._results = results
        self._clock = clock

    async def take(self, answers: Sequence[NationalAnswer], by: str | None) -> int:
        """Keep all of them; what was there of the same is replaced. How many they were.

        A write for each row, and two where it was there. Stopped in between, the list is sent
        again.
        """
        now = self._clock.now()
        for place, answer in enumerate(answers):
            result = NationalResult.of(answer, place, now, by)
            try:
                await self._results.insert(result)
            except Duplicate:
                changed = {name: each for name, each in result.to_bson().items() if name != "_id"}
                await self._results.update({"_id": result.id}, {"$set": changed})
        return len(answers)

    async def of(self, boards: Sequence[str], first: int, last: int) -> list[NationalResult]:
        """Those of the boards and years, in the order of the lists. One query."""
        where: dict[str, Any] = {
            "board": {"$in": list(boards)},
            "year": {"$gte": first, "$lte": last},
        }
        found = await self._results.find(where)
        return sorted(
            found, key=lambda each: (each.year, each.board, each.unit or "", each.place, each.id)
        )


class OwnAnswers:
    """All methods raise StoreUnavailable or StoreRefused."""

    def __init__(self, answers: Collection[SurveyAnswer], table: FactTable) -> None:
        self._answers = answers
        self._table = table

    async def within(self, period: Period, boards: Sequence[str] | None = None) -> pl.DataFrame:
        """What was answered in the period, of cases of the boards, or of all.

        By the Swedish day of the answer. One query beside the table's.
        """
        found = await self._answers.find(
            {
                "answered_on": {
                    "$gte": period.first.isoformat(),
                    "$lte": period.last.isoformat(),
                }
            }
        )
        answers = table_of_answers(found, await self._table.facts())
        return answers if boards is None else answers.filter(pl.col("board").is_in(list(boards)))
