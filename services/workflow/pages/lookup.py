"""Finds another case by the number that someone has typed."""

import re
from typing import Any

from services.workflow.case import Case
from services.workflow.numbers import FIELD as NUMBERS
from services.workflow.numbers import folded_number
from shared.store.collection import Collection, Where

_REFERENCE = re.compile(r"\d\d-?[0-9A-Z]{5}-?[0-9A-Z]{5}(-LS)?")
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
    compact = wanted.upper().replace(" ", "")
    if _REFERENCE.fullmatch(compact):
        return {"facts.reference": _with_hyphens(compact)}
    return {"facts.diary_number": wanted}


def _with_hyphens(reference: str) -> str:
    suffix = "-LS" if reference.endswith("-LS") else ""
    signs = reference.removesuffix("-LS").replace("-", "")
    return f"{signs[:2]}-{signs[2:7]}-{signs[7:]}{suffix}"
