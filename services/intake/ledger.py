"""Submissions and messages as they are entered: each once, with its event, in one write."""

from collections.abc import Iterable
from itertools import islice

import structlog

from services.intake.message import Message
from services.intake.records import Records
from services.intake.submission import Submission
from shared.events.submissions import CaseReceived, MessageReceived
from shared.faults import Fault, no_fault
from shared.metrics import SUBMISSIONS
from shared.store.errors import Conflict, Duplicate

log = structlog.get_logger()

REFERENCES_TRIED = 20
"""Two cases in 10^15 meet in one reference; twenty times in a row is a fault of ours."""


class Ledger:
    """Every method raises TransientError when the store does not do its part: nothing is stored."""

    def __init__(self, records: Records, fault: Fault = no_fault) -> None:
        self._records = records
        self._fault = fault

    async def enter(self, versions: Iterable[tuple[Submission, CaseReceived]]) -> Submission:
        """Store a submission, or give the earlier one of the same id.

        `versions` are the same submission with one reference after the other, for when the first
        is another case's.
        """
        self._records.require_prepared()
        for received, event in islice(versions, REFERENCES_TRIED):
            try:
                await self._records.submissions.insert(received, [event])
            except Duplicate:
                # The id is known to intake already, or another case has the reference.
                if earlier := await self._records.submissions.get(received.id):
                    return earlier
            else:
                self._fault("intake.stored")
                SUBMISSIONS.labels(channel=received.facts.channel).inc()
                log.info("submission_stored", case_id=received.id, channel=received.facts.channel)
                return received
        raise Conflict("no free reference was found for a submission: try again")

    async def enter_message(self, message: Message, event: MessageReceived) -> Message:
        """Store a message, or give the earlier one of the same id."""
        self._records.require_prepared()
        try:
            await self._records.messages.insert(message, [event])
        except Duplicate as duplicate:
            earlier = await self._records.messages.get(message.id)
            if earlier is None:
                raise Conflict(f"message {message.id} was there and is gone") from duplicate
            return earlier
        self._fault("intake.stored")
        log.info("message_stored", case_id=message.case_id, message_id=message.id)
        return message
