"""The registrar's list of what the municipality's own diary would not take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from services.workflow.access import Access
from services.workflow.access_table import roles_that_may
from services.workflow.external_diary.conflicts import Conflicts, MirroredCase
from services.workflow.external_diary.mirror import MirrorState, Problem
from shared.events.vocabulary import Kind, Status
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.web.openapi import problems


class Unsettled(BaseModel):
    """A case that the other diary does not have as it is: nothing personal."""

    case_id: UUID
    seq: int
    reference: str
    board: str
    unit: str | None
    kind: Kind
    status: Status
    diary_number: str | None
    state: MirrorState
    since: datetime
    """Since when (UTC)."""
    problem: Problem | None
    """What went wrong last."""
    next_attempt_at: datetime | None
    """UTC; None where nothing is tried until the registrar says so."""

    @classmethod
    def of(cls, case: MirroredCase) -> Self:
        facts, mirror = case.facts, case.mirror
        return cls(
            case_id=case.case_id,
            seq=case.seq,
            reference=facts.reference,
            board=facts.board,
            unit=facts.unit,
            kind=facts.kind,
            status=facts.status,
            diary_number=facts.diary_number,
            state=mirror.state,
            since=mirror.since,
            problem=mirror.problem,
            next_attempt_at=mirror.waiting.due if mirror.waiting else None,
        )


class UnsettledPage(BaseModel):
    """What has waited longest, and how many there are in all."""

    items: Sequence[Unsettled]
    total: int


def conflict_list(
    conflicts: Conflicts, access: Access, authentication: Authentication
) -> APIRouter:
    """What the registrar has to look at where another system keeps the diary."""
    router = APIRouter(tags=["diary"], responses=problems(401, 403, 422, 503))
    Reader = Annotated[  # noqa: N806
        Principal, Depends(authentication.one_of(*roles_that_may(Access.DIARY)))
    ]

    @router.get("/diary/conflicts", summary="What the municipality's own diary would not take")
    async def show(
        reader: Reader,
        unnumbered: Annotated[
            bool, Query(description="Instead those that still wait for their number.")
        ] = False,
        limit: Annotated[int, Query(ge=1, le=200, description="Items, at most.")] = 100,
    ) -> UnsettledPage:
        visible = access.visible(reader, Access.DIARY)
        found = await conflicts.oldest(visible, limit, unnumbered=unnumbered)
        total = await conflicts.count(visible, unnumbered=unnumbered)
        return UnsettledPage(items=[Unsettled.of(case) for case in found], total=total)

    return router
