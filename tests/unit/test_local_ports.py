"""Choosing ports: defaults, clashes, and who gives way."""

import os
import socket
from collections.abc import Iterator

import pytest

from deploy.local.failures import PortTaken
from deploy.local.port_choice import USES, any_ports, choose_ports
from deploy.local.ports import free_ports, holder, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this test process listens on."""
    (port,) = free_ports(1)
    with socket.create_server(("127.0.0.1", port)):
        yield port


def unused() -> dict[str, int]:
    """Ports asked for by number for every use, so that no default is looked at."""
    return {use.name: port for use, port in zip(USES, free_ports(len(USES)), strict=True)}


def test_free_ports_are_different_and_free() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    assert all(is_free(port) for port in ports)


def test_port_that_was_given_out_is_not_given_out_again() -> None:
    given = [port for _ in range(10) for port in free_ports(20)]
    assert len(set(given)) == len(given)


def test_free_ports_keep_out_of_the_range_of_outgoing_connections() -> None:
    assert all(20000 <= port < 32000 for port in free_ports(50))


def test_holder_of_a_port_is_named_with_its_pid(taken: int) -> None:
    assert not is_free(taken)
    assert f"pid {os.getpid()}" in holder(taken)


def test_ports_asked_for_are_taken() -> None:
    asked = unused()
    ports = choose_ports(asked, yielding=False)
    assert {use.name: ports[use.name] for use in USES} == asked
    assert ports.services.url("workflow") == f"http://127.0.0.1:{asked['workflow']}"


def test_port_asked_for_that_is_held_is_refused_with_holder_and_remedy(taken: int) -> None:
    with pytest.raises(PortTaken) as refusal:
        choose_ports(unused() | {"intake": taken}, yielding=True)
    lines = str(refusal.value).splitlines()
    assert len(lines) == 1
    assert str(taken) in lines[0]
    assert f"pid {os.getpid()}" in lines[0]
    assert "LYHORD_INTAKE_PORT" in lines[0]


def test_every_clash_is_told_at_once(taken: int) -> None:
    with pytest.raises(PortTaken) as refusal:
        choose_ports(unused() | {"intake": taken, "reporting": taken}, yielding=False)
    assert "LYHORD_INTAKE_PORT" in str(refusal.value)
    assert "LYHORD_REPORTING_PORT" in str(refusal.value)


def test_default_port_that_is_held_is_refused_for_run_and_gives_way_for_demo(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (intake, *others) = USES
    held = type(intake)(intake.name, taken, intake.meaning)
    monkeypatch.setattr("deploy.local.port_choice.USES", (held, *others))
    asked = {name: port for name, port in unused().items() if name != "intake"}

    with pytest.raises(PortTaken):
        choose_ports(asked, yielding=False)
    ports = choose_ports(asked, yielding=True)
    assert ports["intake"] != taken
    assert is_free(ports["intake"])
    assert ports["workflow"] == asked["workflow"]


def test_any_ports_are_free_all_different_and_no_defaults() -> None:
    ports = any_ports()
    assert all(is_free(ports[use.name]) and ports[use.name] != use.default for use in USES)
    chosen = [ports[use.name] for use in USES]
    assert len(set(chosen)) == len(chosen)
