"""Finds shares of the cases: `60 procent av klagomålen`, `en tredjedel`, `de flesta`."""

import re
from collections.abc import Iterator, Mapping, Sequence

from services.reporting.guard.bounds import Bound, bound_before
from services.reporting.guard.claims import Percent, Reading
from services.reporting.guard.marked import Marked
from services.reporting.guard.numerals import ShareNamed
from services.reporting.guard.properties import told_of
from services.reporting.guard.segments import is_wish, segment_after, segment_before
from shared.events.vocabulary import Kind

_OF_NOUN = re.compile(
    r"\s*(?:procent\s+)?av\s+(?:de\s+|alla\s+|samtliga\s+|våra\s+)?(?:\w+a\s+)?$", re.IGNORECASE
)
_OF_OTHERS = re.compile(
    r"\s*av\s+(?!dem\b|dessa\b)(?:de\s+|alla\s+|samtliga\s+|våra\s+)?(?P<word>\w+)", re.IGNORECASE
)
_CHANGED = re.compile(
    r"(?:ök|minsk|steg|stig|sjunk|sjönk)\w*\s+(?:\w+\s+){0,3}(?:med|från|till)\s+$", re.IGNORECASE
)
_WERE = re.compile(r"(?<!\w)(?:är|var|utgör(?:s)?|utgjorde(?:s)?|utgörs av|bestod av)\s+$", re.I)
_MADE_UP = re.compile(
    r"(?<!\w)(?:utgör|utgjorde|stod för|står för|svarar för)\s+(?:\w+\s+)?$", re.I
)
Kinds = tuple[Kind, ...]


def percents(marked: Marked, categories: Mapping[str, str]) -> Iterator[Percent]:
    """Each share that some figure says."""
    text = marked.text
    ends = [*(each.end for each in marked.shares), *(each.end for each in marked.numbers)]
    stops = [*(each.start for each in marked.shares), *(each.start for each in marked.numbers)]
    for share in marked.shares:
        if _CHANGED.search(text[: share.start]) or re.match(r"\s+så många", text[share.end :]):
            continue
        before = segment_before(text, share.start, [each for each in ends if each <= share.start])
        after = segment_after(text, share.end, stops)
        if is_wish(before) or is_wish(after):
            continue
        kinds = _whole(marked, share, after)
        if kinds is None:
            continue
        readings = _readings(marked, share, kinds, (after, before), categories)
        if readings:
            bound = bound_before(text[: share.start])
            yield Percent(
                start=share.start,
                end=share.end,
                value=share.value,
                within=share.within,
                readings=tuple(readings),
                whole=tuple(kinds),
                bound=Bound.MORE if share.more else bound,
            )


def _whole(marked: Marked, share: ShareNamed, after: str) -> Sequence[Kinds] | None:
    """Of which kinds it is a part; None where it is a part of something else."""
    text = marked.text
    noun = marked.noun_after(share.end)
    if noun and noun.start <= share.end + len(after):
        between = text[share.end : noun.start]
        if _OF_NOUN.fullmatch(between) or (share.more and between.isspace()):
            return (noun.kinds,) if noun.kinds else tuple(dict.fromkeys((*_others(marked), ())))
    if _OF_OTHERS.match(after):
        return None
    if not marked.spoken and not marked.about.kinds:
        return None
    if marked.spoken and marked.spoken[0].start < share.start:
        kinds = marked.kinds_at(share.start)
        first = marked.last_noun_before(share.start)
        return tuple(dict.fromkeys((*kinds, *(((),) if first and not first.kinds else ()))))
    return tuple(dict.fromkeys((*_others(marked), ())))


def _others(marked: Marked) -> tuple[Kinds, ...]:
    return (marked.about.kinds,) if marked.about.kinds else ((),)


def _readings(
    marked: Marked,
    share: ShareNamed,
    kinds: Sequence[Kinds],
    parts: tuple[str, str],
    categories: Mapping[str, str],
) -> list[Reading]:
    text = marked.text
    for part in parts:
        told = told_of(part, text, categories)
        if told:
            return [each for each in told.readings(kinds) if not each.at_most]
    for noun in marked.spoken:
        if not noun.kinds or noun.kinds in kinds:
            continue
        if noun.start >= share.end and _WERE.search(text[share.end : noun.start]):
            return [Reading(kinds=noun.kinds)]
        if noun.end <= share.start and _MADE_UP.search(text[noun.end : share.start]):
            return [Reading(kinds=noun.kinds)]
    return []
