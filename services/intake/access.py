"""Who may hand in by which channel, and who may see and add to a case here."""

from services.intake.submission import Submission
from shared.events.vocabulary import Channel, Role
from shared.identity.principal import Principal

STAFF = (
    Role.STAFF,
    Role.CASEWORKER,
    Role.MANAGER,
    Role.REGISTRAR,
    Role.ADMINISTRATOR,
    Role.SERVICE,
)
"""Those who register what others told, wrote or sent to the municipality."""

DESK = (
    *(role for role in STAFF if role is not Role.SERVICE),
    Role.HEAD_OF_OPERATIONS,
    Role.INVESTIGATOR,
    Role.QUALITY,
)
"""Those who can register on the staff's pages: everyone who works here has to report (SoL 27:2)."""

SORTERS = (Role.REGISTRAR, Role.ADMINISTRATOR)
"""Those who see what was set aside: mails that became no case, and what looks like spam."""

_OPEN_TO_ALL = frozenset({Channel.WEB})
_OPEN_TO_PARTNERS = frozenset({Channel.PARTNER, Channel.REGION, Channel.IVO})


def roles_for(channel: Channel) -> tuple[Role, ...]:
    """The roles that may hand in by the channel; empty where anyone may."""
    if channel in _OPEN_TO_ALL:
        return ()
    return (Role.PARTNER, *STAFF) if channel in _OPEN_TO_PARTNERS else STAFF


def handed_it_in(principal: Principal, submission: Submission) -> bool:
    """Whether the partner system that asks is the one that handed the case in."""
    return principal.has(Role.PARTNER) and principal.id == submission.submitted_by
