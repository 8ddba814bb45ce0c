"""What an attempt at a notice came to, and what becomes of the notice by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notifications.announcements import notice_failed, notice_sent
from services.notifications.notices import Notice, Reason
from shared.events.notices import NoticeFailed, NoticeSent

RELAY_RETRY = timedelta(seconds=5)
"""Until a notice that found the mail server unreachable is tried again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The mail server took it, at an instant in UTC."""

    at: datetime
    text_version: str


@dataclass(frozen=True, slots=True)
class Refused:
    """No further attempt would do better; `result` is the server's code."""

    at: datetime
    result: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Postponed:
    """This mail is to be tried later; `result` is the server's code, or a slug of our own."""

    at: datetime
    result: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The mail server could not be used, whatever the mail; `result` is a slug."""

    at: datetime
    result: str


@dataclass(frozen=True, slots=True)
class Moot:
    """What the notice was to say no longer holds."""


Outcome = Sent | Refused | Postponed | Unreachable | Moot


@dataclass(frozen=True, slots=True)
class Patience:
    """How long is waited between attempts, and for how long it is tried at all."""

    delays: tuple[timedelta, ...]
    """The last one repeats."""
    give_up_after: timedelta

    def next_try(self, notice: Notice, now: datetime) -> datetime | None:
        """When to try again after being put off; None to give up.

        Up to a tenth later than the delay says, each notice by its own part, so that those that
        were put off together do not all come back together.
        """
        if now - notice.created_at >= self.give_up_after:
            return None
        delay = self.delays[min(notice.postponed, len(self.delays) - 1)]
        return now + delay * (1 + UUID(notice.id).int % 100 / 1000)


def after(
    notice: Notice, outcome: Outcome, patience: Patience
) -> tuple[Notice, NoticeSent | NoticeFailed | None]:
    """The notice's next state, and the event that tells of it, if it is one to tell."""
    match outcome:
        case Sent():
            sent = notice.sent(outcome.at, outcome.text_version)
            return sent, notice_sent(sent, outcome.at) if _is_of_a_case(sent) else None
        case Refused():
            failed = notice.failed(outcome.at, outcome.result, outcome.reason)
            return failed, notice_failed(failed, outcome.at) if _is_of_a_case(failed) else None
        case Postponed():
            until = patience.next_try(notice, outcome.at)
            if until is None:
                return after(
                    notice, Refused(outcome.at, outcome.result, Reason.NOT_DELIVERED), patience
                )
            return notice.put_off(outcome.at, outcome.result, until, by_server=True), None
        case Unreachable():
            until = outcome.at + RELAY_RETRY
            return notice.put_off(outcome.at, outcome.result, until, by_server=False), None
        case Moot():
            return notice.withdrawn(), None


def _is_of_a_case(notice: Notice) -> bool:
    """Whether the workflow has a case to put the event with."""
    return notice.alarm is None
