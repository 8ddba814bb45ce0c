"""Holds what a text claims against the figures (R74, R75)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from services.reporting.figures.reckoning import Reckoned
from services.reporting.guard.claims import (
    Claim,
    Count,
    Direction,
    Every,
    MoreOf,
    Part,
    Percent,
    Trend,
)
from services.reporting.guard.reading import Reader
from services.reporting.guard.sentences import Sentence, sentences
from services.reporting.periods import Period
from shared.events.vocabulary import Gender, Kind
from shared.pages.phrases import Phrase, phrase


class Rule(StrEnum):
    """Which rule the text breaks."""

    NUMBER = "number"
    PARTS = "parts"
    PERIOD = "period"
    TREND = "trend"
    EVERY = "every"
    GENDER = "gender"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place in a text that the figures do not bear out. Blocks publishing."""

    rule: Rule
    start: int
    end: int
    """Of the words in question, in the text as it was given."""
    sentence: str
    message: Phrase
    figure: str | None = None
    """The id of the figure that says otherwise."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which cases a figure is wanted, within those that the report is about."""

    period: Period
    kinds: tuple[Kind, ...] = ()
    unit: str | None = None
    gender: Gender | None = None


class Figures(Protocol):
    """What the cases of the report's board say."""

    def figure(self, figure_id: str, scope: Scope) -> Reckoned: ...


@dataclass(frozen=True, slots=True)
class Text:
    """What is checked, and what it is about."""

    words: str
    period: Period
    """The report's."""
    before: Period
    """What the report compares with."""
    unit: str | None = None
    """Of a section about a unit."""
    comparing: bool = False
    """Whether the section may speak of other periods than the report's."""


def contradictions(
    text: Text, figures: Figures, units: Mapping[str, str]
) -> tuple[Contradiction, ...]:
    """Every place that the figures do not bear out, in the order of the text.

    `units` are names of units with their ids, so that a sentence about one is held against its
    own figures.
    """
    return tuple(sorted(_Checking(text, figures, units).found(), key=lambda each: each.start))


class _Checking:
    def __init__(self, text: Text, figures: Figures, units: Mapping[str, str]) -> None:
        self._text = text
        self._figures = figures
        self._reader = Reader(text.period, units)

    def found(self) -> Iterator[Contradiction]:
        about: tuple[Kind, ...] = ()
        parts: defaultdict[tuple[Scope, str], list[tuple[Part, Sentence]]] = defaultdict(list)
        for sentence in sentences(self._text.words):
            for claim in self._reader.read(sentence, about):
                yield from self._checked(claim, sentence)
                if isinstance(claim, Part) and claim.said_of_them is not None:
                    parts[self._scope(claim), claim.said_of_them].append((claim, sentence))
            about = self._reader.about(sentence, about)
        for (scope, _), divided in parts.items():
            yield from self._added_up(scope, divided)

    def _checked(self, claim: Claim, sentence: Sentence) -> Iterator[Contradiction]:
        if self._is_of_another_period(claim):
            yield _contradiction(
                Rule.PERIOD,
                claim,
                sentence,
                phrase(
                    "Meningen handlar om %(said)s, men rapporten om %(period)s.",
                    said=str(claim.period),
                    period=str(self._text.period),
                ),
            )
            return
        match claim:
            case Count():
                yield from self._count(claim, sentence)
            case Part():
                yield from self._part(claim, sentence)
            case Percent():
                yield from self._percent(claim, sentence)
            case Trend():
                yield from self._trend(claim, sentence)
            case Every():
                yield from self._every(claim, sentence)
            case MoreOf():
                yield from self._more_of(claim, sentence)

    def _count(self, claim: Count, sentence: Sentence) -> Iterator[Contradiction]:
        found = self._received(self._scope(claim, claim.gender))
        if found != claim.value:
            yield _contradiction(
                Rule.NUMBER,
                claim,
                sentence,
                phrase(
                    "Texten säger %(said)s, men siffran är %(found)s.",
                    said=claim.value,
                    found=found,
                ),
                "received",
            )

    def _part(self, claim: Part, sentence: Sentence) -> Iterator[Contradiction]:
        whole = self._received(self._scope(claim))
        if claim.value > whole:
            yield _contradiction(
                Rule.PARTS,
                claim,
                sentence,
                phrase(
                    "Delen är %(part)s, men det hela är %(whole)s.",
                    part=claim.value,
                    whole=whole,
                ),
                "received",
            )

    def _added_up(
        self, scope: Scope, divided: list[tuple[Part, Sentence]]
    ) -> Iterator[Contradiction]:
        total = sum(part.value for part, _ in divided)
        whole = self._received(scope)
        if len(divided) > 1 and total != whole:
            last, sentence = divided[-1]
            yield _contradiction(
                Rule.PARTS,
                last,
                sentence,
                phrase(
                    "Delarna är %(total)s tillsammans, men det hela är %(whole)s.",
                    total=total,
                    whole=whole,
                ),
                "received",
            )

    def _percent(self, claim: Percent, sentence: Sentence) -> Iterator[Contradiction]:
        found = self._figures.figure(claim.figure, self._scope(claim))
        share = found.share
        if share is None or abs(100 * share - claim.value) > _ROUNDING:
            yield _contradiction(
                Rule.NUMBER,
                claim,
                sentence,
                phrase(
                    "Texten säger %(said)s procent, men det är %(found)s av %(of)s.",
                    said=claim.value,
                    found=found.value or 0,
                    of=found.of,
                ),
                claim.figure,
            )

    def _trend(self, claim: Trend, sentence: Sentence) -> Iterator[Contradiction]:
        scope = self._scope(claim)
        earlier = self._text.before if scope.period == self._text.period else None
        now = self._received(scope)
        before = self._received(
            Scope(earlier or scope.period.a_year_earlier(), scope.kinds, scope.unit)
        )
        really = (
            Direction.UP
            if now > before
            else Direction.DOWN
            if now < before
            else Direction.UNCHANGED
        )
        if (really is claim.direction) is claim.denied:
            yield _contradiction(
                Rule.TREND,
                claim,
                sentence,
                phrase(
                    "Siffran är %(now)s, och var %(before)s i perioden före.",
                    now=now,
                    before=before,
                ),
                "received",
            )

    def _every(self, claim: Every, sentence: Sentence) -> Iterator[Contradiction]:
        scope = self._scope(claim)
        for figure_id in claim.figures:
            found = self._figures.figure(figure_id, scope)
            whole = found.of if figure_id in _OF_THOSE_CONCERNED else self._received(scope)
            if (found.value or 0) < whole:
                yield _contradiction(
                    Rule.EVERY,
                    claim,
                    sentence,
                    phrase(
                        "Texten säger alla, men det framgår i %(found)s av %(whole)s ärenden.",
                        found=found.value or 0,
                        whole=whole,
                    ),
                    figure_id,
                )
                return

    def _more_of(self, claim: MoreOf, sentence: Sentence) -> Iterator[Contradiction]:
        most = self._received(self._scope(claim, claim.gender))
        least = self._received(self._scope(claim, claim.than))
        if most <= least:
            yield _contradiction(
                Rule.GENDER,
                claim,
                sentence,
                phrase("Siffrorna säger annat: %(most)s mot %(least)s.", most=most, least=least),
                "received",
            )

    def _is_of_another_period(self, claim: Claim) -> bool:
        if claim.period is None or self._text.comparing:
            return False
        return not claim.period.within(self._text.period)

    def _received(self, scope: Scope) -> int:
        return self._figures.figure("received", scope).value or 0

    def _scope(self, claim: Claim, gender: Gender | None = None) -> Scope:
        return Scope(
            claim.period or self._text.period, claim.kinds, claim.unit or self._text.unit, gender
        )


_ROUNDING = 0.5 + 1e-9
"""Percentage points by which a whole number may differ from what it stands for."""
_OF_THOSE_CONCERNED = frozenset({"answered", "acknowledged"})
"""Not counted: who cannot be reached, or does not want it."""


def _contradiction(
    rule: Rule, claim: Claim, sentence: Sentence, message: Phrase, figure: str | None = None
) -> Contradiction:
    return Contradiction(rule, claim.start, claim.end, sentence.text, message, figure)
