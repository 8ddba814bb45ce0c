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

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import PermanentError
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.settings import Settings

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
    """Who may come in."""

    def __init__(self, accounts: Sequence[Account], tokens: Sequence[Token]) -> None:
        self._accounts = {account.user: account for account in accounts}
        self._tokens = {token.sha256: token for token in tokens}
        self._hasher = PasswordHasher()
        self._remembered: dict[str, float] = {}

    @classmethod
    def of(cls, settings: Settings) -> "Accounts":
        """Accounts of the file that the settings name, and the service token.

        Raises AccountsError.
        """
        accounts: list[Account] = []
        tokens: list[Token] = []
        if settings.accounts is not None:
            read = _read(settings.accounts)
            accounts, tokens = read.account, read.token
        if settings.service_token is not None:
            digest = _digest(settings.service_token.get_secret_value())
            tokens = [
                *tokens,
                Token(name="service", sha256=digest, roles=frozenset({Role.SERVICE})),
            ]
        return cls(accounts, tokens)

    def by_token(self, token: str) -> Principal | None:
        """Who shows this token, or None."""
        found = self._tokens.get(_digest(token))
        if found is None:
            return None
        return Principal(id=found.name, roles=found.roles, board=found.board, unit=found.unit)

    async def by_password(self, user: str, password: str) -> Principal | None:
        """Who logs in so, or None. Takes as long for a user that does not exist."""
        account = self._accounts.get(user)
        proof = _digest(f"{user}\x1f{password}")
        now = time.monotonic()
        if account is None or self._remembered.get(proof, 0.0) < now:
            right = await asyncio.to_thread(
                self._verify, account.password_hash if account else None, password
            )
            if not right or account is None:
                return None
            self._remembered = {
                known: until for known, until in self._remembered.items() if until > now
            } | {proof: now + REMEMBERED_SECONDS}
        return Principal(
            id=account.account or account.user,
            roles=account.roles,
            board=account.board,
            unit=account.unit,
        )

    def _verify(self, hashed: str | None, password: str) -> bool:
        if hashed is None:
            self._hasher.hash(password)
            return False
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


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
