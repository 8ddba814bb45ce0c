"""The reason that someone signs for what they decided of something put aside. Pure."""

from shared.pages.phrases import Phrase, phrase

LONGEST = 1000
"""Characters."""


def wrong_reason(reason: str, *, missing: Phrase) -> Phrase | None:
    """What must be put right of the reason; `missing` where nothing was written."""
    if not reason:
        return missing
    if len(reason) > LONGEST:
        return phrase("Korta texten till högst %(limit)s tecken.", limit=LONGEST)
    return None
