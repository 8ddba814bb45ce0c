"""A figure of two periods as a page shows it, with what a report said then."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.figures.figure import Days, FigureId, Number, Share
from services.reporting.figures.reckoning import Reckoned
from services.reporting.like_for_like.comparing import Compared
from services.reporting.like_for_like.comparisons import Comparison
from services.reporting.like_for_like.reported import Reported
from services.reporting.pages.asked import Asked
from services.reporting.pages.frame import REPORTS
from services.reporting.pages.shown import (
    CASES_PLACE,
    DEFINITION_PLACE,
    FigureShown,
    detail_of,
    shown,
    value_of,
)
from services.reporting.pages.voice import HIDDEN, Voice
from shared.pages.phrases import Phrase, phrase

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Told:
    """What a report said; `differs` from what is reckoned today."""

    value: str
    detail: Phrase | None
    address: str
    differs: bool
    definition: str
    """As it was then, where its words are others today; else empty."""


@dataclass(frozen=True)
class ComparedRow:
    """`change` is signed, in the figure's own measure."""

    now: FigureShown
    then: FigureShown
    compared: Compared
    change: str
    chance: Phrase | None
    told: Told | None

    @property
    def is_clear(self) -> bool:
        """Whether chance alone seldom gives such a difference."""
        return self.compared.may_be_chance is False

    @property
    def definition(self) -> str:
        """The address of what the figure means."""
        return f"{self.now.address}{DEFINITION_PLACE}"

    @property
    def cases_now(self) -> str:
        return f"{self.now.address}{CASES_PLACE}"

    @property
    def cases_then(self) -> str:
        return f"{self.then.address}{CASES_PLACE}"


def compared_rows(
    found: Comparison,
    now: Asked,
    then: Asked,
    reported: Mapping[FigureId, Reported],
    voice: Voice,
) -> Mapping[FigureId, ComparedRow]:
    """Every figure of the comparison, in its order."""
    return {
        each.figure.id: ComparedRow(
            shown(each.figure, each.now, now, voice),
            shown(each.figure, each.then, then, voice),
            each,
            change_of(each, voice),
            _chance(each),
            _told(each, reported.get(each.figure.id), voice),
        )
        for each in found.figures
    }


def change_of(found: Compared, voice: Voice) -> str:
    """`+3`, `−2 dagar`, `+7 procentenheter`; `0` where nothing differs, a dash where one lacks.

    Of shares the difference between the whole per cents that are shown, so that it adds up.
    """
    match found.figure.measure:
        case Share():
            now, then = voice.whole_percent(found.now.share), voice.whole_percent(found.then.share)
            if now is None or then is None:
                return HIDDEN
            points = abs(now - then)
            return _signed(
                now - then,
                voice.say(
                    phrase("1 procentenhet")
                    if points == 1
                    else phrase("%(points)s procentenheter", points=points)
                ),
            )
        case Days():
            if found.change is None:
                return HIDDEN
            days = abs(found.change)
            return _signed(
                found.change,
                voice.say(phrase("1 dag") if days == 1 else phrase("%(days)s dagar", days=days)),
            )
        case Number():
            if found.change is None:
                return HIDDEN
            return _signed(found.change, voice.number(abs(found.change)))


def _signed(difference: int, size: str) -> str:
    if not difference:
        return "0"
    return f"{'+' if difference > 0 else MINUS}{size}"


def _chance(found: Compared) -> Phrase | None:
    """In words; nothing of what is not tested, or is the same."""
    if found.may_be_chance is None or found.now == found.then:
        return None
    return phrase("kan vara slump") if found.may_be_chance else phrase("tydlig skillnad")


def _told(found: Compared, reported: Reported | None, voice: Voice) -> Told | None:
    if reported is None:
        return None
    then = reported.figure
    address = f"{REPORTS}/{reported.report_id}"
    definition = "" if reported.same_definition else reported.definition.definition
    if then.hidden:
        return Told(HIDDEN, phrase("dolt, ett litet tal"), address, False, definition)
    as_then = Reckoned(then.id, then.value, then.of or 0)
    return Told(
        value_of(found.figure, as_then, voice),
        detail_of(found.figure, as_then),
        address,
        _differs(found, as_then),
        definition,
    )


def _differs(found: Compared, then: Reckoned) -> bool:
    """By what the page shows: a number stands without how many it is of."""
    if isinstance(found.figure.measure, Number):
        return then.value != found.then.value
    return (then.value, then.of) != (found.then.value, found.then.of)
