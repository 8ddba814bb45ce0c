"""What a form for a step is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.workflow.case import Case
from services.workflow.pages.forms.accounts import OfferedAccount
from services.workflow.steps.command import Command
from shared.organisation import Organisation
from shared.organisation.boards import Board
from shared.pages.choices import Choice, ChoiceGroup
from shared.pages.phrases import Phrase


class Control(StrEnum):
    """How a field is answered on the page."""

    LINE = "line"
    TEXT = "text"
    WORDS = "words"
    """A few words with commas between."""
    NUMBERS = "numbers"
    """One on each line: whose it is, a colon, and the number."""
    DAY = "day"
    RADIOS = "radios"
    SELECT = "select"
    CHECKS = "checks"
    YES_NO = "yes_no"
    """Yes, no, or that nobody has said."""
    TICK = "tick"
    RISK = "risk"
    """Severity and probability: whole numbers 1–4."""
    MEASURE = "measure"
    """One of the case's measures, by its number."""
    PAPER = "paper"
    """One of the case's papers, by its number."""
    CASE = "case"
    """Another case, by its diary number or reference."""
    WAIVERS = "waivers"
    """Control points that the case does not answer, each with a reason if it is waived."""


@dataclass(frozen=True)
class Sheet:
    """What a form is filled in from before anyone types."""

    case: Case
    organisation: Organisation
    offered: Sequence[OfferedAccount]
    """Accounts that can be given the case, the proposed one first."""
    today: date
    """Swedish day."""

    @property
    def board(self) -> Board:
        return self.organisation.known_board(self.case.facts.board)


@dataclass(frozen=True)
class Choices:
    """What one may choose among, some of it under headings."""

    free: tuple[Choice, ...] = ()
    groups: tuple[ChoiceGroup, ...] = ()


def _nothing(_sheet: Sheet) -> Choices:
    return Choices()


def _empty(_sheet: Sheet) -> tuple[str, ...]:
    return ()


def _always(_sheet: Sheet) -> bool:
    return True


@dataclass(frozen=True)
class Field:
    """One question. `name` is the command's own; the hint is one sentence."""

    name: str
    control: Control
    label: Phrase
    hint: Phrase
    required: bool = False
    rows: int = 4
    choices: Callable[[Sheet], Choices] = _nothing
    preset: Callable[[Sheet], tuple[str, ...]] = _empty
    asked: Callable[[Sheet], bool] = _always


class Beside(StrEnum):
    """What of the case stands beside the form."""

    WORDS = "words"
    """What was said."""
    INVESTIGATION = "investigation"
    """What was said, found and decided."""


class Group(StrEnum):
    """Under which heading a step is offered."""

    HANDLING = "handling"
    INVESTIGATION = "investigation"
    MEASURES = "measures"
    ANSWER = "answer"
    END = "end"
    LEX_SARAH = "lex_sarah"
    RECORD = "record"


@dataclass(frozen=True)
class StepForm:
    """A step as a form. `path` stands in its address."""

    command: type[Command]
    path: str
    group: Group
    title: Phrase
    purpose: Phrase
    """When to take the step, and what comes of it; one or two sentences."""
    button: Phrase
    done: Phrase
    """What the case's page says when the step is taken."""
    fields: tuple[Field, ...]
    beside: Beside = Beside.WORDS
    draft: bool = False
    """Whether what is typed can be kept as a draft."""

    @property
    def name(self) -> str:
        """The command's."""
        return self.command.name

    def asked(self, sheet: Sheet) -> tuple[Field, ...]:
        """The fields that this case is asked."""
        return tuple(field for field in self.fields if field.asked(sheet))
