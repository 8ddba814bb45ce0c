"""A submission as a person made it in the public form, and the case request that it becomes."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from services.intake.case_request import CaseRequest, Contact, FeedbackWish
from shared.events.vocabulary import Channel, DiscoveredBy, Gender, Kind, ReporterKind, Way, Wish

PUBLIC_KINDS = (Kind.COMPLAINT, Kind.VIEW, Kind.SUGGESTION, Kind.PRAISE)
"""What anyone may hand in. Deviations and lex Sarah are reported by staff."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,100}")


class Answer(StrEnum):
    """How the person wants to be answered (R34), or that they are not to be known (R12)."""

    EMAIL = "email"
    PHONE = "phone"
    LETTER = "letter"
    NO = "no"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class SubmissionForm:
    """A form that can be handed in. `occurred_on` is a day in Swedish time."""

    kind: Kind
    text: str
    board: str
    unit: str | None
    category: str | None
    occurred_on: date | None
    answer: Answer
    name: str | None
    email: str | None
    phone: str | None
    address: str | None
    gender: Gender


def to_case_request(form: SubmissionForm, language: str) -> CaseRequest:
    """The submission as intake takes it. An anonymous one carries nothing of the person."""
    anonymous = form.answer is Answer.ANONYMOUS
    wished = form.answer not in {Answer.NO, Answer.ANONYMOUS}
    return CaseRequest(
        board=form.board,
        unit=form.unit,
        kind=form.kind,
        channel=Channel.WEB,
        text=form.text,
        category=form.category,
        contact=Contact(name=form.name, email=form.email, phone=form.phone, address=form.address),
        anonymous=anonymous,
        feedback_wish=FeedbackWish(
            wanted=Wish.YES if wished else Wish.NO,
            how=Way(form.answer) if wished else None,
        ),
        gender=form.gender,
        occurred_on=form.occurred_on,
        discovered_by=DiscoveredBy.COMPLAINANT,
        reporter_kind=ReporterKind.ANONYMOUS if anonymous else ReporterKind.UNKNOWN,
        language=language,
    )


def idempotency_key(token: str, request: CaseRequest) -> str | None:
    """The same for the same words posted twice from one form; None without a sound token.

    The content is part of it: someone who goes back and writes something else is not given the
    first receipt again, and nothing they wrote is lost.
    """
    if not _TOKEN.fullmatch(token):
        return None
    return sha256(f"{token}\x1f{request.model_dump_json()}".encode()).hexdigest()
