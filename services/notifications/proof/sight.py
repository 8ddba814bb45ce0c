"""Whose cases someone may see in the lists of notices, alarms and the internal control. Pure.

The lists hold nothing personal, so the board decides; but a lex Sarah case is out of sight of the
manager whose unit it is about (docs/access.md), and who that is is not known here: it is shown to
those who may see every one of the board's, and to whoever answers for it.
"""

from shared.events.facts import CaseFacts
from shared.events.vocabulary import Kind, Role
from shared.identity.principal import Principal

LEX_SARAH_READERS = (
    Role.REGISTRAR,
    Role.INVESTIGATOR,
    Role.QUALITY,
    Role.AUDITOR,
    Role.SERVICE,
)


def may_see(principal: Principal, facts: CaseFacts) -> bool:
    """Whether the case may stand in a list that this principal reads."""
    if principal.board not in (None, facts.board):
        return False
    if Kind.LEX_SARAH not in (facts.kind, facts.first_kind):
        return True
    return principal.has(*LEX_SARAH_READERS) or facts.responsible == principal.id
