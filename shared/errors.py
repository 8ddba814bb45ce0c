"""The two families of errors: those that go away by themselves and those that do not.

Every error has a *slug*: a short constant that may stand in logs, metrics, problem details and
dead-letter reasons. Messages say what was wrong and what to do, and never hold personal data.
"""

from typing import ClassVar


class LyhordError(Exception):
    """Something this product knows how to name."""

    slug: ClassVar[str] = "error"


class PermanentError(LyhordError):
    """The same attempt would fail again: do not retry."""

    slug: ClassVar[str] = "permanent"


class TransientError(LyhordError):
    """A later attempt may succeed."""

    slug: ClassVar[str] = "transient"


class TooManyRequests(TransientError):
    """Too often in a short while: wait `retry_after` seconds."""

    slug: ClassVar[str] = "too_many_requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many in a short while. Try again in {retry_after} s.")
        self.retry_after = retry_after


class Unavailable(TransientError):
    """A part of the infrastructure does not answer: retry for as long as it takes."""

    slug: ClassVar[str] = "unavailable"
