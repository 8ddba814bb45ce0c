"""Results of others' surveys, kept; and the product's own answers, read."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, Self

import polars as pl

from services.reporting.periods import Period
from services.reporting.survey_results.answers import table_of_answers
from services.reporting.survey_results.national import NationalAnswer
from services.reporting.surveys import SurveyAnswer
from services.reporting.table.following import FactTable
from shared.clock import Clock
from shared.events.envelope import Actor
from shared.ids import derived_id
from shared.organisation.names import folded
from shared.store.collection import Collection
from shared.store.documents import Document, as_bson
from shared.store.errors import Duplicate
from shared.store.index import Index

_AT_ONCE = 200
"""Rows that are written together."""


class SurveyImport(Document):
    """A list that was taken. Its rows count from when this is stored until it is removed."""

    collection: ClassVar[str] = "survey_imports"
    indexes: ClassVar[tuple[Index, ...]] = (Index("digest", (("digest", 1),)),)

    number: int
    """1 for the first that was taken; of a question the highest counts."""
    digest: str
    """Of the rows: the same list is taken once."""
    source: str
    """Which survey it is, in the words of whoever took it."""
    boards: tuple[str, ...]
    years: tuple[int, ...]
    rows: int
    imported_at: datetime
    """UTC."""
    imported_by: Actor
    removed_at: datetime | None = None
    removed_by: Actor | None = None
    reason: str | None = None
    """Why it was removed."""


class NationalResult(Document):
    """One answer's part, by the id of its import and its place there."""

    collection: ClassVar[str] = "national_results"
    indexes: ClassVar[tuple[Index, ...]] = (Index("board_year", (("board", 1), ("year", 1))),)

    import_id: str
    year: int
    board: str
    unit: str | None
    question: str
    answer: str
    percent: float
    respondents: int
    place: int
    """Where it stood in the list, so that answers keep their order."""

    @classmethod
    def of(cls, answer: NationalAnswer, import_id: str, place: int) -> Self:
        """The row as it is kept."""
        return cls(
            id=f"{import_id}-{place}",
            import_id=import_id,
            year=answer.year,
            board=answer.board,
            unit=answer.unit,
            question=answer.question,
            answer=answer.answer,
            percent=answer.percent,
            respondents=answer.respondents,
            place=place,
        )

    @property
    def question_key(self) -> tuple[int, str, str, str]:
        """Of what year and whom it was asked, and what."""
        return self.year, self.board, self.unit or "", folded(self.question)


class NationalResults:
    """Of a question that several imports have, the latest one's answers count: removing an import
    brings back what it had replaced. All methods raise StoreUnavailable or StoreRefused.
    """

    def __init__(
        self,
        results: Collection[NationalResult],
        imports: Collection[SurveyImport],
        clock: Clock,
    ) -> None:
        self._results = results
        self._imports = imports
        self._clock = clock

    async def take(
        self, answers: Sequence[NationalAnswer], source: str, by: Actor
    ) -> tuple[SurveyImport, bool]:
        """Keep the list, and whether it is new: one that is kept already is not kept again.

        The rows come first and count when the import is there. Stopped in between, the list is
        sent again. A write for each row, 200 at a time.
        """
        digest = digest_of(answers)
        earlier = await self._imports.find({"digest": digest})
        for each in earlier:
            if each.removed_at is None:
                return each, False
        import_id = str(derived_id("survey-import", digest, len(earlier)))
        rows = [NationalResult.of(answer, import_id, place) for place, answer in enumerate(answers)]
        for start in range(0, len(rows), _AT_ONCE):
            await asyncio.gather(*map(self._keep, rows[start : start + _AT_ONCE]))
        taken = SurveyImport(
            id=import_id,
            number=await self._imports.count({}) + 1,
            digest=digest,
            source=source,
            boards=tuple(sorted({answer.board for answer in answers})),
            years=tuple(sorted({answer.year for answer in answers})),
            rows=len(answers),
            imported_at=self._clock.now(),
            imported_by=by,
        )
        try:
            await self._imports.insert(taken)
        except Duplicate:
            found = await self._imports.get(import_id)
            return found or taken, False
        return taken, True

    async def _keep(self, row: NationalResult) -> None:
        with suppress(Duplicate):
            await self._results.insert(row)

    async def imports(self) -> list[SurveyImport]:
        """Every import, the latest first. One query."""
        found = await self._imports.find({})
        return sorted(found, key=lambda each: (each.number, each.id), reverse=True)

    async def imported(self, import_id: str) -> SurveyImport | None:
        """The import, or None."""
        return await self._imports.get(import_id)

    async def remove(self, import_id: str, reason: str, by: Actor) -> bool:
        """Let its rows count no more; False where that was done already. They stay on record."""
        change = {
            "removed_at": self._clock.now(),
            "removed_by": as_bson(by.model_dump()),
            "reason": reason,
        }
        return await self._imports.update({"_id": import_id, "removed_at": None}, {"$set": change})

    async def of(self, boards: Sequence[str], first: int, last: int) -> list[NationalResult]:
        """Those that count of the boards and years, in the order of the lists. Two queries."""
        imports = {each.id: each for each in await self._imports.find({"removed_at": None})}
        where: dict[str, Any] = {
            "board": {"$in": list(boards)},
            "year": {"$gte": first, "$lte": last},
        }
        found = [each for each in await self._results.find(where) if each.import_id in imports]
        return counting(found, imports)


def counting(
    found: Sequence[NationalResult], imports: Mapping[str, SurveyImport]
) -> list[NationalResult]:
    """Of each question the answers of the latest of the imports, in the order of the lists."""

    def age(result: NationalResult) -> tuple[int, str]:
        return imports[result.import_id].number, result.import_id

    latest: dict[tuple[int, str, str, str], str] = {}
    for each in sorted(found, key=age):
        latest[each.question_key] = each.import_id
    return sorted(
        (each for each in found if latest[each.question_key] == each.import_id),
        key=lambda each: (each.year, each.board, each.unit or "", each.import_id, each.place),
    )


def digest_of(answers: Sequence[NationalAnswer]) -> str:
    """The same for the same rows in the same order, however their file was written."""
    return sha256(repr([astuple(answer) for answer in answers]).encode()).hexdigest()


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
