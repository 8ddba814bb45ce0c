"""Who can log in on this machine: one account for each role, made at the first start.

`accounts.toml` is what the services read: hashes alone. The clear text is kept beside it for
the owner's eyes, so that the same passwords hold after a restart.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from argon2 import PasswordHasher

from deploy.local.durable_file import write_atomically


@dataclass(frozen=True, slots=True)
class Account:
    """A role account, never a person's. Unit and board by the organisation's ids."""

    user: str
    password: str
    roles: tuple[str, ...]
    board: str | None = None
    unit: str | None = None
    account: str | None = None
    """Its id in the organisation's files, where it has one there."""


@dataclass(frozen=True, slots=True)
class Token:
    """A secret that a program presents."""

    name: str
    value: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Everything that opens a door."""

    accounts: tuple[Account, ...]
    tokens: tuple[Token, ...]

    def token(self, name: str) -> str:
        return next(token.value for token in self.tokens if token.name == name)


_ACCOUNTS = (
    Account("registrator", "", ("registrar",)),
    Account("kontaktcenter", "", ("staff",)),
    Account(
        "enhetschef", "", ("manager", "caseworker"), "von", "hemvard-norr", "manager-hemvard-norr"
    ),
    Account(
        "enhetschef-soder",
        "",
        ("manager", "caseworker"),
        "von",
        "hemvard-soder",
        "manager-hemvard-soder",
    ),
    Account("handlaggare", "", ("caseworker",), "von", "hemvard-norr"),
    Account("lexsarah-utredare", "", ("investigator",), "von", None, "investigator-von"),
    Account("registrator-von", "", ("registrar",), "von", None, "registrar-von"),
    Account("verksamhetschef", "", ("head_of_operations",), "von", None, "head-hemvard"),
    Account("kvalitetsutvecklare", "", ("quality",)),
    Account("revisor", "", ("auditor",)),
    Account("administrator", "", ("administrator",)),
)
_TOKENS = (
    Token("partner", "", ("partner",)),
    Token("staff", "", ("staff", "caseworker", "registrar")),
    Token("audit", "", ("auditor",)),
    Token("service", "", ("service",)),
)


def credentials(folder: Path) -> Credentials:
    """Read what earlier runs made in the folder, make what is missing, write `accounts.toml`."""
    kept = folder / "credentials.json"
    secrets_by_name = _read(kept)
    found = Credentials(
        tuple(
            Account(**asdict(account) | {"password": _secret(secrets_by_name, account.user, 12)})
            for account in _ACCOUNTS
        ),
        tuple(
            Token(token.name, _secret(secrets_by_name, f"token:{token.name}", 32), token.roles)
            for token in _TOKENS
        ),
    )
    if secrets_by_name != _read(kept):
        write_atomically(kept, json.dumps(secrets_by_name, indent=2))
    _write_accounts(folder / "accounts.toml", found)
    return found


def _read(file: Path) -> dict[str, str]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in content.items()}


def _secret(known: dict[str, str], name: str, size: int) -> str:
    return known.setdefault(name, secrets.token_urlsafe(size))


def _write_accounts(file: Path, found: Credentials) -> None:
    # Hashing takes half a second, so the file is kept as long as it is of these credentials.
    first_line = f"# Made of credentials {hashlib.sha256(repr(found).encode()).hexdigest()}"
    if file.exists() and file.read_text(encoding="utf-8").startswith(first_line):
        return
    hasher = PasswordHasher()
    tables = [_account_table(account, hasher) for account in found.accounts]
    tables += [_token_table(token) for token in found.tokens]
    write_atomically(file, "\n".join([first_line, *tables]))


def _account_table(account: Account, hasher: PasswordHasher) -> str:
    fields: dict[str, str | tuple[str, ...] | None] = {
        "user": account.user,
        "account": account.account,
        "password_hash": hasher.hash(account.password),
        "roles": account.roles,
        "board": account.board,
        "unit": account.unit,
    }
    return _table("account", fields)


def _token_table(token: Token) -> str:
    digest = hashlib.sha256(token.value.encode()).hexdigest()
    return _table("token", {"name": token.name, "sha256": digest, "roles": token.roles})


def _table(name: str, fields: dict[str, str | tuple[str, ...] | None]) -> str:
    # Strings and lists of strings are written in TOML as they are in JSON.
    lines = [f"{key} = {json.dumps(value)}" for key, value in fields.items() if value is not None]
    return "\n".join([f"[[{name}]]", *lines, ""])
