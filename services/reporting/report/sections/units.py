"""Each unit of the board: how many cases, of what kind."""

from collections.abc import Mapping

from services.reporting.figures.dimensions import Dimension
from services.reporting.report.content import Sentence, said
from services.reporting.report.sections.making import (
    Made,
    Material,
    by_kind,
    paragraphs,
    tables,
    value,
)
from services.reporting.report.swedish import CASES, KINDS, counted, listed
from services.reporting.report.words import UNKNOWN

_NOTE = "Varje ärende räknas till sin egen enhet, inte till enheterna ovanför."
_AT_MOST = 12
"""Units without cases that are named; of more only the number is given."""


def units(material: Material) -> Made:
    """A sentence for each unit that has cases, one for those that have none, and the table."""
    asked = material.asked
    present = asked.values(Dimension.UNIT)
    known = [unit.id for unit in material.organisation.units_of(material.board.id)]
    gone = [unit for unit in present if unit != UNKNOWN and unit not in known]
    sentences = [
        *(_with_those_below(material, unit) for unit in known if _counts(material, unit)),
        *(_about(material, unit, {"unit_itself": unit}) for unit in gone),
    ]
    if UNKNOWN in present:
        missing = asked("received", unit_itself=UNKNOWN)
        sentences.append(
            said(f"I {counted(value(missing), CASES)} är enheten inte angiven.", missing)
        )
    table = by_kind(material, "units", "Ärenden per enhet och typ", Dimension.UNIT, "Enhet")
    if table:
        table = table.model_copy(update={"note": _NOTE})
    alone = [[sentence] for sentence in sentences]
    return Made(paragraphs(*alone, _silent(material, present)), tables(table))


def _counts(material: Material, unit: str) -> bool:
    return bool(value(material.asked("received", unit=unit)))


def _with_those_below(material: Material, unit: str) -> Sentence:
    below = material.organisation.units_below(unit)
    with_them = any(_counts(material, each.id) for each in below)
    return _about(material, unit, {"unit": unit}, with_them=with_them)


def _about(
    material: Material, unit: str, of: Mapping[str, str], *, with_them: bool = False
) -> Sentence:
    asked = material.asked
    total = asked.received(of)
    figures = [
        (kind, figure)
        for kind in asked.kinds()
        if value(figure := asked.received({**of, "kind": kind}))
    ]
    parts = listed([counted(value(figure), KINDS[kind]) for kind, figure in figures])
    has = "har, med enheterna under sig," if with_them else "har"
    whole = f"{counted(value(total), CASES)}: " if len(figures) > 1 else ""
    name = material.names.of("unit_itself", unit)
    return said(f"{name} {has} {whole}{parts}.", total, *(figure for _, figure in figures))


def _silent(material: Material, present: list[str]) -> list[Sentence]:
    """The units that were open all the period and have no case (R70)."""
    period = material.span.period
    silent = [
        unit
        for unit in material.organisation.units_of(material.board.id)
        if not _counts(material, unit.id) and unit.is_open(period.last)
    ]
    if not silent:
        return []
    total = material.asked("received")
    if not present:
        return [said("Inget ärende har kommit in om någon av nämndens enheter.", total)]
    if len(silent) > _AT_MOST:
        return [said(f"Inget ärende har kommit in om {len(silent)} av nämndens enheter.", total)]
    named = "; ".join(unit.name.sv for unit in silent)
    figures = [material.asked("received", unit_itself=unit.id) for unit in silent]
    return [said(f"Enheter utan ärenden: {named}.", *figures)]
