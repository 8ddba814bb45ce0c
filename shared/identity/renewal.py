"""Sends the cookie of a session that was used again, so that it ends an hour after the last use."""

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.identity.sessions import Sessions


class SessionRenewal:
    """ASGI middleware; pages return answers of their own, which a dependency could not change."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})

        async def renewing(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = self._sessions.renewal(Request(scope))
                if cookie is not None:
                    header = (b"set-cookie", cookie.encode("latin-1"))
                    message["headers"] = [*message["headers"], header]
            await send(message)

        await self._app(scope, receive, renewing)
