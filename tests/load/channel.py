"""How a process of the bench talks with the bench: lines of JSON on standard input and output."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from typing import Any

LINE_LIMIT = 16 * 1024 * 1024
"""Bytes; the latencies of a whole run go in one line."""


async def orders() -> AsyncIterator[dict[str, Any]]:
    """What the bench asks for, until it closes the channel or is gone."""
    reader = asyncio.StreamReader(limit=LINE_LIMIT)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        order: dict[str, Any] = json.loads(line)
        yield order


def say(message: Mapping[str, Any]) -> None:
    """Tell the bench."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
