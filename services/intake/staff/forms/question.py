"""What a question of a form is, and what a form is made of."""

from dataclasses import dataclass, replace
from enum import StrEnum

from shared.events.vocabulary import Channel, DiscoveredBy, Kind, ReporterKind
from shared.pages.choices import Choice
from shared.pages.phrases import Phrase, phrase


class Control(StrEnum):
    """How a question is answered on the page."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    WHEN = "when"
    """A day that has been, or words about it."""
    WISHED_DAY = "wished_day"
    """A day to come."""
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    PLACE = "place"
    CATEGORY = "category"
    RADIOS = "radios"
    TICK = "tick"
    FILES = "files"


@dataclass(frozen=True)
class Question:
    """One question. Every one has a hint of one sentence (R19)."""

    name: str
    control: Control
    label: Phrase
    hint: Phrase
    missing: Phrase | None = None
    """What is said where it is left empty; None where it may be."""
    choices: tuple[Choice, ...] = ()
    preset: str = ""
    rows: int = 4
    autocomplete: str = "off"

    @property
    def required(self) -> bool:
        return self.missing is not None

    def asked(
        self,
        *,
        label: Phrase | None = None,
        hint: Phrase | None = None,
        missing: Phrase | None = None,
        preset: str | None = None,
        choices: tuple[Choice, ...] | None = None,
    ) -> "Question":
        """The same question in a form's own words."""
        return replace(
            self,
            label=label or self.label,
            hint=hint or self.hint,
            missing=missing or self.missing,
            preset=self.preset if preset is None else preset,
            choices=self.choices if choices is None else choices,
        )


@dataclass(frozen=True)
class Section:
    """Questions under one heading."""

    questions: tuple[Question, ...]
    heading: Phrase | None = None
    folded: bool = False
    """Shown on request only: what is seldom needed."""


MORE = phrase("Fler uppgifter")
"""The heading of what is seldom needed."""


@dataclass(frozen=True)
class StaffForm:
    """One form, and what is known of every case that comes by it."""

    id: str
    """Stands in its address."""
    name: Phrase
    purpose: Phrase
    """When to take this form; one sentence."""
    channel: Channel
    sections: tuple[Section, ...]
    kind: Kind | None = None
    """None where the form asks."""
    reporter_kind: ReporterKind | None = None
    discovered_by: DiscoveredBy = DiscoveredBy.COMPLAINANT
    solved_on_the_spot: bool = False
    told_orally: bool = False
    """Whether who told it knows that it is taken, without being asked about (R33)."""
    finds_duplicates: bool = False
    """Whether similar cases are looked for before a new one is made."""
    law_note: bool = False
    """Whether the page says what the law asks of whoever reports (lex Sarah)."""
    note: Phrase | None = None
    """What to know before one begins."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """In the order of the page."""
        return tuple(question for section in self.sections for question in section.questions)

    def asks(self, name: str) -> bool:
        return any(question.name == name for question in self.questions)

    def question(self, name: str) -> Question:
        """Raises StopIteration for one that the form does not have."""
        return next(question for question in self.questions if question.name == name)
