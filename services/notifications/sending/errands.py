"""Mails that tell of many notices or cases: what the postman asks of whoever makes them."""

from typing import Protocol

from services.notifications.notices.notices import Notice
from services.notifications.sending.attempts import Outcome
from services.notifications.texts.mail import Mail


class Errand(Protocol):
    """Makes the mail of one kind of notice, when it is sent."""

    async def made(self, notice: Notice) -> Mail | Outcome:
        """The mail; or what became of the notice without one.

        Raises any LyhordError: then it is tried again later.
        """
        ...

    async def settle(self, finished: Notice) -> None:
        """The notice is about to be recorded in this last state: record first what it told of.

        Must find what it has done when it is called again. Raises TransientError.
        """
        ...
