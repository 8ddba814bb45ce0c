"""Why it went wrong, and what was done about it (R54–R58)."""

from services.reporting.figures.dimensions import Dimension
from services.reporting.report.content import Sentence, said
from services.reporting.report.sections.making import (
    Made,
    Material,
    paragraphs,
    tables,
    value,
    where_known,
)
from services.reporting.report.swedish import CASES, counted, number


def causes(material: Material) -> Made:
    """Investigations, what they found, and measures."""
    return Made(
        paragraphs(_investigations(material), _measures(material)),
        tables(
            where_known(material, "causes", "Orsaker", Dimension.CAUSE, "Orsak"),
            where_known(
                material,
                "levels",
                "Vilka åtgärderna når",
                Dimension.ACTION_LEVEL,
                "Åtgärderna når",
            ),
            where_known(
                material,
                "consequences",
                "Följder för den enskilda",
                Dimension.CONSEQUENCE,
                "Följd",
            ),
        ),
    )


def _investigations(material: Material) -> list[Sentence]:
    asked = material.asked
    investigated, justified = asked("investigated"), asked("justified")
    sentences = []
    if value(investigated):
        total = asked("received")
        verb = "registrerat" if value(investigated) == 1 else "registrerade"
        sentences.append(
            said(
                f"Av {counted(value(total), CASES)} är {number(value(investigated))} {verb} som "
                f"{'utrett' if value(investigated) == 1 else 'utredda'}.",
                investigated,
                total,
            )
        )
    else:
        sentences.append(said("Utredning är inte registrerad i något ärende.", investigated))
    if justified.of:
        found = number(value(justified)) if value(justified) else "inget"
        sentences.append(
            said(
                f"Av {number(justified.of)} som har kommit fram till något bedömdes {found} som "
                "helt eller delvis befogat.",
                justified,
            )
        )
    return sentences


def _measures(material: Material) -> list[Sentence]:
    decided, done = material.asked("with-measures"), material.asked("measures-done")
    if not value(decided):
        return [said("Åtgärder har inte beslutats i något ärende.", decided)]
    sentences = [said(f"Åtgärder har beslutats i {counted(value(decided), CASES)}.", decided)]
    if value(done) == value(decided):
        whole = "Alla beslutade åtgärder är genomförda."
        sentences.append(said(whole, done))
    elif value(done):
        sentences.append(
            said(
                f"I {number(value(done))} av dem är alla beslutade åtgärder genomförda.",
                done,
            )
        )
    else:
        sentences.append(
            said("I inget av dem är alla beslutade åtgärder genomförda ännu.", done)
            if value(decided) > 1
            else said("De är inte genomförda ännu.", done)
        )
    return sentences
