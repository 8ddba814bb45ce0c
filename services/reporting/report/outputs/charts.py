"""Bars of a table's totals, as SVG that stands alone (R78)."""

from services.reporting.charts.bars import Bar, Row, bar_chart
from services.reporting.charts.standing_alone import standing_alone
from services.reporting.charts.svg import Named
from services.reporting.report.content import Content, Table
from shared.pages.colours import Colour

WIDTH = 640
"""Pixels."""
_FEWEST, _MOST = 2, 25
"""Bars; of one there is nothing to compare, and more find no room on a page."""


def described(table: Table) -> str:
    """What the chart shows, for who does not see it: the same numbers as its table."""
    bars = ", ".join(f"{row[0].text} {row[-1].text}" for row in table.rows[:-1][:_MOST])
    return f"Stapeldiagram. {table.caption}: {bars}."


def drawn(content: Content, table: Table) -> str:
    """The chart; empty for a table that has none."""
    rows = [
        Row(row[0].text, (Bar(row[-1].value, row[-1].text),))
        for row in table.rows[:-1][:_MOST]
        if row[-1].value is not None
    ]
    if not table.chart or len(rows) < _FEWEST:
        return ""
    named = Named(f"chart-{table.id}", table.caption, described(table))
    return standing_alone(bar_chart(named, rows), Colour.parse(content.colour), WIDTH)
