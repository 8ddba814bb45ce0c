"""What an investigation holds (R53–R55, R58; SOSFS 2011:5 5 kap. for lex Sarah). Personal."""

from datetime import date, datetime

from services.workflow.part import Part
from shared.events.envelope import Actor
from shared.events.handling_words import Consequence, Grounds
from shared.events.vocabulary import Cause


class Finding(Part):
    """One note of the investigation: when it was learnt, from where, and what it is worth."""

    number: int
    on: date
    """The Swedish day that it was learnt."""
    source: str
    """A document, a talk, an observation: by kind or role."""
    grounds: Grounds
    text: str
    by: Actor
    noted_at: datetime


class Conclusion(Part):
    """What the investigation came to."""

    course_of_events: str
    noticed: str | None = None
    """When and how it was noticed."""
    earlier_occurrences: str | None = None
    """Whether it happened before, and why again."""
    could_recur: str | None = None
    """Whether it could happen again."""
    causes: tuple[Cause, ...] = ()
    cause_explained: str | None = None
    consequences: tuple[Consequence, ...] = ()
    consequence_explained: str | None = None
    by: Actor
    concluded_at: datetime


class Investigation(Part):
    """From its beginning; `conclusion` is None while it goes on."""

    investigator: str
    """Account id."""
    began_at: datetime
    findings: tuple[Finding, ...] = ()
    conclusion: Conclusion | None = None
    earlier_conclusions: tuple[Conclusion, ...] = ()
    """What was concluded before the case was taken up again."""
