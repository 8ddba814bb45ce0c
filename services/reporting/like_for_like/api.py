"""Comparing a period with another, over HTTP."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.reporting.api import filters_known
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import FigureId
from services.reporting.figures.questions import Question
from services.reporting.like_for_like.comparing import Compared
from services.reporting.like_for_like.comparisons import Comparison, Comparisons
from services.reporting.like_for_like.reported import Reported, ReportedFigures
from services.reporting.periods import Period
from services.reporting.reach import within_reach
from services.reporting.shapes import FigureShown, InWords
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid


class ComparisonQuestion(Question):
    """Which cases, of which two periods; the other one is a year earlier where it is left out."""

    first: Annotated[date, Field(alias="from", description="First day, Swedish time.")]
    last: Annotated[date, Field(alias="to", description="Last day, itself included.")]
    figure: Annotated[
        tuple[str, ...], Field(description="Ids of figures; every figure where left out.")
    ] = ()
    with_from: Annotated[date | None, Field(description="First day of the other period.")] = None
    with_to: Annotated[
        date | None,
        Field(description="Its last day.", validate_default=True),
    ] = None

    @field_validator("with_to")
    @classmethod
    def _whole(cls, value: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("with_from")
        if (first is None) != (value is None):
            raise PydanticCustomError(
                "period", "give both with_from and with_to, or neither for a year earlier"
            )
        if first and value and value < first:
            raise PydanticCustomError("period", "with_to is before with_from")
        return value

    @property
    def period(self) -> Period:
        """The period that is compared."""
        return Period(self.first, self.last)

    @property
    def other(self) -> Period | None:
        """What it is compared with, where that was asked for."""
        if self.with_from is None or self.with_to is None:
            return None
        return Period(self.with_from, self.with_to)


class PeriodShown(BaseModel):
    """Both days belong to it (Swedish time)."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    days: int

    @classmethod
    def of(cls, period: Period) -> Self:
        """The period with its length."""
        return cls(first=period.first, last=period.last, days=period.days)


class FigureReported(BaseModel):
    """A figure as a published report has it; numbers are null where the report hides them."""

    report_id: UUID
    published_at: datetime
    """UTC."""
    value: int | None
    of: int | None
    share: float | None
    hidden: bool
    definition: str
    """As it was then, in Swedish."""
    same_definition: bool
    """Whether today's has the same words."""

    @classmethod
    def of_report(cls, found: Reported) -> Self:
        """The figure as it stands in the report."""
        return cls(
            report_id=UUID(found.report_id),
            published_at=found.published_at,
            value=found.figure.value,
            of=found.figure.of,
            share=found.figure.share,
            hidden=found.figure.hidden,
            definition=found.definition.definition,
            same_definition=found.same_definition,
        )


class FigureCompared(BaseModel):
    """A figure of both periods, by today's definition.

    `by_chance` is the probability of a difference as great where nothing has changed, by an exact
    test; null for days, and where there is nothing to hold against each other. Where
    `may_be_chance` no conclusion can be drawn.
    """

    now: FigureShown
    then: FigureShown
    change: int | None
    by_chance: float | None
    may_be_chance: bool | None
    reported: FigureReported | None
    """What a published report said of the other period, on the definitions of that day."""

    @classmethod
    def of(cls, found: Compared, reported: Reported | None) -> Self:
        """The figure as it was compared."""
        return cls(
            reported=FigureReported.of_report(reported) if reported else None,
            now=FigureShown.of_cases(found.figure, found.now),
            then=FigureShown.of_cases(found.figure, found.then),
            change=found.change,
            by_chance=found.by_chance,
            may_be_chance=found.may_be_chance,
        )


class NoteShown(BaseModel):
    """Something in which the periods are not alike."""

    id: str
    text: InWords


class ComparisonShown(BaseModel):
    """Two periods on the same definitions, and in what they are not alike."""

    period: PeriodShown
    compared_with: PeriodShown
    notes: list[NoteShown]
    figures: list[FigureCompared]

    @classmethod
    def of(cls, found: Comparison, reported: Mapping[FigureId, Reported]) -> Self:
        """The comparison as it was made."""
        return cls(
            period=PeriodShown.of(found.period),
            compared_with=PeriodShown.of(found.other),
            notes=[NoteShown(id=note.id, text=InWords.of(note.text)) for note in found.notes],
            figures=[
                FigureCompared.of(each, reported.get(each.figure.id)) for each in found.figures
            ],
        )


def comparison(
    comparisons: Comparisons,
    reported: ReportedFigures,
    organisation: Organisation,
    authentication: Authentication,
) -> APIRouter:
    """Like for like. Whoever belongs to a board is answered about that board.

    Of reports, those that the reader may read are told of.
    """
    router = APIRouter(tags=["figures"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806

    @router.get("/comparison", summary="Figures of a period beside those of another")
    async def compare(
        reader: Reader, question: Annotated[ComparisonQuestion, Query()]
    ) -> ComparisonShown:
        wanted = [FIGURES[each] for each in question.figure if _known(each)]
        with filters_known():
            asked = within_reach(question, reader, organisation)
            found = await comparisons.between(
                asked, question.period, question.other, wanted or list(FIGURES.values())
            )
        return ComparisonShown.of(found, await reported.of(reader, asked, found.other))

    return router


def _known(figure: str) -> bool:
    if figure not in FIGURES:
        message = f'There is no figure "{figure}". Use one of {", ".join(FIGURES)}.'
        raise Invalid(message, errors=[FieldProblem(field="figure", message=message)])
    return True
