"""What a Swedish text counts: complaints, deviations, women, as kinds and genders of cases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from shared.events.vocabulary import Gender, Kind

_KINDS: tuple[tuple[str, frozenset[Kind]], ...] = (
    (
        r"lex[ -]?sarah(?:[ -]?(?:rapport|anmäl|ärende|utredning|händelse|fall)\w*)?",
        frozenset({Kind.LEX_SARAH}),
    ),
    (
        r"(?:klagomåls- och synpunkts?|synpunkts?- och klagomåls?)-?ärende\w*",
        frozenset({Kind.COMPLAINT, Kind.VIEW}),
    ),
    (r"klagomål(?:en|et|särende\w*)?", frozenset({Kind.COMPLAINT})),
    (r"synpunkt(?:er|erna|en|särende\w*)?", frozenset({Kind.VIEW})),
    (r"förslag(?:en|et)?", frozenset({Kind.SUGGESTION})),
    (r"beröm(?:met|men)?", frozenset({Kind.PRAISE})),
    (r"avvikelse(?:r|rna|n|rapport\w*|ärende\w*)?", frozenset({Kind.DEVIATION})),
    (
        r"(?:ärende(?:n|na|t)?|(?:in)?rapportering(?:ar|arna|en)?|rapporter(?:na)?|fall(?:en|et)?)",
        frozenset(),
    ),
)
_GENDERS: tuple[tuple[str, Gender], ...] = (
    (r"kvinn(?:or|orna|a|an)", Gender.WOMAN),
    (r"(?:män(?:nen)?|mannen|man(?= (?:har|rapport)))", Gender.MAN),
)
_NOUN = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<k{number}>{pattern})" for number, (pattern, _) in enumerate(_KINDS))
    + r")(?!\w)",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<g{number}>{pattern})" for number, (pattern, _) in enumerate(_GENDERS))
    + r")(?!\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:\s*(?:,|och/eller|och|samt|eller|/|respektive)\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """Cases of these kinds, or of any where there are none; and where it stands."""

    kinds: tuple[Kind, ...]
    text: str
    start: int
    end: int


def subjects(text: str) -> Iterator[Subject]:
    """What is counted, each noun by itself, in order."""
    for found in _NOUN.finditer(text):
        kinds = next(
            words for number, (_, words) in enumerate(_KINDS) if found[f"k{number}"] is not None
        )
        yield Subject(tuple(sorted(kinds)), found[0], found.start(), found.end())


def joined(text: str, first: Subject, later: list[Subject]) -> Subject:
    """The subject with those that are counted together with it: `klagomål och synpunkter`.

    What has a number of its own is not counted together: `3 klagomål och 3 avvikelser`.
    """
    together = first
    for subject in later:
        if not _JOINED.fullmatch(text[together.end : subject.start]):
            break
        kinds = tuple(sorted({*together.kinds, *subject.kinds})) if together.kinds else ()
        together = Subject(kinds, text[first.start : subject.end], first.start, subject.end)
    return together


def genders(text: str) -> Iterator[tuple[Gender, int]]:
    """Women and men that the text speaks of, and where."""
    for found in _GENDER.finditer(text):
        for number, (_, gender) in enumerate(_GENDERS):
            if found[f"g{number}"] is not None:
                yield gender, found.start()
