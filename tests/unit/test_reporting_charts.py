"""Charts: what is drawn is as long as the numbers, and is told to those who do not see it."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.charts.bars import ROOM, Bar, Row, bar_chart
from services.reporting.charts.lines import PLOT, Line, Place, line_chart
from services.reporting.charts.scale import ticks
from services.reporting.charts.standing_alone import standing_alone
from services.reporting.charts.svg import Named
from shared.pages.colours import Colour

NAMED = Named("c", "Inkomna <efter> slag", 'Störst är "klagomål".')
SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def words(svg: str, kind: str) -> list[str]:
    """The lines of text of a class, in order."""
    found = parsed(svg).iter(f"{SVG}text")
    return [each.text or "" for each in found if each.get("class") == kind]


def lengths(svg: str) -> list[float]:
    """Shares of the width that bars take."""
    bars = [each for each in parsed(svg).iter(f"{SVG}rect") if "chart-bar" in each.get("class", "")]
    widths = [each.get("width", "") for each in bars]
    return [float(width.rstrip("%")) / 100 for width in widths if width.endswith("%")]


def rows(*values: int) -> list[Row]:
    return [Row(f"rad {number}", (Bar(value, str(value)),)) for number, value in enumerate(values)]


@pytest.mark.parametrize(
    "svg",
    [
        bar_chart(NAMED, rows(3, 0)),
        line_chart(NAMED, [Place("jan")], [Line("2026", (3,))]),
    ],
)
def test_chart_has_a_name_and_a_description(svg: str) -> None:
    root = parsed(svg)
    assert root.get("role") == "img"
    by_id = {each.get("id"): each.text for each in root.iter() if each.get("id")}
    assert by_id[root.get("aria-labelledby")] == NAMED.title
    assert by_id[root.get("aria-describedby")] == NAMED.description
    assert root.get("width") == "100%"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_bars_are_as_long_as_their_numbers(values: list[int]) -> None:
    svg = bar_chart(NAMED, rows(*values))
    assert words(svg, "chart-value") == [str(value) for value in values]
    drawn = [value for value in values if value]
    most = max(values) or 1
    expected = [value / most * ROOM for value in drawn]
    assert lengths(svg) == pytest.approx(expected, abs=5e-4, rel=1e-3)


def test_stacked_bars_follow_each_other() -> None:
    svg = bar_chart(NAMED, [Row("rad", (Bar(1, "1"), Bar(3, "3")))], ("ett", "två"), stacked=True)
    bars = [each for each in parsed(svg).iter(f"{SVG}rect") if each.get("height") == "16"]
    (start, width), (after, rest) = [
        (float(bar.get("x", "").rstrip("%")), float(bar.get("width", "").rstrip("%")))
        for bar in bars
    ]
    assert start == 0
    assert after == pytest.approx(width)
    assert rest == pytest.approx(3 * width, rel=1e-3)
    assert words(svg, "chart-value") == ["1 + 3"]


def test_series_are_told_apart_by_pattern_and_by_name() -> None:
    row = Row("rad", tuple(Bar(each, str(each)) for each in (4, 3, 2, 1)))
    svg = bar_chart(NAMED, [row], ("a", "b", "c", "d"))
    patterns = [each.get("id") for each in parsed(svg).iter(f"{SVG}pattern")]
    assert patterns == ["c-1", "c-2", "c-3"]
    assert {f"url(#{each})" for each in patterns} == set(re.findall(r'fill="(url[^"]+)"', svg))
    assert words(svg, "chart-label") == ["a", "b", "c", "d", "rad"]
    with pytest.raises(ValueError, match="at most 4"):
        bar_chart(NAMED, [Row("rad", (*row.bars, Bar(1, "1")))])


def test_long_label_is_broken_where_words_end() -> None:
    label = "Bekräftelse till den som har lämnat ärendet och vill veta mer"
    lines = words(bar_chart(NAMED, [Row(label, (Bar(1, "1"),))]), "chart-label")
    assert len(lines) == 2
    assert " ".join(lines) == label


def test_what_people_wrote_is_text_and_never_markup() -> None:
    svg = bar_chart(NAMED, [Row("<script>alert(1)</script>", (Bar(1, "<b>"),))])
    assert "<script" not in svg
    assert words(svg, "chart-value") == ["<b>"]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=40))
def test_points_stand_as_high_as_their_numbers(values: list[int]) -> None:
    places = [Place(str(number)) for number in range(len(values))]
    svg = line_chart(NAMED, places, [Line("2026", tuple(values))])
    marks = [float(each.get("cy", "")) for each in parsed(svg).iter(f"{SVG}circle")]
    top = ticks(max(values))[-1]
    bottom = marks[0] + PLOT * values[0] / top
    expected = [bottom - PLOT * value / top for value in values]
    assert marks == pytest.approx(expected, abs=0.05)
    assert len(words(svg, "chart-tick")) <= len(ticks(max(values))) + 12


def test_months_to_come_break_the_line() -> None:
    places = [Place(name) for name in ("jan", "feb", "mar")]
    svg = line_chart(NAMED, places, [Line("2026", (1, 2, None)), Line("2025", (3, 2, 1))])
    drawn = parsed(svg)
    strokes = [
        each.get("class", "").split()[-1]
        for each in drawn.iter(f"{SVG}line")
        if "chart-stroke" in each.get("class", "")
    ]
    # With one sample of each beside its name.
    assert strokes.count("chart-line-0") == 1 + 1
    assert strokes.count("chart-line-1") == 2 + 1
    assert words(svg, "chart-label") == ["2026", "2025"]


@given(st.floats(0, 10**7))
def test_axis_begins_at_nought_and_reaches_the_greatest(most: float) -> None:
    steps = ticks(most)
    assert steps[0] == 0
    assert steps[-1] >= most
    assert 2 <= len(steps) <= 7
    assert len({after - before for before, after in pairwise(steps)}) == 1


def test_chart_alone_carries_its_colours() -> None:
    svg = standing_alone(bar_chart(NAMED, rows(2, 1)), Colour.parse("#f2c100"), 720)
    root = parsed(svg)
    assert root.get("width") == "720"
    style = root.find(f"{SVG}style")
    assert style is not None
    assert ".chart-area-0{fill:#" in (style.text or "")
    assert "#f2c100" not in (style.text or ""), "too pale for white paper"
