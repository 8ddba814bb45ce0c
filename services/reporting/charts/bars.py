"""Horizontal bars: each row named above its bars, so that long names need no room beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from services.reporting.charts.svg import (
    PATTERNS,
    Attribute,
    Named,
    area,
    element,
    patterns,
    percent,
    picture,
    text,
)

LABEL, BAR, GAP, LEGEND = 20, 18, 12, 24
"""Heights in pixels; `LABEL` is that of one line."""
LONGEST = 40
"""Letters on a line: as many as a phone has room for. SVG does not break lines by itself."""
ROOM = 0.84
"""How much of the width the longest bar takes; the rest is for its number."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A number and how it is written; None where there is nothing to draw."""

    value: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the bars are of, and one bar for each series."""

    label: str
    bars: tuple[Bar, ...]


def bar_chart(
    named: Named,
    rows: Sequence[Row],
    series: Sequence[str] = (),
    *,
    most: float | None = None,
    stacked: bool = False,
) -> str:
    """SVG. `series` names the bars of a row where there are several: at most four are told apart.

    `most` is what the whole width stands for, such as 1 for shares; the greatest number where it
    is left out. Stacked bars stand after each other, and their row's sum is theirs to tell.
    """
    several = max((len(row.bars) for row in rows), default=1)
    if several > PATTERNS:
        raise ValueError(f"{several} series: a chart tells at most {PATTERNS} apart")
    top = most or max((_length(row, stacked=stacked) for row in rows), default=0) or 1
    parts = [patterns(named, several)]
    y = 0.0
    for number, name in enumerate(series if several > 1 else ()):
        place: dict[str, Attribute] = {"x": 0, "y": y + 2, "width": 16, "height": 14}
        parts += [area(named, number, place), text(name, "24", y + 14, "chart-label")]
        y += LEGEND
    for row in rows:
        for line in wrap(row.label, LONGEST) or [""]:
            parts.append(text(line, "0", y + 14, "chart-label"))
            y += LABEL
        parts += _stacked(named, row, top, y) if stacked else _grouped(named, row, top, y)
        y += (BAR if stacked else BAR * len(row.bars)) + GAP
    return picture(named, y, parts)


def _grouped(named: Named, row: Row, top: float, y: float) -> Iterator[str]:
    for number, bar in enumerate(row.bars):
        share = (bar.value or 0) / top * ROOM
        yield from _drawn(named, number, 0, share, y)
        yield text(bar.shown, percent(share), y + 14, "chart-value", dx=6)
        y += BAR


def _stacked(named: Named, row: Row, top: float, y: float) -> Iterator[str]:
    start = 0.0
    for number, bar in enumerate(row.bars):
        share = (bar.value or 0) / top * ROOM
        yield from _drawn(named, number, start, share, y)
        start += share
    shown = " + ".join(bar.shown for bar in row.bars if bar.value)
    yield text(shown, percent(start), y + 14, "chart-value", dx=6)


def _drawn(named: Named, number: int, start: float, share: float, y: float) -> Iterator[str]:
    if share > 0:
        yield area(
            named,
            number,
            {"x": percent(start), "y": y, "width": percent(share), "height": BAR - 2},
        )
    elif start == 0:
        # A bar of nothing still shows where it would begin.
        ends: dict[str, Attribute] = {"x1": 0.5, "x2": 0.5, "y1": y, "y2": y + BAR - 2}
        yield element("line", {**ends, "class": "chart-axis"})


def _length(row: Row, *, stacked: bool) -> float:
    values = [bar.value or 0 for bar in row.bars]
    return sum(values) if stacked else max(values, default=0)
