"""A TOML file that has been read, and where in it everything stands."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from shared.organisation.explanations import explained
from shared.organisation.problems import Place, Problem
from shared.organisation.toml_lines import Way, lines_of

_POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class Document:
    """One file: its values as `tomllib` gives them, and their lines."""

    file: Path
    data: Mapping[str, Any]
    lines: Mapping[Way, int] = field(repr=False)

    def place(self, *way: str | int) -> Place:
        """The line of the value; where it has none of its own, that of what it stands in."""
        for length in range(len(way), 0, -1):
            line = self.lines.get(way[:length])
            if line is not None:
                return Place(self.file, line)
        return Place(self.file, 1)


Settings = TypeVar("Settings", bound=BaseModel)


@dataclass(frozen=True)
class Found(Generic[Settings]):
    """Valid settings, and where they stand."""

    settings: Settings
    document: Document = field(repr=False)
    way: Way = ()

    def place(self, *way: str | int) -> Place:
        """The line of one of the settings."""
        return self.document.place(*self.way, *way)

    def problem(self, way: Way, fault: str, remedy: str) -> Problem:
        """A problem with one of the settings."""
        return Problem(self.place(*way), fault, remedy)


def read_document(file: Path) -> Document | Problem:
    """The file's contents, or why it could not be read."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Problem(
            Place(file), "the file is missing.", "Add it; docs/organisation.md says how."
        )
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        return Problem(
            Place(file, line), "the file is not UTF-8.", "Save it with the encoding UTF-8."
        )
    except OSError as error:
        return Problem(
            Place(file),
            f"the file cannot be read: {error.strerror}.",
            "Let the account that runs the service read it.",
        )
    try:
        return Document(file, tomllib.loads(text), lines_of(text))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        position = _POSITION.search(message)
        last_line = text.rstrip().count("\n") + 1
        line = int(position[1]) if position and position[1] else last_line
        return Problem(
            Place(file, line),
            f"this is not TOML: {_POSITION.sub('', message)}.",
            "Texts stand in quotation marks, tables in square brackets; see https://toml.io.",
        )


def checked(
    model: type[Settings], document: Document, data: object, way: Way = ()
) -> Found[Settings] | list[Problem]:
    """The part of the document at `way` as settings, or everything that is wrong with it."""
    try:
        return Found(model.model_validate(data), document, way)
    except ValidationError as error:
        return list(_problems(model, document, error, way))


def _problems(
    model: type[BaseModel], document: Document, error: ValidationError, way: Way
) -> Iterator[Problem]:
    errors = error.errors(include_url=False)
    for each in errors:
        if any(_is_within(other["loc"], each["loc"]) for other in errors):
            continue  # "too few items" is only what follows from the faulty item inside
        yield Problem(document.place(*way, *each["loc"]), *explained(each, model))


def _is_within(way: Way, outer: Way) -> bool:
    return len(way) > len(outer) and way[: len(outer)] == outer
