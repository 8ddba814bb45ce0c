"""Who may read and write learning cards, and note that a meeting has talked about one."""

from services.reporting.learning_cards.documents import LearningCard, State
from services.reporting.signals.counts import with_below
from services.reporting.signals.reach import SIGN, may_sign
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.organisation import Organisation, Unit

WRITE = (Role.MANAGER, Role.HEAD_OF_OPERATIONS, Role.QUALITY)
"""Make, edit, publish, withdraw: managers for their unit and below, quality for its board."""
NOTE = SIGN
"""Note a staff meeting of their own unit, or of one below it."""
SEE_TALKS = (*WRITE, Role.AUDITOR)
"""See which units have talked about a card; all others see how many."""


def may_write(
    principal: Principal, board: str, unit: str | None, organisation: Organisation
) -> bool:
    """Whether a card of that board and unit is theirs to write. None is the whole board's."""
    if not principal.has(*WRITE) or principal.board not in (None, board):
        return False
    if principal.has(Role.QUALITY) or principal.unit is None:
        return True
    own = organisation.unit(principal.unit)
    return own is not None and unit in with_below(own, organisation)


def may_read(principal: Principal, card: LearningCard, organisation: Organisation) -> bool:
    """A draft is for those who may write it; what has been published for all of the board."""
    if card.state is State.DRAFT:
        return may_write(principal, card.board, card.unit, organisation)
    return principal.has(*READ) and principal.board in (None, card.board)


def may_see_cases(principal: Principal, card: LearningCard) -> bool:
    """Only whoever made the card sees which cases it is of."""
    return principal.id is not None and principal.id == card.made_by


def may_note(principal: Principal, unit: Unit, board: str, organisation: Organisation) -> bool:
    """Whether they answer for the unit, and it is of the card's board."""
    return unit.board == board and may_sign(principal, unit, organisation)
