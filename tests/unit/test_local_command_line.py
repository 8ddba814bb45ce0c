"""What can be typed, and what the environment adds."""

import pytest

from deploy.local.command_line import read_choice


def test_nothing_but_the_command_leaves_every_port_to_its_default() -> None:
    choice = read_choice(["run"], {})
    assert choice.command == "run"
    assert choice.ports == {}
    assert choice.examples


def test_option_goes_before_the_environment() -> None:
    environment = {"LYHORD_INTAKE_PORT": "9001", "LYHORD_STORE_PORT": "9002"}
    choice = read_choice(["demo", "--intake-port", "9100"], environment)
    assert choice.ports == {"intake": 9100, "store": 9002}


def test_run_can_do_without_the_examples() -> None:
    assert not read_choice(["run", "--no-examples"], {}).examples


def test_empty_variable_counts_as_not_given() -> None:
    assert read_choice(["run"], {"LYHORD_INTAKE_PORT": ""}).ports == {}


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "80.5"])
def test_impossible_port_is_refused_by_the_name_of_its_variable(
    port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        read_choice(["run"], {"LYHORD_SMTP_IN_PORT": port})
    assert "LYHORD_SMTP_IN_PORT" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["stop"], ["run", "--nonsense"]])
def test_unknown_command_is_refused_with_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        read_choice(arguments, {})
    assert "usage:" in capsys.readouterr().err
