"""Child processes: ended with their own children, tied to the launcher's life, logged."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import psutil
import pytest

from deploy.local.claim import Claim, Identity
from deploy.local.process import ChildProcess, Command
from tests.support.waiting import until

_PARENT_OF_ONE = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
_STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
while True:
    time.sleep(600)
"""
_LAUNCHER = """
import asyncio, sys
from pathlib import Path
from deploy.local.process import ChildProcess, Command

async def main(folder):
    child = ChildProcess(Command("sleeper", ("sleep", "600"), {}, folder, folder / "log",
                                 folder / "pid.json"))
    await child.start()
    print(child.pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main(Path(sys.argv[1])))
"""


def python(code: str, folder: Path, grace_seconds: float = 5) -> ChildProcess:
    return ChildProcess(
        Command(
            name="child",
            arguments=(sys.executable, "-u", "-c", code),
            environment=dict(os.environ),
            folder=folder,
            log=folder / "log" / "child.log",
            pid_file=folder / "run" / "child.json",
        ),
        grace_seconds,
    )


async def test_stop_ends_the_process_and_its_own_children(tmp_path: Path) -> None:
    child = python(_PARENT_OF_ONE, tmp_path)
    await child.start()
    await until(lambda: bool(child.log_tail()), "the grandchild is there")
    grandchild = psutil.Process(int(child.log_tail()))
    await child.stop()
    assert not child.running
    assert not grandchild.is_running()
    assert not child.command.pid_file.exists()


async def test_process_that_ignores_sigterm_is_killed_after_the_grace_period(
    tmp_path: Path,
) -> None:
    child = python(_STUBBORN, tmp_path, grace_seconds=0.2)
    await child.start()
    await until(lambda: child.log_tail() == "deaf", "it ignores SIGTERM")
    await child.stop()
    assert await child.exited() == -signal.SIGKILL


async def test_kill_leaves_a_process_that_can_be_started_again(tmp_path: Path) -> None:
    child = python("import time; time.sleep(600)", tmp_path)
    await child.start()
    first = child.pid
    await child.kill()
    assert await child.exited() == -signal.SIGKILL
    assert not child.running
    await child.start()
    assert child.pid not in (None, first)
    await child.stop()


async def test_start_of_what_runs_changes_nothing(tmp_path: Path) -> None:
    child = python("import time; time.sleep(600)", tmp_path)
    await child.start()
    first = child.pid
    await child.start()
    assert child.pid == first
    await child.stop()


async def test_start_ends_what_a_launcher_that_is_gone_left_behind(tmp_path: Path) -> None:
    child = python("import time; time.sleep(600)", tmp_path)
    leftover = await asyncio.create_subprocess_exec("sleep", "600")
    gone = Identity(leftover.pid, started=1.0)
    Claim(Identity.of(leftover.pid), gone).write(child.command.pid_file)
    await child.start()
    assert not psutil.pid_exists(leftover.pid)
    claim = Claim.read(child.command.pid_file)
    assert claim
    assert claim.child.pid == child.pid
    await child.stop()


async def test_ctrl_c_in_the_terminal_does_not_reach_the_child(tmp_path: Path) -> None:
    child = python("import time; time.sleep(600)", tmp_path)
    await child.start()
    assert child.pid
    assert os.getpgid(child.pid) != os.getpgid(0)
    assert os.getsid(child.pid) != os.getsid(0)
    await child.stop()


@pytest.mark.failure
async def test_child_dies_with_a_launcher_that_is_killed(tmp_path: Path) -> None:
    launcher = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _LAUNCHER, str(tmp_path)), stdout=PIPE
    )
    assert launcher.stdout
    child = psutil.Process(int(await launcher.stdout.readline()))
    launcher.kill()
    await launcher.wait()
    await until(lambda: not child.is_running(), "the child is gone")


async def test_log_keeps_what_earlier_runs_wrote_until_it_is_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.process._LOG_LIMIT_BYTES", 20)
    child = python("print('a line of words')", tmp_path)
    for _ in range(2):
        await child.start()
        await child.exited()
    assert child.log_tail().splitlines() == ["a line of words"] * 2
    await child.start()
    await child.exited()
    assert child.log_tail().splitlines() == ["a line of words"]
    assert (tmp_path / "log" / "child.log.1").read_text().count("a line of words") == 2
    await child.stop()
