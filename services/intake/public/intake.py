"""What the public pages ask of intake."""

from typing import Protocol

from services.intake.abuse.suspicion import Suspicion
from services.intake.case_request import CaseRequest
from services.intake.receipt import Receipt


class Intake(Protocol):
    """Takes in submissions."""

    async def accept(
        self,
        request: CaseRequest,
        idempotency_key: str | None,
        *,
        attachments_of: str | None = None,
        suspicion: Suspicion | None = None,
    ) -> Receipt:
        """Store the case. The same key gives the same receipt again, secret included.

        `attachments_of` owns the files that the request names; what is under suspicion is held.
        Raises ImpossibleFields, and TransientError when the store does not answer.
        """
        ...
