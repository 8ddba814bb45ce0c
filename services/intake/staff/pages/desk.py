"""What the staff's pages stand on."""

from dataclasses import dataclass
from datetime import date

from services.intake.abuse.quarantine import Quarantine
from services.intake.access import DESK
from services.intake.attachments.keeping import Attachments
from services.intake.duplicate_search import DuplicateSearch
from services.intake.reception import Reception
from shared.clock import Clock, local_date
from shared.events.envelope import Actor
from shared.identity.accounts import Accounts
from shared.identity.sessions import StaffMember
from shared.identity.staff_frame import StaffFrame
from shared.identity.web import Authentication
from shared.organisation import Board, Organisation


@dataclass(frozen=True)
class Desk:
    """Everything that a page asks of intake and of the organisation."""

    reception: Reception
    attachments: Attachments
    duplicates: DuplicateSearch
    quarantine: Quarantine
    organisation: Organisation
    accounts: Accounts
    authentication: Authentication
    frame: StaffFrame
    receipt_key: bytes
    """Seals the receipts that stay in the browser for a while."""
    clock: Clock

    @property
    def today(self) -> date:
        """The day in Swedish time."""
        return local_date(self.clock.now())

    def own_boards(self, member: StaffMember) -> tuple[Board, ...]:
        """The member's board; every board for those who belong to none."""
        own = member.principal.board
        return tuple(board for board in self.organisation.boards if own is None or own == board.id)

    def sees(self, member: StaffMember, board: str | None) -> bool:
        """Whether what is this board's, or nobody's yet, is the member's concern (OSL 26:1)."""
        own = member.principal.board
        return own is None or board is None or own == board


def acting(member: StaffMember) -> Actor:
    """The member as the actor of an event: a role and an opaque id."""
    return member.principal.acting(*DESK)
