"""What one case tells another: a link back, a duplicate, how far its lex Sarah case has come.

A step writes one document. The event that goes with it comes back here and changes the other
case, once however often it comes.
"""

from typing import Any
from uuid import UUID

from services.workflow.case import Case
from services.workflow.lex_sarah.reporting import reported
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.linking import has_link, linked
from shared.events.casework import CaseLinked
from shared.events.envelope import FactsEvent
from shared.events.handling import CaseCorrected, CaseDismissed
from shared.events.handling_words import Relation
from shared.events.lex_sarah import (
    LexSarahDecided,
    LexSarahDeclined,
    LexSarahIvoDecided,
    LexSarahIvoNotified,
    LexSarahReported,
)
from shared.events.vocabulary import LexSarahState

_BACK = {
    Relation.RELATED: Relation.RELATED,
    Relation.SAME_MATTER: Relation.SAME_MATTER,
}
_FOLLOWED = ("lex_sarah", "misconduct", "ivo_notified_on")
"""What of a lex Sarah case's facts its origin has too."""


def told_to(event: FactsEvent, links: tuple[UUID, ...] = ()) -> UUID | None:
    """The case that is to know of the event; `links` are the origins of the case it is about."""
    match event:
        case CaseLinked() if event.detail.relation in _BACK:
            return event.detail.to
        case CaseDismissed():
            return event.detail.into
        case LexSarahReported():
            return event.detail.origin
        case LexSarahDeclined() | LexSarahDecided() | LexSarahIvoNotified() | LexSarahIvoDecided():
            return links[0] if links else None
        case _:
            return None


def related(case: Case, event: FactsEvent, step: Step) -> Taken | None:
    """The other case after the event, or None when it knows already."""
    match event:
        case CaseLinked():
            relation = _BACK[event.detail.relation]
            return _with_link(case, event, relation, step)
        case CaseDismissed():
            return _with_link(case, event, Relation.MERGED_FROM, step)
        case LexSarahReported():
            if has_link(case, event.case_id, Relation.LEX_SARAH):
                return None
            return reported(case, step, event.case_id, event.id)
        case _:
            return _following(case, event, step)


def _with_link(case: Case, event: FactsEvent, relation: Relation, step: Step) -> Taken | None:
    if has_link(case, event.case_id, relation):
        return None
    return linked(case, step, event.case_id, relation, event.id)


def _following(case: Case, event: FactsEvent, step: Step) -> Taken | None:
    """The origin keeps its own answer and closing (R52): only what became of the report."""
    changes: dict[str, Any] = {
        name: getattr(event.facts, name)
        for name in _FOLLOWED
        if getattr(event.facts, name) != getattr(case.facts, name)
    }
    if not changes or _is_later(case.facts.lex_sarah, event.facts.lex_sarah):
        return None
    return taken(
        case,
        CaseCorrected,
        step,
        facts=changes,
        detail={"fields": list(changes)},
        cause=event.id,
    )


_ORDER = list(LexSarahState)


def _is_later(known: LexSarahState, told: LexSarahState) -> bool:
    """Whether the origin knows of a later state: events may come in any order."""
    return _ORDER.index(known) > _ORDER.index(told)
