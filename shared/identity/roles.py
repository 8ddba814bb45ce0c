"""Groups of roles that more than one service asks for."""

from shared.events.vocabulary import Role

HANDLE = (Role.CASEWORKER, Role.MANAGER, Role.HEAD_OF_OPERATIONS, Role.REGISTRAR)
"""Those who take steps of handling."""

READ = (*HANDLE, Role.STAFF, Role.QUALITY, Role.AUDITOR, Role.ADMINISTRATOR, Role.SERVICE)
"""Those who may see cases and figures, each service showing what is its own."""
