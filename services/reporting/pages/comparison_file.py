"""A comparison as a file: CSV with semicolons, as spreadsheets in Swedish read it."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from services.reporting.figures.figure import Days, FigureId, Share
from services.reporting.figures.reckoning import Reckoned
from services.reporting.like_for_like.comparing import Compared
from services.reporting.like_for_like.comparisons import Comparison
from services.reporting.like_for_like.reported import Reported
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import THEMES
from services.reporting.periods import Period
from shared.clock import local_date
from shared.pages.languages import Language
from shared.pages.phrases import Phrase, phrase

Cells = Iterator[str | int]


def comparison_file(found: Comparison, reported: Mapping[FigureId, Reported], voice: Voice) -> str:
    """A row for each figure; shares are per cent with one decimal, days Swedish calendar days.

    A cell is empty where there is nothing to reckon from, or where a report hides the number.
    """
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heading(found, voice))
    for each in found.figures:
        writer.writerow(_row(each, reported.get(each.figure.id), voice))
    return text.getvalue()


def _heading(found: Comparison, voice: Voice) -> Iterator[str]:
    def said(words: Phrase) -> str:
        return voice.say(words)

    yield from (said(phrase("Tema")), said(phrase("Siffrans id")), said(phrase("Siffra")))
    yield said(phrase("Mått"))
    for period in (found.period, found.other):
        days = _days(period)
        yield said(phrase("Värde %(days)s", days=days))
        yield said(phrase("Av %(days)s", days=days))
        yield said(phrase("Procent %(days)s", days=days))
    yield said(phrase("Skillnad"))
    yield said(phrase("Sannolikhet för slump"))
    yield said(phrase("Värde i rapporten då"))
    yield said(phrase("Av i rapporten då"))
    yield said(phrase("Rapporten publicerad"))
    yield said(phrase("Definitionen då"))


def _row(each: Compared, reported: Reported | None, voice: Voice) -> Cells:
    figure = each.figure
    yield voice.say(THEMES[figure.theme])
    yield figure.id
    yield voice.say(figure.name)
    yield voice.say(phrase("dagar") if isinstance(figure.measure, Days) else phrase("ärenden"))
    for reckoned in (each.now, each.then):
        yield from _numbers(reckoned, voice, is_share=isinstance(figure.measure, Share))
    yield "" if each.change is None else each.change
    yield "" if each.by_chance is None else _decimal(each.by_chance, 4, voice)
    if reported is None:
        yield from ("", "", "", "")
        return
    yield _known(reported.figure.value)
    yield _known(reported.figure.of)
    yield local_date(reported.published_at).isoformat()
    yield "" if reported.same_definition else reported.definition.definition


def _numbers(reckoned: Reckoned, voice: Voice, *, is_share: bool) -> Cells:
    yield _known(reckoned.value)
    yield reckoned.of
    share = reckoned.share if is_share else None
    yield "" if share is None else _decimal(share * 100, 1, voice)


def _known(number: int | None) -> str | int:
    return "" if number is None else number


def _decimal(number: float, places: int, voice: Voice) -> str:
    text = f"{number:.{places}f}"
    return text if voice.language is Language.ENGLISH else text.replace(".", ",")


def _days(period: Period) -> str:
    return f"{period.first}–{period.last}"
