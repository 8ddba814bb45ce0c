"""A case of an earlier system as one row of a list tells it."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from services.intake.case_request import FeedbackWish
from services.intake.imports import cells
from shared.events.facts import ActionCounts
from shared.events.vocabulary import (
    Channel,
    ComplainantView,
    DiscoveredBy,
    Gender,
    ReporterKind,
)
from shared.organisation import Organisation
from shared.organisation.names import did_you_mean


@dataclass(frozen=True)
class Setting:
    """What rows are held against. `today` is the Swedish day."""

    organisation: Organisation
    today: date


class ToldUnit(BaseModel):
    """The unit's id, or what was given as unit where the board has no such one."""

    model_config = ConfigDict(frozen=True)

    id: str | None = None
    as_given: str | None = None


def _board(text: str, info: ValidationInfo) -> str:
    organisation = _organisation(info)
    board = organisation.board(text)
    if board is None:
        known = ", ".join(each.id for each in organisation.boards)
        raise cells.fault("no_board", f"is no board that there is. There are: {known}")
    return board.id


def _unit(text: str, info: ValidationInfo) -> ToldUnit | None:
    told = cells.line(text)
    board = info.data.get("board")
    unit = _organisation(info).unit(told, board) if board else None
    return ToldUnit(id=unit.id) if unit else ToldUnit(as_given=told)


def _category(text: str, info: ValidationInfo) -> str | None:
    board = _organisation(info).board(info.data.get("board", ""))
    if board is None:
        return None
    known = board.category_list
    category = known.find(text)
    if category is None:
        hint = did_you_mean(text, (each.name.sv for each in known.categories))
        raise cells.fault("no_category", f"is no category of {board.id}. {hint}")
    return category.id


def _organisation(info: ValidationInfo) -> Organisation:
    if not isinstance(info.context, Setting):
        raise TypeError("a row is read with a Setting as the context of validation")
    return info.context.organisation


BoardCell = Annotated[str, BeforeValidator(_board)]
UnitCell = Annotated[ToldUnit, BeforeValidator(_unit)]
CategoryCell = Annotated[str | None, BeforeValidator(_category)]


class EarlierCase(BaseModel):
    """One field for each column; None and empty are what the row does not say.

    Days are Swedish; board, unit and category are ids of the organisation's. Made with a `Setting`
    as the context of validation.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    external_id: cells.Line
    diary_number: cells.Number | None = None
    board: BoardCell
    unit: UnitCell | None = None
    kind: cells.KindCell
    channel: cells.ChannelCell = Channel.UNKNOWN
    category: CategoryCell = None
    themes: cells.Themes = ()
    law: cells.LawCell | None = None
    discovered_by: cells.DiscovererCell = DiscoveredBy.UNKNOWN
    reporter_kind: cells.ReporterCell = ReporterKind.UNKNOWN
    gender: cells.GenderCell = Gender.UNKNOWN
    received_on: cells.Day
    occurred_on: cells.Day | None = None
    acknowledged_on: cells.Day | None = None
    answered_on: cells.Day | None = None
    closed_on: cells.Day | None = None
    severity: cells.Degree | None = None
    probability: cells.Degree | None = None
    feedback_wish: cells.WishCell = FeedbackWish()
    feedback: cells.FeedbackCell | None = None
    complainant_view: cells.ViewCell = ComplainantView.NOT_ASKED
    outcome: cells.OutcomeCell | None = None
    causes: cells.Causes = ()
    actions: cells.Actions = ActionCounts()
    lex_sarah: cells.LexSarahCell | None = None
    ivo_referred: cells.YesNo | None = None
    ivo_notified: cells.YesNo | None = None
    investigated: cells.YesNo | None = None
    responsible: cells.YesNo | None = None
    text: cells.Prose | None = None

    @property
    def fingerprint(self) -> str:
        """The same for rows that say the same, however they were written down."""
        return sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()

    def differing_columns(self, other: "EarlierCase") -> tuple[str, ...]:
        """The columns in which the two do not say the same."""
        return tuple(
            name for name in type(self).model_fields if getattr(self, name) != getattr(other, name)
        )
