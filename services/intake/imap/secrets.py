"""What a mailbox is opened with, read anew each time: somebody may have changed it."""

import os
from pathlib import Path
from typing import NamedTuple

from services.intake.imap.errors import SecretUnreadable
from services.intake.imap.mailboxes import MailboxSettings


class Secret(NamedTuple):
    """A password, or a token for XOAUTH2."""

    value: str
    is_token: bool = False

    def __repr__(self) -> str:
        return "Secret(…)"


def secret_of(mailbox: MailboxSettings) -> Secret:
    """The mailbox's secret as it is now. Raises SecretUnreadable."""
    if mailbox.token_file is not None:
        return Secret(_read(mailbox.token_file, mailbox.name), is_token=True)
    if mailbox.password_file is not None:
        return Secret(_read(mailbox.password_file, mailbox.name))
    return Secret(os.environ.get(mailbox.password_env or "", ""))


def _read(file: Path, name: str) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SecretUnreadable(f"{name}: {file} cannot be read: mend the file") from error
    if not text:
        raise SecretUnreadable(f"{name}: {file} is empty: write the secret into it")
    return text
