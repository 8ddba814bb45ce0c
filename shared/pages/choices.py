"""What can be chosen in a field."""

from dataclasses import dataclass

from shared.pages.phrases import Label


@dataclass(frozen=True)
class Choice:
    """One value of a field and how it reads."""

    value: str
    label: Label
    hint: Label | None = None
    level: int = 0
    """How deep it stands in a tree; 0 is the top."""


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices under a heading, such as a board's units."""

    label: Label
    choices: tuple[Choice, ...]
