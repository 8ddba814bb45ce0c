"""What other services tell the workflow of a case: notices sent or failed, messages received."""

from services.workflow.case import FINISHED, Case, ReceivedMessage, Unreached
from services.workflow.papers import Direction, NewPaper, attached
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.closing import reopened
from shared.events import handling_words as words
from shared.events.casework import CaseDocumented, CaseNoted, Documented
from shared.events.envelope import Event
from shared.events.handling import CaseAcknowledged
from shared.events.notices import NoticeFailed, NoticeKind, NoticeSent
from shared.events.submissions import MessageReceived
from shared.events.vocabulary import Acknowledgement, ComplainantView

COMPLAINANT = "complainant"
"""The role of the recipient, as notices name it."""
_NEVER_TRIED = frozenset({"no_address", "own_address", "too_many_to_address"})
"""Reasons by which there was nobody to send anything to."""


def noted(case: Case, event: Event, step: Step) -> Taken | None:
    """The case after the event, or None when it says nothing new."""
    match event:
        case NoticeSent() if event.detail.recipient_role == COMPLAINANT:
            return _sent(case, event, step)
        case NoticeFailed() if event.detail.recipient_role == COMPLAINANT:
            return _failed(case, event, step)
        case MessageReceived():
            return _message(case, event, step)
        case _:
            return None


def _sent(case: Case, event: NoticeSent, step: Step) -> Taken | None:
    if any(each.notice == event.detail.notice for each in case.unreached):
        return None  # that it came back was told first
    facts = case.facts
    newest = max((each.at for each in case.unreached), default=None)
    again = facts.unreached and newest is not None and event.detail.sent_at > newest
    reached = {"unreached": False} if again else {}
    is_first = event.detail.kind is NoticeKind.ACKNOWLEDGEMENT
    if is_first and facts.acknowledgement is Acknowledgement.PENDING:
        sent = Acknowledgement.SENT
        return taken(
            case,
            CaseAcknowledged,
            step,
            facts={
                "acknowledgement": sent,
                "acknowledged_at": event.detail.sent_at,
                **reached,
            },
            detail={"acknowledgement": sent},
            cause=event.id,
        )
    if not reached:
        return None
    return taken(
        case,
        CaseDocumented,
        step,
        facts=reached,
        detail={"what": Documented.REACHED},
        cause=event.id,
    )


def _failed(case: Case, event: NoticeFailed, step: Step) -> Taken | None:
    """That something was to be told and was not; an acknowledgement that came back was none."""
    detail = event.detail
    if any(each.notice == detail.notice for each in case.unreached):
        return None
    if detail.reason in _NEVER_TRIED:
        return _impossible(case, event, step)
    facts: dict[str, object] = {"unreached": True}
    if detail.kind is NoticeKind.ACKNOWLEDGEMENT and case.facts.acknowledgement in _TO_BE_MADE:
        facts |= {"acknowledgement": _still_possible(case), "acknowledged_at": None}
    unreached = Unreached(
        notice=detail.notice,
        seq=case.seq + 1,
        kind=detail.kind,
        reason=detail.reason,
        cause=detail.cause,
        at=event.occurred_at,
    )
    return taken(
        case,
        CaseDocumented,
        step,
        facts=facts,
        detail={"what": Documented.UNREACHED},
        cause=event.id,
        unreached=(*case.unreached, unreached),
    )


_TO_BE_MADE = (Acknowledgement.PENDING, Acknowledgement.SENT)


def _still_possible(case: Case) -> Acknowledgement:
    """Still to be made where there is another way to the complainant, and else impossible."""
    contact = case.content.contact
    other_way = contact.phone is not None or contact.address is not None
    return Acknowledgement.PENDING if other_way else Acknowledgement.IMPOSSIBLE


def _impossible(case: Case, event: NoticeFailed, step: Step) -> Taken | None:
    if event.detail.kind is not NoticeKind.ACKNOWLEDGEMENT:
        return None
    if case.facts.acknowledgement is not Acknowledgement.PENDING:
        return None
    impossible = Acknowledgement.IMPOSSIBLE
    return taken(
        case,
        CaseAcknowledged,
        step,
        facts={"acknowledgement": impossible, "acknowledged_at": None},
        detail={"acknowledgement": impossible},
        cause=event.id,
    )


def _message(case: Case, event: MessageReceived, step: Step) -> Taken | None:
    if any(message.event == event.id for message in case.messages):
        return None
    message = ReceivedMessage(
        event=event.id,
        received_at=event.occurred_at,
        text=event.content.text,
        quoted=event.content.quoted,
        attachments=event.content.attachments,
        by=event.actor.role,
    )
    view = event.detail.view if event.detail.view is not ComplainantView.NOT_ASKED else None
    messages = (*case.messages, message)
    papers = (
        NewPaper(
            kind=words.Paper.MESSAGE_IN,
            direction=Direction.IN,
            by=event.actor.role,
            message=event.id,
        ),
        *attached(event.content.attachments, event.actor.role, event.id),
    )
    if view is ComplainantView.DISPUTES and case.facts.status in FINISHED:
        return reopened(
            case,
            step,
            disputed=True,
            facts={"complainant_view": view},
            cause=event.id,
            messages=messages,
            papers=papers,
        )
    return taken(
        case,
        CaseNoted,
        step,
        facts={"complainant_view": view} if view else {},
        detail={"complainant_view": view},
        cause=event.id,
        messages=messages,
        papers=papers,
    )
