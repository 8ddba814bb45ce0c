"""What the statistics can be asked: a period, filters, and what to count by."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from services.reporting.dimensions import Dimension
from shared.errors import PermanentError
from shared.events.vocabulary import Channel, Kind
from shared.organisation import Organisation


class UnknownFilter(PermanentError):
    """A filter names a board or a unit that the organisation does not have."""

    slug: ClassVar[str] = "filter_unknown"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Question(BaseModel):
    """Days are Swedish, by the legal arrival day (FL 22 §), and both ends are counted in."""

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
    channel: tuple[Channel, ...] = ()
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


def where(question: Question, organisation: Organisation) -> Mapping[str, Any]:
    """The cases that are asked about. Raises UnknownFilter."""
    boards = [_board(name, organisation) for name in question.board]
    units = {
        unit
        for name in question.unit
        for unit in _with_units_below(name, question.board, organisation)
    }
    conditions: dict[str, Any] = {
        "facts.received_on": _period(question),
        "facts.board": _any_of(boards),
        "facts.unit": _any_of(units),
        "facts.kind": _any_of(question.kind),
        "facts.channel": _any_of(question.channel),
    }
    return {field: condition for field, condition in conditions.items() if condition}


def _period(question: Question) -> dict[str, str]:
    ends = {"$gte": question.first, "$lte": question.last}
    return {operator: day.isoformat() for operator, day in ends.items() if day}


def _any_of(values: Iterable[str]) -> dict[str, list[str]]:
    chosen = sorted({str(value) for value in values})
    return {"$in": chosen} if chosen else {}


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
