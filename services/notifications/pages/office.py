"""What every page for staff stands on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fastapi import Request

from services.notifications.texts.letters import Links
from services.notifications.watched import WatchedCase
from shared.clock import Clock, local_date
from shared.deadlines.deadline import DeadlineState
from shared.events.vocabulary import Role
from shared.identity.sessions import StaffMember
from shared.identity.staff_frame import StaffFrame
from shared.identity.web import Authentication
from shared.organisation import Board, Organisation
from shared.pages.phrases import Label


@dataclass(frozen=True)
class DeadlineLine:
    """A deadline of a case as a page shows it."""

    name: Label | str
    due: date
    state: DeadlineState
    late: bool
    met_at: datetime | None


@dataclass(frozen=True)
class Office:
    """The frame of the pages, who may see what, and the organisation they tell about."""

    frame: StaffFrame
    authentication: Authentication
    organisation: Organisation
    clock: Clock
    links: Links

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

    def reach(self, member: StaffMember) -> list[str | None]:
        """The boards whose notices the member sees; None is for those of no board."""
        boards: list[str | None] = [board.id for board in self.boards(member)]
        return boards if member.principal.board else [*boards, None]

    def case_page(self, case_id: UUID | str) -> str:
        """Where the case itself is."""
        return self.links.case(UUID(str(case_id)))

    def deadlines(self, case: WatchedCase, now: datetime) -> list[DeadlineLine]:
        """The case's deadlines, in the order of its board's rules."""
        board = self.organisation.board(case.facts.board)
        lines = []
        for each in case.deadlines:
            rule = board.deadline(each.rule) if board else None
            name = rule.name if rule else each.rule
            lines.append(DeadlineLine(name, each.due, each.state(now), each.late, each.met_at))
        return lines
