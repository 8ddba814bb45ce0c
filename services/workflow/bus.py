"""Events that the workflow takes in."""

from services.workflow.handling import Handling
from services.workflow.registration import Registration
from shared.bus.connection import Bus
from shared.bus.inbox import Inbox
from shared.bus.subscriptions import WORKFLOW_LINKS, WORKFLOW_NOTICES, WORKFLOW_SUBMISSIONS
from shared.events.casework import CaseLinked
from shared.events.envelope import FactsEvent
from shared.events.handling import CaseCorrected, CaseDismissed, CaseInvestigating, CaseReopened
from shared.events.lex_sarah import (
    LexSarahDecided,
    LexSarahDeclined,
    LexSarahIvoDecided,
    LexSarahIvoNotified,
    LexSarahReported,
)
from shared.events.notices import NoticeFailed, NoticeSent
from shared.events.submissions import CaseReceived, MessageReceived


def receive(bus: Bus, registration: Registration, handling: Handling) -> None:
    """Hand each event to whoever deals with it."""

    async def register(event: CaseReceived) -> None:
        """A submission becomes a case with a diary number."""
        await registration.register(event)

    async def note_message(event: MessageReceived) -> None:
        """What the complainant added is put with the case."""
        await handling.note(event)

    async def note_sent(event: NoticeSent) -> None:
        """A sent acknowledgement makes the case acknowledged."""
        await handling.note(event)

    async def note_failed(event: NoticeFailed) -> None:
        """An acknowledgement that cannot be sent is stated as impossible."""
        await handling.note(event)

    async def tell_other(event: FactsEvent) -> None:
        """What one case tells another is put with that one."""
        await handling.relate(event)

    submissions = Inbox(bus, WORKFLOW_SUBMISSIONS)
    submissions.on(CaseReceived, register)
    submissions.on(MessageReceived, note_message)
    notices = Inbox(bus, WORKFLOW_NOTICES)
    notices.on(NoticeSent, note_sent)
    notices.on(NoticeFailed, note_failed)
    links = Inbox(bus, WORKFLOW_LINKS)
    for told in (
        CaseLinked,
        CaseDismissed,
        CaseReopened,
        CaseCorrected,
        CaseInvestigating,
        LexSarahReported,
        LexSarahDeclined,
        LexSarahDecided,
        LexSarahIvoNotified,
        LexSarahIvoDecided,
    ):
        links.on(told, tell_other)
