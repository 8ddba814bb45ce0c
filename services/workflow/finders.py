"""Who found an event that several cases tell of, so that it counts once (R76, R84). Pure.

A duplicate that is merged says by whom the event was found too. The case that remains keeps that
beside its link, and its fact `also_found_by` follows from all such links and from nothing else.
"""

from uuid import UUID

from services.workflow.case import Case, Link
from shared.events.casework import CaseLinked
from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.events.handling import CaseCorrected, CaseDismissed, CaseReopened
from shared.events.handling_words import DismissReason, Relation
from shared.events.vocabulary import DiscoveredBy

FACT = "also_found_by"


def finders(facts: CaseFacts) -> tuple[DiscoveredBy, ...]:
    """Everyone who is known to have found it, each once, in the order of the words."""
    known = {facts.discovered_by, *facts.also_found_by} - {DiscoveredBy.UNKNOWN}
    return tuple(each for each in DiscoveredBy if each in known)


def with_finders(case: Case) -> Case:
    """The case with `also_found_by` as the cases that are merged into it say."""
    told = {each for link in case.links for each in link.found_by}
    others = told - {case.facts.discovered_by, DiscoveredBy.UNKNOWN}
    also = tuple(each for each in DiscoveredBy if each in others)
    return case.model_copy(update={"facts": case.facts.model_copy(update={FACT: also})})


def merged_into(case: Case) -> UUID | None:
    """The case that has this one's matter now; None while it stands for itself.

    A dismissal of before `into` was kept is a merge where its link is of the same moment.
    """
    dismissal = case.dismissal
    if dismissal is None or dismissal.reason is not DismissReason.DUPLICATE:
        return None
    if dismissal.into is not None:
        return dismissal.into
    return next(
        (
            link.case_id
            for link in case.links
            if link.relation is Relation.MERGED_INTO and link.at == dismissal.at
        ),
        None,
    )


def told_to_merged(case: Case) -> tuple[UUID, ...]:
    """The cases that it is or has been merged into: those that must know what it says now."""
    return tuple(link.case_id for link in case.links if link.relation is Relation.MERGED_INTO)


def says_to(duplicate: Case, kept: Case) -> tuple[DiscoveredBy, ...]:
    """What the duplicate tells that case of who found it: nothing once it is taken up again."""
    return finders(duplicate.facts) if merged_into(duplicate) == kept.case_id else ()


def link_from(kept: Case, duplicate: Case) -> Link | None:
    """The kept case's link to the duplicate; None before it has been told."""
    return next(
        (
            link
            for link in kept.links
            if link.relation is Relation.MERGED_FROM and link.case_id == duplicate.case_id
        ),
        None,
    )


def may_change_what_is_said(event: FactsEvent) -> bool:
    """Whether the event may change what its case tells those that it was merged into."""
    match event:
        case CaseDismissed() | CaseReopened():
            return True
        case CaseLinked():
            return event.detail.relation is Relation.MERGED_FROM
        case CaseCorrected():
            return not {FACT, "discovered_by"}.isdisjoint(event.detail.fields)
        case _:
            return False
