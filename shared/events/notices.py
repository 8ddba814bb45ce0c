"""What notifications publishes: what was sent, what could not be, what is late."""

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


class FailedDetail(Part):
    """Which notice, and why it will not go out; `reason` is a slug."""

    notice: UUID
    kind: NoticeKind
    rule: str
    recipient_role: str
    reason: str


class NoticeFailed(Event):
    """A notice cannot go out."""

    type: Literal["notice.failed"] = "notice.failed"
    version: Literal[1] = 1
    detail: FailedDetail


class BreachedDetail(Part):
    """Which service target passed its day (Swedish time) unmet."""

    rule: str
    due: date


class DeadlineBreached(Event):
    """A service target of the board was not met."""

    type: Literal["deadline.breached"] = "deadline.breached"
    version: Literal[1] = 1
    detail: BreachedDetail
