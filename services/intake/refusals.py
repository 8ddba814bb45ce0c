"""Why intake does not take something: the sender must change it, and is told how."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from shared.errors import PermanentError


class FieldFault(NamedTuple):
    """One field, what is wrong with it, and what is allowed."""

    field: str
    message: str


class ImpossibleFields(PermanentError):
    """Fields that are well formed but cannot be: no such board, a day that has not been."""

    slug: ClassVar[str] = "invalid"

    def __init__(self, faults: Sequence[FieldFault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults))
        self.faults = tuple(faults)


class KeyReused(PermanentError):
    """The idempotency key has been used for something else."""

    slug: ClassVar[str] = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for another content. Send a new key with new content."
        )
