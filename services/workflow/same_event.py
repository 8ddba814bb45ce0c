"""Cases that may tell of the same event: a review's finding and the unit's own report (R84).

What a review, the economy function or another authority finds may have been reported by the unit
itself. Merged, the event counts once. Nothing is merged by itself: cases are proposed, and
somebody who has read both decides.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.workflow.access import Access
from services.workflow.case import FINISHED, Case
from services.workflow.event_day import event_day
from services.workflow.listing import ListedCase
from shared.events.vocabulary import DiscoveredBy, Kind, Status
from shared.identity.principal import Principal
from shared.store.collection import Collection

WITHIN_DAYS = 14
"""Between two cases of the same event, by the days it happened, or else came in: a unit writes
down what a review finds within days of when it happened, and later ones are met too often."""
AT_MOST = 5
_READ = 200
"""Cases of a unit within the days: more than that are not looked through."""
OUTSIDE = frozenset(
    {DiscoveredBy.ECONOMY, DiscoveredBy.TARGETED_REVIEW, DiscoveredBy.OTHER_AUTHORITY}
)
"""Those who find what a unit may have reported itself."""
_ELSEWHERE = frozenset({Status.DISMISSED, Status.REFERRED})


@dataclass(frozen=True)
class Match:
    """A case that is proposed, and why. `days` is how far it lies after this one, or before."""

    case: ListedCase
    same_category: bool
    days: int
    merge_from: str | None
    """The case to be written off: what came from outside, if it is open. None: link them only."""


class SameEvent:
    """Finds cases to propose, of those that someone may read."""

    def __init__(self, cases: Collection[ListedCase], access: Access) -> None:
        self._cases = cases
        self._access = access

    async def matches(self, principal: Principal, case: Case) -> tuple[Match, ...]:
        """The likeliest first. One read over an index where there may be any, else none."""
        if not _is_asked_of(case) or not any(
            self._access.may(principal, step, case) for step in ("merge", "link")
        ):
            return ()
        found = await self._cases.find(
            near(case),
            also={**like(case), **self._access.visible(principal, Access.READ)},
            sort=[("event_day", 1), ("_id", 1)],
            limit=_READ,
            fields=ListedCase.fields,
        )
        return likeliest(case, found)


def near(case: Case) -> dict[str, Any]:
    """Cases of the unit around the day, as a filter that an index serves."""
    day, span = event_day(case.facts), timedelta(days=WITHIN_DAYS)
    return {
        "facts.unit": case.facts.unit,
        "event_day": {"$gte": (day - span).isoformat(), "$lte": (day + span).isoformat()},
    }


def like(case: Case) -> dict[str, Any]:
    """What those must be like to tell of the same event, as a filter of the store."""
    facts = case.facts
    same: list[dict[str, Any]] = [{"facts.kind": facts.kind.value}]
    if facts.category is not None:
        same.append({"facts.category": facts.category})
    return {
        "facts.board": facts.board,
        "facts.discovered_by": {"$in": sorted(_counterparts(facts.discovered_by))},
        "facts.status": {"$nin": sorted(_ELSEWHERE)},
        "$and": [
            {"facts.kind": {"$ne": Kind.LEX_SARAH.value}},
            {"_id": {"$nin": [case.id, *(str(link.case_id) for link in case.links)]}},
            {"$or": same},
        ],
    }


def likeliest(case: Case, found: Iterable[ListedCase]) -> tuple[Match, ...]:
    """The same category before the kind alone, and the nearest day first."""
    matches = [_match(case, each) for each in found]
    matches.sort(key=lambda match: (not match.same_category, abs(match.days), match.case.id))
    return tuple(matches[:AT_MOST])


def _match(case: Case, other: ListedCase) -> Match:
    category = case.facts.category
    return Match(
        other,
        same_category=category is not None and other.facts.category == category,
        days=(event_day(other.facts) - event_day(case.facts)).days,
        merge_from=next(_written_off(case, other), None),
    )


def _written_off(case: Case, other: ListedCase) -> Iterator[str]:
    """What came from outside goes into the unit's own, which is being handled there."""
    for each in (case, other):
        is_open = each.facts.status not in FINISHED | {Status.PAUSED}
        if is_open and each.facts.discovered_by in OUTSIDE:
            yield each.id


def _is_asked_of(case: Case) -> bool:
    facts = case.facts
    asked = {*OUTSIDE, DiscoveredBy.UNIT}
    return (
        facts.unit is not None
        and facts.kind is not Kind.LEX_SARAH
        and facts.status not in _ELSEWHERE
        and facts.discovered_by in asked
    )


def _counterparts(found_by: DiscoveredBy) -> frozenset[DiscoveredBy]:
    """Who else may have found it: anyone else, or of a unit's own those from outside."""
    return frozenset(DiscoveredBy) - {found_by} if found_by in OUTSIDE else OUTSIDE
