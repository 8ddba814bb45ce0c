"""Charts with the table of the same numbers, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from services.reporting.charts.bars import Bar, Row, bar_chart
from services.reporting.charts.lines import Line, Place, line_chart
from services.reporting.charts.svg import Named
from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.figure import FigureId, Theme
from services.reporting.figures.reckoning import Reckoned
from services.reporting.pages.voice import HIDDEN, Voice
from shared.pages.phrases import Label, phrase

Cell = tuple[str, str]
"""What stands in a cell, and where it leads; empty for nowhere."""
POINTS = tuple(figure for figure in FIGURES.values() if figure.theme is Theme.CONTROL_POINTS)


@dataclass(frozen=True)
class Pictured:
    """`svg` is markup. The table says what the chart shows, number by number."""

    title: str
    svg: Markup
    headings: Sequence[str]
    rows: Sequence[tuple[Cell, Sequence[str]]]


@dataclass(frozen=True)
class Part:
    """One bar: what it is of, how many, and where its cases are."""

    label: Label
    count: int
    address: str = ""


def months_pictured(
    chart_id: str,
    title: Label,
    months: Sequence[str],
    lines: Mapping[str, Sequence[int | None]],
    voice: Voice,
    addresses: Sequence[str] = (),
) -> Pictured:
    """A line for each name, over the months; `addresses` lead from the table's months."""
    named = voice.say(title)
    sums = "; ".join(
        voice.say(
            phrase("%(name)s: %(count)s", name=name, count=sum(each for each in line if each))
        )
        for name, line in lines.items()
    )
    described = voice.say(
        phrase(
            "Linjediagram över %(months)s månader. I allt %(sums)s. Alla tal står i tabellen "
            "under diagrammet.",
            months=len(months),
            sums=sums,
        )
    )
    places = [
        Place(voice.month(month), month[:4] if number == 0 or month.endswith("-01") else "")
        for number, month in enumerate(months)
    ]
    svg = line_chart(
        Named(chart_id, named, described),
        places,
        [Line(name, tuple(line)) for name, line in lines.items()],
    )
    rows = [
        (
            (voice.month(month, whole=True), addresses[number] if addresses else ""),
            [voice.number(line[number]) for line in lines.values()],
        )
        for number, month in enumerate(months)
    ]
    return Pictured(named, Markup(svg), (voice.say(phrase("Månad")), *lines), rows)  # noqa: S704 - made of escaped parts


def parts_pictured(
    chart_id: str, title: Label, of: Label, parts: Sequence[Part], voice: Voice
) -> Pictured:
    """A bar for each part, the number beside it. `of` heads the table's first column."""
    named = voice.say(title)
    most = max(parts, key=lambda part: part.count, default=None)
    described = voice.say(
        phrase(
            "Stapeldiagram med %(count)s staplar. Störst är %(label)s med %(most)s. Alla tal står "
            "i tabellen under diagrammet.",
            count=len(parts),
            label=voice.say(most.label),
            most=most.count,
        )
        if most
        else phrase("Stapeldiagram utan staplar.")
    )
    rows = [
        Row(voice.say(part.label), (Bar(part.count, voice.number(part.count)),)) for part in parts
    ]
    return Pictured(
        named,
        Markup(bar_chart(Named(chart_id, named, described), rows)),  # noqa: S704 - made of escaped parts
        (voice.say(of), voice.say(phrase("Antal"))),
        [((voice.say(part.label), part.address), [voice.number(part.count)]) for part in parts],
    )


def pairs_pictured(
    chart_id: str,
    title: Label,
    of: Label,
    pairs: Sequence[tuple[Part, Part]],
    series: tuple[str, str],
    voice: Voice,
) -> Pictured:
    """Two bars for each part, one of each series; the first of a pair names it and leads on."""
    named = voice.say(title)
    described = voice.say(
        phrase(
            "Stapeldiagram med två staplar var för %(count)s rader: %(first)s och %(second)s. "
            "Alla tal står i tabellen under diagrammet.",
            count=len(pairs),
            first=series[0],
            second=series[1],
        )
    )
    rows = [
        Row(
            voice.say(pair[0].label),
            tuple(Bar(part.count, voice.number(part.count)) for part in pair),
        )
        for pair in pairs
    ]
    return Pictured(
        named,
        Markup(bar_chart(Named(chart_id, named, described), rows, series)),  # noqa: S704 - made of escaped parts
        (voice.say(of), *series),
        [
            (
                (voice.say(pair[0].label), pair[0].address),
                [voice.number(part.count) for part in pair],
            )
            for pair in pairs
        ],
    )


def points_pictured(
    chart_id: str,
    title: Label,
    tallies: Mapping[str, Mapping[FigureId, Reckoned]],
    voice: Voice,
    addresses: Mapping[FigureId, str],
) -> Pictured:
    """The control points, each with a bar for every name: the share that fulfils it."""
    named = voice.say(title)
    described = voice.say(
        phrase(
            "Stapeldiagram med %(count)s kontrollpunkter och andelen av ärendena som uppfyller "
            "var och en. Alla tal står i tabellen under diagrammet.",
            count=len(POINTS),
        )
    )
    rows = [
        Row(
            voice.say(figure.name),
            tuple(
                Bar(tally[figure.id].share, voice.percent(tally[figure.id].share))
                for tally in tallies.values()
            ),
        )
        for figure in POINTS
    ]
    svg = bar_chart(Named(chart_id, named, described), rows, tuple(tallies), most=1)
    return Pictured(
        named,
        Markup(svg),  # noqa: S704 - made of escaped parts
        (voice.say(phrase("Kontrollpunkt")), *tallies),
        [
            (
                (voice.say(figure.name), addresses.get(figure.id, "")),
                [_of_how_many(tally[figure.id], voice) for tally in tallies.values()],
            )
            for figure in POINTS
        ],
    )


def _of_how_many(found: Reckoned, voice: Voice) -> str:
    if not found.of:
        return HIDDEN
    part = phrase("%(part)s av %(all)s", part=found.value or 0, all=found.of)
    return f"{voice.percent(found.share)} ({voice.say(part)})"
