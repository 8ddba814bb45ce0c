"""What the noting of given information is called on its pages."""

from collections.abc import Mapping

from services.intake.information_given import How
from shared.events.vocabulary import ReporterKind
from shared.pages.phrases import Phrase, phrase

HOW: Mapping[How, Phrase] = {
    How.TALK: phrase("Muntligt, i ett samtal"),
    How.LEAFLET: phrase("Informationsbladet"),
    How.PAPER_FORM: phrase("Pappersblanketten"),
    How.LINK: phrase("Länk eller QR-kod"),
}

TO: Mapping[ReporterKind, Phrase] = {
    ReporterKind.SERVICE_USER: phrase("Den som får stödet eller vården"),
    ReporterKind.RELATIVE: phrase("En närstående"),
    ReporterKind.PUBLIC: phrase("Någon annan"),
}
