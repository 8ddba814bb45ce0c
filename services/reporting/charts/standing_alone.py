"""A chart for where there is no stylesheet: in a printed report, or as a file."""

from shared.pages.brand import LIGHT
from shared.pages.colours import Colour, legible

INK = Colour.parse("#1e2529")
_OTHERS = (LIGHT.ink_soft, Colour.parse("#7d5000"), Colour.parse("#1c6440"))


def standing_alone(svg: str, brand: Colour, width: int) -> str:
    """The chart of `bar_chart` or `line_chart` with its colours, for white paper.

    `width` is in pixels: what percents of the width are taken of.
    """
    colours = (legible(brand, LIGHT.surface), *_OTHERS)
    rules = [
        f"text{{font:13px 'Source Sans Pro','Source Sans 3',sans-serif;fill:{INK}}}",
        ".chart-value{font-weight:600}",
        f".chart-tick{{font-size:12px;fill:{LIGHT.ink_soft}}}",
        ".chart-axis{stroke:#777f83}.chart-grid{stroke:#dcd7cb}",
        ".chart-stroke{stroke-width:2.5;fill:none}.chart-stripe{stroke-width:2;fill:none}",
        ".chart-mark{stroke-width:2;fill:#fff}",
        ".chart-stroke.chart-line-1{stroke-dasharray:5 4}",
        ".chart-stroke.chart-line-2{stroke-dasharray:2 3}",
        ".chart-stroke.chart-line-3{stroke-dasharray:9 3 2 3}",
    ]
    for number, colour in enumerate(colours):
        rules.append(
            f".chart-area-{number}{{fill:{colour}}}.chart-line-{number}{{stroke:{colour}}}"
            f".chart-edge-{number}{{stroke:{colour}}}.chart-pale-{number}{{fill:#fff}}"
        )
    head, rest = svg.split(">", 1)
    head = head.replace('width="100%"', f'width="{width}"', 1)
    return f"{head}><style>{''.join(rules)}</style>{rest}"
