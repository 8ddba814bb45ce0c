"""A sentence with units, periods, days, numbers and what is counted marked in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.guard.numerals import Numeral, ShareNamed, numerals, shares
from services.reporting.guard.periods import Mention, days_named, mentions
from services.reporting.guard.qualities import tells_finder
from services.reporting.guard.subjects import Subject, joined, subjects
from services.reporting.periods import Period
from shared.events.vocabulary import Kind

UNIT, PERIOD = "\ue000", "\ue001"
"""Stand in the place of each letter of a unit's name, and of a period."""
_AND = re.compile(r"(?:\s*(?:,|och|samt|respektive|/)\s*)+", re.IGNORECASE)
_OF_UNIT = re.compile(
    r"\s+(?:\w+\s+){0,3}(?:till|i|på|inom|från|hos|för|gäll\w+|avs\w+|rör\w*|vid)\s+(?:enheten\s+)?",
    re.IGNORECASE,
)
_TURNS = re.compile(r"[.;]|\b(?:medan|men)\b", re.IGNORECASE)
_OF_PERIOD = re.compile(r"\s+(?:(?:under|i|år|för|perioden)\s+)*", re.IGNORECASE)
_TOGETHER = re.compile(r"(?<!\w)(?:tillsammans|sammanlagt|totalt|gemensamt)(?!\w)", re.IGNORECASE)
_RESPECTIVE = re.compile(r"(?:\s*,\s*|\s+respektive\s+|\s+resp\.?\s+)", re.IGNORECASE)
_THEN = re.compile(r"\b(?:då|när)\b", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespektive\b|\bresp\.?\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class About:
    """What was spoken of last."""

    kinds: tuple[Kind, ...] = ()
    narrowed: bool = False
    """Whether only some of those cases were."""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit that is named, and where."""

    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """Places are those of the sentence's own text."""

    text: str
    units: tuple[NamedUnit, ...]
    periods: tuple[Mention, ...]
    numbers: tuple[Numeral, ...]
    shares: tuple[ShareNamed, ...]
    spoken: tuple[Subject, ...]
    about: About

    def kinds_at(self, place: int) -> tuple[tuple[Kind, ...], ...]:
        """Which kinds may be meant there by who names none."""
        before = [each for each in self.spoken if each.end <= place]
        named = self._grouped([each for each in before if each.kinds])
        if named:
            return (named,)
        if self.about.kinds:
            return tuple(dict.fromkeys((self.about.kinds, ())))
        after = [each.kinds for each in self.spoken if each.start >= place and each.kinds]
        return (after[0],) if after and not before else ((),)

    def noun_after(self, place: int) -> Subject | None:
        """The first that is counted after it, with those that are counted together with it."""
        following = [each for each in self.spoken if each.start >= place]
        return joined(self.text, following[0], following[1:]) if following else None

    def last_noun_before(self, place: int) -> Subject | None:
        """The last that is named before it, with those that are counted together with it."""
        before = [each for each in self.spoken if each.end <= place]
        for first in range(len(before)):
            whole = joined(self.text, before[first], before[first + 1 :])
            if whole.end == before[-1].end:
                return whole
        return None

    def period_of(self, start: int, end: int) -> Mention | None:
        """The period that a number there is of: the nearest before it, or else the next."""
        told = [each for each in self.periods if not each.compared or self._goes_on(each, start)]
        for each in told:
            if each.start >= end and _OF_PERIOD.fullmatch(self.text[end : each.start]):
                return each
        before = [each for each in told if each.start < end]
        after = [each for each in told if each.start >= end]
        return before[-1] if before else (after[0] if after else None)

    def _goes_on(self, compared: Mention, start: int) -> bool:
        """Whether what is told there is of the period compared with: `än under 2022, då 3 kom`."""
        return compared.end <= start and bool(_THEN.search(self.text, compared.end, start))

    @property
    def base(self) -> Mention | None:
        """The period that is compared with."""
        return next((each for each in self.periods if each.compared), None)

    def units_at(self, start: int, end: int) -> tuple[str, ...]:
        """The units that a number there is of."""
        if not self.units:
            return ()
        if len(self.units) == 1:
            return (self.units[0].unit,)
        if place := self._in_turn(start, len(self.units)):
            return (self.units[place - 1].unit,)
        if _TOGETHER.search(self.text) and self._all_joined():
            return tuple(each.unit for each in self.units)
        for each in self.units:
            if each.start >= end and _OF_UNIT.fullmatch(self.text[end : each.start]):
                return (each.unit,)
        before = [each for each in self.units if each.end <= start]
        if before and not _TURNS.search(self.text[before[-1].end : start]):
            return (before[-1].unit,)
        nearest = min(
            self.units,
            key=lambda each: min(abs(each.start - end), abs(start - each.end)),
        )
        return (nearest.unit,)

    def kinds_in_turn(self, start: int) -> tuple[Kind, ...] | None:
        """Of `klagomål och avvikelser var 10 respektive 18`: the kind that the number is of."""
        before = [each for each in self.spoken if each.end <= start and each.kinds]
        place = self._in_turn(start, len(before))
        return before[place - 1].kinds if place else None

    def _in_turn(self, start: int, among: int) -> int | None:
        """Which of so many the number at that place answers to, from 1, where it is respective."""
        if not _RESPECTIVELY.search(self.text):
            return None
        row: list[Numeral] = []
        for number in self.numbers:
            if row and not _RESPECTIVE.fullmatch(self.text[row[-1].end : number.start]):
                row = []
            row.append(number)
            if len(row) == among and any(each.start == start for each in row):
                return next(at for at, each in enumerate(row, 1) if each.start == start)
            if len(row) > 1 and len(row) == among:
                row = []
        return None

    def _all_joined(self) -> bool:
        pairs = zip(self.units, self.units[1:], strict=False)
        return all(_AND.fullmatch(self.text[one.end : other.start]) for one, other in pairs)

    def _grouped(self, named: Sequence[Subject]) -> tuple[Kind, ...]:
        if not named:
            return ()
        for first in range(len(named)):
            whole = joined(self.text, named[first], list(named[first + 1 :]))
            if whole.end == named[-1].end and whole.kinds:
                return whole.kinds
        return named[-1].kinds


def marked(
    text: str, report: Period, before: Period, units: Mapping[str, str], about: About
) -> Marked:
    """The sentence with everything that is known in it; `units` are names with ids."""
    named: list[NamedUnit] = []
    for name in sorted(units, key=len, reverse=True):
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            if _finds(text, found):
                continue
            named.append(NamedUnit(units[name], *found.span()))
            text = _covered(text, *found.span(), UNIT)
    periods = sorted(mentions(text, report, before), key=lambda each: each.start)
    days = list(days_named(text, report))
    for start, end in (*((each.start, each.end) for each in periods), *days):
        text = _covered(text, start, end, PERIOD)
    parts = tuple(sorted(shares(text), key=lambda each: each.start))
    spoken = tuple(subjects(text))
    return Marked(
        text,
        tuple(sorted(named, key=lambda each: each.start)),
        tuple(periods),
        tuple(
            each
            for each in numerals(text)
            if not any(part.start <= each.start < part.end for part in parts)
        ),
        parts,
        spoken,
        about,
    )


def _finds(text: str, name: re.Match[str]) -> bool:
    """Whether the unit is named as who discovered something, and not as whom it is about (R76)."""
    before, after = text[: name.start()], text[name.end() :]
    return bool(
        re.match(r"-\w", after)
        or (tells_finder(text) and re.search(r"\b(?:av|vid|genom)\s+$", before))
    )


def _covered(text: str, start: int, end: int, mark: str) -> str:
    return f"{text[:start]}{mark * (end - start)}{text[end:]}"
