"""Where someone lives: streets with their numbers, postal codes, rooms and flats."""

import re
from collections.abc import Iterator

from services.reporting.learning_cards.deidentifying.places import Place, Rule, all_of
from shared.pages.phrases import phrase

_STREET = phrase("Ser ut som en gatuadress.")
_POSTAL = phrase("Ser ut som ett postnummer.")
_ROOM = phrase("Ett rum eller en lägenhet kan peka ut den som bor där.")

_ENDINGS = (
    r"(?i:gatan?|vägen|väg|gränd(?:en)?|torget|torg|stigen|stig|allén?|backen|backe|leden|esplanaden"
    r"|platsen|kajen|parken|slingan|promenaden|gården|höjden|rondellen|bron?|plan)"
)
_NUMBER = (
    r"\s+\d{1,4}(?:\s?[A-Ha-h])?\b(?!\s?(?:%|procent|gånger|dagar|veckor|personer|år|st|kr)\b)"
)
_WITH_NUMBER = re.compile(
    rf"\b(?:[A-ZÅÄÖ][\w\-:]*\s+){{0,2}}(?:[A-ZÅÄÖ][\w\-]*{_ENDINGS}|[A-ZÅÄÖ]\w+s?\s{_ENDINGS}){_NUMBER}"
)
_SMALL_LETTERS = re.compile(rf"\b[a-zåäö]{{3,}}{_ENDINGS}{_NUMBER}")
_WITHOUT_NUMBER = re.compile(
    r"(?<!^)(?<![.!?:\n]\s)\b[A-ZÅÄÖ][\w\-]+(?:gatan|vägen|gränd|gränden|torget|stigen|allén)\b"
)
_POSTAL_CODE = re.compile(r"(?<!\d)[1-9]\d{2}\s?\d{2}\s+[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]+")
_HOME = re.compile(
    r"\b(?:lägenhet(?:en)?|lgh|rum(?:met)?|rumsnummer|trappuppgång|port|box)\.?\s*(?:nr\.?\s*)?\d+\w?\b",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[Place]:
    """Certain with a capital letter and a number."""
    yield from all_of(_WITH_NUMBER, Rule.ADDRESS, text, _STREET)
    yield from all_of(_POSTAL_CODE, Rule.ADDRESS, text, _POSTAL)
    for pattern in (_SMALL_LETTERS, _WITHOUT_NUMBER):
        yield from all_of(pattern, Rule.ADDRESS, text, _STREET, certain=False)
    yield from all_of(_HOME, Rule.ADDRESS, text, _ROOM, certain=False)
