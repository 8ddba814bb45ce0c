"""Holds what a text claims against the figures (R74, R75)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from services.reporting.guard.bounds import Bound, holds
from services.reporting.guard.changed import changed_so
from services.reporting.guard.claims import (
    Change,
    Claim,
    Divided,
    Every,
    MoreOf,
    Number,
    Percent,
    Reading,
)
from services.reporting.guard.findings import Contradiction, Figures, Rule, Scope, Text
from services.reporting.guard.marked import About
from services.reporting.guard.reading import Reader
from services.reporting.guard.sentences import Sentence, sentences
from shared.events.vocabulary import Kind
from shared.pages.phrases import Phrase, phrase


def contradictions(
    text: Text,
    figures: Figures,
    units: Mapping[str, str],
    categories: Mapping[str, str] | None = None,
) -> tuple[Contradiction, ...]:
    """Every place that the figures do not bear out, in the order of the text.

    `units` and `categories` are names with their ids, so that a sentence about one is held against
    its own figures.
    """
    checking = _Checking(text, figures, units, categories or {})
    return tuple(sorted(_told_once(list(checking.found())), key=lambda each: each.start))


class _Checking:
    def __init__(
        self,
        text: Text,
        figures: Figures,
        units: Mapping[str, str],
        categories: Mapping[str, str],
    ) -> None:
        self._text = text
        self._figures = figures
        self._reader = Reader(text.period, text.before, units, categories)

    def found(self) -> Iterator[Contradiction]:
        about = About()
        parts: defaultdict[tuple[Scope, str], list[tuple[Number, Sentence]]] = defaultdict(list)
        for sentence in sentences(self._text.words):
            claims, about = self._reader.read(sentence, about)
            for claim in claims:
                yield from self._checked(claim, sentence)
                if isinstance(claim, Number) and claim.said_of_them is not None:
                    scope = self._scope(claim, Reading(kinds=claim.readings[0].kinds))
                    parts[scope, claim.said_of_them].append((claim, sentence))
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
            case Number():
                yield from self._number(claim, sentence)
            case Divided():
                yield from self._divided(claim, sentence)
            case Percent():
                yield from self._percent(claim, sentence)
            case Change():
                yield from self._change(claim, sentence)
            case Every():
                yield from self._every(claim, sentence)
            case MoreOf():
                yield from self._more_of(claim, sentence)

    def _number(self, claim: Number, sentence: Sentence) -> Iterator[Contradiction]:
        found = [self._counted(claim, reading) for reading in claim.readings]
        for reading, number in zip(claim.readings, found, strict=True):
            if reading.at_most and claim.value <= number:
                return
            if not reading.at_most and holds(claim.bound, claim.value, number):
                return
        if claim.whole and claim.period is not None:
            yield from self._number(replace(claim, period=None), sentence)
            return
        first = claim.readings[0]
        if claim.is_part:
            message = phrase(
                "Delen är %(part)s, men det hela är %(whole)s.", part=claim.value, whole=max(found)
            )
        elif claim.bound is Bound.FEW:
            message = phrase("Texten säger att de är få, men siffran är %(found)s.", found=found[0])
        else:
            message = phrase(
                "Texten säger %(said)s, men siffran är %(found)s.",
                said=claim.value,
                found=found[0],
            )
        rule = Rule.PARTS if claim.is_part else Rule.NUMBER
        yield _contradiction(rule, claim, sentence, message, first.figure)

    def _divided(self, claim: Divided, sentence: Sentence) -> Iterator[Contradiction]:
        total = sum(claim.parts)
        if total != claim.whole:
            yield _contradiction(
                Rule.PARTS,
                claim,
                sentence,
                phrase(
                    "Delarna är %(total)s tillsammans, men det hela är %(whole)s.",
                    total=total,
                    whole=claim.whole,
                ),
            )

    def _added_up(
        self, scope: Scope, divided: list[tuple[Number, Sentence]]
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
        found = [share for reading in claim.readings for share in self._shares(claim, reading)]
        known = [(value, of) for value, of in found if of]
        if any(
            holds(claim.bound, claim.value, 100 * value / of, within=claim.within + _LEAST)
            for value, of in known
        ):
            return
        value, of = (known or found)[0]
        yield _contradiction(
            Rule.NUMBER,
            claim,
            sentence,
            phrase(
                "Texten säger %(said)s procent, men det är %(found)s av %(of)s.",
                said=f"{claim.value:.4g}".replace(".", ","),
                found=value,
                of=of,
            ),
            claim.readings[0].figure,
        )

    def _shares(self, claim: Percent, reading: Reading) -> Iterator[tuple[int, int]]:
        """How many of how many, by each whole that may be meant."""
        part = self._counted(claim, reading)
        plain = reading.figure == "received" and not reading.filters
        if not plain:
            figure = self._figures.figure(reading.figure, self._scope(claim, reading))
            if reading.figure in _OF_THOSE_CONCERNED:
                yield (figure.of - (figure.value or 0) if reading.denied else part), figure.of
            yield part, self._received(self._scope(claim, Reading(kinds=reading.kinds)))
            return
        for kinds in claim.whole:
            yield part, self._received(self._scope(claim, Reading(kinds=kinds)))

    def _change(self, claim: Change, sentence: Sentence) -> Iterator[Contradiction]:
        found = [self._then_and_now(claim, kinds) for kinds in claim.kinds]
        if any(changed_so(claim, before, now) for before, now in found):
            return
        before, now = found[0]
        yield _contradiction(
            Rule.TREND,
            claim,
            sentence,
            phrase(
                "Siffran är %(now)s, och var %(before)s i perioden före.", now=now, before=before
            ),
            "received",
        )

    def _then_and_now(self, claim: Change, kinds: tuple[Kind, ...]) -> tuple[int, int]:
        scope = self._scope(claim, Reading(kinds=kinds))
        usual = (
            self._text.before
            if scope.period == self._text.period
            else scope.period.a_year_earlier()
        )
        earlier = Scope(claim.base or usual, scope.kinds, scope.units)
        return self._received(earlier), self._received(scope)

    def _every(self, claim: Every, sentence: Sentence) -> Iterator[Contradiction]:
        missing = [self._missing(claim, kinds) for kinds in claim.kinds]
        if None in missing:
            return
        figure_id, found, whole = next(each for each in missing if each)
        yield _contradiction(
            Rule.EVERY,
            claim,
            sentence,
            phrase(
                "Texten säger alla, men det framgår i %(found)s av %(whole)s ärenden.",
                found=found,
                whole=whole,
            ),
            figure_id,
        )

    def _missing(self, claim: Every, kinds: tuple[Kind, ...]) -> tuple[str, int, int] | None:
        """The first figure that is not true of all, of how many it is, and of how many not."""
        scope = self._scope(claim, Reading(kinds=kinds))
        for figure_id in claim.figures:
            found = self._figures.figure(figure_id, scope)
            whole = found.of if figure_id in _ALL_OF_THOSE else self._received(scope)
            if (found.value or 0) < whole:
                return figure_id, found.value or 0, whole
        return None

    def _more_of(self, claim: MoreOf, sentence: Sentence) -> Iterator[Contradiction]:
        most, least = (
            self._received(
                self._scope(claim, Reading(kinds=claim.kinds, filters=(("gender", str(gender)),)))
            )
            for gender in (claim.gender, claim.than)
        )
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

    def _counted(self, claim: Claim, reading: Reading) -> int:
        """How many cases the reading is of."""
        scope = self._scope(claim, reading)
        found = self._figures.figure(reading.figure, scope)
        if not reading.denied:
            return found.of if reading.concerned else found.value or 0
        whole = (
            found.of
            if reading.concerned
            else self._received(self._scope(claim, Reading(kinds=reading.kinds)))
        )
        return whole - (found.value or 0)

    def _received(self, scope: Scope) -> int:
        return self._figures.figure("received", scope).value or 0

    def _scope(self, claim: Claim, reading: Reading) -> Scope:
        own = (self._text.unit,) if self._text.unit else ()
        return Scope(
            claim.period or self._text.period, reading.kinds, claim.units or own, reading.filters
        )


def _told_once(found: list[Contradiction]) -> Iterator[Contradiction]:
    """Not twice of the same place, however many claims are made there."""
    places: list[Contradiction] = []
    for each in found:
        if not any(each.start < other.end and other.start < each.end for other in places):
            places.append(each)
            yield each


_LEAST = 1e-9
_ALL_OF_THOSE = frozenset({"answered", "acknowledged"})
_OF_THOSE_CONCERNED = frozenset({*_ALL_OF_THOSE, "investigated", "justified", "assessed"})
"""Not counted: who cannot be reached, or does not want it, or of whom it is not known."""


def _contradiction(
    rule: Rule, claim: Claim, sentence: Sentence, message: Phrase, figure: str | None = None
) -> Contradiction:
    return Contradiction(rule, claim.start, claim.end, sentence.text, message, figure)
