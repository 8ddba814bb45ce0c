"""Pid files: a leftover is ended, a stranger with the same pid never is."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.claim import Claim, Identity, evict_leftover
from deploy.local.failures import FolderInUse

_WAITS = (sys.executable, "-c", "import sys; sys.stdin.read()")
_IGNORE_SIGTERM = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("on", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(_WAITS, stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def gone_launcher() -> Identity:
    """A launcher that has ended: its pid may well be someone else's now."""
    return Identity(os.getpid(), started=1.0)


def test_leftover_of_a_launcher_that_is_gone_is_ended(
    tmp_path: Path, child: subprocess.Popen[bytes]
) -> None:
    file = tmp_path / "store.json"
    Claim(Identity.of(child.pid), gone_launcher()).write(file)
    evict_leftover(file, "store")
    assert not psutil.pid_exists(child.pid)
    assert not file.exists()


def test_leftover_that_ignores_sigterm_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.local.claim._ASK_SECONDS", 0.1)
    file = tmp_path / "store.json"
    with subprocess.Popen(
        (sys.executable, "-c", _IGNORE_SIGTERM), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as stubborn:
        assert stubborn.stdout
        stubborn.stdout.readline()
        Claim(Identity.of(stubborn.pid), gone_launcher()).write(file)
        evict_leftover(file, "store")
        assert not psutil.pid_exists(stubborn.pid)


def test_process_of_a_launcher_that_lives_is_left_alone_and_told(
    tmp_path: Path, child: subprocess.Popen[bytes]
) -> None:
    file = tmp_path / "store.json"
    launcher = Identity.of(os.getppid())
    Claim(Identity.of(child.pid), launcher).write(file)
    with pytest.raises(FolderInUse) as refusal:
        evict_leftover(file, "store")
    assert str(launcher.pid) in str(refusal.value)
    assert "LYHORD_VAR" in str(refusal.value)
    assert child.poll() is None


def test_later_process_with_the_same_pid_is_left_alone(
    tmp_path: Path, child: subprocess.Popen[bytes]
) -> None:
    file = tmp_path / "store.json"
    Claim(Identity(child.pid, started=1.0), gone_launcher()).write(file)
    evict_leftover(file, "store")
    assert child.poll() is None
    assert not file.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"child": {"pid": 1}}', '"text"'])
def test_torn_pid_file_is_removed(tmp_path: Path, content: str) -> None:
    file = tmp_path / "store.json"
    file.write_text(content)
    evict_leftover(file, "store")
    assert not file.exists()


def test_nothing_to_evict_is_no_fault(tmp_path: Path) -> None:
    evict_leftover(tmp_path / "never.json", "store")
    assert list(tmp_path.iterdir()) == []


def test_pid_file_names_process_and_launcher_by_pid_and_start(tmp_path: Path) -> None:
    file = tmp_path / "store.json"
    own = Identity.of(os.getpid())
    Claim(own, own).write(file)
    written = json.loads(file.read_text())
    expected = {"pid": os.getpid(), "started": psutil.Process().create_time()}
    assert written == {"child": expected, "launcher": expected}
