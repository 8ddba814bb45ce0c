"""Tells whoever should act that the figures show something (R68–R71): once, in a morning's digest.

A reckoning may raise many signals at once, at any hour, and all of them are about whole months:
so each waits for the next digest, whatever its reader has chosen for other mail, and a day's
signals are one mail.
"""

from services.notifications.notices import mornings, of_no_case
from services.notifications.planning.staff_post import StaffPost
from shared.clock import Clock
from shared.events.upkeep import SignalRaised
from shared.organisation import Organisation, Recipient, RecipientRole

_FOR_THE_BOARD = (
    RecipientRole.QUALITY,
    RecipientRole.COORDINATOR,
    RecipientRole.HEAD_OF_OPERATIONS,
    RecipientRole.REGISTRAR,
)
"""The first of them that the board has; it always has a registrar."""


def told_of_signal(
    organisation: Organisation, board_id: str, unit_id: str | None
) -> tuple[Recipient, ...]:
    """The unit's nearest manager up the tree, and who sees to quality in the board.

    Each account once. Of a unit that is gone the board alone is told. Raises UnknownBoard.
    """
    told: dict[str, Recipient] = {}
    own = organisation.known_board(board_id).recipients
    manager = organisation.manager_for(unit_id) if unit_id is not None else None
    if manager is not None:
        told[manager.account] = Recipient(RecipientRole.MANAGER, manager)
    for role in _FOR_THE_BOARD:
        account = own.by_role(role)
        if account is not None:
            told.setdefault(account.account, Recipient(role, account))
            break
    return tuple(told.values())


class SignalTeller:
    """Whoever inserts the notice has it told; all others find that it is there."""

    def __init__(self, organisation: Organisation, staff_post: StaffPost, clock: Clock) -> None:
        self._organisation = organisation
        self._staff_post = staff_post
        self._clock = clock

    async def tell(self, event: SignalRaised) -> None:
        """Plan what each recipient is told. One read, and two writes for each.

        Raises UnknownBoard or StoreUnavailable.
        """
        now = self._clock.now()
        detail, day = event.detail, mornings.next_digest(now)
        await self._staff_post.leave_for_digest(
            [
                of_no_case.signal(event, to, day, at=now)
                for to in told_of_signal(self._organisation, detail.board, detail.unit)
            ],
            day,
        )
