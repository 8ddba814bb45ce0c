"""Whose figures someone may see."""

from typing import ClassVar, TypeVar

from services.reporting.figures.questions import Question
from shared.errors import PermanentError
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.organisation import Organisation

SEE_ZEROS = (Role.MANAGER, Role.HEAD_OF_OPERATIONS, Role.QUALITY, Role.AUDITOR)
"""Who is shown which units have signed for months without cases."""


def boards_of(principal: Principal, organisation: Organisation) -> tuple[str, ...]:
    """The member's own board; every board for those who belong to none."""
    own = principal.board
    return tuple(board.id for board in organisation.boards if own in (None, board.id))


Q = TypeVar("Q", bound=Question)


class OtherBoard(PermanentError):
    """The question is about a board that the one who asks does not belong to."""

    slug: ClassVar[str] = "other_board"


def within_reach(question: Q, principal: Principal, organisation: Organisation) -> Q:
    """The same question of no more than the boards that someone may see figures of.

    Raises OtherBoard where it names another, or a unit of another: a 0 would not be the truth.
    """
    own = principal.board
    if own is None:
        return question
    boards = {board.id for name in question.board if (board := organisation.board(name))}
    units = {unit.board for name in question.unit if (unit := organisation.unit(name, own))}
    units |= {unit.board for name in question.unit if (unit := organisation.unit(name))}
    others = sorted((boards | units) - {own})
    if others:
        raise OtherBoard(f"Figures of {', '.join(others)} are for that board's own staff.")
    return question if boards else question.model_copy(update={"board": (own,)})
