"""Waiting out a store that does not answer for a while: a long import need not be begun anew."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from shared.errors import TransientError

log = structlog.get_logger()

PATIENCE_SECONDS = 60.0
RETRY_SECONDS = 1.0

Result = TypeVar("Result")


async def patiently(attempt: Callable[[], Awaitable[Result]]) -> Result:
    """What the attempt gives, which is made again as long as that may help.

    It must be safe to repeat. Raises its TransientError when it has failed for a minute.
    """
    began = time.monotonic()
    while True:
        try:
            return await attempt()
        except TransientError as error:
            if time.monotonic() - began > PATIENCE_SECONDS:
                raise
            log.warning("import_waits", slug=error.slug)
            await asyncio.sleep(RETRY_SECONDS)
