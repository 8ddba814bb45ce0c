"""A place in a text that may point out a person, and why."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from shared.pages.phrases import Phrase


class Rule(StrEnum):
    """What was looked for."""

    PHONE = "phone"
    IDENTITY_NUMBER = "identity_number"
    EMAIL = "email"
    CASE_NUMBER = "case_number"
    DATE = "date"
    ADDRESS = "address"
    UNIT = "unit"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Place:
    """Characters are counted from 0; `end` is the first one after it."""

    rule: Rule
    start: int
    end: int
    words: str
    certain: bool
    """Whether nobody can say that it is nothing."""
    reason: Phrase

    def meets(self, other: "Place") -> bool:
        """Whether they have a character in common."""
        return self.start < other.end and other.start < self.end


def place(
    rule: Rule, text: str, span: tuple[int, int], reason: Phrase, *, certain: bool = True
) -> Place:
    """The place of the text, without the spaces around it."""
    start, end = span
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return Place(rule, start, start + len(words), words, certain, reason)


def all_of(
    pattern: re.Pattern[str], rule: Rule, text: str, reason: Phrase, *, certain: bool = True
) -> Iterator[Place]:
    """Every place that the pattern fits."""
    for found in pattern.finditer(text):
        yield place(rule, text, found.span(), reason, certain=certain)


def without_overlap(found: Iterable[Place]) -> tuple[Place, ...]:
    """In the order of the text. Where places meet, what is certain stays, then what came first."""
    kept: list[Place] = []
    for each in sorted(found, key=lambda one: not one.certain):
        if not any(each.meets(other) for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda one: one.start))
