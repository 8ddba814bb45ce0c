"""References of cases as people type them: in capitals or not, with or without hyphens."""

import re

_REFERENCE = re.compile(r"\d\d-?[0-9A-Z]{5}-?[0-9A-Z]{5}(-LS)?")
_OF_LEX_SARAH = "-LS"


def typed_reference(text: str) -> str | None:
    """The reference as it is stored, for instance `26-7K2QF-9XD4M`; None if it is none."""
    compact = text.upper().replace(" ", "")
    if not _REFERENCE.fullmatch(compact):
        return None
    suffix = _OF_LEX_SARAH if compact.endswith(_OF_LEX_SARAH) else ""
    signs = compact.removesuffix(_OF_LEX_SARAH).replace("-", "")
    return f"{signs[:2]}-{signs[2:7]}-{signs[7:]}{suffix}"
