"""The reception: takes in submissions and messages, and shows what has become of a case.

The API, the public pages and the mailbox all come here. What it has accepted is in the store's
journal; the broker is never waited for.
"""

from dataclasses import replace
from uuid import UUID

from services.intake import message, submission
from services.intake.abuse.held import Held
from services.intake.abuse.quarantine import Quarantine
from services.intake.abuse.suspicion import Suspicion
from services.intake.attachments.keeping import Attachments
from services.intake.case_request import CaseRequest
from services.intake.found_by import keys_of
from services.intake.guard.arrivals import Arrivals
from services.intake.guard.probes import ProbeKeys, ProbeMark
from services.intake.ledger import REFERENCES_TRIED, Ledger
from services.intake.message import Message, MessagePosting, MessageRequest, receive_message
from services.intake.placement import place
from services.intake.receipt import Receipt
from services.intake.records import Records
from services.intake.reference import read_reference, reference_for
from services.intake.refusals import KeyReused
from services.intake.secret_code import ReceiptKeys
from services.intake.submission import Posting, Submission, receive
from shared.clock import Clock, local_date
from shared.events.envelope import Actor
from shared.events.facts import CaseFacts
from shared.events.submissions import Raw
from shared.events.vocabulary import Role
from shared.faults import Fault, no_fault
from shared.ids import derived_id, new_id
from shared.organisation import Organisation

PUBLIC = Actor(role=Role.PUBLIC)


class Reception:
    """Every method raises TransientError when the store does not do its part: nothing is stored."""

    def __init__(
        self,
        records: Records,
        attachments: Attachments,
        organisation: Organisation,
        keys: ReceiptKeys,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._records = records
        self._attachments = attachments
        self._organisation = organisation
        self._keys = keys
        self._clock = clock
        self._ledger = Ledger(records, fault)
        self._quarantine = Quarantine(records, organisation, clock, fault)
        self.arrivals = Arrivals(records, ProbeKeys.of(keys.keys), clock)
        """Where test cases end, by whatever door they come."""

    async def accept(
        self,
        request: CaseRequest,
        idempotency_key: str | None,
        *,
        by: Actor = PUBLIC,
        raw: Raw = Raw.FORM,
        posted: bytes | None = None,
        attachments_of: str | None = None,
        suspicion: Suspicion | None = None,
    ) -> Receipt:
        """Store the case, once for each key of one caller, and give its receipt.

        `posted` is the body as it came, where the request was not all of it; `attachments_of` owns
        the uploads that the request names. What is under suspicion is held instead of stored, with
        the same receipt; a test case only arrives. Raises ImpossibleFields, and KeyReused when the
        key was used for another content.
        """
        posting = Posting(
            case_id=_id_for(idempotency_key, by.id or "public", request.channel),
            at=self._clock.now(),
            by=by,
            raw=raw,
            posted=request.model_dump_json().encode() if posted is None else posted,
        )
        if mark := self.arrivals.mark_in(request.text):
            return await self._probed(mark, request, posting)
        if request.attachments:
            posting = await self._with_attachments(request, posting, attachments_of)
        if suspicion is None:
            stored = await self.store(request, posting)
        else:
            findable = self._findable(request, posting)
            stored = await self._quarantine.hold(request, findable, suspicion)
        if stored.fingerprint != submission.fingerprint(request):
            raise KeyReused
        return Receipt(stored.case_id, stored.reference, self._keys.secret(stored.case_id))

    async def store(self, request: CaseRequest, posting: Posting) -> Submission:
        """Store the submission and its event in one write; give the earlier one if there is one.

        Raises ImpossibleFields.
        """
        findable = self._findable(request, posting)
        return await self._ledger.enter(
            receive(request, findable, self._organisation, salt) for salt in range(REFERENCES_TRIED)
        )

    async def _probed(self, mark: ProbeMark, request: CaseRequest, posting: Posting) -> Receipt:
        """Record that a test case has come all the way, and give a receipt that is no case's."""
        self._records.require_prepared()
        today = local_date(posting.at)
        placement = place(request, self._organisation, today)
        await self.arrivals.arrived(mark, posting.raw, placement.board)
        case_id = posting.case_id
        return Receipt(case_id, reference_for(case_id, today.year), self._keys.secret(case_id))

    async def opened(self, reference: str, secret: str) -> Submission | None:
        """What came in with this reference, if the secret is its own; both as a person typed."""
        known = read_reference(reference)
        if known is None:
            return None
        found = await self.with_reference(known)
        if found is None or not self.opens(found.case_id, secret):
            # What is held has the reference of its receipt, also if a case has taken it since.
            held = await self._quarantine.with_reference(known)
            if held is None or not self.opens(held.case_id, secret):
                return None
            return await self.submission(held.case_id) or held.submission
        return found

    async def facts_of(self, received: Submission) -> CaseFacts:
        """The case's newest facts: how far it has come."""
        progress = await self._records.progress.get(received.id)
        return progress.facts if progress else received.facts

    async def submission(self, case_id: UUID) -> Submission | None:
        """What came in as this case, or is held and would be it."""
        known = await self._records.submissions.get(str(case_id))
        return known or _as_case(await self._quarantine.get(case_id))

    async def with_reference(self, reference: str) -> Submission | None:
        """What came in as the case with this reference, or is held and would be it."""
        found = await self._records.submissions.find({"reference": reference})
        return found[0] if found else _as_case(await self._quarantine.with_reference(reference))

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
        raw: Raw = Raw.JSON,
        attachments_of: str | None = None,
    ) -> UUID:
        """Store a message to a case that is known to exist, once for each key; give its id.

        `attachments_of` owns the uploads that the request names. Raises ImpossibleFields, and
        KeyReused when the key was used for another content.
        """
        posting = MessagePosting(
            message_id=_id_for(idempotency_key, "message", case_id),
            case_id=case_id,
            at=self._clock.now(),
            by=by,
            raw=raw,
            posted=posted,
        )
        if request.attachments:
            posting = await self._with_more(request, posting, attachments_of)
        stored = await self.store_message(request, posting)
        if stored.fingerprint != message.fingerprint(request):
            raise KeyReused
        return posting.message_id

    async def store_message(self, request: MessageRequest, posting: MessagePosting) -> Message:
        """Store the message and its event in one write; give the earlier one if there is one.

        What is added to a held submission waits with it.
        """
        received, event = receive_message(request, posting)
        if await self._quarantine.keeps_from(posting.case_id):
            return await self._quarantine.hold_message(received, event)
        return await self._ledger.enter_message(received, event)

    def _findable(self, request: CaseRequest, posting: Posting) -> Posting:
        """With the keys by which a later submission about the same finds this one."""
        today = local_date(posting.at)
        placement = place(request, self._organisation, today)
        keys = keys_of(request, placement, today, self._keys.current)
        return replace(posting, found_by=keys)

    async def _with_attachments(
        self, request: CaseRequest, posting: Posting, owner: str | None
    ) -> Posting:
        """The posting with the uploads claimed, once nothing else can keep the case from coming."""
        self._records.require_prepared()
        receive(request, posting, self._organisation)
        earlier = await self.submission(posting.case_id)
        if earlier and earlier.fingerprint != submission.fingerprint(request):
            raise KeyReused
        claimed = await self._attachments.claim(request.attachments, owner or "", posting.case_id)
        return replace(posting, attachments=claimed)

    async def _with_more(
        self, request: MessageRequest, posting: MessagePosting, owner: str | None
    ) -> MessagePosting:
        self._records.require_prepared()
        earlier = await self._records.messages.get(str(posting.message_id))
        if earlier and earlier.fingerprint != message.fingerprint(request):
            raise KeyReused
        claimed = await self._attachments.claim(
            request.attachments, owner or "", posting.case_id, posting.message_id
        )
        return replace(posting, attachments=claimed)


def _as_case(held: Held | None) -> Submission | None:
    return held.submission if held else None


def _id_for(idempotency_key: str | None, *scope: object) -> UUID:
    return new_id() if idempotency_key is None else derived_id(*scope, idempotency_key)
