"""What can go wrong with a mailbox. Each goes away by itself, or when somebody mends it."""

from typing import ClassVar

from shared.errors import TransientError


class MailboxError(TransientError):
    """The mailbox cannot be read now."""

    slug: ClassVar[str] = "mailbox_failed"


class Unreachable(MailboxError):
    """The server does not answer, or has hung up."""

    slug: ClassVar[str] = "mailbox_unreachable"


class TlsFailed(MailboxError):
    """No encrypted connection came about, or the certificate is not to be trusted."""

    slug: ClassVar[str] = "mailbox_tls_failed"


class LoginRefused(MailboxError):
    """Wrong user, password or token, or one that has run out."""

    slug: ClassVar[str] = "mailbox_login_refused"


class SecretUnreadable(MailboxError):
    """The file with the password or the token cannot be read."""

    slug: ClassVar[str] = "mailbox_secret_unreadable"


class FolderMissing(MailboxError):
    """The folder to watch is not there, or may not be opened for writing."""

    slug: ClassVar[str] = "mailbox_folder_missing"


class Refused(MailboxError):
    """The server said no to one command; the connection is as it was."""

    slug: ClassVar[str] = "mailbox_command_refused"


class NotMoved(MailboxError):
    """Mails are taken and still lie in the folder: it may not be written to, or is full."""

    slug: ClassVar[str] = "mailbox_not_moved"
