"""That a mail of ours came back, told once to whoever sent it."""

from datetime import datetime
from typing import ClassVar

from services.intake.mail.delivery_reports import DeliveryReport
from services.intake.submission import PRODUCER
from shared.events.envelope import Actor
from shared.events.notices import BouncedDetail, NoticeBounced
from shared.events.vocabulary import Role
from shared.ids import derived_id
from shared.store.documents import Document


class ReturnedMail(Document):
    """A bounce that was understood; its id is the bounce's own. It never changes."""

    collection: ClassVar[str] = "returned_mails"

    report: DeliveryReport
    received_at: datetime


def returned(
    mail_id: str, report: DeliveryReport, received_at: datetime
) -> tuple[ReturnedMail, NoticeBounced]:
    """What to store of it, and the event. The same bounce always gives the same event."""
    event_id = derived_id("notice.bounced", mail_id)
    event = NoticeBounced(
        id=event_id,
        occurred_at=received_at,
        recorded_at=received_at,
        case_id=report.case_id,
        actor=Actor(role=Role.SERVICE, id=PRODUCER),
        correlation_id=event_id,
        producer=PRODUCER,
        detail=BouncedDetail(
            notice=report.notice, mark=report.mark, status=report.status, cause=report.cause
        ),
    )
    return ReturnedMail(id=mail_id, report=report, received_at=received_at), event
