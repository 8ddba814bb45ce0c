"""A held submission becomes the case that it would have been."""

from collections.abc import Iterator

import structlog

from services.intake.abuse.held import Held, case_event
from services.intake.ledger import REFERENCES_TRIED, Ledger
from services.intake.records import Records
from services.intake.reference import reference_for
from services.intake.submission import Submission
from shared.clock import Clock, local_date
from shared.events.facts import Mark
from shared.events.submissions import CaseReceived, MessageReceived
from shared.faults import Fault, no_fault

log = structlog.get_logger()


class Releasing:
    """Carries out the decision, which has been stored before."""

    def __init__(self, records: Records, clock: Clock, fault: Fault = no_fault) -> None:
        self._records = records
        self._clock = clock
        self._fault = fault
        self._ledger = Ledger(records, fault)

    async def carry_out(self, held: Held) -> Submission:
        """Store the case and what was added to it, then say so. May be done twice, and at once."""
        submission = await self._ledger.enter(self._versions(held))
        for kept in await self._records.held_messages.find({"case_id": held.id}):
            event = MessageReceived.model_validate_json(kept.event)
            await self._ledger.enter_message(
                kept.message, event.model_copy(update={"recorded_at": self._clock.now()})
            )
        self._fault("quarantine.released")
        if not held.settled and await self._records.quarantine.replace(held.finished(), held.seq):
            log.info("held_released", case_id=held.id)
        return submission

    def _versions(self, held: Held) -> Iterator[tuple[Submission, CaseReceived]]:
        """The case with the reference of its receipt; with others if another case has taken it."""
        event = case_event(held).model_copy(update={"recorded_at": self._clock.now()})
        year = local_date(held.received_at).year
        salted = (reference_for(held.case_id, year, salt) for salt in range(REFERENCES_TRIED))
        for reference in (held.reference, *salted):
            facts = event.facts.model_copy(
                update={"reference": reference, "marks": (*event.facts.marks, Mark.RELEASED)}
            )
            yield (
                held.submission.model_copy(update={"reference": reference, "facts": facts}),
                event.model_copy(update={"facts": facts}),
            )
