"""Answering that personal data of a case are destroyed: reporting never had any."""

from datetime import datetime
from typing import ClassVar

from shared.clock import Clock
from shared.events.envelope import Actor
from shared.events.upkeep import CaseErased, CaseErasureDone, ErasureDetail
from shared.events.vocabulary import Role
from shared.ids import derived_id
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate

SERVICE = "reporting"


class Erasure(Document):
    """That an erasure was answered, by the id of the event that ordered it."""

    collection: ClassVar[str] = "erasures"

    case_id: str
    answered_at: datetime


class Erasures:
    """Answers each order once."""

    def __init__(self, erasures: Collection[Erasure], clock: Clock) -> None:
        self._erasures = erasures
        self._clock = clock

    async def answer(self, event: CaseErased) -> None:
        """Emit `case.erasure-done`; the facts hold nothing personal and stay."""
        now = self._clock.now()
        done = CaseErasureDone(
            id=derived_id(event.id, SERVICE, CaseErasureDone.routing_key),
            occurred_at=now,
            recorded_at=now,
            case_id=event.case_id,
            actor=Actor(role=Role.SERVICE, id=SERVICE),
            correlation_id=event.correlation_id,
            causation_id=event.id,
            producer=SERVICE,
            detail=ErasureDetail(service=SERVICE),
        )
        erasure = Erasure(id=str(event.id), case_id=str(event.case_id), answered_at=now)
        try:
            await self._erasures.insert(erasure, events=[done])
        except Duplicate:
            return
