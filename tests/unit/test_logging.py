"""Log lines are events with ids; exceptions are told by place, not by text."""

import json
import logging

import pytest
import structlog

from shared.logging import configure_logging
from shared.settings import Settings


@pytest.fixture(autouse=True)
def _restored_logging() -> object:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield None
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_event_is_one_line_of_json_with_the_bound_ids(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(Settings(), "workflow")
    with structlog.contextvars.bound_contextvars(case_id="c-1"):
        structlog.get_logger().info("case_registered", number="SN 2026-00001")

    (line,) = lines(capsys)
    assert line["event"] == "case_registered"
    assert line["service"] == "workflow"
    assert line["case_id"] == "c-1"
    assert str(line["timestamp"]).endswith("Z")


@pytest.mark.parametrize("source", ["structlog", "library"])
def test_an_exception_does_not_quote_values(
    capsys: pytest.CaptureFixture[str], source: str
) -> None:
    configure_logging(Settings(), "workflow")
    try:
        int("Anna Andersson")
    except ValueError:
        if source == "structlog":
            structlog.get_logger().exception("it_failed")
        else:
            logging.getLogger("library").exception("it failed")

    (line,) = lines(capsys)
    assert line["exception"] == "ValueError"
    assert "test_logging.py" in str(line["frames"])
    assert "Anna" not in json.dumps(line)
