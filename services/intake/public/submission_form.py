"""A submission as a person made it in the public form, and the case request that it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from services.intake.case_request import CaseRequest, Contact, FeedbackWish
from services.intake.public.places import Place
from shared.events.vocabulary import Channel, DiscoveredBy, Gender, Kind, ReporterKind, Way, Wish
from shared.organisation import Board, Category

PUBLIC_KINDS = (Kind.COMPLAINT, Kind.VIEW, Kind.SUGGESTION, Kind.PRAISE)
"""What anyone may hand in. Deviations and lex Sarah are reported by staff."""


class Answer(StrEnum):
    """How the person wants to be answered (R34), or that they are not to be known (R12)."""

    EMAIL = "email"
    PHONE = "phone"
    LETTER = "letter"
    NO = "no"
    ANONYMOUS = "anonymous"

    @property
    def wished(self) -> bool:
        return self not in {Answer.NO, Answer.ANONYMOUS}


class Concerned(StrEnum):
    """Whom it is about, as the one who writes sees it (R07)."""

    MYSELF = "myself"
    RELATIVE = "relative"
    OTHER = "other"
    GENERAL = "general"

    @property
    def has_name(self) -> bool:
        """Whether it is about one person who is not the one who writes."""
        return self in {Concerned.RELATIVE, Concerned.OTHER}


_REPORTERS: Mapping[Concerned | None, ReporterKind] = {
    Concerned.MYSELF: ReporterKind.SERVICE_USER,
    Concerned.RELATIVE: ReporterKind.RELATIVE,
    Concerned.OTHER: ReporterKind.PUBLIC,
    Concerned.GENERAL: ReporterKind.PUBLIC,
    None: ReporterKind.UNKNOWN,
}


@dataclass(frozen=True)
class SubmissionForm:
    """A form that can be handed in. Days are in Swedish time."""

    kind: Kind
    text: str
    place: Place | None
    """None where the person does not know."""
    board: Board
    category: Category | None
    occurred_on: date | None
    occurred_about: str | None
    concerned: Concerned | None
    person_concerned: str | None
    answer: Answer
    answer_by: date | None
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    gender: Gender


def to_case_request(
    form: SubmissionForm, language: str, attachments: Sequence[UUID] = ()
) -> CaseRequest:
    """The submission as intake takes it. An anonymous one carries nothing of the person."""
    anonymous = form.answer is Answer.ANONYMOUS
    unit = form.place.unit if form.place else None
    return CaseRequest(
        board=form.board.id,
        unit=unit.id if unit else None,
        kind=form.kind,
        channel=Channel.WEB,
        text=form.text,
        category=form.category.id if form.category else None,
        contact=Contact(name=form.name, email=form.email, phone=form.phone, address=form.address),
        anonymous=anonymous,
        feedback_wish=FeedbackWish(
            wanted=Wish.YES if form.answer.wished else Wish.NO,
            how=Way(form.answer) if form.answer.wished else None,
            by=form.answer_by,
        ),
        gender=form.gender,
        occurred_on=form.occurred_on,
        occurred_about=form.occurred_about,
        discovered_by=DiscoveredBy.COMPLAINANT,
        reporter_kind=ReporterKind.ANONYMOUS if anonymous else _REPORTERS[form.concerned],
        person_concerned=form.person_concerned,
        language=language,
        attachments=tuple(attachments),
    )


def idempotency_key(token: str, request: CaseRequest) -> str:
    """The same for the same words posted twice from one form.

    The content is part of it: someone who goes back and writes something else is not given the
    first receipt again, and nothing they wrote is lost.
    """
    return sha256(f"{token}\x1f{request.model_dump_json()}".encode()).hexdigest()
