"""What the cases are, what they are about, how they came in and who found them."""

from services.reporting.figures.dimensions import Dimension
from services.reporting.report.content import ReportFigure, Sentence, said
from services.reporting.report.sections.making import (
    Made,
    Material,
    by_kind,
    paragraphs,
    tables,
    value,
    where_known,
)
from services.reporting.report.swedish import (
    CASES,
    EVENTS,
    KINDS,
    Noun,
    capital,
    counted,
    listed,
    number,
    the_counted,
)
from services.reporting.report.words import UNKNOWN
from shared.events.vocabulary import Kind

_ALL_KINDS = (Kind.COMPLAINT, Kind.DEVIATION)
"""Said of even where there are none."""


def kinds(material: Material) -> Made:
    """For each kind how many there are and what they are about; tables by other properties."""
    asked = material.asked
    present = [kind for kind in Kind if kind in asked.kinds() or kind in _ALL_KINDS]
    said_of = [_of_kind(material, kind) for kind in present]
    return Made(
        paragraphs(*said_of, _events(material)),
        tables(
            by_kind(
                material, "kinds", "Ärenden per kategori och typ", Dimension.CATEGORY, "Kategori"
            ),
            by_kind(
                material, "channels", "Ärenden per väg in och typ", Dimension.CHANNEL, "Väg in"
            ),
            where_known(
                material,
                "discovered",
                "Ärenden efter vem som upptäckte det",
                Dimension.DISCOVERED_BY,
                "Upptäckt av",
            ),
            where_known(material, "themes", "Ärenden per tema", Dimension.THEME, "Tema"),
        ),
    )


def _events(material: Material) -> list[Sentence]:
    """How many events the cases are, and who found them (R76, R84); nothing where that is plain.

    Received are events and duplicates together, so that neither number contradicts the other.
    """
    asked = material.asked
    total, events, duplicates = (asked(each) for each in ("received", "events", "duplicates"))
    sentences = []
    if value(duplicates):
        sentences = [
            said(_duplicates(value(duplicates), value(total)), total, duplicates),
            said(
                "När samma händelse räknas en gång är det "
                f"{counted(value(events), EVENTS)} i stället för {number(value(total))}.",
                total,
                events,
            ),
        ]
    reviews, alone = asked("found-by-reviews"), asked("found-by-reviews-alone")
    units = asked("found-by-units-alone")
    if value(reviews):
        sentences.append(said(_by_reviews(value(reviews), value(alone)), reviews, alone))
        if value(units):
            whose = "enheten själv" if value(units) == 1 else "enheterna själva"
            found = capital(counted(value(units), EVENTS))
            sentences.append(said(f"{found} har bara {whose} upptäckt.", units))
    return sentences


def _duplicates(duplicates: int, total: int) -> str:
    if total == 1:
        return "Det enda ärendet är en dubblett av ett annat."
    if duplicates == 1:
        return f"Av {the_counted(total, CASES)} är 1 en dubblett av ett annat."
    return f"Av {the_counted(total, CASES)} är {number(duplicates)} dubbletter av andra."


def _by_reviews(found: int, alone: int) -> str:
    if found == 1:
        unit = "inte har" if alone else "också har"
        return f"En riktad granskning har upptäckt en händelse, som enheten {unit} rapporterat."
    told = f"Riktade granskningar har upptäckt {counted(found, EVENTS)}"
    if alone in (0, found):
        unit = "inte har" if alone else "också har"
        return f"{told}, som enheterna {unit} rapporterat."
    return f"{told}, och {number(alone)} av dem har enheterna inte rapporterat."


def _of_kind(material: Material, kind: Kind) -> list[Sentence]:
    total = material.asked("received", kind=kind)
    sentences = [said(f"{capital(counted(value(total), KINDS[kind]))} har kommit in.", total)]
    if value(total):
        sentences.append(_divided(material, kind, total))
    return sentences


def _divided(material: Material, kind: Kind, total: ReportFigure) -> Sentence:
    """By category; the parts add up to the whole."""
    values = material.asked.values(Dimension.CATEGORY, kind=kind)
    figures = {each: material.asked("received", kind=kind, category=each) for each in values}
    return said(
        _parts(material, KINDS[kind], value(total), {k: value(v) for k, v in figures.items()}),
        total,
        *figures.values(),
    )


def _parts(material: Material, noun: Noun, total: int, parts: dict[str, int]) -> str:
    named = {
        f"”{material.names.of('category', each)}”": cases
        for each, cases in parts.items()
        if each != UNKNOWN
    }
    missing = parts.get(UNKNOWN, 0)
    if not named:
        return "Kategori är inte angiven."
    if len(parts) == 1:
        (name,) = named
        if total == 1:
            return f"{capital(the_counted(1, noun))} handlar om {name}."
        return f"{'Båda' if total == 2 else f'Alla {number(total)}'} handlar om {name}."
    (first, cases), *others = named.items()
    words = [f"{number(cases)} om {first}", *(f"{number(n)} om {name}" for name, n in others)]
    if missing:
        words.append(f"{number(missing)} om något som inte är angivet")
    return f"Av {the_counted(total, noun)} handlar {listed(words)}."
