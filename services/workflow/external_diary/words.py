"""What the states and problems of the municipality's own diary are called on a page."""

from collections.abc import Mapping

from services.workflow.external_diary.mirror import MirrorState, Problem
from shared.pages.phrases import Phrase, phrase

MIRROR_STATES: Mapping[MirrorState, Phrase] = {
    MirrorState.PENDING: phrase("Väntar på kommunens diarium"),
    MirrorState.MIRRORED: phrase("Står i kommunens diarium"),
    MirrorState.CONFLICT: phrase("Konflikt med kommunens diarium"),
}

PROBLEMS: Mapping[Problem, Phrase] = {
    Problem.NUMBER_IN_USE: phrase("Ett annat ärende har numret."),
    Problem.OTHER_NUMBER: phrase("Ärendet har ett annat nummer i kommunens diarium."),
    Problem.CLOSED_THERE: phrase("Ärendet är avslutat i kommunens diarium och kan inte ändras."),
    Problem.UNKNOWN_BOARD: phrase("Kommunens diarium förs inte för nämnden."),
    Problem.REFUSED: phrase("Kommunens diarium tog inte emot ärendet."),
    Problem.NOT_UNDERSTOOD: phrase("Kommunens diarium förstod inte uppgifterna."),
    Problem.UNREACHABLE: phrase(
        "Kommunens diarium svarar inte. Ärendet prövas igen av sig självt."
    ),
    Problem.OUT_OF_ORDER: phrase(
        "Kommunens diarium misslyckades med ärendet. Det prövas igen av sig självt."
    ),
}
