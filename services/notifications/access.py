"""Who may look at what here; within their own board, if they belong to one (docs/access.md)."""

from shared.events.vocabulary import Role
from shared.identity.roles import HANDLE

NOTICES = (
    *HANDLE,
    Role.STAFF,
    Role.INVESTIGATOR,
    Role.QUALITY,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""What was sent and what waits: nothing in it is personal."""

ALARMS = (*HANDLE, Role.INVESTIGATOR, Role.QUALITY, Role.AUDITOR, Role.ADMINISTRATOR)
"""What needs someone."""

CONTROL = (
    Role.MANAGER,
    Role.HEAD_OF_OPERATIONS,
    Role.REGISTRAR,
    Role.QUALITY,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""The internal control."""

TEXTS = (Role.HEAD_OF_OPERATIONS, Role.REGISTRAR, Role.QUALITY, Role.ADMINISTRATOR)
"""The texts of all boards, as they are sent."""
