"""What other services tell the workflow of a case: notices sent or failed, messages received."""

from services.workflow.case import FINISHED, Case, ReceivedMessage
from services.workflow.papers import Direction, NewPaper, attached
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.closing import reopened
from shared.events import handling_words as words
from shared.events.casework import CaseNoted
from shared.events.envelope import Event
from shared.events.handling import CaseAcknowledged
from shared.events.notices import NoticeFailed, NoticeKind, NoticeSent
from shared.events.submissions import MessageReceived
from shared.events.vocabulary import Acknowledgement, ComplainantView


def noted(case: Case, event: Event, step: Step) -> Taken | None:
    """The case after the event, or None when it says nothing new."""
    match event:
        case NoticeSent() if event.detail.kind is NoticeKind.ACKNOWLEDGEMENT:
            return _acknowledged(case, Acknowledgement.SENT, event, step)
        case NoticeFailed() if event.detail.kind is NoticeKind.ACKNOWLEDGEMENT:
            return _acknowledged(case, Acknowledgement.IMPOSSIBLE, event, step)
        case MessageReceived():
            return _message(case, event, step)
        case _:
            return None


def _acknowledged(
    case: Case, state: Acknowledgement, event: NoticeSent | NoticeFailed, step: Step
) -> Taken | None:
    if case.facts.acknowledgement is not Acknowledgement.PENDING:
        return None
    at = event.detail.sent_at if isinstance(event, NoticeSent) else None
    return taken(
        case,
        CaseAcknowledged,
        step,
        facts={"acknowledgement": state, "acknowledged_at": at},
        detail={"acknowledgement": state},
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
