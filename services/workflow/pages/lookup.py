"""Finds another case by the number that someone has typed."""

from typing import Any

from services.workflow.case import Case
from services.workflow.numbers import FIELD as NUMBERS
from services.workflow.numbers import folded_number
from shared.store.collection import Collection, Where
from shared.typed_references import typed_reference

_LONGEST = 80


async def find_case(cases: Collection[Case], number: str, visible: Where) -> Case | None:
    """The case with exactly this diary number or reference, of those in `visible`. One read."""
    wanted = " ".join(number.split())[:_LONGEST]
    if not wanted:
        return None
    indexed = {NUMBERS: folded_number(wanted)}
    found = await cases.find(indexed, also={**_named(wanted), **visible}, limit=2)
    return found[0] if len(found) == 1 else None


def _named(wanted: str) -> dict[str, Any]:
    reference = typed_reference(wanted)
    return {"facts.reference": reference} if reference else {"facts.diary_number": wanted}
