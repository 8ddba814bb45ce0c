"""What a form needs to know of the organisation: boards, units, categories, kinds, channels."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from shared.events.vocabulary import Channel, Gender, Kind, Law, ReporterKind, Way, Wish
from shared.organisation import Board, Category, Name, Organisation, Unit


class UnitOffered(BaseModel):
    """A unit; `parent` is the id of the unit above it."""

    id: str
    name: Name
    parent: str | None


class CategoryOffered(BaseModel):
    """A category, and the kinds of case it is offered for."""

    id: str
    name: Name
    help: Name | None
    kinds: Sequence[Kind]


class BoardOffered(BaseModel):
    """A board with what can be chosen in it."""

    id: str
    code: str
    name: Name
    laws: Sequence[Law]
    units: Sequence[UnitOffered]
    categories: Sequence[CategoryOffered]


class Offer(BaseModel):
    """All that can be chosen on that day, and the words of the code lists."""

    municipality: Name
    default_board: str
    boards: Sequence[BoardOffered]
    kinds: Sequence[Kind]
    channels: Sequence[Channel]
    reporter_kinds: Sequence[ReporterKind]
    genders: Sequence[Gender]
    feedback_wishes: Sequence[Wish]
    feedback_ways: Sequence[Way]


def offer(organisation: Organisation, today: date, *, whole: bool) -> Offer:
    """What is offered on the Swedish day `today`; `whole` adds units not shown to the public."""
    return Offer(
        municipality=organisation.municipality.name,
        default_board=organisation.default_board,
        boards=[
            _board(board, _units(organisation, board, today, whole=whole))
            for board in organisation.boards
        ],
        kinds=list(Kind),
        channels=[channel for channel in Channel if channel is not Channel.UNKNOWN],
        reporter_kinds=list(ReporterKind),
        genders=list(Gender),
        feedback_wishes=list(Wish),
        feedback_ways=list(Way),
    )


def _units(organisation: Organisation, board: Board, today: date, *, whole: bool) -> Sequence[Unit]:
    if not whole:
        return organisation.public_units(board.id, today)
    return [unit for unit in organisation.units_of(board.id) if unit.is_open(today)]


def _board(board: Board, units: Sequence[Unit]) -> BoardOffered:
    return BoardOffered(
        id=board.id,
        code=board.code,
        name=board.name,
        laws=board.laws,
        units=[UnitOffered(id=unit.id, name=unit.name, parent=unit.parent) for unit in units],
        categories=[_category(category) for category in board.category_list.offered()],
    )


def _category(category: Category) -> CategoryOffered:
    return CategoryOffered(
        id=category.id, name=category.name, help=category.help, kinds=category.kinds
    )
