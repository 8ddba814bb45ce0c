"""Who may see and make reports: of their own board, or of all where they belong to none."""

from services.reporting.report.documents import Report, State
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.roles import READ

MAKE = (Role.QUALITY, Role.HEAD_OF_OPERATIONS, Role.ADMINISTRATOR)
"""Make, edit, publish."""
READ_DRAFTS = (*MAKE, Role.MANAGER)


def may_read(principal: Principal, report: Report) -> bool:
    """A draft is for those who make reports, and managers; what is published for all staff."""
    if principal.board not in (None, report.board):
        return False
    roles = READ if report.state is State.PUBLISHED else READ_DRAFTS
    return principal.has(*roles)
