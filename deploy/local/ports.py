"""Ports on 127.0.0.1: which are free, and who may hold one that is not."""

import random
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import psutil

LOOPBACK = "127.0.0.1"

# Below the range the kernel hands to outgoing connections (32768–60999): a port in that range
# may be taken by a passing connection while a broker that was killed is being restarted on it.
_FIRST, _LAST = 20000, 32000
# A port is not listened on in the moment it is chosen: the next choice must not fall on it again.
_given_out: set[int] = set()


def free_ports(count: int) -> tuple[int, ...]:
    """Return that many ports that nothing listens on at this moment; none of them twice."""
    with ExitStack() as held:
        ports = tuple(_bound_ports(count, held))
    _given_out.update(ports)
    return ports


def is_free(port: int) -> bool:
    with ExitStack() as held:
        return _bind(port, held)


def holder(port: int) -> str:
    """Say who listens on a port, as far as this user may see it."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another process"
    for connection in connections:
        listening = connection.status == psutil.CONN_LISTEN
        if listening and connection.laddr and connection.laddr.port == port and connection.pid:
            try:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
            except psutil.Error:
                break
    return "another process"


def _bound_ports(count: int, held: ExitStack) -> Iterator[int]:
    # Random, so that two launchers that start at the same moment do not choose the same ports.
    candidates = iter(random.sample(range(_FIRST, _LAST), _LAST - _FIRST))
    for _ in range(count):
        yield next(port for port in candidates if port not in _given_out and _bind(port, held))


def _bind(port: int, held: ExitStack) -> bool:
    listener = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(1)
    except OSError:
        return False
    return True
