"""The mailboxes to watch, as the file that `LYHORD_MAILBOXES` names describes them.

Secrets stand in files or variables of their own, which the file only names.
"""

import ipaddress
import os
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.errors import PermanentError
from shared.events.vocabulary import Channel
from shared.organisation import Organisation
from shared.organisation.documents import Found, checked, read_document
from shared.organisation.names import did_you_mean
from shared.organisation.problems import Place, Problem

SECRETS = ("password_file", "password_env", "token_file")


class MailboxesError(PermanentError):
    """The file cannot be used; the message names each line, what is wrong, and what to do."""

    slug: ClassVar[str] = "mailboxes_invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in sorted(set(problems))))


class Tls(StrEnum):
    """How the connection is encrypted."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"
    """Only to this machine itself."""


FolderName = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Seconds = Annotated[float, Field(ge=1, le=3600)]
ByMail = Literal[Channel.EMAIL, Channel.VOICEMAIL, Channel.LETTER, Channel.CONTACT_CENTRE]


class MailboxSettings(BaseModel):
    """One mailbox."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"),
        Field(description="one to forty small letters, digits, hyphens", examples=["synpunkter"]),
    ]
    """Stands in records, metrics and logs."""
    host: Annotated[
        str, StringConstraints(min_length=1), Field(examples=["imap.exempelkommun.example"])
    ]
    port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """993 where it is left out, or 143 without implicit TLS."""
    tls: Tls = Tls.IMPLICIT
    ca_file: Path | None = None
    """PEM file of the authority that signed the server's certificate; the system's by default."""
    user: Annotated[
        str, StringConstraints(min_length=1), Field(examples=["synpunkter@exempelkommun.example"])
    ]
    password_file: Path | None = None
    password_env: str | None = None
    """The name of an environment variable that holds the password."""
    token_file: Path | None = None
    """An access token for XOAUTH2, read at each connection: something outside keeps it fresh."""
    folder: FolderName = "INBOX"
    done_folder: FolderName = "Lyhord/Mottagna"
    too_large_folder: FolderName = "Lyhord/För stora"
    board: str | None = None
    """The board of mails that name no board's address; the organisation's default if left out."""
    channel: ByMail = Channel.EMAIL
    """Another one where a machine writes the mails: voicemail, or letters that are scanned."""
    size_limit: Annotated[int, Field(ge=100_000, le=100_000_000)] = 25_000_000
    """Bytes of one mail; of a larger one only the beginning is taken."""
    poll_seconds: Seconds = 30.0
    """Between two looks at a server that cannot tell by itself of new mail (IDLE)."""

    @model_validator(mode="after")
    def _can_be_logged_in_to(self) -> Self:
        given = [name for name in SECRETS if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"{self.name} needs one of {', '.join(SECRETS)}, and no more than one")
        return self

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        if self.tls is Tls.NONE and not _is_this_machine(self.host):
            raise ValueError(
                f'{self.name} has tls = "none", which is only for a server on this machine: '
                'use "implicit" or "starttls"'
            )
        return self

    @model_validator(mode="after")
    def _is_emptied(self) -> Self:
        if self.folder in {self.done_folder, self.too_large_folder}:
            raise ValueError(f"{self.name} would move mails to the folder they come from")
        return self

    @property
    def server_port(self) -> int:
        return self.port or (993 if self.tls is Tls.IMPLICIT else 143)

    @property
    def source(self) -> str:
        """What a mail's record says that it came by."""
        return f"imap:{self.name}"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mailbox: Annotated[tuple[MailboxSettings, ...], Field(min_length=1)]


def read_mailboxes(file: Path, organisation: Organisation) -> Sequence[MailboxSettings]:
    """The mailboxes of the file. Raises MailboxesError with everything that is wrong."""
    document = read_document(file) if file.exists() else _missing(file)
    if isinstance(document, Problem):
        raise MailboxesError([document])
    found = checked(_File, document, document.data)
    if isinstance(found, list):
        raise MailboxesError(found)
    if problems := list(_problems(found, organisation)):
        raise MailboxesError(problems)
    return [_in_folder(file.parent, each) for each in found.settings.mailbox]


def _problems(found: Found[_File], organisation: Organisation) -> Iterator[Problem]:
    names, places = set[str](), set[tuple[str, int, str, str]]()
    for number, each in enumerate(found.settings.mailbox):
        way = ("mailbox", number)
        if each.name in names:
            yield found.problem(
                (*way, "name"),
                f'the name "{each.name}" is used twice.',
                "Give each mailbox its own.",
            )
        place = (each.host, each.server_port, each.user, each.folder)
        if place in places:
            yield found.problem(
                (*way, "folder"),
                f"{each.folder} of {each.user} is watched twice.",
                "Remove one of the two.",
            )
        if each.board is not None and organisation.board(each.board) is None:
            yield found.problem(
                (*way, "board"),
                f'board is "{each.board}", which does not exist.',
                did_you_mean(each.board, [board.id for board in organisation.boards]),
            )
        if each.password_env is not None and not os.environ.get(each.password_env):
            yield found.problem(
                (*way, "password_env"),
                f"the environment has no {each.password_env}.",
                "Set it, or name a file in password_file.",
            )
        names.add(each.name)
        places.add(place)


def _missing(file: Path) -> Problem:
    return Problem(
        Place(file),
        "LYHORD_MAILBOXES names it, but it is missing.",
        "Add it, or leave LYHORD_MAILBOXES out; docs/mailboxes.md has an example.",
    )


def _in_folder(folder: Path, mailbox: MailboxSettings) -> MailboxSettings:
    """Paths are from the file's own folder."""
    paths = {
        name: folder / path
        for name in ("ca_file", "password_file", "token_file")
        if (path := getattr(mailbox, name)) is not None
    }
    return mailbox.model_copy(update=paths)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
