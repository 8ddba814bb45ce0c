"""Who the cases come from, by gender, with small numbers hidden (R77).

How many cases there are of each kind stands elsewhere in the report. So no total may be among what
is hidden here: kinds are put together until none is, and where that does not help, all numbers by
gender are hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.figures.suppression import LIMIT, TOTAL, hidden_in_table
from services.reporting.report.content import Cell, Sentence, Table, said
from services.reporting.report.references import Reference
from services.reporting.report.sections.making import (
    KIND_COLUMNS,
    Made,
    Material,
    cell,
    paragraphs,
    value,
    words,
)
from services.reporting.report.swedish import CASES, capital, counted, listed, number
from shared.events.vocabulary import Gender, Kind

GENDERS = (Gender.WOMAN, Gender.MAN, Gender.OTHER, Gender.UNKNOWN)
_ROWS = {
    Gender.WOMAN: "Kvinnor",
    Gender.MAN: "Män",
    Gender.OTHER: "Annat",
    Gender.UNKNOWN: "Inte angivet",
}
NO_CONCLUSIONS = (
    "Antalet är så litet att det inte går att dra några slutsatser ur ett jämställdhetsperspektiv."
)

FEW_OF_SOME = (
    "Där antalet är litet döljs det, och där går det inte att dra några slutsatser ur ett "
    "jämställdhetsperspektiv."
)

Group = tuple[Kind, ...]
"""Kinds that are counted together."""


@dataclass(frozen=True, slots=True)
class Division:
    """In what columns the numbers by gender may be shown, and which of them are hidden."""

    groups: tuple[Group, ...]
    hidden: frozenset[tuple[int, int | None]]
    """Gender's row and column; the column is `TOTAL` for a gender's own total."""


def divided(numbers: Sequence[Sequence[int]], kinds: Sequence[Kind]) -> Division:
    """How a table of genders by kinds may be shown, when each kind's total is known.

    Pure. No hidden number can be worked out from those that are shown and the totals.
    """
    groups: list[Group] = [(kind,) for kind in kinds]
    columns = [[row[place] for row in numbers] for place in range(len(kinds))]
    while columns:
        hidden = hidden_in_table([list(row) for row in zip(*columns, strict=True)], LIMIT)
        if not any(row is TOTAL for row, _ in hidden):
            inside = {(row, column) for row, column in hidden if row is not TOTAL}
            if len(columns) == 1:
                # One column is its own total by row.
                inside |= {(row, TOTAL) for row, column in inside if column == 0}
                inside |= {(row, 0) for row, column in inside if column is TOTAL}
            return Division(tuple(groups), frozenset(inside))
        if len(columns) == 1:
            break
        least, next_least = sorted(range(len(columns)), key=lambda each: sum(columns[each]))[:2]
        groups[least] = (*groups[least], *groups[next_least])
        columns[least] = [
            one + other for one, other in zip(columns[least], columns[next_least], strict=True)
        ]
        del groups[next_least], columns[next_least]
    rows = range(len(numbers))
    everything = {(row, column) for row in rows for column in (0, TOTAL)}
    return Division((tuple(kinds),), frozenset(everything))


def equality(material: Material) -> Made:
    """Numbers by gender, and whether conclusions can be drawn from them."""
    asked = material.asked
    total = asked("received")
    if not value(total):
        return Made()
    kinds = [kind for kind in asked.kinds() if value(asked("received", kind=kind))]
    numbers = [
        [value(asked("received", gender=gender, kind=kind)) for kind in kinds] for gender in GENDERS
    ]
    division = divided(numbers, kinds)
    _hide(material, kinds, division)
    sentences = _sentences(material, division)
    return Made(paragraphs(sentences), (_table(material, division),))


def references(kinds: Sequence[Kind], division: Division) -> list[Reference]:
    """The figures that are hidden: also those of each kind in a column of several."""
    shown = {
        str(_reference(gender, group))
        for row, gender in enumerate(GENDERS)
        for column, group in enumerate((*division.groups, ()))
        if (row, column if column < len(division.groups) else TOTAL) not in division.hidden
    }
    every = [
        _reference(gender, group)
        for gender in GENDERS
        for group in (*division.groups, (), *((kind,) for kind in kinds))
    ]
    return [each for each in dict.fromkeys(every) if str(each) not in shown]


def _hide(material: Material, kinds: Sequence[Kind], division: Division) -> None:
    hidden = references(kinds, division)
    for reference in hidden:
        material.asked.of(reference)
    material.asked.hide(hidden)


def _reference(gender: Gender, group: Group) -> Reference:
    kinds = (("kind", tuple(sorted(map(str, group)))),) if group else ()
    return Reference("received", (("gender", (str(gender),)), *kinds))


def _table(material: Material, division: Division) -> Table:
    asked = material.asked
    one = len(division.groups) == 1
    groups: tuple[Group, ...] = () if one else division.groups
    rows: list[tuple[Cell, ...]] = [
        (
            words(_ROWS[gender]),
            *(cell(asked.of(_reference(gender, group))) for group in groups),
            cell(asked.of(_reference(gender, ()))),
        )
        for gender in GENDERS
    ]
    totals = [
        asked.of(Reference("received", (("kind", tuple(sorted(map(str, group)))),)))
        for group in groups
    ]
    rows.append((words("Totalt"), *map(cell, totals), cell(asked("received"))))
    return Table(
        id="gender",
        caption="Ärenden efter kön",
        columns=(
            "Kön",
            *(_together(group) for group in groups),
            "Totalt",
        ),
        rows=tuple(rows),
        adds_up=True,
        note=(
            f"–* döljs: antal under {LIMIT}, och så många andra som krävs för att de inte ska gå "
            "att räkna ut."
            if division.hidden
            else ""
        ),
    )


def _together(group: Group) -> str:
    """`Förslag och lex Sarah`."""
    names = [KIND_COLUMNS[kind] for kind in Kind if kind in group]
    return capital(listed([f"{name[:1].lower()}{name[1:]}" for name in names]))


def _sentences(material: Material, division: Division) -> list[Sentence]:
    asked = material.asked
    total = asked("received")
    by_gender = {gender: asked("received", gender=gender) for gender in GENDERS}
    women, men = by_gender[Gender.WOMAN], by_gender[Gender.MAN]
    unknown = by_gender[Gender.UNKNOWN]
    if women.hidden or men.hidden:
        cells = len(GENDERS) * (len(division.groups) + 1)
        return [said(NO_CONCLUSIONS if len(division.hidden) == cells else FEW_OF_SOME, total)]
    if value(unknown) == value(total):
        return [
            said(
                "Kön är inte angivet i något ärende, så det går inte att dra några slutsatser ur "
                "ett jämställdhetsperspektiv.",
                total,
                unknown,
            )
        ]
    sentences = [
        said(
            f"Av {counted(value(total), CASES)} kommer {number(value(women))} från kvinnor och "
            f"{number(value(men))} från män.",
            women,
            men,
            total,
        )
    ]
    if value(unknown):
        sentences.append(said(f"I {number(value(unknown))} är kön inte angivet.", unknown))
    if division.hidden:
        sentences.append(said(FEW_OF_SOME))
    return sentences
