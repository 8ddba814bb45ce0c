"""The events that notifications publishes; each has an id derived from what it tells of."""

from datetime import datetime
from uuid import UUID

from services.notifications.notices.notices import Notice
from shared.deadlines.deadline import Deadline
from shared.events.envelope import Actor
from shared.events.notices import (
    BounceCause,
    BreachedDetail,
    DeadlineBreached,
    FailedDetail,
    NoticeFailed,
    NoticeSent,
    SentDetail,
)
from shared.events.upkeep import CaseErased, CaseErasureDone, ErasureDetail
from shared.events.vocabulary import Role
from shared.ids import derived_id

SERVICE = "notifications"
_ACTOR = Actor(role=Role.SERVICE, id=SERVICE)

PUBLISHED = ("notice.sent", "notice.failed", "deadline.breached", "case.erasure-done")


def notice_sent(notice: Notice, sent_at: datetime) -> NoticeSent:
    """The mail server has taken it at `sent_at` (UTC)."""
    return NoticeSent(
        id=derived_id("notice.sent", notice.id),
        occurred_at=sent_at,
        recorded_at=sent_at,
        case_id=notice.case_id,
        actor=_ACTOR,
        correlation_id=notice.correlation_id,
        causation_id=notice.causation_id,
        producer=SERVICE,
        detail=SentDetail(
            notice=notice.notice_id,
            kind=notice.kind,
            rule=notice.rule,
            way=notice.way,
            recipient_role=notice.recipient_role,
            sent_at=sent_at,
        ),
    )


def notice_failed(notice: Notice, at: datetime, cause: BounceCause | None = None) -> NoticeFailed:
    """It did not reach its recipient, as was plain at `at` (UTC); the notice says why.

    `cause` is that of a mail that came back.
    """
    if notice.reason is None:
        raise ValueError(f"the notice {notice.id} has not failed: it is {notice.state}")
    return NoticeFailed(
        id=derived_id("notice.failed", notice.id),
        occurred_at=at,
        recorded_at=at,
        case_id=notice.case_id,
        actor=_ACTOR,
        correlation_id=notice.correlation_id,
        causation_id=notice.causation_id,
        producer=SERVICE,
        detail=FailedDetail(
            notice=notice.notice_id,
            kind=notice.kind,
            rule=notice.rule,
            recipient_role=notice.recipient_role,
            reason=notice.reason,
            cause=cause,
        ),
    )


def deadline_breached(
    case_id: UUID, deadline: Deadline, correlation_id: UUID, recorded_at: datetime
) -> DeadlineBreached:
    """A target of the board has passed its day unmet."""
    return DeadlineBreached(
        id=derived_id("deadline.breached", case_id, deadline.key, deadline.due.isoformat()),
        occurred_at=deadline.due_at,
        recorded_at=recorded_at,
        case_id=case_id,
        actor=_ACTOR,
        correlation_id=correlation_id,
        producer=SERVICE,
        detail=BreachedDetail(rule=deadline.rule, due=deadline.due, measure=deadline.measure),
    )


def erasure_done(cause: CaseErased, at: datetime) -> CaseErasureDone:
    """All that was personal is destroyed."""
    return CaseErasureDone(
        id=derived_id("case.erasure-done", SERVICE, cause.case_id),
        occurred_at=at,
        recorded_at=at,
        case_id=cause.case_id,
        actor=_ACTOR,
        correlation_id=cause.correlation_id,
        causation_id=cause.id,
        producer=SERVICE,
        detail=ErasureDetail(service=SERVICE),
    )
