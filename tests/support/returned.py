"""What notifications tells of a mail to a complainant that came back."""

from datetime import datetime
from uuid import UUID

from shared.events.envelope import Actor
from shared.events.notices import BounceCause, FailedDetail, NoticeFailed, NoticeKind
from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.support.submissions import MOMENT


def came_back(
    case_id: UUID,
    kind: NoticeKind = NoticeKind.ACKNOWLEDGEMENT,
    cause: BounceCause = BounceCause.ADDRESS,
    at: datetime = MOMENT,
) -> NoticeFailed:
    """Of a notice of its own."""
    event_id = new_id()
    return NoticeFailed(
        id=event_id,
        occurred_at=at,
        recorded_at=at,
        case_id=case_id,
        actor=Actor(role=Role.SERVICE, id="notifications"),
        correlation_id=event_id,
        producer="notifications",
        detail=FailedDetail(
            notice=new_id(),
            kind=kind,
            rule="acknowledge",
            recipient_role="complainant",
            reason="bounced",
            cause=cause,
        ),
    )
