"""What an attempt at a notice came to, and what becomes of the notice by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.notifications.notices.announcements import notice_failed, notice_sent
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import Reason
from services.notifications.notices.subjects import BrokenText
from shared.events.notices import NoticeFailed, NoticeSent, NoticeWay

RELAY_RETRY = timedelta(seconds=5)
"""Until a notice that found the mail server unreachable is tried again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The mail server took it, at an instant in UTC."""

    at: datetime
    text_version: str
    instead: str | None = None
    """The account that was mailed in place of a recipient who is away."""


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

    told_in: str | None = None
    """The notice whose mail tells the same reader the same thing, where it is for that."""


@dataclass(frozen=True, slots=True)
class ToBePosted:
    """No mail may go any more: the board's registrar passes it on as a letter."""

    board: str


@dataclass(frozen=True, slots=True)
class Unwritable:
    """Its text cannot be made; another text might be."""

    at: datetime
    broken: BrokenText


@dataclass(frozen=True, slots=True)
class NotYet:
    """It was not tried at all: what it needs to know is not there yet."""

    at: datetime


Outcome = Sent | Refused | Postponed | Unreachable | Moot | ToBePosted | Unwritable | NotYet


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
            sent = notice.sent(outcome.at, outcome.text_version, outcome.instead)
            return sent, notice_sent(sent, outcome.at) if sent.is_of_a_case else None
        case Refused():
            failed = notice.failed(outcome.at, outcome.result, outcome.reason)
            return failed, notice_failed(failed, outcome.at) if failed.is_of_a_case else None
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
            withdrawn = notice.withdrawn()
            return (withdrawn.within(outcome.told_in) if outcome.told_in else withdrawn), None
        case ToBePosted():
            return notice.left_to_a_person(NoticeWay.LETTER, outcome.board), None
        case Unwritable():
            return notice.parked_for(outcome.at, outcome.broken), None
        case NotYet():
            return notice.held_until(outcome.at + RELAY_RETRY), None
