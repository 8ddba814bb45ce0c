"""What is given for a submission."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Receipt:
    """Given for every submission. The secret is shown and never stored."""

    case_id: UUID
    reference: str
    secret: str
