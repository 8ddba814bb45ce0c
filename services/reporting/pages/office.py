"""What every page for staff stands on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from shared.clock import Clock, local_date
from shared.events.vocabulary import Role
from shared.identity.sessions import StaffMember
from shared.identity.staff_frame import StaffFrame
from shared.identity.web import Authentication
from shared.organisation import Board, Organisation


@dataclass(frozen=True)
class Office:
    """The frame of the pages, who may see what, and the organisation they tell about."""

    frame: StaffFrame
    authentication: Authentication
    organisation: Organisation
    clock: Clock

    @property
    def today(self) -> date:
        """The day in Swedish time."""
        return local_date(self.clock.now())

    def allowed(self, *roles: Role) -> Callable[[Request], Awaitable[StaffMember]]:
        """A dependency: lets in whoever has one of the roles."""
        return self.authentication.staff_page(*roles)

    def boards(self, member: StaffMember) -> tuple[Board, ...]:
        """The member's own board; every board for those who belong to none."""
        own = member.principal.board
        return tuple(board for board in self.organisation.boards if own in (None, board.id))
