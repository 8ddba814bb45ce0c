"""A figure as a page shows it: its value in words, its definition, and the way to its cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import Days, Figure, FigureId, Number, Share
from services.reporting.figures.reckoning import Reckoned
from services.reporting.pages.asked import Asked
from services.reporting.pages.frame import FIGURES_PATH
from services.reporting.pages.voice import HIDDEN, Voice
from shared.pages.phrases import Phrase, phrase

DEFINITION_PLACE, CASES_PLACE = "#betydelse", "#arenden"
"""Where on a figure's page it is told what it means, and where its cases are."""
LACKING = ("visa", "saknas")
"""In an address: the cases that could be counted by a share, and are not."""


@dataclass(frozen=True)
class FigureShown:
    """`value` stands large, `detail` beside it; `address` leads to the definition and cases."""

    figure: Figure
    value: str
    detail: Phrase | None
    address: str
    reckoned: Reckoned


def shown(figure: Figure, found: Reckoned, asked: Asked, voice: Voice) -> FigureShown:
    """The figure of what is asked."""
    return FigureShown(
        figure,
        value_of(figure, found, voice),
        detail_of(figure, found),
        asked.address(f"{FIGURES_PATH}/{figure.id}"),
        found,
    )


def all_shown(
    found: Iterable[Reckoned], asked: Asked, voice: Voice
) -> Mapping[FigureId, FigureShown]:
    """The figures by their ids."""
    return {each.figure: shown(FIGURES[each.figure], each, asked, voice) for each in found}


def value_of(figure: Figure, found: Reckoned, voice: Voice) -> str:
    """`12`, `67 %` or `14 dagar`; a dash where there is nothing to reckon from."""
    match figure.measure:
        case Number():
            return voice.number(found.value)
        case Share():
            return voice.percent(found.share)
        case Days():
            if found.value is None:
                return HIDDEN
            return voice.say(
                phrase("1 dag") if found.value == 1 else phrase("%(days)s dagar", days=found.value)
            )


def detail_of(figure: Figure, found: Reckoned) -> Phrase | None:
    """Of how many it is reckoned; None where that says nothing new."""
    match figure.measure:
        case Share():
            if not found.of:
                return phrase("inget ärende att räkna på")
            return phrase("%(part)s av %(all)s", part=found.value or 0, all=found.of)
        case Days():
            if not found.of:
                return phrase("inget ärende att räkna på")
            if found.of == 1:
                return phrase("i ett ärende")
            return phrase("i %(count)s ärenden", count=found.of)
        case Number():
            return None


def how(figure: Figure) -> Phrase:
    """How it is reckoned, in words."""
    match figure.measure:
        case Number():
            return phrase("Antalet ärenden som det stämmer på, vart och ett räknat en gång.")
        case Share():
            return phrase(
                "Antalet ärenden som det stämmer på, delat med antalet som det skulle kunna "
                "stämma på. Där inget ärende finns att räkna på finns ingen andel."
            )
        case Days(quantile=0.5):
            return phrase(
                "Ärendenas dagar i ordning, och den i mitten: hälften tog så lång tid eller "
                "kortare. Siffran är alltid dagarna i ett ärende som finns."
            )
        case Days():
            return phrase(
                "Ärendenas dagar i ordning, och den som nio av tio håller sig inom. Siffran är "
                "alltid dagarna i ett ärende som finns."
            )


def of_theme(figures: Mapping[FigureId, FigureShown], ids: Sequence[FigureId]) -> list[FigureShown]:
    """Those of the figures, in this order."""
    return [figures[each] for each in ids]
