"""What a digest or a list tells: headings, and the cases under each. Nothing personal."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from services.notifications.texts.texts import Example, TextName
from shared.pages.languages import Language

LINES_SHOWN = 40
"""Of one heading; how many there are stands above them."""


class Heading(StrEnum):
    """What the cases under it have in common."""

    LATE = "late"
    SOON = "soon"
    NEW = "new"
    WRITTEN = "written"
    DISPUTED = "disputed"
    UNREACHED = "unreached"
    REMINDED = "reminded"
    OTHER = "other"
    UNANSWERED = "unanswered"
    PAUSED = "paused"
    UNNUMBERED = "unnumbered"
    NO_UNIT = "no_unit"
    DOCUMENTS = "documents"
    SIGNALS = "signals"
    """What the figures show: of no case."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case under a heading, or one signal."""

    number: str
    """The diary number, or the reference as long as there is none; of a signal what it is."""
    unit: str | None
    about: str | None
    """What and by when, or since when, as the heading goes on."""
    link: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, how many cases are under it, and the first of them."""

    heading: str
    title: str
    """The heading in words."""
    count: int
    lines: tuple[Line, ...]

    @property
    def hidden(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a template tells."""

    board: str
    day: str
    count: int
    sections: tuple[Section, ...]
    more: bool
    """Whether there are further cases that were not even counted."""
    instead_of: str | None
    work: str
    settings: str


TITLES = {
    Heading.LATE: "Försenade",
    Heading.SOON: "Ska snart vara klara",
    Heading.NEW: "Nya för dig",
    Heading.WRITTEN: "Den som lämnade ärendet har skrivit",
    Heading.DISPUTED: "Den som lämnade ärendet håller inte med",
    Heading.UNREACHED: "Den som lämnade ärendet har inte nåtts",
    Heading.REMINDED: "Att påminna om",
    Heading.OTHER: "Annat att göra",
    Heading.UNANSWERED: "Utan svar i mer än en månad",
    Heading.PAUSED: "Vilar längre än tänkt",
    Heading.UNNUMBERED: "Utan diarienummer efter ett dygn",
    Heading.NO_UNIT: "Utan enhet",
    Heading.DOCUMENTS: "Handlingar saknas",
    Heading.SIGNALS: "Signaler ur statistiken",
}
"""In Swedish, the language of the administration."""


def values_of(overview: Overview) -> dict[str, object]:
    """As a template takes them."""
    sections = [{**asdict(section), "hidden": section.hidden} for section in overview.sections]
    return {**asdict(overview), "sections": sections}


def overview_examples() -> Iterator[Example]:
    """What the templates must be able to tell; tried when the service starts."""
    line = Line(
        number="SN 2026-00047",
        unit="Försörjningsstöd",
        about="Svara, senast 6 december 2026",
        link="https://arenden.exempelkommun.example/arenden/1",
    )
    bare = replace(line, unit=None, about=None, instead_of="Enhetschef, Försörjningsstöd")
    every = tuple(
        Section(heading, TITLES[heading], count, lines)
        for heading in Heading
        for count, lines in ((1, (line,)), (LINES_SHOWN + 5, (line, bare)))
    )
    full = Overview(
        board="Socialnämnden",
        day="23 november 2026",
        count=45,
        sections=every,
        more=True,
        instead_of="Samordnare, Socialnämnden",
        work="https://arenden.exempelkommun.example/arbete",
        settings="https://utskick.exempelkommun.example/franvaro",
    )
    one = replace(full, count=1, sections=every[:1], more=False, instead_of=None)
    for name in (TextName.DIGEST, TextName.COORDINATOR_LIST, TextName.REGISTRAR_LIST):
        for overview in (full, one):
            yield Example(name, Language.SWEDISH, values_of(overview))
