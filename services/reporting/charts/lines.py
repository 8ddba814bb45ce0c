"""Lines over months, each with marks and a dash of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from services.reporting.charts.scale import ticks
from services.reporting.charts.svg import (
    PATTERNS,
    Attribute,
    Named,
    element,
    percent,
    picture,
    text,
)

LEGEND, ABOVE, PLOT, BELOW = 24, 24, 180, 44
"""Heights in pixels."""
MARGIN = 0.04
"""Of the width, at both sides of the first and the last point."""
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A number for each place along the axis; None breaks the line there."""

    name: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What stands under a point, on one or two lines: a month, and the year where it begins."""

    label: str
    below: str = ""


def line_chart(named: Named, places: Sequence[Place], lines: Sequence[Line]) -> str:
    """SVG. Where places are many only every second, third… is named.

    The axis begins at nought. Raises ValueError for more than four lines.
    """
    if len(lines) > PATTERNS:
        raise ValueError(f"{len(lines)} lines: a chart tells at most {PATTERNS} apart")
    steps = ticks(max((each for line in lines for each in line.values if each), default=0))
    parts: list[str] = []
    y = 0.0
    for number, line in enumerate(lines if len(lines) > 1 else ()):
        parts += [*_sample(number, y + 9), text(line.name, "44", y + 14, "chart-label")]
        y += LEGEND
    plot = _Plot(y + ABOVE, len(places), steps[-1])
    parts += _axes(plot, steps, places)
    # The first line is what the chart is about: it is drawn last, over the others.
    for number, line in reversed(list(enumerate(lines))):
        parts += _line(plot, number, line)
    return picture(named, y + ABOVE + PLOT + BELOW, parts)


@dataclass(frozen=True, slots=True)
class _Plot:
    top: float
    places: int
    most: int

    def x(self, place: int) -> str:
        if self.places == 1:
            return percent(0.5)
        return percent(MARGIN + (1 - 2 * MARGIN) * place / (self.places - 1))

    def y(self, value: float) -> float:
        return self.top + PLOT * (1 - value / self.most)


def _axes(plot: _Plot, steps: Sequence[int], places: Sequence[Place]) -> Iterator[str]:
    for step in steps:
        y = plot.y(step)
        ends: dict[str, Attribute] = {"x1": "0", "x2": "100%", "y1": y, "y2": y}
        yield element("line", {**ends, "class": "chart-axis" if step == 0 else "chart-grid"})
        yield text(str(step), "0", y - 4, "chart-tick")
    every = -(-len(places) // MOST_LABELS)
    for number, place in enumerate(places):
        if number % every == 0:
            x, y = plot.x(number), plot.top + PLOT
            yield text(place.label, x, y + 18, "chart-tick", text_anchor="middle")
            if place.below:
                yield text(place.below, x, y + 36, "chart-tick", text_anchor="middle")


def _line(plot: _Plot, number: int, line: Line) -> Iterator[str]:
    points = [
        (plot.x(place), plot.y(value)) if value is not None else None
        for place, value in enumerate(line.values)
    ]
    for before, after in pairwise(points):
        if before and after:
            yield _stroke(number, *before, *after)
    for point in points:
        if point:
            yield _mark(number, *point)


def _sample(number: int, y: float) -> Iterator[str]:
    yield _stroke(number, "0", y, "36", y)
    yield _mark(number, "18", y)


def _stroke(number: int, x1: str, y1: float, x2: str, y2: float) -> str:
    ends: dict[str, Attribute] = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return element("line", {**ends, "class": f"chart-stroke chart-line-{number}"})


def _mark(number: int, x: str, y: float) -> str:
    kind: dict[str, Attribute] = {"class": f"chart-mark chart-line-{number}"}
    if number % 2 == 0:
        return element("circle", {"cx": x, "cy": y, "r": 4.0, **kind})
    # A place in percent is moved by half the mark's size with a transform, which is in pixels.
    square: dict[str, Attribute] = {"x": x, "y": y, "width": 7, "height": 7}
    return element("rect", {**square, "transform": "translate(-3.5 -3.5)", **kind})
