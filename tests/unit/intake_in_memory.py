"""Intake for the pages' own tests: it remembers what it took in, and can be told to be down."""

from dataclasses import dataclass, field
from datetime import timedelta

from services.intake.case_request import CaseRequest
from services.intake.public_intake import FollowedCase, Receipt
from shared.clock import Clock, local_date
from shared.errors import Unavailable
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Acknowledgement, Status
from shared.ids import derived_id, new_id


@dataclass
class IntakeInMemory:
    """Gives each case a diary number and someone responsible at once, so that there is a way."""

    clock: Clock
    down: bool = False
    cases: dict[str, FollowedCase] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)

    async def accept(self, request: CaseRequest, idempotency_key: str | None) -> Receipt:
        if self.down:
            raise Unavailable("the store does not answer: try again")
        key = idempotency_key or str(new_id())
        if key not in self.receipts:
            receipt = self._receipt()
            self.receipts[key] = receipt
            self.cases[_plain(receipt.reference + receipt.secret)] = self._case(request, receipt)
        return self.receipts[key]

    async def follow(self, reference: str, secret: str) -> FollowedCase | None:
        return self.cases.get(_plain(reference + secret))

    def _receipt(self) -> Receipt:
        case_id = new_id()
        letters = derived_id("secret", case_id).hex.upper()
        return Receipt(case_id, f"LY-{letters[:4]}-{letters[4:8]}", letters[8:24])

    def _case(self, request: CaseRequest, receipt: Receipt) -> FollowedCase:
        now = self.clock.now()
        return FollowedCase(
            CaseFacts(
                reference=receipt.reference,
                board=request.board,
                unit=request.unit,
                kind=request.kind,
                first_kind=request.kind,
                channel=request.channel,
                category=request.category,
                anonymous=request.anonymous,
                feedback_wish=request.feedback_wish.wanted,
                status=Status.ASSIGNED,
                diary_number=f"{request.board.upper()} 2026-00047",
                acknowledgement=Acknowledgement.SENT,
                received_on=local_date(now),
                received_at=now,
                registered_at=now + timedelta(seconds=1),
                acknowledged_at=now + timedelta(seconds=2),
                assigned_at=now + timedelta(seconds=3),
            )
        )


def _plain(code: str) -> str:
    return "".join(character for character in code.upper() if character.isalnum())
