"""How a step of handling changes a case: the parts that all steps share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from services.workflow.case import Case, HistoryEntry
from services.workflow.control_points import with_points
from services.workflow.document_list import with_lacking
from services.workflow.external_diary.entry import has_news
from services.workflow.finders import with_finders
from services.workflow.papers import NewPaper, numbered
from shared.clock import local_date
from shared.errors import PermanentError
from shared.events.envelope import Actor, FactsEvent
from shared.ids import derived_id
from shared.pages.phrases import Phrase

PRODUCER = "workflow"


class StepRefused(PermanentError):
    """The case's state does not allow the step; `reasons` say why, each for itself."""

    slug: ClassVar[str] = "step_refused"

    def __init__(self, *reasons: Phrase) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Step:
    """Who takes a step, and when (UTC)."""

    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Taken:
    """A step that was taken: the case as it is now, and what to tell the others."""

    case: Case
    event: FactsEvent


def taken(
    case: Case,
    event_class: type[FactsEvent],
    step: Step,
    *,
    facts: dict[str, Any],
    detail: dict[str, Any],
    reason: str | None = None,
    cause: Any = None,
    papers: Sequence[NewPaper] = (),
    **changes: Any,
) -> Taken:
    """The case one `seq` further, with its history, and the event that tells of it.

    `papers` are those that the step makes. The event's id comes from the case and `seq`: the same
    state can be told of only once.
    """
    seq = case.seq + 1
    changed = with_facts_of_parts(
        case.model_copy(
            update={
                "seq": seq,
                "facts": case.facts.model_copy(update=facts),
                "history": (
                    *case.history,
                    HistoryEntry(
                        seq=seq,
                        step=event_class.routing_key,
                        at=step.at,
                        actor=step.actor,
                        changes={name: _shown(value) for name, value in facts.items()},
                        before={name: _shown(getattr(case.facts, name)) for name in facts},
                        reason=reason,
                    ),
                ),
                "papers": numbered(case.papers, tuple(papers), seq, local_date(step.at)),
                **changes,
            }
        )
    )
    if changed.mirror and "mirror" not in changes and has_news(case, changed):
        changed = changed.model_copy(update={"mirror": changed.mirror.wanted(step.at)})
    event = event_class.model_validate(
        {
            "id": derived_id(case.id, seq, event_class.routing_key),
            "occurred_at": step.at,
            "recorded_at": step.at,
            "case_id": case.case_id,
            "seq": seq,
            "actor": step.actor,
            "correlation_id": case.correlation_id,
            "causation_id": cause,
            "producer": PRODUCER,
            "facts": changed.facts,
            "detail": detail,
        }
    )
    return Taken(changed, event)


def with_facts_of_parts(case: Case) -> Case:
    """The case with the facts that follow from all of it: points, missing documents, finders."""
    return with_lacking(with_points(with_finders(case)))


def _shown(value: Any) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value) or None
    return None if value is None else str(value)
