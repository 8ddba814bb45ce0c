"""How a mail is handed over to the mail server, and how that can fail."""

from typing import ClassVar, Protocol

from services.notifications.texts.mail import Mail
from shared.errors import PermanentError, TransientError, Unavailable


class AddressRefused(PermanentError):
    """The mail server says that there is no such recipient. `str()` is its code."""

    slug: ClassVar[str] = "address_refused"


class MailRefused(PermanentError):
    """The mail server does not want this mail at all. `str()` is its code."""

    slug: ClassVar[str] = "mail_refused"


class PutOff(TransientError):
    """The mail server asks to be given this mail later. `str()` is its code."""

    slug: ClassVar[str] = "put_off"


class RelayUnreachable(Unavailable):
    """The mail server cannot be used by anyone now. `str()` says why, as a slug."""

    slug: ClassVar[str] = "relay_unreachable"


class MailRelay(Protocol):
    """Hands mails over."""

    async def send(self, mail: Mail) -> None:
        """Return once the mail server has taken responsibility for the mail.

        Raises AddressRefused, MailRefused, PutOff or RelayUnreachable.
        """
        ...
