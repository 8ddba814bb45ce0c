"""Finds what a sentence tells of changes: `har ökat från 11 till 18`, `dubbelt så många`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.reporting.guard.claims import Change, Direction
from services.reporting.guard.marked import Marked
from services.reporting.guard.number_words import NEXT_TO
from services.reporting.guard.numerals import in_words
from services.reporting.guard.segments import is_wish, narrows_after, segment_before
from services.reporting.guard.subjects import Subject, joined
from shared.events.vocabulary import Kind

_UP = r"ökat|ökar|ökade|ökning(?:en)?|stigit|steg|fördubblats|fördubblades|dubblerats|fler"
_DOWN = r"minskat|minskar|minskade|minskning(?:en)?|sjunkit|sjönk|halverats|halverades|färre"
_SAME = r"oförändra\w+|lika många|samma antal"
_CHANGE = re.compile(
    rf"(?<!\w)(?:(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<same>{_SAME}))(?!\w)", re.IGNORECASE
)
_NUMBER = r"(?:\d{1,3}(?:[  \u202f]\d{3})+|\d+|[a-zåäö]+)"
_FROM_TO = re.compile(
    rf"(?<!\w)från\s+(?P<was>{_NUMBER})(?:\s+(?:stycken|st|\w+))?(?:\s+(?:under|år|i)?\s*\ue001+)?"
    rf"\s+till\s+(?P<now>{_NUMBER})(?!\w)(?!\s*(?:procent|%|dagar|veckor|månader))",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"(?<!\w)med\s+(?P<by>{_NUMBER}|\d+(?:[.,]\d+)?)(?P<percent>\s*(?:procent|%))?(?!\w)"
    r"(?!\s*(?:dag|veck|månad|enheter))",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"(?<!\w)(?P<by>{_NUMBER})(?P<percent>\s*(?:procent|%))?\s+(?:stycken\s+|st\s+)?(?:(?:klagomål|synpunkter|avvikelser|ärenden)\s+)?(?P<way>fler|färre|mer|mindre)(?!\w)"
    r"(?!\s+än\s+\d)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<!\w)(?:(?P<double>dubbelt så många|fördubbla(?:ts|des|t|de)|dubblera(?:ts|des))"
    r"|(?P<half>hälften så många|halvera(?:ts|des))"
    rf"|(?P<times>{_NUMBER})\s+gånger\s+(?:så\s+många|fler))(?!\w)",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    rf"(?<!\w)(?:(?:jämfört|i\s+jämförelse|att\s+jämföra)\s+med\s+|mot\s+|från\s+|\()(?P<was>{_NUMBER})"
    r"(?:\s+(?:stycken|st|klagomål|synpunkter|avvikelser|ärenden))?(?=\s*(?:$|[.,;)]|under|året|år\b|"
    r"\ue001|i\b|för\b|då\b))",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:inte|ingen|inga|inget|varken)\s+(?:\w+\s+)?$", re.IGNORECASE)
_BECOME = re.compile(r"\b(?:blivit|blev|är|var)\s+$", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:medan|men|däremot|samtidigt\s+som)\b|;", re.IGNORECASE)
_OF_OTHER_THINGS = re.compile(
    r"(?<!\w)(?:\w*tid(?:en|er|erna)?|andel\w*|kännedom\w*|kunskap\w*|kostnad\w*|nöjdhet\w*|tillit\w*"
    r"|risk(?:en|er|erna)?|förtroende\w*|kvalitet\w*|arbete\w*|arbetssätt\w*|resurs\w*|behov\w*|komplex\w*"
    r"|svårighet\w*|allvarlighet\w*|mörkertal\w*|medvetenhet\w*|benägenhet\w*|fokus|belastning\w*"
    r"|tillgänglighet\w*|trygghet\w*|procentenheter|anmälningsbenägenhet\w*|genomsnitt\w*)(?!\w)",
    re.IGNORECASE,
)
_MANY_THINGS = re.compile(r"(?<!\w)(?:kan|kunna|trots|om)\s+(?:det\s+)?(?:ha\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Changed:
    """The claims of a sentence about changes, and the places whose numbers belong to them."""

    claims: tuple[Change, ...]
    taken: tuple[tuple[int, int], ...]


def changes(marked: Marked) -> Changed:
    """What the sentence tells of changes."""
    text = marked.text
    claims: list[Change] = []
    taken: list[tuple[int, int]] = []
    words = list(_CHANGE.finditer(text))
    for found, numbers in _with_numbers(text, bool(words)):
        taken.append(found.span())
        if _passed_over(marked, found.start()):
            continue
        claims.append(
            Change(
                start=found.start(),
                end=found.end(),
                kinds=_kinds(marked, found.start()),
                direction=_direction_of(found, text, words),
                **numbers,  # type: ignore[arg-type]
            )
        )
    for at, word in enumerate(words):
        if any(start <= word.start() < end for start, end in taken):
            continue
        if not _passed_over(marked, word.start()):
            claims += _trends(marked, word, words[at - 1].end() if at else 0, alone=len(words) == 1)
    return Changed(tuple(claims), tuple(taken))


def _with_numbers(
    text: str, has_word: bool
) -> Iterator[tuple[re.Match[str], dict[str, float | None]]]:
    used: list[tuple[int, int]] = []

    def free(found: re.Match[str]) -> bool:
        return not any(found.start() < end and start < found.end() for start, end in used)

    for found in _TIMES.finditer(text):
        times = 2.0 if found["double"] else 0.5 if found["half"] else _value(found["times"])
        if times is not None:
            used.append(found.span())
            yield found, {"times": times}
    for found in _FROM_TO.finditer(text):
        was, now = _value(found["was"]), _value(found["now"])
        if (
            was is not None
            and now is not None
            and free(found)
            and (has_word or re.search(r"\b(?:gått|gick|förändra\w+|kommit)\b", text, re.I))
        ):
            used.append(found.span())
            yield found, {"was": was, "now": now}
    for found in _WITH.finditer(text):
        by = _value(found["by"])
        if by is None or not has_word or not free(found):
            continue
        used.append(found.span())
        yield found, {"by_percent" if found["percent"] else "by": by}
    for found in _MORE.finditer(text):
        by = _value(found["by"])
        if by is not None and free(found) and not re.match(r"en|ett", found["by"], re.I):
            used.append(found.span())
            yield found, {"by_percent" if found["percent"] else "by": by}
    for found in _AGAINST.finditer(text):
        was = _value(found["was"])
        if was is not None and free(found) and not (found[0].startswith("från") and not has_word):
            used.append(found.span())
            yield found, {"was": was}


def _value(word: str) -> float | None:
    if word[0].isdigit():
        digits = re.sub(r"[  \u202f]", "", word).replace(",", ".")
        return float(digits) if "." in digits else int(digits)
    if word.casefold() in {"inga", "ingen", "inget"}:
        return 0
    try:
        return in_words(word.casefold())
    except (ValueError, KeyError):
        return None


def _direction_of(
    found: re.Match[str], text: str, words: Sequence[re.Match[str]]
) -> Direction | None:
    """What the nearest word of change says, where there is one in the clause."""
    if found.re is _TIMES:
        return None
    if found.re is _MORE:
        return Direction.UP if found["way"].casefold() in {"fler", "mer"} else Direction.DOWN
    near = [
        each
        for each in words
        if not _CLAUSE.search(text, min(each.end(), found.end()), max(each.start(), found.start()))
    ]
    if not near:
        return None
    before = [each for each in near if each.end() <= found.start()]
    return _direction(before[-1] if before else near[0])


def _direction(word: re.Match[str]) -> Direction:
    if word["up"]:
        return Direction.UP
    return Direction.DOWN if word["down"] else Direction.UNCHANGED


def _passed_over(marked: Marked, place: int) -> bool:
    """Whether it is something else that changes, or what should or may."""
    text = marked.text
    start, end = _clause(text, place)
    before = text[start:place]
    about = text[start:end]
    return bool(
        _OF_OTHER_THINGS.search(about)
        or is_wish(before)
        or _MANY_THINGS.search(before)
        or _narrowed(marked, start, place)
    )


def _narrowed(marked: Marked, start: int, place: int) -> bool:
    """Whether only some of the cases are spoken of, such as those about one thing."""
    before = [each for each in marked.spoken if start <= each.end <= place]
    if not before:
        return False
    between = marked.text[before[-1].end : place]
    about = re.search(r"(?<!\w)(?:om|via|från|gällande|rörande|avseende|kring|inom)\s", between)
    return bool(about) and narrows_after(between)


def _clause(text: str, place: int) -> tuple[int, int]:
    cuts = list(_CLAUSE.finditer(text))
    start = max((each.end() for each in cuts if each.end() <= place), default=0)
    end = min((each.start() for each in cuts if each.start() >= place), default=len(text))
    return start, end


def _kinds(marked: Marked, place: int) -> tuple[tuple[Kind, ...], ...]:
    start, end = _clause(marked.text, place)
    before = [each for each in marked.spoken if start <= each.end <= place]
    if before:
        whole = marked.last_noun_before(place)
        if whole and whole.kinds:
            return (whole.kinds,)
        if whole:
            return tuple(dict.fromkeys(((), marked.about.kinds)))
    after = [each for each in marked.spoken if place <= each.start < end]
    if after and after[0].kinds:
        return (joined(marked.text, after[0], after[1:]).kinds,)
    return marked.kinds_at(place)


def _trends(marked: Marked, word: re.Match[str], since: int, *, alone: bool) -> Iterator[Change]:
    text = marked.text
    start, end = _clause(text, word.start())
    if word[0].casefold() in {"fler", "färre"}:
        nouns = _next(marked, word.end())
        if not nouns and _BECOME.search(text[: word.start()]):
            nouns = [each for each in marked.spoken if start <= each.end <= word.start()]
    elif alone:
        nouns = [each for each in marked.spoken if start <= each.start < end]
    else:
        since = max(since, start)
        nouns = [each for each in marked.spoken if since <= each.start < word.start()]
        nouns = nouns or [each for each in marked.spoken if word.end() <= each.start < end][:1]
    denied = bool(_DENIED.search(text[: word.start()]))
    for noun in nouns:
        if noun.kinds or len(nouns) == 1:
            kinds = (noun.kinds,) if noun.kinds else tuple(dict.fromkeys(((), marked.about.kinds)))
            yield Change(
                kinds=kinds,
                start=word.start(),
                end=word.end(),
                direction=_direction(word),
                denied=denied,
            )


def _next(marked: Marked, start: int) -> list[Subject]:
    """What `fler` is said of: the noun that follows, alone or in a list."""
    following = [each for each in marked.spoken if each.start >= start]
    if not following or not NEXT_TO.fullmatch(marked.text[start : following[0].start]):
        return []
    if narrows_after(segment_before(marked.text, len(marked.text), [following[0].end])) and (
        re.match(r"\s*(?:om|via|gällande|som)\s", marked.text[following[0].end :])
    ):
        return []
    until = joined(marked.text, following[0], following[1:]).end
    return [each for each in following if each.end <= until]
