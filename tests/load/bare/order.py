"""What one process of the bare journey is told before it starts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self

Way = Literal["one_at_a_time", "batched"]
Role = Literal["intake", "workflow", "notifications", "reporting"]


@dataclass(frozen=True, slots=True)
class Order:
    """`received` and `registered` are the two events of an ordinary case, as JSON objects."""

    way: Way
    role: Role
    amqp_url: str
    mongo_url: str
    driver: Literal["motor", "pymongo"]
    queue_type: Literal["classic", "quorum"]
    database: str
    concurrency: int
    received: Mapping[str, Any]
    registered: Mapping[str, Any]

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**fields)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def prefetch(self) -> int:
        """One at a time handles as many messages at once as cases are fed at once.

        A batch may grow to what the product may have in its hands.
        """
        return self.concurrency if self.way == "one_at_a_time" else 200
