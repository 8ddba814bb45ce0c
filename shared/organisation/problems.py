"""What is wrong with the organisation's folder, told so that it can be put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from shared.errors import PermanentError


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file; line 0 is the file or folder as a whole."""

    file: Path
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else str(self.file)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where, what is wrong, and what to do about it."""

    place: Place
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.fault} {self.remedy}"


class OrganisationError(PermanentError):
    """The folder cannot be used. `problems` has everything that is wrong, in the files' order."""

    slug: ClassVar[str] = "organisation_invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))
