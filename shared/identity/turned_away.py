"""Why a page for staff is not shown; `shared.identity.login_pages` says so to the person.

None of these is a fault: each ends in a page that tells how to go on.
"""

from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState


class TurnedAway(Exception):
    """The page is not shown as things are."""


class LoginNeeded(TurnedAway):
    """Nobody is logged in, or not any more."""

    def __init__(self, posted: FormState | None) -> None:
        super().__init__()
        self.posted = posted
        """What had been typed, where it was a form that came."""


class NotPermitted(TurnedAway):
    """None of the member's roles may see this."""

    def __init__(self, member: StaffMember) -> None:
        super().__init__()
        self.member = member


class StaleForm(TurnedAway):
    """The form was given in another session: someone has logged in anew since."""

    def __init__(self, member: StaffMember, posted: FormState) -> None:
        super().__init__()
        self.member = member
        self.posted = posted


class ForeignForm(TurnedAway):
    """The form came from a page that is not ours."""
