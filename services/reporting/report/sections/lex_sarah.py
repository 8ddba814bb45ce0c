"""Lex Sarah and IVO (R49–R52)."""

from services.reporting.report.content import Sentence, said
from services.reporting.report.sections.making import Made, Material, paragraphs, value
from services.reporting.report.swedish import CASES, KINDS, capital, counted, number
from shared.events.vocabulary import Kind


def lex_sarah(material: Material) -> Made:
    """Reports, what led to them, what was notified to IVO, and what came by IVO."""
    asked = material.asked
    led, notified, by_ivo = (
        asked("led-to-lex-sarah"),
        asked("ivo-notified"),
        asked("ivo-referred"),
    )
    sentences = reports_made(material)
    others: list[Sentence] = []
    if value(led):
        what = counted(value(led), CASES)
        others.append(said(f"I {what} av annan typ har det som hänt lett till lex Sarah.", led))
    if value(asked("lex-sarah-reports")):
        if value(notified):
            sentences.append(
                said(
                    f"{capital(number(value(notified)))} av rapporterna har anmälts till IVO.",
                    notified,
                )
            )
        else:
            sentences.append(said("Ingen anmälan har gjorts till IVO.", notified))
    came = (
        said(f"I {counted(value(by_ivo), CASES)} är det IVO som har lämnat över det.", by_ivo)
        if value(by_ivo)
        else said("IVO har inte lämnat över något ärende till nämnden.", by_ivo)
    )
    return Made(paragraphs(sentences, others, [came]))


def reports_made(material: Material) -> list[Sentence]:
    """How many lex Sarah reports came in."""
    reports = material.asked("lex-sarah-reports")
    if not value(reports):
        return [said("Ingen lex Sarah-rapport har kommit in.", reports)]
    what = capital(counted(value(reports), KINDS[Kind.LEX_SARAH]))
    return [said(f"{what} har kommit in.", reports)]
