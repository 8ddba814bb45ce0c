"""The eleven control points of auditors, as a table of questions and results (R67)."""

from services.reporting.figures.control_points import PointLine
from services.reporting.report.content import Cell, ReportFigure, Sentence, Table, said
from services.reporting.report.sections.making import (
    Made,
    Material,
    paragraphs,
    share_cell,
    value,
    words,
)
from services.reporting.report.swedish import CASES, counted, number
from shared.events.vocabulary import ControlPoint

QUESTIONS = {
    ControlPoint.HOW_RECEIVED: "Framgår hur och när ärendet kom in?",
    ControlPoint.CATEGORY: "Framgår kategori?",
    ControlPoint.DESCRIPTION: "Framgår vad ärendet gäller?",
    ControlPoint.FEEDBACK_WISH: "Framgår om återkoppling önskas, och hur?",
    ControlPoint.SEVERITY: "Framgår allvarlighetsgrad?",
    ControlPoint.ACKNOWLEDGEMENT: "Framgår att mottagandet har bekräftats?",
    ControlPoint.RESPONSIBLE: "Framgår vem som ansvarar?",
    ControlPoint.MEASURES: "Framgår vilka åtgärder som har vidtagits?",
    ControlPoint.FEEDBACK: "Framgår återkoppling till den som lämnade ärendet?",
    ControlPoint.COMPLAINANT_VIEW: "Framgår vad den som lämnade ärendet anser om avslutet?",
    ControlPoint.PROCESSING_TIME: "Framgår när ärendet avslutades?",
}


def control_points(material: Material) -> Made:
    """How many points are fulfilled by all, and what each came to."""
    if not value(material.asked("received")):
        return Made()
    lines = material.asked.points()
    figures = [_figure(material, line.point) for line in lines]
    table = Table(
        id="control-points",
        caption="Resultat per kontrollpunkt",
        columns=(
            "Kontrollpunkt",
            "Resultat",
            "Framgår",
            "Inte aktuellt",
            "Framgår inte",
            "Uppfylld",
        ),
        rows=tuple(
            (
                words(QUESTIONS[line.point]),
                words(_result(line)),
                *(
                    Cell(text=number(cases), value=cases)
                    for cases in (line.answered, line.not_applicable, line.missing)
                ),
                share_cell(figure),
            )
            for line, figure in zip(lines, figures, strict=True)
        ),
        note=(
            "Antal ärenden. Inte aktuellt: det finns inget att fråga om, till exempel eftersom "
            "återkoppling inte önskas. Uppfylld: framgår, eller är inte aktuellt."
        ),
    )
    return Made(paragraphs(_sentences(figures)), (table,))


def _figure(material: Material, point: ControlPoint) -> ReportFigure:
    return material.asked(f"point-{point.replace('_', '-')}")


def _result(line: PointLine) -> str:
    concerned = line.cases - line.not_applicable
    if line.answered == concerned:
        return "Ja" if concerned else "Inte aktuellt"
    if not line.answered:
        return "Nej"
    return f"Delvis, i {number(line.answered)} av {counted(line.cases, CASES)}"


def _sentences(figures: list[ReportFigure]) -> list[Sentence]:
    whole = [figure for figure in figures if figure.value == figure.of]
    none = [figure for figure in figures if not figure.value]
    text = f"Av de {len(figures)} kontrollpunkterna är {_some(len(whole))} uppfyllda i alla ärenden"
    if none:
        text += f" och {_some(len(none))} inte uppfyllda i något"
    return [said(f"{text}.", *whole, *none)]


def _some(points: int) -> str:
    return "inga" if points == 0 else number(points)
