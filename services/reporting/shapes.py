"""What the API answers with."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.reporting.counted_case import CountedCase
from services.reporting.figures.control_points import PointLine
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.figure import Days, Figure, Share, Theme
from services.reporting.figures.questions import Question
from services.reporting.figures.reckoning import Reckoned
from services.reporting.figures.statistics import Row, Statistics, Value
from services.reporting.rebuild import Differences, Rebuild, RebuildState
from shared.events.facts import CaseFacts
from shared.events.vocabulary import ControlPoint
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.pages.phrases import Phrase
from shared.pages.words import CONTROL_POINTS


class StatisticsShown(BaseModel):
    """How many cases arrived in the period; the rows add up to the total where `adds_up` is true.

    They do not where a case may count in several of them: two causes, two themes.
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    total: int
    """Each case once."""
    adds_up: bool
    rows: list[dict[str, Value]]
    """One for each combination of values that occurs, with `count`; null is not known."""
    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    group_by: list[Dimension]

    @classmethod
    def of(cls, question: Question, statistics: Statistics) -> Self:
        """The answer to the question."""
        return cls(
            total=statistics.total,
            adds_up=statistics.adds_up,
            rows=[_shown(row, statistics.dimensions) for row in statistics.rows],
            first=question.first,
            last=question.last,
            group_by=list(question.group_by),
        )


class InWords(BaseModel):
    """The same in both languages."""

    sv: str
    en: str

    @classmethod
    def of(cls, said: Phrase) -> Self:
        """The phrase in both."""
        return cls(sv=say(said, Language.SWEDISH), en=say(said, Language.ENGLISH))


class FigureUnit(StrEnum):
    """What a figure's value is a number of."""

    CASES = "cases"
    DAYS = "days"


class FigureShown(BaseModel):
    """One figure with its definition.

    `value` is cases, or calendar days; null where there is nothing to reckon from. `of` is how
    many cases it could be true of, or that have the days; `share` is the part of them, 0 to 1,
    where the figure is a share.
    """

    id: str
    theme: Theme
    name: InWords
    definition: InWords
    unit: FigureUnit
    value: int | None
    of: int
    share: float | None

    @classmethod
    def of_cases(cls, figure: Figure, found: Reckoned) -> Self:
        """The figure as it was reckoned."""
        is_share = isinstance(figure.measure, Share)
        return cls(
            id=figure.id,
            theme=figure.theme,
            name=InWords.of(figure.name),
            definition=InWords.of(figure.definition),
            unit=FigureUnit.DAYS if isinstance(figure.measure, Days) else FigureUnit.CASES,
            value=found.value,
            of=found.of,
            share=found.share if is_share else None,
        )


class FiguresShown(BaseModel):
    """Figures of the cases that arrived in the period and have what was asked for."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    figures: list[FigureShown]


class PointShown(BaseModel):
    """One control point; the three numbers add up to `total`."""

    id: ControlPoint
    name: InWords
    answered: int
    not_applicable: int
    """The complainant wants no feedback, or is anonymous: there is nothing to ask."""
    missing: int
    words: dict[str, int]
    """How the cases answer, by the words of the property that the point asks about."""


class ControlPointsShown(BaseModel):
    """The auditors' eleven questions, of the cases that arrived in the period."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    total: int
    points: list[PointShown]

    @classmethod
    def of(cls, question: Question, lines: Sequence[PointLine]) -> Self:
        """The table of the question."""
        return cls(
            first=question.first,
            last=question.last,
            total=lines[0].cases,
            points=[
                PointShown(
                    id=line.point,
                    name=InWords.of(CONTROL_POINTS[line.point]),
                    answered=line.answered,
                    not_applicable=line.not_applicable,
                    missing=line.missing,
                    words=dict(line.words),
                )
                for line in lines
            ],
        )


class CaseBehind(BaseModel):
    """One of the cases that a figure comes from."""

    case_id: UUID
    diary_number: str | None
    board: str
    unit: str | None
    received_on: date

    @classmethod
    def of(cls, case: CountedCase) -> Self:
        """What it is found by in the workflow."""
        return cls(case_id=UUID(case.id), **case.facts.model_dump(include=_BEHIND))


class CasesBehind(BaseModel):
    """A page of them, by id. `next` is None on the last.

    `total` is how many there are, `seen` how many of them are listed for whoever asks: as the
    workflow lets cases be read.
    """

    total: int
    seen: int
    items: list[CaseBehind]
    next: UUID | None


class CaseFactsShown(BaseModel):
    """What is counted of one case."""

    case_id: UUID
    seq: int
    counted_at: datetime
    """When it was first counted (UTC)."""
    facts: CaseFacts

    @classmethod
    def of(cls, case: CountedCase) -> Self:
        """The case as it is counted."""
        return cls(
            case_id=UUID(case.id), seq=case.seq, counted_at=case.counted_at, facts=case.facts
        )


class RebuildAccepted(BaseModel):
    """A rebuild has begun; `status_url` tells how it goes."""

    rebuild_id: UUID
    status_url: str


class RebuildShown(BaseModel):
    """A rebuild as it stands; instants are UTC."""

    rebuild_id: UUID
    state: RebuildState
    requested_at: datetime
    received: int
    """Of how many cases a snapshot has come."""
    total: int | None
    """How many will come; null until the workflow has answered."""
    differences: Differences | None
    """Where the facts in use were wrong, or behind; null until all have come."""
    swapped_at: datetime | None
    reason: str | None
    """Why it failed, and what to do."""

    @classmethod
    def of(cls, rebuild: Rebuild) -> Self:
        """The rebuild as it stands."""
        return cls(
            rebuild_id=UUID(rebuild.id),
            state=rebuild.state,
            requested_at=rebuild.requested_at,
            received=rebuild.received,
            total=rebuild.total,
            differences=rebuild.differences,
            swapped_at=rebuild.swapped_at,
            reason=rebuild.reason,
        )


_BEHIND = {"diary_number", "board", "unit", "received_on"}


def _shown(row: Row, dimensions: tuple[Dimension, ...]) -> dict[str, Value]:
    values = {str(name): value for name, value in zip(dimensions, row.values, strict=True)}
    return {**values, "count": row.count}
