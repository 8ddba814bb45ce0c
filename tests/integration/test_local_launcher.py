"""The launcher as a process: what it leaves behind when it ends, well or badly."""

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from deploy.local.only_one import only_one
from deploy.local.ports import free_ports
from deploy.local.surroundings import REPOSITORY
from tests.support.waiting import until

_UP_SECONDS = 300


class Launcher:
    """One that runs broker, store, catcher and stand-ins for the services."""

    def __init__(self, process: Process, folder: Path) -> None:
        self.process = process
        self.lines: list[str] = []
        self._endpoints_file = folder / "run" / "endpoints.json"

    @classmethod
    async def start(cls, folder: Path) -> "Launcher":
        command = (sys.executable, "-m", "tests.integration.local_launcher", str(folder))
        process = await asyncio.create_subprocess_exec(*command, cwd=REPOSITORY, stdout=PIPE)
        return cls(process, folder)

    @classmethod
    async def up(cls, folder: Path) -> "Launcher":
        launcher = await cls.start(folder)
        await launcher.says("up")
        return launcher

    async def says(self, wanted: str) -> None:
        assert self.process.stdout
        async with asyncio.timeout(_UP_SECONDS):
            while wanted not in self.lines:
                line = await self.process.stdout.readline()
                assert line, f"ended without saying {wanted!r}: {self.lines}"
                self.lines.append(line.decode().strip())

    @property
    def endpoints(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self._endpoints_file.read_text())
        return content

    @property
    def has_endpoints(self) -> bool:
        return self._endpoints_file.exists()

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def names(family: list[psutil.Process]) -> set[str]:
    found = set()
    for process in family:
        with suppress(psutil.NoSuchProcess):
            found.add(process.name())
    return found


def alive(family: list[psutil.Process]) -> list[psutil.Process]:
    return [
        process
        for process in family
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]


@pytest.mark.failure
async def test_broker_and_store_come_back_and_nothing_outlives_a_killed_launcher(
    tmp_path: Path,
) -> None:
    launcher = await Launcher.up(tmp_path)
    before = launcher.endpoints
    for part in ("broker", "store"):
        os.kill(before[part]["pid"], signal.SIGKILL)
    await until(
        lambda: all(launcher.endpoints[p]["pid"] != before[p]["pid"] for p in ("broker", "store")),
        "broker and store have new pids",
    )
    for part in ("broker", "store"):
        assert launcher.endpoints[part]["url"] == before[part]["url"]

    family = launcher.family()
    assert {"beam.smp", "epmd"} <= names(family)
    launcher.process.kill()
    await launcher.process.wait()
    await until(lambda: not alive(family), "every process is gone")
    assert launcher.has_endpoints  # nobody was there to remove it: the next start does

    again = await Launcher.up(tmp_path)
    family = again.family()
    assert again.endpoints["accounts"] == before["accounts"]
    assert again.endpoints["broker"]["pid"] in {process.pid for process in family}
    again.process.terminate()
    assert await again.process.wait() == 128 + signal.SIGTERM
    assert not alive(family)
    assert not again.has_endpoints


async def test_signal_during_the_start_leaves_nothing_behind(tmp_path: Path) -> None:
    launcher = await Launcher.start(tmp_path)
    await until(lambda: {"beam.smp", "epmd"} <= names(launcher.family()), "the broker boots")
    family = launcher.family()
    launcher.process.send_signal(signal.SIGINT)
    assert await launcher.process.wait() == 128 + signal.SIGINT
    assert not alive(family)
    assert not launcher.has_endpoints


async def launch(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run ``python -m deploy.local`` to its end; return exit code and all it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.local", *arguments),
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=PIPE,
        stderr=STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_port_that_is_held_is_told_in_one_line_before_anything_starts(
    tmp_path: Path,
) -> None:
    (port,) = free_ports(1)
    with socket.create_server(("127.0.0.1", port)):
        code, output = await launch(
            "run", LYHORD_VAR=str(tmp_path), LYHORD_REPORTING_PORT=str(port)
        )
    assert code == 1
    (line,) = [line for line in output.splitlines() if "LYHORD_REPORTING_PORT" in line]
    assert f"Port {port}" in line
    assert f"pid {os.getpid()}" in line
    assert not (tmp_path / "broker").exists()
    assert "Traceback" not in output


async def test_second_launcher_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with only_one(tmp_path / "run"):
        code, output = await launch("demo", LYHORD_VAR=str(tmp_path))
    assert code == 1
    assert f"launcher's pid {os.getpid()}" in output
    assert "LYHORD_VAR" in output
    assert "Traceback" not in output


async def test_missing_broker_is_told_with_what_to_type(tmp_path: Path) -> None:
    code, output = await launch(
        "demo", LYHORD_VAR=str(tmp_path), LYHORD_RABBITMQ_SERVER=str(tmp_path / "nowhere")
    )
    assert code == 1
    assert "apt-get install rabbitmq-server" in output
    assert "LYHORD_AMQP_URL" in output
    assert "Traceback" not in output
