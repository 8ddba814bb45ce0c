"""Requests with bodies over the limit are refused, before they fill the memory."""

import asyncio
import contextlib
import re
from collections.abc import Mapping
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problems import TooLarge

DISCARDED_TIMES = 16
"""How many times the limit is read of a body that is refused, before the connection is closed."""
DISCARDING_SECONDS = 2.0


class BodyLimit:
    """ASGI middleware; limits in bytes.

    The path, without the service's root path, that a key of `elsewhere` matches has that limit.
    """

    def __init__(
        self,
        app: ASGIApp,
        maximum: int,
        elsewhere: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self._app = app
        self._maximum = maximum
        self._elsewhere = [(re.compile(path), limit) for path, limit in elsewhere.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        maximum = self._limit(scope)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        too_long = declared.isdigit() and int(declared) > maximum
        received = 0

        async def counted() -> Message:
            nonlocal received
            if not too_long:
                message = await receive()
                received += len(message.get("body", b""))
                if received <= maximum:
                    return message
            await _discard(receive, DISCARDED_TIMES * maximum)
            raise _refusal(maximum)

        await self._app(scope, counted, send)

    def _limit(self, scope: Scope) -> int:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return next(
            (limit for pattern, limit in self._elsewhere if pattern.fullmatch(path)), self._maximum
        )


def _refusal(maximum: int) -> HTTPException:
    """The framework turns any other exception from a body into a 400."""
    return HTTPException(
        TooLarge.status,
        f"The body may have at most {maximum} bytes.",
        headers={"Connection": "close"},
    )


async def _discard(receive: Receive, most: int) -> None:
    """Read what is still being sent, within bounds: a client that writes hears no answer."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(DISCARDING_SECONDS):
            while most > 0:
                message = await receive()
                most -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
