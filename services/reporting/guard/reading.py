"""Finds what a Swedish sentence claims of cases: numbers, parts, changes, and what is true of all.

It knows the words that reports to boards use, and passes over what it does not understand: a
sentence that says nothing of cases is nobody's business. Where a number can be understood in more
than one way, it is held against all of them, and is wrong if it is wrong by each.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.reporting.guard.changing import changes
from services.reporting.guard.claims import Change, Claim, Every, MoreOf, Number
from services.reporting.guard.counting import Counting
from services.reporting.guard.marked import About, Marked, marked
from services.reporting.guard.segments import is_wish
from services.reporting.guard.sentences import Sentence
from services.reporting.guard.sharing import percents
from services.reporting.guard.subjects import genders, joined
from services.reporting.periods import Period
from shared.events.vocabulary import Gender

_MORE = re.compile(r"(?<!\w)(?P<more>fler|färre)\s+$", re.IGNORECASE)
_ALL = re.compile(r"(?<!\w)(?:alla|samtliga|varje|varenda)(?!\w)", re.IGNORECASE)
_NOT_ALL = re.compile(r"\b(?:inte|ej|nästan|så gott som|i stort sett)\s+$", re.IGNORECASE)
_EXCEPT = re.compile(r"(?<!\w)(?:utom|förutom|undantag\w*|bortsett)(?!\w)", re.IGNORECASE)
_ONLY_SOME = re.compile(
    r"^\s+(?:de\s+|dessa\s+|\d+\s+)*(?:utvalda|valda|granskade|dessa|aktuella|berörda|övriga"
    r"|resterande|utredda|besvarade|avslutade|återstående|sådana|andra)\b",
    re.IGNORECASE,
)
_DONE: Sequence[tuple[re.Pattern[str], tuple[str, ...]]] = (
    (
        re.compile(r"hanter(?:ats|ades)|handlagts|tagits om hand", re.I),
        ("point-measures", "point-feedback"),
    ),
    (re.compile(r"besvara(?:ts|des|de)|fått (?:ett )?svar|återkoppl\w+", re.I), ("answered",)),
    (re.compile(r"bekräft\w+", re.I), ("acknowledged",)),
    (
        re.compile(r"utre(?:tts|ddes|dda)|utredning(?:ar|en)? (?:har )?genomför\w+", re.I),
        ("investigated",),
    ),
    (re.compile(r"avsluta(?:ts|des|de)", re.I), ("point-processing-time",)),
    (re.compile(r"åtgärd(?:er|ats|ades|ade)", re.I), ("point-measures",)),
    (re.compile(r"allvarlighet\w*|riskbedöm\w*", re.I), ("assessed",)),
    (
        re.compile(
            r"tilldela(?:ts|des|de)\s+(?:en\s+)?(?:handläggare|chef|ansvarig)|ansvarig", re.I
        ),
        ("point-responsible",),
    ),
)
_OTHER_GENDER = {Gender.WOMAN: Gender.MAN, Gender.MAN: Gender.WOMAN}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the sentences of one text in order.

    `units` and `categories` are names, as texts write them, with their ids.
    """

    report: Period
    before: Period
    units: Mapping[str, str]
    categories: Mapping[str, str] = field(default_factory=dict)

    def read(self, sentence: Sentence, about: About) -> tuple[list[Claim], About]:
        """What the sentence claims, and what is spoken of after it."""
        found = marked(sentence.text, self.report, self.before, self.units, about)
        changed = changes(found)
        counting = Counting(found, self.categories, changed.taken)
        claims: list[Claim] = [
            *counting.claims(),
            *changed.claims,
            *percents(found, self.categories),
            *_of_all(found),
            *_more_of(found),
        ]
        return (
            [self._placed(claim, sentence, found) for claim in claims],
            _about(found, narrowed=counting.narrowed),
        )

    def _placed(self, claim: Claim, sentence: Sentence, found: Marked) -> Claim:
        period = found.period_of(claim.start, claim.end)
        base = found.base
        then = found.about.period if isinstance(claim, Number) and claim.of_them else None
        if isinstance(claim, Change) and base is None and period and period.period == self.before:
            period, base = None, period
        return replace(
            claim,
            start=claim.start + sentence.start,
            end=claim.end + sentence.start,
            period=period.period if period else then,
            base=base.period if base else None,
            units=found.units_at(claim.start, claim.end),
        )


def _about(found: Marked, *, narrowed: bool) -> About:
    """The kinds that are spoken of after the sentence: the last it names, or as before."""
    told = [each.period for each in found.periods if not each.compared]
    period = told[-1] if told else None
    spoken = list(found.spoken)
    for place in range(len(spoken)):
        whole = joined(found.text, spoken[place], spoken[place + 1 :])
        if whole.kinds and whole.end == spoken[-1].end:
            return About(whole.kinds, narrowed, period)
    named = [subject.kinds for subject in spoken if subject.kinds]
    return About(named[-1] if named else found.about.kinds, narrowed, period)


def _of_all(found: Marked) -> Iterator[Every]:
    text = found.text
    for word in _ALL.finditer(text):
        nouns = [each for each in found.spoken if each.start >= word.end()]
        if not nouns or len(text[word.end() : nouns[0].start]) > 40:
            continue
        if (
            _NOT_ALL.search(text[: word.start()])
            or _EXCEPT.search(text)
            or _ONLY_SOME.search(text[word.end() : nouns[0].start])
            or re.search(r"\bav\s+$", text[: word.start()], re.IGNORECASE)
            or is_wish(text)
        ):
            continue
        noun = joined(text, nouns[0], nouns[1:])
        figures = tuple(
            dict.fromkeys(
                figure for pattern, names in _DONE if pattern.search(text) for figure in names
            )
        )
        if figures and not _narrowed(text, noun.end):
            kinds = (noun.kinds,) if noun.kinds else tuple({found.about.kinds: None, (): None})
            yield Every(kinds=kinds, start=word.start(), end=nouns[0].end, figures=figures)


def _narrowed(text: str, place: int) -> bool:
    """Whether it is said of those alone that are about something: `alla klagomål om bemötande`."""
    return bool(
        re.match(
            r"\s+(?:om|gällande|rörande|via|från|avseende|där|som\s+(?!har|inkom|kom))\b",
            text[place:],
            re.IGNORECASE,
        )
    )


def _more_of(found: Marked) -> Iterator[MoreOf]:
    text, spoken = found.text, found.spoken
    for gender, place in genders(text):
        more = _MORE.search(text[:place])
        if more is None:
            continue
        other = _OTHER_GENDER[gender]
        most, least = (gender, other) if more["more"].casefold() == "fler" else (other, gender)
        kinds = joined(text, spoken[0], list(spoken[1:])).kinds if spoken else found.about.kinds
        yield MoreOf(kinds=kinds, start=more.start(), end=place, gender=most, than=least)
