"""What the public pages ask of intake."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from services.intake.case_request import CaseRequest
from shared.events.facts import CaseFacts


@dataclass(frozen=True)
class Receipt:
    """Given for every submission. The secret is shown and never stored."""

    case_id: UUID
    reference: str
    secret: str


@dataclass(frozen=True)
class FollowedCase:
    """What the one who handed it in may see."""

    facts: CaseFacts


class Intake(Protocol):
    """Takes in and shows submissions. Both raise TransientError when the store does not answer."""

    async def accept(self, request: CaseRequest, idempotency_key: str | None) -> Receipt:
        """Store the case. The same key gives the same receipt again, secret included."""
        ...

    async def follow(self, reference: str, secret: str) -> FollowedCase | None:
        """The case with this reference, if the secret is its own; else None.

        Both come as a person typed them: spaces, hyphens and letter case may differ.
        """
        ...
