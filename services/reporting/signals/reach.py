"""Who may see to signals, and for which units someone may sign."""

from services.reporting.reach import boards_of
from services.reporting.signals.counts import with_below
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.organisation import Organisation, Unit

SEE_TO = (Role.MANAGER, Role.HEAD_OF_OPERATIONS, Role.QUALITY)
"""Who may say why a signal is as it is."""
SIGN = (Role.MANAGER, Role.HEAD_OF_OPERATIONS)
"""Who may sign for a month without cases: those who answer for the unit."""
RECKON = (Role.QUALITY, Role.ADMINISTRATOR, Role.SERVICE)
"""Who may have signals reckoned at once."""


def may_sign(principal: Principal, unit: Unit, organisation: Organisation) -> bool:
    """Whether the unit is their own, or below it; of their board where they have no unit."""
    if not principal.has(*SIGN) or unit.board not in boards_of(principal, organisation):
        return False
    own = organisation.unit(principal.unit) if principal.unit else None
    if principal.unit is None:
        return True
    return own is not None and unit.id in with_below(own, organisation)
