"""A submission: what someone handed in, as they handed it in, and what intake made of it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar
from uuid import UUID

from services.intake.case_request import CaseRequest
from services.intake.placement import Placement, place
from services.intake.reference import reference_for
from shared.clock import local_date
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts, Mark
from shared.events.submissions import (
    Address,
    AttachmentReference,
    CaseReceived,
    Raw,
    ReceivedContent,
    ReceivedDetail,
)
from shared.events.vocabulary import Acknowledgement, Channel, Role
from shared.ids import derived_id
from shared.organisation import Organisation
from shared.store.documents import Document
from shared.store.index import Index

PRODUCER = "intake"

_RECEIPT_GIVEN = frozenset({Channel.WEB, Channel.PARTNER, Channel.REGION, Channel.STAFF})
"""Channels whose answer is the receipt itself."""


class Submission(Document):
    """One submission; `_id` is the case's id. It never changes: what happens later is elsewhere."""

    collection: ClassVar[str] = "submissions"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("reference", (("reference", 1),), unique=True),
        Index("found_by", (("found_by", 1),)),
        Index("partner_reference", (("partner_reference", 1),), sparse=True),
    )

    reference: str
    facts: CaseFacts
    """As the case was when it came in (`seq` 1)."""
    content: ReceivedContent
    raw: Raw
    posted: bytes | None = None
    """The body as it was posted, untouched; None for a mail."""
    mail: str | None = None
    """Id of the mail that it came by, whose bytes are kept with it."""
    fingerprint: str
    submitted_by: str | None = None
    """Opaque id of the account or token; None for the public."""
    by_partner: bool = False
    """Whether it was a partner system that handed it in."""
    partner_reference: str | None = None
    """Digest of that system and its own reference for the case."""
    found_by: tuple[str, ...] = ()
    """Keyed digests of what a later submission may have in common with it."""
    created_at: datetime

    @property
    def case_id(self) -> UUID:
        return UUID(self.id)


@dataclass(frozen=True)
class Posting:
    """How, when (UTC) and from whom a submission reached intake."""

    case_id: UUID
    at: datetime
    by: Actor
    raw: Raw
    posted: bytes | None = None
    mail: str | None = None
    subject: str | None = None
    quoted: str | None = None
    forwarded_by: Address | None = None
    marks: tuple[Mark, ...] = ()
    attachments: tuple[AttachmentReference, ...] = ()
    """Files that are claimed for the case already."""
    found_by: tuple[str, ...] = ()


def receive(
    request: CaseRequest, posting: Posting, organisation: Organisation, salt: int = 0
) -> tuple[Submission, CaseReceived]:
    """The submission to store and the event that tells of it.

    `salt` gives another reference to a case whose first one is taken. Raises ImpossibleFields.
    """
    today = local_date(posting.at)
    placement = place(request, organisation, today)
    reference = reference_for(posting.case_id, today.year, salt)
    facts = _facts(request, placement, posting, reference)
    content = ReceivedContent(
        text=request.text,
        contact=Address(**request.contact.model_dump()),
        subject=posting.subject,
        quoted=posting.quoted,
        forwarded_by=posting.forwarded_by,
        unit_as_given=placement.unit_as_given,
        external_reference=request.external_reference,
        attachments=posting.attachments,
        occurred_about=request.occurred_about,
        person_concerned=request.person_concerned,
        consequence=request.consequence,
        immediate_action=request.immediate_action,
    )
    submission = Submission(
        id=str(posting.case_id),
        reference=reference,
        facts=facts,
        content=content,
        raw=posting.raw,
        posted=posting.posted,
        mail=posting.mail,
        fingerprint=fingerprint(request),
        submitted_by=posting.by.id,
        by_partner=posting.by.role is Role.PARTNER,
        partner_reference=_partner_reference(request, posting.by),
        found_by=posting.found_by,
        created_at=posting.at,
    )
    event_id = derived_id("case.received", posting.case_id)
    event = CaseReceived(
        id=event_id,
        occurred_at=posting.at,
        recorded_at=posting.at,
        case_id=posting.case_id,
        seq=1,
        actor=posting.by,
        correlation_id=event_id,
        producer=PRODUCER,
        facts=facts,
        detail=ReceivedDetail(raw=posting.raw, arrival_basis=placement.arrival_basis),
        content=content,
    )
    return submission, event


def fingerprint(request: CaseRequest) -> str:
    """The same for requests that say the same, however they were written down."""
    return sha256(request.model_dump_json(exclude_defaults=True).encode()).hexdigest()


def partner_reference(partner: str | None, external_reference: str) -> str:
    """By what a partner's case is found by the partner's own reference."""
    return sha256(f"{partner}\x1f{external_reference}".encode()).hexdigest()


def _partner_reference(request: CaseRequest, by: Actor) -> str | None:
    if by.role is not Role.PARTNER or request.external_reference is None:
        return None
    return partner_reference(by.id, request.external_reference)


def _facts(
    request: CaseRequest, placement: Placement, posting: Posting, reference: str
) -> CaseFacts:
    acknowledgement = _acknowledgement(request)
    told = acknowledgement is not Acknowledgement.PENDING
    unknown = (Mark.UNIT_UNKNOWN,) if placement.unit_as_given else ()
    return CaseFacts(
        reference=reference,
        board=placement.board,
        unit=placement.unit,
        kind=request.kind,
        first_kind=request.kind,
        channel=request.channel,
        category=placement.category,
        themes=request.themes,
        law=request.law,
        marks=(*unknown, *posting.marks),
        anonymous=request.anonymous,
        gender=request.gender,
        reporter_kind=request.reporter_kind,
        discovered_by=request.discovered_by,
        language=request.language,
        received_on=placement.received_on,
        occurred_on=request.occurred_on,
        received_at=posting.at,
        acknowledgement=acknowledgement,
        acknowledged_at=posting.at if told else None,
        feedback_wish=request.feedback_wish.wanted,
        feedback_way=request.feedback_wish.how,
        feedback_by=request.feedback_wish.by,
        data_breach=request.data_breach,
        child_concern=request.child_concern,
        solved_on_the_spot=request.solved_on_the_spot,
        protected_identity=request.protected_identity,
        ivo_referred=request.channel is Channel.IVO,
    )


def _acknowledgement(request: CaseRequest) -> Acknowledgement:
    """Whether the complainant knows by now that it is received (R32, R33)."""
    if request.acknowledged_orally:
        return Acknowledgement.ORAL
    if request.channel in _RECEIPT_GIVEN and request.contact.email is None:
        return Acknowledgement.RECEIPT
    return Acknowledgement.PENDING
