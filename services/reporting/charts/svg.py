"""Elements of SVG as text, and what every chart has: a name, a description, and its patterns.

Widths are in percent and heights in pixels, so that a chart is as wide as its place while its text
keeps the reader's size: on a phone, on a desk and on paper. Colours are classes that the
stylesheet fills, so that light, dark and print each have their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

Attribute = str | int | float

PATTERNS = 4
"""How many series are told apart, each by a colour and a pattern of its own."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a chart is called and what it shows, said to those who do not see it.

    `id` is unlike every other on the page.
    """

    id: str
    title: str
    description: str


def element(tag: str, attributes: dict[str, Attribute], *inside: str) -> str:
    """The element; what is `inside` is markup already."""
    written = "".join(f' {name}="{escape(_text(value))}"' for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(inside)}</{tag}>"


def text(words: str, x: str, y: float, kind: str, **more: Attribute) -> str:
    """A line of words. `kind` is the class that sets its size and colour."""
    place: dict[str, Attribute] = {"x": x, "y": y, "class": kind}
    return element(
        "text", place | {_name(name): value for name, value in more.items()}, escape(words)
    )


def percent(share: float) -> str:
    """A share of the width, 0 to 1."""
    return f"{share * 100:.4g}%"


def picture(named: Named, height: float, parts: Iterable[str]) -> str:
    """The whole chart: one picture with a name and a description for assistive technology."""
    title, description = f"{named.id}-title", f"{named.id}-desc"
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "chart",
            "width": "100%",
            "height": height,
            "role": "img",
            "aria-labelledby": title,
            "aria-describedby": description,
            "focusable": "false",
        },
        element("title", {"id": title}, escape(named.title)),
        element("desc", {"id": description}, escape(named.description)),
        *parts,
    )


def patterns(named: Named, series: int) -> str:
    """What the areas of each series are filled with: full, striped, dotted and crossed."""
    size = 8
    lines = ("", "M-2 2L2-2M0 8L8 0M6 10L10 6", "", "M0 0L8 8M8 0L0 8")
    made = []
    for number in range(1, min(series, PATTERNS)):
        ground = element("rect", {"width": size, "height": size, "class": f"chart-pale-{number}"})
        mark = (
            element("path", {"d": lines[number], "class": f"chart-stripe chart-line-{number}"})
            if lines[number]
            else element("circle", {"cx": 4, "cy": 4, "r": 2, "class": f"chart-area-{number}"})
        )
        made.append(
            element(
                "pattern",
                {
                    "id": f"{named.id}-{number}",
                    "width": size,
                    "height": size,
                    "patternUnits": "userSpaceOnUse",
                },
                ground,
                mark,
            )
        )
    return element("defs", {}, *made) if made else ""


def area(named: Named, number: int, place: dict[str, Attribute]) -> str:
    """A bar of the series with that number, from 0."""
    number %= PATTERNS
    fill: dict[str, Attribute] = {"fill": f"url(#{named.id}-{number})"} if number else {}
    return element(
        "rect",
        {
            **place,
            **fill,
            "class": f"chart-bar chart-area-{number}"
            if not number
            else f"chart-bar chart-edge-{number}",
        },
    )


def _name(name: str) -> str:
    return name.replace("_", "-")


def _text(value: Attribute) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
