"""What every page for staff stands on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from fastapi import Request

from services.workflow.access import Access
from shared.clock import Clock, local_date
from shared.identity.sessions import StaffMember
from shared.identity.staff_frame import StaffFrame
from shared.identity.web import Authentication
from shared.organisation import Board, Organisation


@dataclass(frozen=True)
class Office:
    """The frame of the pages, who may see what, and the organisation they tell about."""

    frame: StaffFrame
    authentication: Authentication
    access: Access
    organisation: Organisation
    clock: Clock

    @property
    def today(self) -> date:
        """The day in Swedish time."""
        return local_date(self.clock.now())

    def allowed(self, action: str) -> Callable[[Request], Awaitable[StaffMember]]:
        """A dependency: lets in whoever may do it with some case; with which, the case says."""
        return self.authentication.staff_page(*self.access.roles_that_may(action))

    def boards(self, member: StaffMember) -> tuple[Board, ...]:
        """The member's own board; every board for those who belong to none."""
        own = member.principal.board
        return tuple(board for board in self.organisation.boards if own in (None, board.id))
