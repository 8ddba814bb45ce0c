"""Who of the staff is logged in: a sealed cookie that the services behind one origin share.

Nothing is stored: the cookie names the user, and what they may do is read from the accounts at
each request. Logging out takes the cookie from the browser.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.clock import Clock
from shared.errors import PermanentError
from shared.identity.accounts import Account, Accounts
from shared.identity.principal import Principal
from shared.ids import new_id
from shared.pages.sealed import Seal
from shared.pages.sealed_cookies import SealedCookie
from shared.settings import Settings
from shared.signing_keys import SigningKeys

COOKIE = "lyhord_session"
LONGEST = timedelta(hours=10)
IDLE = timedelta(hours=1)
RENEWED_AFTER = timedelta(minutes=1)
"""A session that is used is renewed this often at most, not at every request."""


class SessionKeyMissing(PermanentError):
    """Without a key nobody could stay logged in."""

    slug: ClassVar[str] = "session_key_missing"


@dataclass(frozen=True)
class StaffMember:
    """Someone of the staff who is logged in."""

    user: str
    principal: Principal
    csrf: str
    """Stands in every form that changes something, and belongs to this session alone."""

    def gave(self, csrf: str) -> bool:
        """Whether the form with this token was given to them in this session."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


class _Session(BaseModel):
    """What the cookie holds. Instants are UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    user: str
    began: datetime
    seen: datetime
    password: str
    """A digest of the password's hash: a changed password ends the session."""


def session_keys(settings: Settings) -> SigningKeys:
    """The keys that the settings give. Raises SessionKeyMissing for none, or one that is weak."""
    given = settings.session_key.get_secret_value() if settings.session_key else ""
    try:
        return SigningKeys.parse(given, "LYHORD_SESSION_KEY")
    except ValueError as error:
        raise SessionKeyMissing(str(error)) from error


class Sessions:
    """Opens, recognises and ends sessions."""

    def __init__(self, accounts: Accounts, keys: SigningKeys, clock: Clock) -> None:
        self._accounts = accounts
        self._keys = keys
        self._clock = clock
        seal = Seal(keys.current, "staff session", IDLE, keys.earlier)
        self._cookie = SealedCookie(COOKIE, seal, samesite="lax")

    def open(self, request: Request, response: Response, account: Account) -> StaffMember:
        """Log in."""
        now = self._clock.now()
        session = _Session(
            id=new_id(),
            user=account.user,
            began=now,
            seen=now,
            password=_digest(account.password_hash),
        )
        self._give(request, response, session)
        return self._member(session, account)

    def opened(self, request: Request, account: Account) -> tuple[StaffMember, str]:
        """Log in before there is an answer to send; the cookie comes beside the member."""
        response = Response()
        member = self.open(request, response, account)
        return member, response.headers["set-cookie"]

    def close(self, request: Request, response: Response) -> None:
        """Log out."""
        request.state.seen_session = None
        self._cookie.take_back(response, path="/")

    def member(self, request: Request) -> StaffMember | None:
        """Who is logged in; None also for whoever was too long ago, or has no account any more."""
        now = self._clock.now()
        session = _read(self._cookie.read(request, now))
        account = self._accounts.account(session.user) if session else None
        if session is None or account is None or now - session.began > LONGEST:
            return None
        if not hmac.compare_digest(session.password, _digest(account.password_hash)):
            return None
        if now - session.seen >= RENEWED_AFTER:
            request.state.seen_session = session.model_copy(update={"seen": now})
        return self._member(session, account)

    def renewal(self, request: Request) -> str | None:
        """The cookie of a session that was used; None where it need not be sent again."""
        session = getattr(request.state, "seen_session", None)
        if session is None:
            return None
        response = Response()
        self._give(request, response, session)
        return response.headers["set-cookie"]

    def _give(self, request: Request, response: Response, session: _Session) -> None:
        text = session.model_dump_json()
        self._cookie.give(request, response, text, path="/", now=self._clock.now())

    def _member(self, session: _Session, account: Account) -> StaffMember:
        proof = hmac.digest(self._keys.current, b"staff form\x1f" + session.id.bytes, sha256)
        return StaffMember(account.user, account.principal, proof.hex())


def _read(text: str | None) -> _Session | None:
    try:
        return _Session.model_validate_json(text) if text is not None else None
    except ValidationError:
        return None


def _digest(password_hash: str) -> str:
    return sha256(password_hash.encode()).hexdigest()[:32]
