"""The command line as an operator uses it: a process of its own."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from tests.conftest import REPOSITORY

SECONDS = 180.0


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


async def lyhord(*arguments: str, **settings: str) -> Ended:
    """Run `lyhord` with settings as of its environment."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "deploy.cli",
        *arguments,
        cwd=REPOSITORY,
        env={**os.environ, **{f"LYHORD_{name}": value for name, value in settings.items()}},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(SECONDS):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())
