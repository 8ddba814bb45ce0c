"""Requests with bodies over the limit are refused, before they fill the memory."""

import asyncio
import contextlib

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import TooLarge, answer

DISCARDED_TIMES = 16
"""How many times the limit is read of a body that is refused, before the connection is closed."""
DISCARDING_SECONDS = 2.0


class BodyLimit:
    """ASGI middleware; `maximum` in bytes."""

    def __init__(self, app: ASGIApp, maximum: int) -> None:
        self._app = app
        self._maximum = maximum
        self._told = f"The body may have at most {maximum} bytes."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._maximum:
            await self._discard(receive)
            response = answer(
                TooLarge.status,
                TooLarge.slug,
                TooLarge.title,
                self._told,
                headers={"Connection": "close"},
            )
            await response(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._maximum:
                # The framework turns any other exception from here into a 400.
                raise HTTPException(TooLarge.status, self._told)
            return message

        await self._app(scope, counted, send)

    async def _discard(self, receive: Receive) -> None:
        """Read what is still being sent, within bounds: a client that writes hears no answer."""
        left = DISCARDED_TIMES * self._maximum
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DISCARDING_SECONDS):
                while left > 0:
                    message = await receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return
