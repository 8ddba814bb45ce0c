"""What became of mails, for staff. Decode, call, answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, ClassVar, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel

from services.intake.access import SORTERS, STAFF
from services.intake.mail.delivery_reports import DeliveryReport, Fate
from services.intake.mail.documents import MailRecord, Outcome
from services.intake.mail.parked import MOST, NoSuchMail, NotParked
from services.intake.mailbox import Mailbox
from shared.events.notices import BounceCause
from shared.events.vocabulary import Channel, Role
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.web.openapi import problems
from shared.web.problems import NotAllowedNow, NotFound

_DECIDING = (*SORTERS, Role.SERVICE)
_NOT_THERE = "There is no mail with this id, or it has been destroyed."


class ReportShown(BaseModel):
    """What a bounce reports of a notice of ours: `status` as in RFC 3463."""

    notice: UUID
    fate: Fate
    status: str | None
    cause: BounceCause

    @classmethod
    def of(cls, report: DeliveryReport) -> Self:
        return cls(notice=report.notice, fate=report.fate, status=report.status, cause=report.cause)


class InboundMail(BaseModel):
    """A mail that came in and what became of it, without what it says. Instants are UTC.

    `reason` says why it was put aside, also when it has been `released` since. Of a parked mail,
    `case_id` is the case that it is about, where that is known; of a bounce, `report` is what it
    says of which notice.
    """

    id: UUID
    message_id: str | None
    received_at: datetime
    source: str
    channel: Channel
    board: str | None
    outcome: Outcome
    case_id: UUID | None
    reason: str | None
    report: ReportShown | None
    unseen: bool
    released: bool

    @classmethod
    def of(cls, record: MailRecord) -> Self:
        return cls(
            id=UUID(record.id),
            message_id=record.message_id,
            received_at=record.received_at,
            source=record.source,
            channel=record.channel,
            board=record.board,
            outcome=record.outcome,
            case_id=UUID(record.case_id) if record.case_id else None,
            reason=record.reason,
            report=ReportShown.of(record.report) if record.report else None,
            unseen=record.unseen,
            released=record.released,
        )


class InboundMails(BaseModel):
    """Mails; `next` goes into `before` for more of a list, null on its last page.

    `unseen` is how many were put aside that nobody has looked at.
    """

    items: Sequence[InboundMail]
    next: datetime | None
    unseen: int


class NotParkedNow(NotAllowedNow):
    """The mail was never put aside."""

    slug: ClassVar[str] = NotParked.slug


def inbound(mailbox: Mailbox, authentication: Authentication) -> APIRouter:
    """What became of mails."""
    router = APIRouter(prefix="/inbound", tags=["mail"], responses=problems(401, 403, 422, 503))
    Staff = Annotated[Principal, Depends(authentication.one_of(*STAFF))]  # noqa: N806
    Sorter = Annotated[Principal, Depends(authentication.one_of(*_DECIDING))]  # noqa: N806

    @router.get("", summary="What became of mails")
    async def show(
        staff: Staff,
        message_id: Annotated[
            str | None,
            Query(
                min_length=1,
                max_length=998,
                description="Every delivery of the mail with this Message-ID, in the order they "
                "came; brackets may be left out.",
            ),
        ] = None,
        outcome: Annotated[
            Outcome, Query(description="Without message_id: what became of them.")
        ] = Outcome.PARKED,
        before: Annotated[
            AwareDatetime | None, Query(description="`next` of the page before.")
        ] = None,
        limit: Annotated[int, Query(ge=1, le=MOST, description="Items a page.")] = 50,
    ) -> InboundMails:
        """By Message-ID; without one, the newest first. Staff of one board see its own."""
        if message_id is not None:
            found = await mailbox.with_message_id(message_id.strip().strip("<>"))
            items = [each for each in found if _concerns(each, staff)]
            following = None
        else:
            page = await mailbox.listed(outcome, before, limit, staff.board)
            items, following = list(page.items), page.next
        return InboundMails(
            items=[InboundMail.of(record) for record in items],
            next=following,
            unseen=await mailbox.unseen(staff.board),
        )

    @router.post(
        "/{mail_id}/release",
        summary="Let a mail through that was put aside",
        responses=problems(404, 409),
    )
    async def release(mail_id: UUID, sorter: Sorter) -> InboundMail:
        """It becomes the case or the message that it would have been. May be repeated."""
        try:
            if not _concerns((await mailbox.read(str(mail_id))).record, sorter):
                raise NotFound(_NOT_THERE)
            record = await mailbox.release(str(mail_id), sorter.acting(*_DECIDING))
        except NoSuchMail as error:
            raise NotFound(_NOT_THERE) from error
        except NotParked as error:
            raise NotParkedNow(str(error)) from error
        return InboundMail.of(record)

    return router


def _concerns(record: MailRecord, principal: Principal) -> bool:
    """Whether the mail is the caller's concern (OSL 26:1)."""
    return principal.board in (None, record.board)
