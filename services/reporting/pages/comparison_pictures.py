"""Charts of two periods beside each other, each with the table of its numbers."""

from collections.abc import Sequence

from services.reporting.facts_in_use import Cases
from services.reporting.figures.asked_period import months_of
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.months import received_in, until
from services.reporting.figures.statistics import Value, counted
from services.reporting.like_for_like.comparisons import Comparison
from services.reporting.pages.asked import PERIOD, Asked, Pairs
from services.reporting.pages.desk import FigureDesk
from services.reporting.pages.frame import COMPARISON
from services.reporting.pages.pictured import (
    POINTS,
    Part,
    Pictured,
    months_pictured,
    pairs_pictured,
    points_pictured,
)
from services.reporting.pages.received import RECEIVED
from services.reporting.pages.shown import CASES_PLACE
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import DIMENSIONS
from shared.pages.phrases import Label, phrase


def pictures(
    now: Asked,
    then: Asked,
    names: tuple[Label, Label],
    found: Comparison,
    cases: Cases,
    desk: FigureDesk,
    voice: Voice,
    own: Pairs,
) -> Sequence[Pictured]:
    """Months where the periods have as many, kinds, and control points."""
    series = voice.say(names[0]), voice.say(names[1])
    months = _months(now, then, series, cases, desk, voice)
    return (
        *((months,) if months else ()),
        _kinds(now, then, series, cases, desk, voice, own),
        _points(found, now, series, voice),
    )


def _months(
    now: Asked,
    then: Asked,
    series: tuple[str, str],
    cases: Cases,
    desk: FigureDesk,
    voice: Voice,
) -> Pictured | None:
    """Month for month in order, named after those of the first period."""
    of_now, of_then = _months_of(now), _months_of(then)
    if len(of_now) != len(of_then) or len(of_now) < 2:
        return None
    lines = {
        series[0]: until(of_now, received_in(cases.asked(now.question), of_now), desk.office.today),
        series[1]: received_in(cases.asked(then.question), of_then),
    }
    addresses = [now.address(RECEIVED, (PERIOD, month)) for month in of_now]
    return months_pictured(
        "months", phrase("Inkomna månad för månad"), of_now, lines, voice, addresses
    )


def _months_of(asked: Asked) -> Sequence[str]:
    first, last = asked.period.first, asked.period.last
    return months_of(first, last) if first and last else ()


def _kinds(
    now: Asked,
    then: Asked,
    series: tuple[str, str],
    cases: Cases,
    desk: FigureDesk,
    voice: Voice,
    own: Pairs,
) -> Pictured:
    """Each kind leads to the same comparison of that kind alone."""
    counts = [_by_kind(each, cases) for each in (now, then)]
    kinds = sorted(
        {*counts[0], *counts[1]},
        key=lambda kind: (kind is None, -max(of.get(kind, 0) for of in counts), str(kind)),
    )
    pairs = [
        (
            Part(label, counts[0].get(kind, 0), _narrowed(now, kind, own)),
            Part(label, counts[1].get(kind, 0)),
        )
        for kind in kinds
        for label in (desk.words.value(Dimension.KIND, kind),)
    ]
    return pairs_pictured(
        "kinds",
        phrase("Inkomna efter slag"),
        DIMENSIONS[Dimension.KIND],
        pairs,
        series,
        voice,
    )


def _by_kind(asked: Asked, cases: Cases) -> dict[Value, int]:
    rows = counted(cases.asked(asked.question), [Dimension.KIND]).rows
    return {row.values[0]: row.count for row in rows}


def _narrowed(asked: Asked, kind: Value, own: Pairs) -> str:
    return "" if kind is None else asked.address(COMPARISON, (str(Dimension.KIND), str(kind)), *own)


def _points(found: Comparison, now: Asked, series: tuple[str, str], voice: Voice) -> Pictured:
    reckoned = {each.figure.id: each for each in found.figures}
    return points_pictured(
        "points",
        phrase("Kontrollpunkter som är uppfyllda"),
        {
            series[0]: {figure.id: reckoned[figure.id].now for figure in POINTS},
            series[1]: {figure.id: reckoned[figure.id].then for figure in POINTS},
        },
        voice,
        {figure.id: now.address(f"/siffror/{figure.id}") + CASES_PLACE for figure in POINTS},
    )
