"""Finds what a Swedish sentence claims of cases: numbers, parts, changes, and what is true of all.

It knows the words that reports to boards use, and passes over what it does not understand: a
sentence that says nothing of cases is nobody's business. It errs on the side of asking: what is
taken for a claim and is none can be worded otherwise.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from services.reporting.guard.numerals import Numeral, numerals
from services.reporting.guard.periods import Mention, mentions
from services.reporting.guard.sentences import Sentence
from services.reporting.guard.subjects import Subject, genders, joined, subjects
from services.reporting.periods import Period
from shared.events.vocabulary import Gender, Kind

_BETWEEN = (
    r"(?:\s+(?:stycken|st\.?|nya|inkomna|registrerade|rapporterade|inrapporterade|diarieförda"
    r"|skriftliga|muntliga|olika|egna|totalt))*\s+"
)
_NEXT_TO = re.compile(rf"{_BETWEEN}$", re.IGNORECASE)
_OF = re.compile(
    r"\s+(?:stycken\s+|st\.?\s+)?av\s+(?:de\s+|dessa\s+|våra\s+|samtliga\s+|alla\s+)?(?:\w+a\s+)?$",
    re.IGNORECASE,
)
_IN = re.compile(r"(?:^|\s)i\s+$", re.IGNORECASE)
_OF_WHICH = re.compile(r"\bvarav\b[^.;]*$", re.IGNORECASE)
_AND_MORE = re.compile(r"\b(?:bland annat|bl\.a\.|till exempel|t\.ex\.|exempelvis)", re.IGNORECASE)
_DIVIDED = re.compile(
    r"\b(?P<verb>handla(?:r|de)\s+om|gäll(?:er|de)|avs(?:er|åg)|rör(?:de)?|berör(?:de)?)\b",
    re.IGNORECASE,
)
_VERBS = {"gällde": "gäller", "avsåg": "avser", "rörde": "rör", "berörde": "berör"}
_ONLY = re.compile(r"\b(?:endast|bara|enbart|totalt|sammanlagt)\s+$", re.IGNORECASE)
_NOT_ANY = re.compile(r"\binte\b(?:(?![.;]).){0,80}?\bnågra\s+$", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|procent)", re.IGNORECASE)

_UP = r"ökat|ökar|ökade|ökning(?:en)?|stigit|steg|fördubblats|fler"
_DOWN = r"minskat|minskar|minskade|minskning(?:en)?|sjunkit|sjönk|halverats|färre"
_CHANGE = re.compile(
    rf"(?<!\w)(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>oförändra\w+))(?!\w)", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:inte|ingen|inga|inget|varken)\s+(?:\w+\s+)?$", re.IGNORECASE)
_MORE = re.compile(r"(?<!\w)(?P<more>fler|färre)\s+$", re.IGNORECASE)

_ALL = re.compile(r"(?<!\w)(?:alla|samtliga|varje|varenda)(?!\w)", re.IGNORECASE)
_DONE: Sequence[tuple[re.Pattern[str], tuple[str, ...]]] = (
    (
        re.compile(r"hanter(?:ats|ades|as)|handlagts|tagits om hand", re.I),
        ("point-measures", "point-feedback"),
    ),
    (re.compile(r"besvara(?:ts|des|de|s)|fått svar|återkoppl\w+", re.I), ("answered",)),
    (re.compile(r"bekräft\w+", re.I), ("acknowledged",)),
    (
        re.compile(r"utre(?:tts|ddes|ds|dda)|utredning(?:ar|en)? (?:har )?genomför\w+", re.I),
        ("investigated",),
    ),
    (re.compile(r"avsluta(?:ts|des|de)", re.I), ("point-processing-time",)),
    (re.compile(r"åtgärd(?:er|ats|ades|ade)", re.I), ("point-measures",)),
    (re.compile(r"allvarlighet\w*|riskbedöm\w*", re.I), ("assessed",)),
    (re.compile(r"tilldela(?:ts|des|de)|ansvarig", re.I), ("point-responsible",)),
)
_SHARES = {"answered", "acknowledged", "investigated", "assessed"}

_OTHER_GENDER = {Gender.WOMAN: Gender.MAN, Gender.MAN: Gender.WOMAN}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the sentences of one text in order, and remembers what they were about.

    `units` are the names of units, as texts write them, with their ids.
    """

    report: Period
    units: Mapping[str, str]

    def read(self, sentence: Sentence, about: tuple[Kind, ...]) -> list[Claim]:
        """What the sentence claims; `about` are the kinds that were spoken of last."""
        text = sentence.text
        spoken = list(subjects(text))
        periods = list(mentions(text, self.report))
        numbers = [
            each
            for each in numerals(text)
            if not any(period.start <= each.start < period.end for period in periods)
        ]
        found = [
            *_counts(text, numbers, spoken, about),
            *_percents(text, numbers, spoken, about),
            *_changes(text, spoken),
            *_of_all(text, spoken, about),
            *_more_of(text, spoken, about),
        ]
        return [self._placed(claim, sentence, periods) for claim in found]

    def about(self, sentence: Sentence, before: tuple[Kind, ...]) -> tuple[Kind, ...]:
        """The kinds that are spoken of after the sentence: the last it names, or as before."""
        spoken = list(subjects(sentence.text))
        for place in range(len(spoken)):
            whole = joined(sentence.text, spoken[place], spoken[place + 1 :])
            if whole.kinds and whole.end == spoken[-1].end:
                return whole.kinds
        named = [subject.kinds for subject in spoken if subject.kinds]
        return named[-1] if named else before

    def _placed(self, claim: Claim, sentence: Sentence, periods: Sequence[Mention]) -> Claim:
        before = [each for each in periods if each.start < claim.end]
        nearest = before[-1] if before else (periods[0] if periods else None)
        return replace(
            claim,
            start=claim.start + sentence.start,
            end=claim.end + sentence.start,
            period=nearest.period if nearest else None,
            unit=self._unit(sentence.text, claim),
        )

    def _unit(self, text: str, claim: Claim) -> str | None:
        """The unit whose name stands nearest."""
        places = [
            (min(abs(found.start() - claim.end), abs(claim.start - found.end())), unit)
            for name, unit in self.units.items()
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        ]
        return min(places)[1] if places else None


def _counts(
    text: str, numbers: Sequence[Numeral], spoken: Sequence[Subject], about: tuple[Kind, ...]
) -> Iterator[Claim]:
    for number in numbers:
        before, rest = text[: number.start], text[number.end :]
        if _PERCENT.match(rest):
            continue
        gender = _gender_next(text, number)
        if gender is not None and not number.may_be_article:
            kinds = spoken[0].kinds if spoken else about
            yield Count(
                kinds=kinds, start=number.start, end=number.end, value=number.value, gender=gender
            )
            continue
        following = [each for each in spoken if each.start >= number.end]
        noun = joined(text, following[0], following[1:]) if following else None
        between = text[number.end : noun.start] if noun else ""
        if noun and _OF.search(between) and len(between) < 40:
            yield _part(text, number, noun.kinds or about, noun.end)
        elif of_which := _OF_WHICH.search(before):
            earlier = [each for each in spoken if each.end <= of_which.start() and each.kinds]
            yield _part(text, number, earlier[-1].kinds if earlier else about, number.end)
        elif noun and _NEXT_TO.fullmatch(between):
            if not noun.kinds and _IN.search(before):
                yield Part(kinds=about, start=number.start, end=noun.end, value=number.value)
            elif not number.may_be_article or _ONLY.search(before):
                yield Count(kinds=noun.kinds, start=number.start, end=noun.end, value=number.value)
    for subject in spoken:
        if _NOT_ANY.search(text[: subject.start]):
            following = [each for each in spoken if each.start > subject.start]
            whole = joined(text, subject, following)
            yield Count(kinds=whole.kinds, start=subject.start, end=whole.end, value=0)


def _part(text: str, number: Numeral, kinds: tuple[Kind, ...], end: int) -> Part:
    verb = _DIVIDED.search(text, number.end)
    clause = text[number.end : verb.start()] if verb else ""
    divided = None
    if verb and len(clause) < 60 and not re.search(r"[.;]|\boch\b", clause):
        word = " ".join(verb["verb"].casefold().split())
        divided = _VERBS.get(word, word.replace("handlade", "handlar"))
    if _AND_MORE.search(text):
        divided = None
    return Part(kinds=kinds, start=number.start, end=end, value=number.value, said_of_them=divided)


def _percents(
    text: str, numbers: Sequence[Numeral], spoken: Sequence[Subject], about: tuple[Kind, ...]
) -> Iterator[Claim]:
    for number in numbers:
        percent = _PERCENT.match(text, number.end)
        if not percent:
            continue
        for pattern, figures in _DONE:
            if figures[0] in _SHARES and pattern.search(text, percent.end()):
                kinds = spoken[0].kinds if spoken else about
                yield Percent(
                    kinds=kinds or about,
                    start=number.start,
                    end=percent.end(),
                    value=number.value,
                    figure=figures[0],
                )
                break


def _changes(text: str, spoken: Sequence[Subject]) -> Iterator[Claim]:
    for change in _CHANGE.finditer(text):
        if change[0].casefold() in {"fler", "färre"}:
            nouns = [
                each
                for each in spoken
                if each.start >= change.end() and _next_or_joined(text, change.end(), each, spoken)
            ]
        else:
            nouns = list(spoken)
        direction = (
            Direction.UP
            if change["up"]
            else Direction.DOWN
            if change["down"]
            else Direction.UNCHANGED
        )
        denied = bool(_DENIED.search(text[: change.start()]))
        for noun in nouns:
            if noun.kinds or len(nouns) == 1:
                yield Trend(
                    kinds=noun.kinds,
                    start=change.start(),
                    end=change.end(),
                    direction=direction,
                    denied=denied,
                )


def _next_or_joined(text: str, start: int, noun: Subject, spoken: Sequence[Subject]) -> bool:
    """Whether `fler` is said of the noun: it follows, alone or in a list."""
    following = [each for each in spoken if each.start >= start]
    if not following or not _NEXT_TO.fullmatch(text[start : following[0].start]):
        return False
    return noun.end <= joined(text, following[0], following[1:]).end


def _of_all(text: str, spoken: Sequence[Subject], about: tuple[Kind, ...]) -> Iterator[Claim]:
    for word in _ALL.finditer(text):
        nouns = [each for each in spoken if each.start >= word.end()]
        if not nouns or len(text[word.end() : nouns[0].start]) > 40:
            continue
        kinds = joined(text, nouns[0], nouns[1:]).kinds or about
        figures = tuple(
            dict.fromkeys(
                figure for pattern, names in _DONE if pattern.search(text) for figure in names
            )
        )
        if figures and not re.search(r"\binte\s+$", text[: word.start()], re.IGNORECASE):
            yield Every(kinds=kinds, start=word.start(), end=nouns[0].end, figures=figures)


def _more_of(text: str, spoken: Sequence[Subject], about: tuple[Kind, ...]) -> Iterator[Claim]:
    for gender, place in genders(text):
        more = _MORE.search(text[:place])
        if more is None:
            continue
        other = _OTHER_GENDER[gender]
        most, least = (gender, other) if more["more"].casefold() == "fler" else (other, gender)
        kinds = joined(text, spoken[0], list(spoken[1:])).kinds if spoken else about
        yield MoreOf(kinds=kinds, start=more.start(), end=place, gender=most, than=least)


def _gender_next(text: str, number: Numeral) -> Gender | None:
    for gender, place in genders(text):
        if place >= number.end and _NEXT_TO.fullmatch(text[number.end : place]):
            return gender
    return None
