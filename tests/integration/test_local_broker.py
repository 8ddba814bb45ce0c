"""The private RabbitMQ node: its own, on loopback alone, and unharmed by a kill."""

import os
import socket
from pathlib import Path

import aio_pika
import psutil
import pytest
from aio_pika import DeliveryMode, Message
from aio_pika.exceptions import AMQPError

from deploy.local.broker import PrivateBroker
from deploy.local.failures import NotReady
from deploy.local.ports import free_ports, is_free

_QUEUE = "kept"


async def publish(url: str, body: bytes) -> None:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel(publisher_confirms=True)
        await channel.declare_queue(_QUEUE, durable=True)
        message = Message(body, delivery_mode=DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, _QUEUE)


async def fetch(url: str) -> bytes:
    connection = await aio_pika.connect(url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.get_queue(_QUEUE)
        message = await queue.get(no_ack=True)
        return message.body


def pid_of(broker: PrivateBroker) -> int | None:
    return broker.pid


def is_listening(port: int) -> bool:
    return not is_free(port)


def family(pid: int | None) -> list[psutil.Process]:
    process = psutil.Process(pid or 0)
    return [process, *process.children(recursive=True)]


def listeners(processes: list[psutil.Process]) -> set[str]:
    return {
        connection.laddr.ip
        for process in processes
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }


async def test_only_loopback_hears_the_node_and_only_its_own_password_opens_it(
    broker: PrivateBroker,
) -> None:
    assert listeners(family(broker.pid)) == {"127.0.0.1"}
    for credentials in ("guest:guest", "lyhord:wrong"):
        with pytest.raises(AMQPError):
            await aio_pika.connect(f"amqp://{credentials}@127.0.0.1:{broker.ports.amqp}/")


async def test_killed_node_comes_back_on_its_ports_with_what_it_had_confirmed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "a folder with spaces and å"
    # RabbitMQ 3.10 has the definition of a new queue on disk after seconds, not at once: a kill
    # straight after it was first declared loses it. A clean stop writes it.
    async with PrivateBroker(folder) as earlier:
        await publish(earlier.url, b"long before")
        assert await fetch(earlier.url) == b"long before"
    async with PrivateBroker(folder) as broker:
        url, ports, first = broker.url, broker.ports, pid_of(broker)
        await publish(url, b"before the kill")
        await broker.kill()
        assert pid_of(broker) is None
        # The pid file of the dead node names a process that is someone else's by now.
        (folder / "node.pid").write_text(str(os.getpid()))
        await broker.restart()
        assert (broker.url, broker.ports) == (url, ports)
        assert pid_of(broker) not in (None, first)
        assert await fetch(url) == b"before the kill"
        await publish(url, b"before the end")
        processes = family(pid_of(broker))
    assert len(processes) > 1
    assert not [process for process in processes if process.is_running()]
    assert not is_listening(ports.epmd)

    async with PrivateBroker(folder) as later:
        assert await fetch(later.url) == b"before the end"


async def test_node_that_cannot_boot_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with socket.create_server(("127.0.0.1", port)):
        broker = PrivateBroker(tmp_path, port=port, ready_seconds=240)
        with pytest.raises(NotReady) as failure:
            async with broker:
                pass
    assert failure.value.part == "broker"
    assert str(tmp_path) in str(failure.value)
    assert "eaddrinuse" in str(failure.value).lower()
    assert pid_of(broker) is None
