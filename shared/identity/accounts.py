"""Accounts and tokens from a TOML file; secrets are kept hashed.

[[account]]
user = "registrator"
password_hash = "$argon2id$…"
roles = ["registrar"]
board = "sn"

[[token]]
name = "partner"
sha256 = "…"
roles = ["partner"]
"""

import asyncio
import hashlib
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import structlog
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import PermanentError
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.settings import Settings

log = structlog.get_logger()

REMEMBERED_SECONDS = 300.0
"""How long a password that was right is not hashed again."""


class AccountsError(PermanentError):
    """The accounts file cannot be used."""

    slug: ClassVar[str] = "accounts_wrong"


class Account(BaseModel):
    """Someone who logs in with a password."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user: str
    password_hash: str
    roles: frozenset[Role]
    account: str | None = None
    """The account's id in the organisation's files; the user name if left out."""
    board: str | None = None
    unit: str | None = None

    @property
    def principal(self) -> Principal:
        """Who it is, once they have shown that."""
        return Principal(
            id=self.account or self.user, roles=self.roles, board=self.board, unit=self.unit
        )


class Token(BaseModel):
    """A system, or a script, that shows a bearer token."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sha256: str
    roles: frozenset[Role]
    board: str | None = None
    unit: str | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    account: list[Account] = Field(default_factory=list)
    token: list[Token] = Field(default_factory=list)


class Accounts:
    """Who may come in. A file that changes holds at once: whoever is removed from it is out."""

    def __init__(
        self,
        accounts: Sequence[Account],
        tokens: Sequence[Token],
        *,
        file: Path | None = None,
    ) -> None:
        self._own_tokens = tuple(tokens)
        self._file = file
        self._stamp: object = None
        self._hasher = PasswordHasher()
        self._accounts: dict[str, Account] = {}
        self._tokens: dict[str, Token] = {}
        self._remembered: dict[str, float] = {}
        self._hold(accounts, ())
        if file is not None:
            self._stamp = _stamp(file)
            read = _read(file)
            self._hold([*accounts, *read.account], read.token)

    @classmethod
    def of(cls, settings: Settings) -> "Accounts":
        """Accounts of the file that the settings name, and the service token.

        Raises AccountsError.
        """
        tokens: list[Token] = []
        if settings.service_token is not None:
            digest = _digest(settings.service_token.get_secret_value())
            tokens.append(Token(name="service", sha256=digest, roles=frozenset({Role.SERVICE})))
        return cls((), tokens, file=settings.accounts)

    def every(self) -> tuple[Account, ...]:
        """All who log in with a password, in the file's order."""
        self._reread()
        return tuple(self._accounts.values())

    def account(self, user: str) -> Account | None:
        """The account of this user as it is now, or None."""
        self._reread()
        return self._accounts.get(user)

    def by_token(self, token: str) -> Principal | None:
        """Who shows this token, or None."""
        self._reread()
        found = self._tokens.get(_digest(token))
        if found is None:
            return None
        return Principal(id=found.name, roles=found.roles, board=found.board, unit=found.unit)

    def remembers(self, user: str, password: str) -> bool:
        """Whether this password was right a short while ago, and still is."""
        self._reread()
        until = self._remembered.get(_proof(user, password), 0.0)
        return user in self._accounts and time.monotonic() <= until

    async def by_password(self, user: str, password: str) -> Account | None:
        """Whose user and password these are, or None.

        Takes as long for a user that does not exist.
        """
        if self.remembers(user, password):
            return self._accounts[user]
        account = self._accounts.get(user)
        hashed = account.password_hash if account else None
        right = await asyncio.to_thread(self._verify, hashed, password)
        # The file may have changed meanwhile.
        if not right or account is None or self._accounts.get(user) != account:
            return None
        now = time.monotonic()
        self._remembered = {
            known: until for known, until in self._remembered.items() if until > now
        } | {_proof(user, password): now + REMEMBERED_SECONDS}
        return account

    def _hold(self, accounts: Sequence[Account], tokens: Sequence[Token]) -> None:
        self._accounts = {account.user: account for account in accounts}
        self._tokens = {token.sha256: token for token in (*tokens, *self._own_tokens)}
        self._remembered = {}

    def _reread(self) -> None:
        """Take in a file that has changed; what was known holds on while it cannot be read."""
        if self._file is None or (stamp := _stamp(self._file)) == self._stamp:
            return
        self._stamp = stamp
        try:
            read = _read(self._file)
        except AccountsError as error:
            log.error("accounts_not_read", slug=error.slug)  # noqa: TRY400 - told by its slug
            return
        self._hold(read.account, read.token)
        log.info("accounts_read", accounts=len(read.account), tokens=len(read.token))

    def _verify(self, hashed: str | None, password: str) -> bool:
        if hashed is None:
            self._hasher.hash(password)
            return False
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


def _stamp(file: Path) -> object:
    """Differs when the file does; None where there is no such file."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _proof(user: str, password: str) -> str:
    return _digest(f"{user}\x1f{password}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(path: Path) -> _File:
    try:
        return _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise AccountsError(
            f"LYHORD_ACCOUNTS names {path}, which cannot be read: {error.strerror}"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise AccountsError(f"{path} is not TOML: {error}") from error
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in wrong["loc"])
        raise AccountsError(f"{path}: {place}: {wrong['msg']}") from None
