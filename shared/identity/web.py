"""Who asks, from the `Authorization` header: a bearer token, or user and password."""

import base64
import binascii
from collections.abc import Awaitable, Callable

from fastapi import Request

from shared.events.vocabulary import Role
from shared.identity.accounts import Accounts
from shared.identity.principal import PUBLIC, Principal
from shared.web.problems import Forbidden, Unauthenticated

Authenticate = Callable[[Request], Awaitable[Principal]]

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="lyhord", Basic realm="lyhord", charset="UTF-8"'}


class Authentication:
    """Dependencies for FastAPI."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

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
            principal = await self._by_password(credentials)
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

    async def _by_password(self, credentials: str) -> Principal | None:
        try:
            user, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        return await self._accounts.by_password(user, password)
