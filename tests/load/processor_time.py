"""Processor time of process trees."""

import contextlib
from collections.abc import Iterable, Mapping

import psutil


def seconds_of(pids: Iterable[int]) -> float:
    """User and system time, in seconds, of the processes and all that they have started."""
    return sum(_of_tree(pid) for pid in pids)


def spent(before: Mapping[str, float], after: Mapping[str, float], cases: int) -> dict[str, float]:
    """Milliseconds a case, by the name of the part."""
    return {name: (after[name] - before[name]) * 1000 / cases for name in before}


def _of_tree(pid: int) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return sum(_of(each) for each in (process, *process.children(recursive=True)))
    return 0.0


def _of(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
