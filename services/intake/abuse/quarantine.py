"""The quarantine: what looks like spam waits here for a person, and is never thrown away unseen.

A held submission has its case's id and reference from the first moment, so that its sender has an
ordinary receipt, can follow it and add to it. Releasing makes the case that it would have been.
A decision is stored first and then carried out; what a crash leaves half done is finished by any
copy.
"""

import asyncio
from typing import Any, ClassVar
from uuid import UUID

import structlog

from services.intake.abuse.held import Held, HeldMessage, HeldState
from services.intake.abuse.listing import Cursor, Page
from services.intake.abuse.releasing import Releasing
from services.intake.abuse.suspicion import Suspicion
from services.intake.case_request import CaseRequest
from services.intake.ledger import REFERENCES_TRIED, Ledger
from services.intake.message import Message
from services.intake.records import Records
from services.intake.submission import Posting, Submission, receive
from shared.clock import Clock
from shared.errors import PermanentError
from shared.events.envelope import Actor
from shared.events.submissions import MessageReceived
from shared.faults import Fault, no_fault
from shared.metrics import HELD
from shared.organisation import Organisation
from shared.store.errors import Conflict, Duplicate

log = structlog.get_logger()


class NothingHeld(PermanentError):
    """There is no held submission with this id."""

    slug: ClassVar[str] = "nothing_held"


class DecidedBefore(PermanentError):
    """What is asked for can no longer be done. `str()` says why."""

    slug: ClassVar[str] = "decided_before"


class Quarantine:
    """Every method raises TransientError when the store does not do its part."""

    def __init__(
        self,
        records: Records,
        organisation: Organisation,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._records = records
        self._organisation = organisation
        self._clock = clock
        self._fault = fault
        self._ledger = Ledger(records, fault)
        self._releasing = Releasing(records, clock, fault)

    async def hold(
        self, request: CaseRequest, posting: Posting, suspicion: Suspicion
    ) -> Submission:
        """Keep the submission for a person to see; give the earlier one if there is one.

        Returns it as the case that it would be, or is. Raises ImpossibleFields.
        """
        self._records.require_prepared()
        for salt in range(REFERENCES_TRIED):
            received, event = receive(request, posting, self._organisation, salt)
            known, same_reference = await asyncio.gather(
                self._records.submissions.get(received.id),
                self._records.submissions.ids({"reference": received.reference}),
            )
            if known is not None:
                return known
            if same_reference:
                continue
            held = Held(
                id=received.id,
                reference=received.reference,
                reasons=suspicion.reasons,
                received_at=posting.at,
                submission=received,
                event=event.model_dump_json(),
            )
            try:
                await self._records.quarantine.insert(held)
            except Duplicate:
                if earlier := await self._records.quarantine.get(held.id):
                    return earlier.submission
            else:
                self._fault("quarantine.held")
                for reason in held.reasons:
                    HELD.labels(reason=reason).inc()
                log.info("submission_held", case_id=held.id, reasons=list(held.reasons))
                return held.submission
        raise Conflict("no free reference was found for a submission: try again")

    async def listed(
        self,
        state: HeldState = HeldState.WAITING,
        *,
        board: str | None = None,
        after: Cursor | None = None,
        limit: int = 50,
    ) -> Page:
        """Held submissions of one board, or of all, the one that came in first first."""
        where: dict[str, Any] = {"state": state, **(after.following if after else {})}
        if board is not None:
            where["submission.facts.board"] = board
        found = await self._records.quarantine.find(
            where,
            sort=[("received_at", 1), ("_id", 1)],
            limit=limit + 1,
        )
        items = found[:limit]
        return Page(items, Cursor.of(items[-1]) if len(found) > limit else None)

    async def get(self, case_id: UUID) -> Held | None:
        """What is held under this id, whatever has been decided of it."""
        return await self._records.quarantine.get(str(case_id))

    async def with_reference(self, reference: str) -> Held | None:
        """What is held with this reference, whatever has been decided of it."""
        found = await self._records.quarantine.find({"reference": reference})
        return found[0] if found else None

    async def release(self, case_id: UUID, by: Actor) -> Submission:
        """Make it the case that it would have been, from the moment it came in. May be repeated.

        Also what was judged to be spam, as long as its words are there. Raises NothingHeld, and
        DecidedBefore where they are erased.
        """
        held = await self._known(case_id)
        if held.state is HeldState.RELEASED and held.settled:
            released = await self._records.submissions.get(held.id)
            if released is None:
                raise Conflict(f"case {held.id} was released and is gone")
            return released
        if held.state is not HeldState.RELEASED:
            if held.erased_at is not None:
                raise DecidedBefore("Its content has been erased, so that it cannot become a case.")
            held = await self._decided(
                held.decided(HeldState.RELEASED, by, self._clock.now(), settled=False), held.seq
            )
            self._fault("quarantine.decided")
        return await self._releasing.carry_out(held)

    async def keep_as_spam(self, case_id: UUID, by: Actor, reason: str) -> Held:
        """Judge it to be spam, signed and with a reason. It stays here.

        Raises NothingHeld, and DecidedBefore where it is a case.
        """
        held = await self._known(case_id)
        if held.state is HeldState.SPAM:
            return held
        is_case = held.state is HeldState.RELEASED or await self._records.submissions.get(held.id)
        if is_case:
            raise DecidedBefore("It is a case already: dismiss the case instead.")
        judged = held.decided(HeldState.SPAM, by, self._clock.now(), settled=True, why=reason)
        held = await self._decided(judged, held.seq)
        log.info("held_judged_spam", case_id=held.id)
        return held

    async def keeps_from(self, case_id: UUID) -> bool:
        """Whether what is added to this case must wait, since the case itself does."""
        self._records.require_prepared()
        held = await self.get(case_id)
        if held is None or held.state is HeldState.RELEASED:
            return False
        return await self._records.submissions.get(held.id) is None

    async def hold_message(self, message: Message, event: MessageReceived) -> Message:
        """Keep what was added to a held submission until its release; the earlier one if any."""
        kept = HeldMessage(
            id=message.id,
            case_id=message.case_id,
            message=message,
            event=event.model_dump_json(),
        )
        try:
            await self._records.held_messages.insert(kept)
        except Duplicate:
            earlier = await self._records.held_messages.get(message.id)
            message = earlier.message if earlier else message
        if not await self.keeps_from(UUID(message.case_id)):
            # It was released while this was being written: nobody else will deliver it.
            await self._ledger.enter_message(message, event)
        return message

    async def oldest_waiting(self) -> Held | None:
        """What has waited longest."""
        return next(iter((await self.listed(limit=1)).items), None)

    async def _known(self, case_id: UUID) -> Held:
        held = await self.get(case_id)
        if held is None:
            raise NothingHeld("Nothing with this id is held.")
        return held

    async def _decided(self, held: Held, expected: int) -> Held:
        if not await self._records.quarantine.replace(held, expected):
            raise DecidedBefore("Someone else decided at the same moment. Read it again.")
        return held
