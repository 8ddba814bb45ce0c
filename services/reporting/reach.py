"""Whose figures someone may see."""

from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.organisation import Organisation

SEE_ZEROS = (Role.MANAGER, Role.HEAD_OF_OPERATIONS, Role.QUALITY, Role.AUDITOR)
"""Who is shown which units have signed for months without cases."""


def boards_of(principal: Principal, organisation: Organisation) -> tuple[str, ...]:
    """The member's own board; every board for those who belong to none."""
    own = principal.board
    return tuple(board.id for board in organisation.boards if own in (None, board.id))
