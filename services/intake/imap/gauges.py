"""What the copy that reads a mailbox shows of it to Prometheus."""

import contextlib
from datetime import datetime

from services.intake.imap.states import Seen
from shared.metrics import MAILBOX_CONNECTED, MAILBOX_OLDEST_WAITING, MAILBOX_SKIPPED

_GAUGES = (MAILBOX_CONNECTED, MAILBOX_OLDEST_WAITING, MAILBOX_SKIPPED)


def show(name: str, seen: Seen, now: datetime) -> None:
    """Set the mailbox's gauges."""
    age = (now - seen.oldest_waiting).total_seconds() if seen.oldest_waiting else 0.0
    MAILBOX_CONNECTED.labels(mailbox=name).set(float(seen.connected))
    MAILBOX_OLDEST_WAITING.labels(mailbox=name).set(max(0.0, age))
    MAILBOX_SKIPPED.labels(mailbox=name).set(seen.skipped)


def unshow(name: str) -> None:
    """Leave them to the copy that reads it next."""
    for gauge in _GAUGES:
        with contextlib.suppress(KeyError):
            gauge.remove(name)
