"""The command line as an operator uses it: a process of its own."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import REPOSITORY
from tests.support import loaded
from tests.support.forking import Forked

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
    with TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = Forked(loaded.command, arguments, _environment(settings), REPOSITORY, out, err)
        try:
            async with asyncio.timeout(SECONDS):
                code = await process.wait()
        finally:
            process.kill()
        return Ended(code, *(file.read_text(encoding="utf-8") for file in (out, err)))


async def lyhord_anew(*arguments: str, **settings: str) -> Ended:
    """The same, in a process that begins with nothing."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "deploy.cli",
        *arguments,
        cwd=REPOSITORY,
        env=_environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(SECONDS):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


def _environment(settings: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **{f"LYHORD_{name}": value for name, value in settings.items()}}
