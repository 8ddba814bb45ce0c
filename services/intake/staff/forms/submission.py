"""The case request that a staff form becomes, and the message where the case is known already."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from pydantic import BaseModel

from services.intake.case_request import MAXIMUM_TEXT, CaseRequest, Contact, FeedbackWish
from services.intake.message import MessageRequest
from services.intake.staff.forms.choices import Answer, Certainty
from services.intake.staff.forms.question import StaffForm
from services.intake.staff.forms.reading import Answers
from shared.events.vocabulary import DiscoveredBy, Gender, Kind, Law, ReporterKind, Way, Wish


def to_case_request(
    form: StaffForm, answers: Answers, attachments: Sequence[UUID] = ()
) -> CaseRequest:
    """The case as intake takes it in. An anonymous one carries nothing of the person."""
    anonymous = answers.text("answer") == Answer.ANONYMOUS
    return CaseRequest(
        board=answers.place.board.id,
        unit=answers.place.unit.id if answers.place.unit else None,
        kind=form.kind or Kind(answers.texts["kind"]),
        channel=form.channel,
        text=answers.texts["text"],
        category=answers.text("category"),
        law=Law(answers.texts["law"]) if answers.text("law") else None,
        contact=_contact(answers),
        anonymous=anonymous,
        feedback_wish=_wish(answers),
        gender=Gender(answers.text("gender") or Gender.UNKNOWN),
        received_on=answers.days.get("received_on"),
        occurred_on=answers.days.get("occurred_on"),
        occurred_about=answers.text("occurred_on"),
        external_reference=answers.text("external_reference"),
        discovered_by=DiscoveredBy(answers.text("discovered_by") or form.discovered_by),
        reporter_kind=_reporter(form, answers, anonymous=anonymous),
        acknowledged_orally=form.told_orally or "acknowledged_orally" in answers.ticked,
        person_concerned=answers.text("person_concerned"),
        consequence=answers.text("consequence"),
        immediate_action=answers.text("immediate_action"),
        data_breach=_known(answers, "data_breach"),
        child_concern=_known(answers, "child_concern"),
        solved_on_the_spot=form.solved_on_the_spot,
        protected_identity="protected_identity" in answers.ticked,
        attachments=tuple(attachments),
    )


def to_message(request: CaseRequest) -> MessageRequest:
    """The same words for a case that is there already, with who told them."""
    contact = request.contact
    told = (
        ("Namn", contact.name),
        ("Telefon", contact.phone),
        ("E-post", contact.email),
        ("Adress", contact.address),
        ("Skyddade personuppgifter", "ja" if request.protected_identity else None),
    )
    who = "\n".join(f"{label}: {value}" for label, value in told if value)
    text = "\n\n".join(part for part in (who, request.text) if part)
    return MessageRequest(text=text[:MAXIMUM_TEXT], attachments=request.attachments)


def idempotency_key(token: str, request: BaseModel) -> str:
    """The same for the same words sent twice from one form.

    The content is part of it: who goes back and writes something else is not given the first
    receipt again.
    """
    return sha256(f"{token}\x1f{request.model_dump_json()}".encode()).hexdigest()


def _contact(answers: Answers) -> Contact:
    return Contact(
        name=answers.text("name"),
        email=answers.text("email"),
        phone=answers.text("phone"),
        address=answers.text("address"),
    )


def _wish(answers: Answers) -> FeedbackWish:
    given = answers.text("answer")
    if given is None or Answer(given) is Answer.UNKNOWN:
        return FeedbackWish(by=answers.days.get("answer_by"))
    answer = Answer(given)
    return FeedbackWish(
        wanted=Wish.YES if answer.wished else Wish.NO,
        how=Way(answer) if answer.wished else None,
        by=answers.days.get("answer_by") if answer.wished else None,
    )


def _reporter(form: StaffForm, answers: Answers, *, anonymous: bool) -> ReporterKind:
    if anonymous:
        return ReporterKind.ANONYMOUS
    return form.reporter_kind or ReporterKind(answers.text("reporter_kind") or ReporterKind.UNKNOWN)


def _known(answers: Answers, name: str) -> bool | None:
    given = answers.text(name)
    return Certainty(given).known if given else None
