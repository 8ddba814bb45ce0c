"""Where a case belongs: board, unit, category and days, held against the organisation."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.intake.case_request import CaseRequest
from services.intake.refusals import FieldFault, ImpossibleFields
from shared.events.vocabulary import Channel
from shared.organisation import Board, Organisation

EARLIEST = date(1990, 1, 1)
"""A day before this is a slip of the keyboard."""

LONGEST_WISH = timedelta(days=366)
"""How far ahead the day can be by which an answer is wished for."""

SPOKEN = frozenset({Channel.PHONE, Channel.MEETING, Channel.CONTACT_CENTRE})
"""Channels in which the complainant can be told at once that the case is taken (R33)."""


class ArrivalBasis(StrEnum):
    """Why the legal arrival day is that day (FL 22 §)."""

    AS_GIVEN = "as_given"
    DAY_IT_REACHED_US = "day_it_reached_us"


@dataclass(frozen=True)
class Placement:
    """Ids of the organisation's own. `received_on` is a day in Swedish time."""

    board: str
    unit: str | None
    unit_as_given: str | None
    """What was given as unit when the board has no such unit."""
    category: str | None
    received_on: date
    arrival_basis: ArrivalBasis


def place(request: CaseRequest, organisation: Organisation, today: date) -> Placement:
    """Where the request belongs. `today` is the day in Swedish time.

    A unit that the board does not have is no fault: the case is taken all the same (R12).
    Raises ImpossibleFields, naming all that is wrong at once.
    """
    board = organisation.board(request.board)
    faults = [*_day_faults(request, today), *_acknowledgement_faults(request)]
    if board is None:
        allowed = ", ".join(each.id for each in organisation.boards)
        faults.append(FieldFault("board", f"There is no such board. Use one of: {allowed}."))
        raise ImpossibleFields(faults)
    category = board.category_list.find(request.category) if request.category else None
    if request.category and category is None:
        faults.append(FieldFault("category", _categories_allowed(board, request)))
    if faults:
        raise ImpossibleFields(faults)
    unit = organisation.unit(request.unit, board.id) if request.unit else None
    return Placement(
        board=board.id,
        unit=unit.id if unit else None,
        unit_as_given=None if unit else request.unit,
        category=category.id if category else None,
        received_on=request.received_on or today,
        arrival_basis=(
            ArrivalBasis.AS_GIVEN if request.received_on else ArrivalBasis.DAY_IT_REACHED_US
        ),
    )


def _categories_allowed(board: Board, request: CaseRequest) -> str:
    codes = ", ".join(category.id for category in board.category_list.offered(request.kind))
    return f"{board.id} has no such category. Leave it out, or use one of: {codes}."


def _day_faults(request: CaseRequest, today: date) -> list[FieldFault]:
    days = {"received_on": request.received_on, "occurred_on": request.occurred_on}
    return [
        FieldFault(name, f"Give a day from {EARLIEST} to {today} (Swedish time), or none.")
        for name, day in days.items()
        if day is not None and not EARLIEST <= day <= today
    ] + _wish_faults(request, today)


def _wish_faults(request: CaseRequest, today: date) -> list[FieldFault]:
    wished, latest = request.feedback_wish.by, today + LONGEST_WISH
    if wished is None or today <= wished <= latest:
        return []
    return [FieldFault("feedback_wish.by", f"Give a day from {today} to {latest}, or none.")]


def _acknowledgement_faults(request: CaseRequest) -> list[FieldFault]:
    if not request.acknowledged_orally or request.channel in SPOKEN:
        return []
    channels = ", ".join(sorted(SPOKEN))
    return [FieldFault("acknowledged_orally", f"Can be true only for channel {channels}.")]
