"""Who asks: by the `Authorization` header (API), or by a session of theirs (pages)."""

import base64
import binascii
from collections.abc import Awaitable, Callable

from fastapi import Request

from shared.events.vocabulary import Role
from shared.identity.accounts import Accounts
from shared.identity.own_addresses import is_of_own_origin
from shared.identity.passwords import Passwords, TooManyAttempts
from shared.identity.principal import PUBLIC, Principal
from shared.identity.sessions import Sessions, StaffMember
from shared.identity.turned_away import ForeignForm, LoginNeeded, NotPermitted, StaleForm
from shared.pages.forms import FormState
from shared.web.problems import Forbidden, Unauthenticated

Authenticate = Callable[[Request], Awaitable[Principal]]
AuthenticateStaff = Callable[[Request], Awaitable[StaffMember]]

CSRF = "csrf"
"""The field of a form that holds the member's token."""

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="lyhord", Basic realm="lyhord", charset="UTF-8"'}
_READING = frozenset({"GET", "HEAD"})


class Authentication:
    """Dependencies for FastAPI. Without sessions there are no pages that need a login."""

    def __init__(self, accounts: Accounts, sessions: Sessions | None = None) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self.passwords = Passwords(accounts)

    async def anyone(self, request: Request) -> Principal:
        """The caller, or the public when no credentials are shown.

        Raises Unauthenticated when they are wrong.
        """
        header = request.headers.get("authorization")
        if header is None:
            return PUBLIC
        scheme, _, credentials = header.partition(" ")
        principal = None
        if scheme.lower() == "bearer":
            principal = self._accounts.by_token(credentials.strip())
        elif scheme.lower() == "basic":
            principal = await self._by_password(credentials, address_of(request))
        if principal is None:
            raise Unauthenticated(
                "The token or the password is wrong. Ask the administrator for a new one.",
                headers=_CHALLENGE,
            )
        return principal

    def one_of(self, *roles: Role) -> Authenticate:
        """A dependency that lets through whoever has one of the roles."""

        async def allowed(request: Request) -> Principal:
            principal = await self.anyone(request)
            if principal.has(*roles):
                return principal
            if principal is PUBLIC:
                raise Unauthenticated(
                    "Send a token in Authorization: Bearer, or log in.", headers=_CHALLENGE
                )
            raise Forbidden(
                "None of your roles may do this.",
                reasons=[f"needs one of: {', '.join(sorted(roles))}"],
            )

        return allowed

    def staff_page(self, *roles: Role) -> AuthenticateStaff:
        """A dependency of pages: lets through staff who have one of the roles, or all if none.

        Others are led to the login and back; what they had typed goes along. A form is taken only
        from a page of ours that was given to this member in this session.
        """

        async def member(request: Request) -> StaffMember:
            if self._sessions is None:
                raise RuntimeError("pages for staff need sessions: give them to Authentication")
            found = self._sessions.member(request)
            posted = None
            if request.method not in _READING:
                if not is_of_own_origin(request.headers):
                    raise ForeignForm
                posted = await _posted(request)
            if found is None:
                raise LoginNeeded(posted)
            if roles and not found.principal.has(*roles):
                raise NotPermitted(found)
            if posted is not None and not found.gave(posted.value(CSRF)):
                raise StaleForm(found, posted)
            return found

        return member

    async def _by_password(self, credentials: str, address: str) -> Principal | None:
        try:
            user, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        try:
            account = await self.passwords.account(user, password, address)
        except TooManyAttempts as error:
            raise Unauthenticated(
                "There were too many wrong passwords: wait as many seconds as Retry-After says.",
                headers={**_CHALLENGE, "Retry-After": str(error.wait)},
            ) from error
        return account.principal if account else None


def address_of(request: Request) -> str:
    """Where the request comes from; a proxy that is trusted has told the server."""
    return request.client.host if request.client else ""


async def _posted(request: Request) -> FormState:
    """The fields of the form. Starlette keeps what it has read for the page itself."""
    return FormState.posted((await request.form()).multi_items())
