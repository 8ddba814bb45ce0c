"""What is told of notices: what was sent, what could not be, what came back, what is late."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from shared.events.envelope import Event, Part


class NoticeKind(StrEnum):
    """What a notice is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    REMINDER = "reminder"
    ESCALATION = "escalation"
    ANSWER = "answer"
    DELAY = "delay"
    SURVEY = "survey"
    MESSAGE = "message"
    """That the complainant has been written to."""
    TASK = "task"
    """What a step of handling gives staff to do."""
    ALARM = "alarm"
    """A channel is dead, or works again. It is about no case."""
    DIGEST = "digest"
    """All that an account is told of a day, in one mail. It is about no case of its own."""
    LIST = "list"
    """The coordinator's or the registrar's list. It is about no case of its own."""
    SIGNAL = "signal"
    """What the figures show and someone should look at. It is about no case of its own."""


class NoticeWay(StrEnum):
    """By what way a notice goes out."""

    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"
    NONE = "none"


class SentDetail(Part):
    """Which notice, to whom by role, and when (UTC)."""

    notice: UUID
    kind: NoticeKind
    rule: str
    way: NoticeWay
    recipient_role: str
    sent_at: datetime


class NoticeSent(Event):
    """A notice went out."""

    type: Literal["notice.sent"] = "notice.sent"
    version: Literal[1] = 1
    detail: SentDetail


class BounceCause(StrEnum):
    """Why a mail came back, as far as the code of the server that gave up tells (RFC 3463)."""

    ADDRESS = "address"
    """There is no such address, or no such domain."""
    MAILBOX_FULL = "mailbox_full"
    MAILBOX_CLOSED = "mailbox_closed"
    """It is there, and takes no mail."""
    TOO_LARGE = "too_large"
    UNREACHABLE = "unreachable"
    """The recipient's server did not answer, or asked to wait, for as long as it was tried."""
    REFUSED = "refused"
    """The recipient's server did not want it: by its rules, or for what it holds."""
    OTHER = "other"


class FailedDetail(Part):
    """Which notice, and why it did not reach its recipient; `reason` is a slug."""

    notice: UUID
    kind: NoticeKind
    rule: str
    recipient_role: str
    reason: str
    cause: BounceCause | None = None
    """Of a mail that came back."""


class NoticeFailed(Event):
    """A notice cannot go out, or came back."""

    type: Literal["notice.failed"] = "notice.failed"
    version: Literal[1] = 1
    detail: FailedDetail


class BouncedDetail(Part):
    """Which notice, and what was said of it: codes alone, neither address nor words."""

    notice: UUID
    mark: str
    """What only the mail itself tells, so that nobody else can say that it came back."""
    status: str | None = None
    """Such as `5.1.1` (RFC 3463)."""
    cause: BounceCause = BounceCause.OTHER


class NoticeBounced(Event):
    """A mail server says that a mail of ours came back: to be held against the notice."""

    type: Literal["notice.bounced"] = "notice.bounced"
    version: Literal[1] = 1
    detail: BouncedDetail


class BreachedDetail(Part):
    """Which service target passed its day (Swedish time) unmet."""

    rule: str
    due: date
    measure: int | None = None
    """The measure's number within the case, where each measure has a deadline of its own."""


class DeadlineBreached(Event):
    """A service target of the board was not met."""

    type: Literal["deadline.breached"] = "deadline.breached"
    version: Literal[1] = 1
    detail: BreachedDetail
