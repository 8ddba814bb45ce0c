"""Names of the headers that messages carry. None of them ever holds personal data."""

from collections.abc import Mapping
from typing import Any

ATTEMPT = "x-lyhord-attempt"
"""How many times handling has failed."""
ROUTING_KEY = "x-lyhord-routing-key"
"""The key the event was first published with; the ladder replaces the broker's own."""
REASON = "x-lyhord-reason"
"""Slug of the error that parked or delayed the message."""
ERROR = "x-lyhord-error"
"""What was wrong and what to do."""
HANDLER = "x-lyhord-handler"
PARKED_AT = "x-lyhord-parked-at"

CLOUD_EVENTS = "cloudEvents:"
SUBJECT = f"{CLOUD_EVENTS}subject"
TRACEPARENT = "traceparent"


def attempt_of(headers: Mapping[str, Any]) -> int:
    """How many times handling this message has failed; 0 for what is not a number."""
    value = headers.get(ATTEMPT, 0)
    return value if isinstance(value, int) and value >= 0 else 0
