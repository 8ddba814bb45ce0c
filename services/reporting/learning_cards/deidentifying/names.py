"""Names of people: after a cue, by their capital letters, or by being a common given name.

In Swedish a capital letter inside a sentence is a name's, or an abbreviation's. So every such word
that is not known to be something else is told, as what may be a name: a person decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from services.reporting.learning_cards.deidentifying.given_names import GIVEN_NAMES
from services.reporting.learning_cards.deidentifying.places import Place, Rule, place
from shared.pages.phrases import phrase

_TITLED = phrase("Efter en titel står ett namn.")
_AFTER_CUE = phrase("Det som står efter ett sådant ord är ofta ett namn.")
_CAPITALS = phrase("Stor bokstav inne i en mening: kan vara ett namn på en person eller plats.")
_GIVEN = phrase("Är ett vanligt förnamn.")
_INITIALS = phrase("Initialer kan peka ut en person.")

_LETTERS = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTERS}+(?:[\-'’]{_LETTERS}+)*")
_CAPITAL = r"[A-ZÅÄÖÉÜØÆ]"
_TITLE = re.compile(
    rf"\b(?:[Ff]ru|[Hh]err|[Ff]röken|[Ff]rk\.?|[Hh]r\.?)\s+{_CAPITAL}[\w\-]*"
    rf"(?:\s+{_CAPITAL}[\w\-]*)*"
)
_CUE = re.compile(
    r"\b(?i:heter|hette|heta|kallas|kallad|kallades|vid namn(?:et)?"
    rf"|(?:för|efter|smek)?namnet(?: är)?)\s+(?P<name>{_LETTERS}[\w\-]*"
    rf"(?:\s+{_CAPITAL}[\w\-]*)*)"
)
_INITIAL = re.compile(rf"\b{_CAPITAL}\.\s?(?:{_CAPITAL}\.|{_CAPITAL}\b)")
_LEX = re.compile(r"\blex\s+(?:Sarah|Maria)\b", re.IGNORECASE)
_OPENING = " \t\u200b\"'”“’«»([{*•-–"
_ENDING = ".!?:;…"
_ABBREVIATIONS = (
    "t.ex.", "bl.a.", "d.v.s.", "dvs.", "m.m.", "m.fl.", "s.k.", "ca.", "resp.", "f.d.", "p.g.a.",
    "pga.", "kl.", "dr.", "prof.", "o.s.v.", "osv.", "inkl.", "exkl.", "enl.", "tel.", "nr.",
)  # fmt: skip
_AUTHORITIES_AND_SYSTEMS = """
arbetsförmedlingen arbetsmiljöverket bvc covid cosmic diskrimineringsombudsmannen enhetschef
excel facebook försäkringskassan google hälso instagram internet ivo inspektionen kommunen
lifecare lss mas nordiska outlook polisen powerpoint procapita region regionen riksdagen
skatteverket skype socialnämnden socialstyrelsen socialtjänsten socialtjänstlagen sol sos svensk
svenska sverige teams treserva viva vårdcentralen vårdguiden word zoom
"""
_EVERYDAY = frozenset(_AUTHORITIES_AND_SYSTEMS.split())
"""Never a person's, nor a place that says where someone lives."""


@dataclass(frozen=True)
class KnownNames:
    """Names of the organisation's own: boards, units, categories, the municipality."""

    phrases: tuple[str, ...] = ()
    """Whole names, in small letters."""
    words: frozenset[str] = field(default_factory=frozenset)
    """Words of them, in small letters; none that is a given name."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    begins: bool
    """Whether a sentence begins with it."""

    @property
    def capitalised(self) -> bool:
        first, rest = self.text[:1], self.text[1:]
        return first.isupper() and (not rest or any(letter.islower() for letter in rest))

    @property
    def given(self) -> bool:
        return any(form in GIVEN_NAMES for form in _forms(self.text))


def names(text: str, known: KnownNames) -> Iterator[Place]:
    """Certain only after a title."""
    for found in _TITLE.finditer(text):
        yield place(Rule.NAME, text, found.span(), _TITLED)
    free = _masked(text, known)
    for found in _CUE.finditer(free):
        first = found["name"].split()[0]
        if (first[0].isupper() or first.casefold() in GIVEN_NAMES) and not _is_known(first, known):
            yield place(Rule.NAME, text, found.span("name"), _AFTER_CUE, certain=False)
    for found in _INITIAL.finditer(free):
        yield place(Rule.NAME, text, found.span(), _INITIALS, certain=False)
    yield from _by_capitals(text, free, known)


def _by_capitals(text: str, free: str, known: KnownNames) -> Iterator[Place]:
    run: list[_Word] = []
    for word in (*_words(free), None):
        goes_on = word is not None and bool(run) and _follows(free, run[-1], word)
        if word is not None and goes_on and _may_be_name(word, known):
            run.append(word)
            continue
        if run:
            yield from _told(text, run)
        run = [word] if word is not None and _may_be_name(word, known) else []


def _follows(text: str, earlier: _Word, word: _Word) -> bool:
    between = text[earlier.end : word.start]
    return between == " " or (between == ". " and len(earlier.text) == 1)


def _told(text: str, run: list[_Word]) -> Iterator[Place]:
    if len(run) > 1 and run[0].begins and not run[0].given:
        run = run[1:]
    span = (run[0].start, run[-1].end)
    if len(run) > 1 or not run[0].begins:
        yield place(Rule.NAME, text, span, _CAPITALS, certain=False)
    elif run[0].given:
        yield place(Rule.NAME, text, span, _GIVEN, certain=False)


def _may_be_name(word: _Word, known: KnownNames) -> bool:
    if _is_known(word.text, known):
        return False
    if len(word.text) == 1 and word.begins:
        return False
    return word.capitalised or (word.text.isupper() and word.given)


def _is_known(word: str, known: KnownNames) -> bool:
    return any(form in _EVERYDAY or form in known.words for form in _forms(word))


def _forms(word: str) -> tuple[str, ...]:
    """The word in small letters, also without the genitive's s."""
    small = word.casefold()
    return (small, small.removesuffix("s")) if len(small) > 2 else (small,)


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        yield _Word(found[0], *found.span(), _begins(text, found.start()))


def _begins(text: str, start: int) -> bool:
    before = text[:start].rstrip(_OPENING)
    if not before or before[-1] in "\r\n":
        return True
    if before[-1] not in _ENDING:
        return False
    small = before[-12:].casefold()
    return not any(re.search(rf"(?<!\w){re.escape(each)}$", small) for each in _ABBREVIATIONS)


def _masked(text: str, known: KnownNames) -> str:
    """With the organisation's own names, and the laws', in small letters."""
    spans = [found.span() for found in _LEX.finditer(text)]
    for name in known.phrases:
        spans += [found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", text, re.I)]
    for start, end in spans:
        text = text[:start] + "x" * (end - start) + text[end:]
    return text
