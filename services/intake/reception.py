"""The reception: takes in submissions and messages, and shows what has become of a case.

The API, the public pages and the mailbox all come here. What it has accepted is in the store's
journal; the broker is never waited for.
"""

from uuid import UUID

import structlog

from services.intake import message, submission
from services.intake.case_request import CaseRequest
from services.intake.message import Message, MessagePosting, MessageRequest, receive_message
from services.intake.public_intake import FollowedCase, Receipt
from services.intake.records import Records
from services.intake.reference import read_reference
from services.intake.refusals import KeyReused
from services.intake.secret_code import ReceiptKeys
from services.intake.submission import Posting, Submission, receive
from shared.clock import Clock
from shared.events.envelope import Actor
from shared.events.submissions import Raw
from shared.events.vocabulary import Role
from shared.faults import Fault, no_fault
from shared.ids import derived_id, new_id
from shared.metrics import SUBMISSIONS
from shared.organisation import Organisation
from shared.store.errors import Conflict, Duplicate

log = structlog.get_logger()

PUBLIC = Actor(role=Role.PUBLIC)

_REFERENCES_TRIED = 20
"""Two cases in 10^15 meet in one reference; twenty times in a row is a fault of ours."""


class Reception:
    """Every method raises TransientError when the store does not do its part: nothing is stored."""

    def __init__(
        self,
        records: Records,
        organisation: Organisation,
        keys: ReceiptKeys,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._records = records
        self._organisation = organisation
        self._keys = keys
        self._clock = clock
        self._fault = fault

    async def accept(
        self,
        request: CaseRequest,
        idempotency_key: str | None,
        *,
        by: Actor = PUBLIC,
        raw: Raw = Raw.FORM,
        posted: bytes | None = None,
    ) -> Receipt:
        """Store the case, once for each key of one caller, and give its receipt.

        `posted` is the body as it came, where the request was not all of it. Raises
        ImpossibleFields, and KeyReused when the key was used for another content.
        """
        posting = Posting(
            case_id=_id_for(idempotency_key, by.id or "public", request.channel),
            at=self._clock.now(),
            by=by,
            raw=raw,
            posted=request.model_dump_json().encode() if posted is None else posted,
        )
        stored = await self.store(request, posting)
        if stored.fingerprint != submission.fingerprint(request):
            raise KeyReused
        return Receipt(stored.case_id, stored.reference, self._keys.secret(stored.case_id))

    async def store(self, request: CaseRequest, posting: Posting) -> Submission:
        """Store the submission and its event in one write; give the earlier one if there is one.

        Raises ImpossibleFields.
        """
        self._records.require_prepared()
        for salt in range(_REFERENCES_TRIED):
            received, event = receive(request, posting, self._organisation, salt)
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
        raise Conflict(f"no free reference for {posting.case_id}: try again")

    async def follow(self, reference: str, secret: str) -> FollowedCase | None:
        """The case with this reference, if the secret is its own; both as a person typed them."""
        known = read_reference(reference)
        found = await self.with_reference(known) if known else None
        if found is None or not self._keys.fits(found.case_id, secret):
            return None
        return await self.followed(found)

    async def followed(self, received: Submission) -> FollowedCase:
        """How far the case has come."""
        progress = await self._records.progress.get(received.id)
        return FollowedCase(progress.facts if progress else received.facts)

    async def submission(self, case_id: UUID) -> Submission | None:
        """What came in as this case."""
        return await self._records.submissions.get(str(case_id))

    async def with_reference(self, reference: str) -> Submission | None:
        """What came in as the case with this reference."""
        found = await self._records.submissions.find({"reference": reference})
        return found[0] if found else None

    def opens(self, case_id: UUID, secret: str) -> bool:
        """Whether the secret is this case's own."""
        return self._keys.fits(case_id, secret)

    async def add_message(
        self,
        case_id: UUID,
        request: MessageRequest,
        idempotency_key: str | None,
        *,
        by: Actor,
        posted: bytes,
    ) -> UUID:
        """Store a message to a case that is known to exist, once for each key; give its id.

        Raises KeyReused when the key was used for another content.
        """
        posting = MessagePosting(
            message_id=_id_for(idempotency_key, "message", case_id),
            case_id=case_id,
            at=self._clock.now(),
            by=by,
            raw=Raw.JSON,
            posted=posted,
        )
        stored = await self.store_message(request, posting)
        if stored.fingerprint != message.fingerprint(request):
            raise KeyReused
        return posting.message_id

    async def store_message(self, request: MessageRequest, posting: MessagePosting) -> Message:
        """Store the message and its event in one write; give the earlier one if there is one."""
        self._records.require_prepared()
        received, event = receive_message(request, posting)
        try:
            await self._records.messages.insert(received, [event])
        except Duplicate as duplicate:
            earlier = await self._records.messages.get(received.id)
            if earlier is None:
                raise Conflict(f"message {received.id} was there and is gone") from duplicate
            return earlier
        self._fault("intake.stored")
        log.info("message_stored", case_id=received.case_id, message_id=received.id)
        return received


def _id_for(idempotency_key: str | None, *scope: object) -> UUID:
    return new_id() if idempotency_key is None else derived_id(*scope, idempotency_key)
