"""What the statistics can be asked: a period, what to count, and what to count by."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.reporting.figures.dimensions import Dimension
from services.reporting.table.columns import RECEIVED_ON
from shared.errors import PermanentError
from shared.events.handling_words import ActionLevel, Consequence, DismissReason, Misconduct
from shared.events.vocabulary import (
    Acknowledgement,
    Cause,
    Channel,
    ComplainantView,
    DiscoveredBy,
    Feedback,
    Gender,
    Kind,
    Law,
    LexSarahState,
    Outcome,
    ReporterKind,
    Status,
    Wish,
)
from shared.organisation import Organisation

Degree = Annotated[int, Field(ge=1, le=4)]


class UnknownFilter(PermanentError):
    """A filter names a board or a unit that the organisation does not have."""

    slug: ClassVar[str] = "filter_unknown"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Question(BaseModel):
    """Days are Swedish, by the legal arrival day (FL 22 §), and both ends are counted in.

    Of one property any of the values given will do; of several properties all must hold. Of what
    a case may have several of, one that is asked for is enough.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    first: Annotated[
        date | None, Field(alias="from", description="First day of arrival, Swedish time.")
    ] = None
    last: Annotated[
        date | None, Field(alias="to", description="Last day of arrival, itself included.")
    ] = None
    board: Annotated[
        tuple[str, ...], Field(description="Id, code or name. May be given more than once.")
    ] = ()
    unit: Annotated[
        tuple[str, ...],
        Field(description="Id or name; everything below it counts too. May be given repeatedly."),
    ] = ()
    kind: tuple[Kind, ...] = ()
    first_kind: tuple[Kind, ...] = ()
    channel: tuple[Channel, ...] = ()
    category: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    law: tuple[Law, ...] = ()
    status: tuple[Status, ...] = ()
    severity: tuple[Degree, ...] = ()
    probability: tuple[Degree, ...] = ()
    risk: tuple[Annotated[int, Field(ge=1, le=16)], ...] = ()
    discovered_by: tuple[DiscoveredBy, ...] = ()
    also_found_by: tuple[DiscoveredBy, ...] = ()
    reporter_kind: tuple[ReporterKind, ...] = ()
    gender: tuple[Gender, ...] = ()
    acknowledgement: tuple[Acknowledgement, ...] = ()
    feedback_wish: tuple[Wish, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    complainant_view: tuple[ComplainantView, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    cause: tuple[Cause, ...] = ()
    action_level: tuple[ActionLevel, ...] = ()
    consequence: tuple[Consequence, ...] = ()
    dismissed: tuple[DismissReason, ...] = ()
    lex_sarah: tuple[LexSarahState, ...] = ()
    misconduct: tuple[Misconduct, ...] = ()
    ivo_referred: tuple[bool, ...] = ()
    investigated: tuple[bool, ...] = ()
    group_by: Annotated[
        tuple[Dimension, ...], Field(description="What to count by, with commas between.")
    ] = ()

    @field_validator("group_by", mode="before")
    @classmethod
    def _without_commas(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        words = (word.strip() for text in value for word in str(text).split(","))
        return tuple(dict.fromkeys(word for word in words if word))

    @field_validator("last")
    @classmethod
    def _after_first(cls, value: date | None, info: ValidationInfo) -> date | None:
        first = info.data.get("first")
        if value and first and value < first:
            raise PydanticCustomError(
                "period", "to is before from: give the first day as from, the last as to"
            )
        return value


class CasesQuestion(Question):
    """Which of the cases behind a figure."""

    after: Annotated[UUID | None, Field(description="`next` of the page before.")] = None
    limit: Annotated[int, Field(ge=1, le=500, description="Cases a page.")] = 100


def asked_about(
    table: pl.DataFrame, question: Question, organisation: Organisation
) -> pl.LazyFrame:
    """The cases that are asked about. Raises UnknownFilter."""
    conditions = [*_in_period(question), *_of_properties(question, organisation)]
    cases = table.lazy()
    return cases.filter(*conditions) if conditions else cases


def _in_period(question: Question) -> Iterator[pl.Expr]:
    if question.first:
        yield pl.col(RECEIVED_ON) >= question.first
    if question.last:
        yield pl.col(RECEIVED_ON) <= question.last


def _of_properties(question: Question, organisation: Organisation) -> Iterator[pl.Expr]:
    for dimension in Dimension:
        values: Sequence[Any] = getattr(question, dimension, ())
        if dimension is Dimension.BOARD:
            values = [_board(name, organisation) for name in values]
        elif dimension is Dimension.UNIT:
            values = [
                unit
                for name in values
                for unit in _with_units_below(name, question.board, organisation)
            ]
        if values:
            yield _has_one_of(dimension, values)


def _has_one_of(dimension: Dimension, values: Iterable[Any]) -> pl.Expr:
    wanted = [str(each) if isinstance(each, str) else each for each in values]
    if dimension.has_several:
        return pl.any_horizontal(dimension.expression.list.contains(each) for each in wanted)
    return dimension.expression.is_in(wanted)


def _board(name: str, organisation: Organisation) -> str:
    if board := organisation.board(name):
        return board.id
    known = ", ".join(sorted(board.id for board in organisation.boards))
    raise UnknownFilter("board", f'There is no board "{name}". Use one of {known}.')


def _with_units_below(
    name: str, boards: tuple[str, ...], organisation: Organisation
) -> Iterable[str]:
    unit = organisation.unit(name)
    if unit is None and len(boards) == 1:
        unit = organisation.unit(name, boards[0])
    if unit is None:
        raise UnknownFilter(
            "unit",
            f'There is no unit "{name}", or more than one. Use its id, as in the files of the '
            "organisation.",
        )
    return (unit.id, *(below.id for below in organisation.units_below(unit.id)))
