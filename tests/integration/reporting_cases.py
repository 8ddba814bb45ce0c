"""Cases as the workflow would tell of them: step by step, and as snapshots for a rebuild."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from shared.events.envelope import Actor, FactsEvent
from shared.events.handling import CaseInvestigating
from shared.events.upkeep import CaseErased, CaseSnapshot, SnapshotDetail
from shared.events.vocabulary import Role
from shared.ids import derived_id, new_id
from tests.support.submissions import MOMENT


def investigating(case: FactsEvent, seq: int | None = None, **facts: Any) -> CaseInvestigating:
    """A later state of the case, with some facts changed."""
    return CaseInvestigating(
        **_told_by_workflow(case, case.seq + 1 if seq is None else seq, facts), id=new_id()
    )


def erased(case: FactsEvent) -> CaseErased:
    """The order to destroy what is personal."""
    return CaseErased(**_told_by_workflow(case, case.seq + 1, {}), id=new_id())


def snapshots(cases: Iterable[FactsEvent], rebuild: str) -> list[CaseSnapshot]:
    """One for each case, as it is now."""
    known = list(cases)
    return [
        CaseSnapshot(
            **_told_by_workflow(case, case.seq, {}),
            id=derived_id(rebuild, case.case_id),
            detail=SnapshotDetail(rebuild=UUID(rebuild), index=index, total=len(known)),
        )
        for index, case in enumerate(known)
    ]


def _told_by_workflow(case: FactsEvent, seq: int, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "occurred_at": MOMENT,
        "recorded_at": MOMENT,
        "case_id": case.case_id,
        "seq": seq,
        "actor": Actor(role=Role.CASEWORKER, id="handlaggare.ekonomi"),
        "correlation_id": case.correlation_id,
        "producer": "workflow",
        "facts": case.facts.model_copy(update=facts),
    }
