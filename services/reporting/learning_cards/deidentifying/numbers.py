"""Identity numbers, telephone numbers, e-mail addresses, and numbers of cases."""

import re
from collections.abc import Iterable, Iterator

from services.reporting.learning_cards.deidentifying.characters import BETWEEN, INVISIBLE
from services.reporting.learning_cards.deidentifying.places import Place, Rule, all_of, place
from shared.pages.phrases import phrase

_PHONE = phrase("Ser ut som ett telefonnummer.")
_IDENTITY = phrase("Ser ut som ett personnummer eller samordningsnummer.")
_EMAIL = phrase("Ser ut som en e-postadress.")
_CASE = phrase("Ser ut som ett diarienummer eller en referens till ett ärende.")

_SHORT_PHONE, _LONGEST_PHONE = 7, 11
"""Digits of a number with its area code, the shortest of them doubtful, and of the longest."""
_CERTAIN_PHONE = 8
_CO_ORDINATION = 60
"""Added to the day of birth in a samordningsnummer."""

_MOBILE = re.compile(rf"(?<!\d)07[02369]{BETWEEN}(?:\d{BETWEEN}){{6}}\d(?!\d)")
_WITH_AREA_CODE = re.compile(rf"(?<![\d\-])0\d{{1,3}}-{BETWEEN}(?:\d{BETWEEN}){{3,7}}\d(?!\d)")
_ABROAD = re.compile(rf"(?<!\d)(?:\+|00)[1-9](?:[\s\-().{INVISIBLE}]{{0,3}}\d){{6,13}}(?!\d)")
_SPACED = re.compile(rf"(?<!\d)0\d{{1,3}}(?:[\s{INVISIBLE}]\d{{2,4}}){{2,4}}(?!\d)")
_WITHOUT_AREA_CODE = re.compile(r"(?<![\d\-])\d{2,3}[ \-]\d{2}[ \-]\d{2}(?![\d\-])")
_IDENTITY_NUMBER = re.compile(
    rf"(?<!\d)(?:(?:18|19|20){BETWEEN})?\d{BETWEEN}\d{BETWEEN}"
    rf"(?P<month>\d{BETWEEN}\d){BETWEEN}(?P<day>\d{BETWEEN}\d){BETWEEN}"
    rf"(?:(?:\d{BETWEEN}){{3}}\d|(?<=[\-+])(?:[A-ZÅÄÖ]\d{{3}}|[A-ZÅÄÖ]{{2}}\d{{2}}|[Xx*]{{4}}))"
    r"(?!\d)"
)
_ADDRESS = re.compile(
    r"(?<![^\s@<>(),;:])[^\s@<>(),;:]+[\s]?(?:@|\((?:at|a|snabel-?a)\)|\[at\])[\s]?[\w\-]+(?:\s?\.\s?[\w\-]+)+",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?<![\w\-])\d\d-[0-9A-Z]{5}-[0-9A-Z]{5}(?:-LS)?(?![\w\-])", re.IGNORECASE)
_REFERENCE_IN_CAPITALS = re.compile(r"(?<!\w)\d\d ?(?=[A-Z]*\d)[0-9A-Z]{5} ?[0-9A-Z]{5}(?!\w)")
_CASE_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_LABELLED = re.compile(
    r"\b(?:dnr|diarienr|diarienummer|diariet|ärendenummer|ärendenr|ärende nr|referens|ref)\b"
    r"[\s.:]*(?:[A-ZÅÄÖ]{1,10}[\s\-/:._])?\d[\w\-/:.]*\d",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(r"(?<![\w\-/:])(?:20\d\d[\-/:]\d{3,6}|\d{1,6}/20\d\d)(?![\w\-/:])(?!\.\d)")


def telephone_numbers(text: str) -> Iterator[Place]:
    """With country or area code, and doubtfully without."""
    yield from all_of(_MOBILE, Rule.PHONE, text, _PHONE)
    yield from all_of(_ABROAD, Rule.PHONE, text, _PHONE)
    for pattern in (_WITH_AREA_CODE, _SPACED):
        for found in pattern.finditer(text):
            digits = sum(character.isdigit() for character in found[0])
            if _SHORT_PHONE <= digits <= _LONGEST_PHONE:
                sure = digits >= _CERTAIN_PHONE
                yield place(Rule.PHONE, text, found.span(), _PHONE, certain=sure)
    yield from all_of(_WITHOUT_AREA_CODE, Rule.PHONE, text, _PHONE, certain=False)


def identity_numbers(text: str) -> Iterator[Place]:
    """Ten or twelve digits that begin with a day, however they are parted.

    The check digit is not asked for: one that is typed wrong points out somebody all the same.
    """
    for found in _IDENTITY_NUMBER.finditer(text):
        month, day = (int(re.sub(r"\D", "", found[name])) for name in ("month", "day"))
        if 1 <= month <= 12 and 1 <= (day - _CO_ORDINATION if day > _CO_ORDINATION else day) <= 31:
            yield place(Rule.IDENTITY_NUMBER, text, found.span(), _IDENTITY)


def email_addresses(text: str) -> Iterator[Place]:
    """Also with `(at)` for the sign."""
    yield from all_of(_ADDRESS, Rule.EMAIL, text, _EMAIL)


def case_numbers(text: str, codes: Iterable[str]) -> Iterator[Place]:
    """References, ids, and diary numbers; `codes` are what the boards' begin with."""
    for pattern in (_REFERENCE, _REFERENCE_IN_CAPITALS, _CASE_ID, _LABELLED):
        yield from all_of(pattern, Rule.CASE_NUMBER, text, _CASE)
    if alternatives := "|".join(re.escape(code) for code in codes):
        numbered = re.compile(
            rf"(?<!\w)(?:{alternatives})[\s\-/:._]{{0,2}}\d{{1,6}}[\s\-/:._]\d(?:[\w\-/:.]*\w)?",
            re.IGNORECASE,
        )
        yield from all_of(numbered, Rule.CASE_NUMBER, text, _CASE)
    yield from all_of(_BY_YEAR, Rule.CASE_NUMBER, text, _CASE, certain=False)
