"""The sections of a report, in the order in which boards read them (R81)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.pages.phrases import Phrase, phrase


class SectionId(StrEnum):
    """Never changes: texts are kept under it."""

    PROPOSAL = "proposal"
    SUMMARY = "summary"
    BACKGROUND = "background"
    UNITS = "units"
    KINDS = "kinds"
    CAUSES = "causes"
    FEEDBACK = "feedback"
    CONTROL_POINTS = "control_points"
    LEX_SARAH = "lex_sarah"
    EQUALITY = "equality"
    COMPARISON = "comparison"
    ANALYSIS = "analysis"
    FOLLOW_UP = "follow_up"
    ECONOMY = "economy"
    CONSULTATION = "consultation"
    UNION = "union"
    SENT_TO = "sent_to"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a section is called, and what people write in it."""

    title: Phrase
    hint: Phrase
    expected: bool = False
    """Whether the section is made of what people write: it says so where nothing is written."""
    comparing: bool = False
    """Whether it may speak of other periods than the report's (R75)."""


_ADDITION = phrase("Skriv till det som siffrorna inte säger.")

HEADINGS: Mapping[SectionId, Heading] = {
    SectionId.PROPOSAL: Heading(
        phrase("Förslag till beslut"), phrase("Vad nämnden föreslås besluta."), expected=True
    ),
    SectionId.SUMMARY: Heading(phrase("Sammanfattning"), _ADDITION, comparing=True),
    SectionId.BACKGROUND: Heading(
        phrase("Bakgrund"),
        phrase("Till exempel planen för kvalitetsarbetet och tidigare beslut."),
        comparing=True,
    ),
    SectionId.UNITS: Heading(phrase("Redovisning per enhet"), _ADDITION),
    SectionId.KINDS: Heading(phrase("Typer och kategorier"), _ADDITION),
    SectionId.CAUSES: Heading(phrase("Orsaker och åtgärder"), _ADDITION),
    SectionId.FEEDBACK: Heading(phrase("Återkoppling och tider"), _ADDITION),
    SectionId.CONTROL_POINTS: Heading(phrase("Kontrollpunkter"), _ADDITION),
    SectionId.LEX_SARAH: Heading(phrase("Lex Sarah och IVO"), _ADDITION),
    SectionId.EQUALITY: Heading(phrase("Jämställdhet"), _ADDITION),
    SectionId.COMPARISON: Heading(
        phrase("Jämförelse med föregående period"), _ADDITION, comparing=True
    ),
    SectionId.ANALYSIS: Heading(
        phrase("Analys"),
        phrase("Mönster, trender och vad de säger om verksamhetens kvalitet."),
        expected=True,
        comparing=True,
    ),
    SectionId.FOLLOW_UP: Heading(
        phrase("Uppföljning av förra periodens åtgärder"),
        phrase("Vad som beslutades förra gången, och vad det gav."),
        expected=True,
        comparing=True,
    ),
    SectionId.ECONOMY: Heading(
        phrase("Ekonomiska konsekvenser"), phrase("Vad förslaget kostar."), expected=True
    ),
    SectionId.CONSULTATION: Heading(
        phrase("Samråd"), phrase("Med vilka samråd har skett."), expected=True
    ),
    SectionId.UNION: Heading(
        phrase("Information eller förhandling enligt MBL"),
        phrase("Om information eller förhandling är påkallad."),
        expected=True,
    ),
    SectionId.SENT_TO: Heading(
        phrase("Beslutet skickas till"), phrase("Vilka som ska få beslutet."), expected=True
    ),
}

FIRST_TEXTS: Mapping[SectionId, str] = {SectionId.PROPOSAL: "1. Informationen noteras."}
"""What a new report has, to be changed; nothing that could be untrue."""
