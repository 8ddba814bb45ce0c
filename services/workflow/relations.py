"""What one case tells another: a link back, a duplicate, how far its lex Sarah case has come.

A step writes one document. The event that goes with it comes back here and changes the other
case, once however often it comes.
"""

from typing import Any
from uuid import UUID

from services.workflow.case import Case, Link
from services.workflow.finders import FACT, link_from, says_to, with_finders
from services.workflow.lex_sarah.reporting import reported
from services.workflow.stepping import Step, Taken, taken
from services.workflow.steps.linking import has_link, linked
from shared.events.casework import CaseLinked
from shared.events.envelope import FactsEvent
from shared.events.handling import CaseCorrected, CaseInvestigating
from shared.events.handling_words import Relation
from shared.events.lex_sarah import (
    LexSarahDecided,
    LexSarahDeclined,
    LexSarahIvoDecided,
    LexSarahIvoNotified,
    LexSarahReported,
)

_BACK = {
    Relation.RELATED: Relation.RELATED,
    Relation.SAME_MATTER: Relation.SAME_MATTER,
}
_FOLLOWED = ("lex_sarah", "misconduct", "ivo_notified_on")
"""What of a lex Sarah case's facts its origin has too."""
FOLLOWED = frozenset(
    each.routing_key
    for each in (
        CaseInvestigating,
        LexSarahDeclined,
        LexSarahDecided,
        LexSarahIvoNotified,
        LexSarahIvoDecided,
    )
)
"""What a lex Sarah case's origin is told of."""


def told_to(event: FactsEvent, links: tuple[UUID, ...] = ()) -> UUID | None:
    """The case that is to know of the event; `links` are the origins of the case it is about."""
    match event:
        case CaseLinked() if event.detail.relation in _BACK:
            return event.detail.to
        case LexSarahReported():
            return event.detail.origin
        case FactsEvent() if event.type in FOLLOWED:
            return links[0] if links else None
        case _:
            return None


def related(case: Case, event: FactsEvent, step: Step) -> Taken | None:
    """The other case after the event, or None when it knows already."""
    match event:
        case CaseLinked():
            relation = _BACK[event.detail.relation]
            return _with_link(case, event, relation, step)
        case _:
            return _following(case, event, step)


def agreed(kept: Case, duplicate: Case, event: FactsEvent, step: Step) -> Taken | None:
    """The case that a duplicate was merged into, after the event; None when it knows already.

    It is held against the duplicate as that one stands, not as it stood at the event: so the order
    of events does not matter. Whoever writes this looks at both once more, since the duplicate may
    have been changed meanwhile (`Handling.relate`).
    """
    said = says_to(duplicate, kept)
    known = link_from(kept, duplicate)
    if known is not None and known.found_by == said:
        return None
    newer = Link(
        relation=Relation.MERGED_FROM,
        case_id=duplicate.case_id,
        at=known.at if known else step.at,
        found_by=said,
    )
    links = (*(link for link in kept.links if link is not known), newer)
    also = with_finders(kept.model_copy(update={"links": links})).facts.also_found_by
    facts = {} if also == kept.facts.also_found_by else {FACT: also}
    if known is None:
        detail: dict[str, Any] = {"to": duplicate.case_id, "relation": Relation.MERGED_FROM}
        return taken(
            kept, CaseLinked, step, facts=facts, detail=detail, cause=event.id, links=links
        )
    return taken(
        kept,
        CaseCorrected,
        step,
        facts=facts,
        detail={"fields": list(facts)},
        cause=event.id,
        links=links,
    )


def _with_link(case: Case, event: FactsEvent, relation: Relation, step: Step) -> Taken | None:
    if has_link(case, event.case_id, relation):
        return None
    return linked(case, step, event.case_id, relation, event.id)


def _following(case: Case, event: FactsEvent, step: Step) -> Taken | None:
    """The origin keeps its own answer and closing (R52): only what became of the report.

    Events come in any order. The link keeps which state of the lex Sarah case is known: an older
    one says nothing, and a newer one that comes before the report itself makes the link.
    """
    known = next(
        (
            link
            for link in case.links
            if link.relation is Relation.LEX_SARAH and link.case_id == event.case_id
        ),
        None,
    )
    if known is not None and event.seq <= known.seq:
        return None
    changes: dict[str, Any] = {
        name: getattr(event.facts, name)
        for name in _FOLLOWED
        if getattr(event.facts, name) != getattr(case.facts, name)
    }
    if known is None:
        return reported(case, step, event.case_id, event.id, seq=event.seq, facts=changes)
    if not changes:
        return None
    newer = known.model_copy(update={"seq": event.seq})
    return taken(
        case,
        CaseCorrected,
        step,
        facts=changes,
        detail={"fields": list(changes)},
        cause=event.id,
        links=tuple(newer if link is known else link for link in case.links),
    )
