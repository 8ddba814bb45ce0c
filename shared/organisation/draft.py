"""The folder as read: every file that made sense, before it is known that they fit together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from shared.organisation.boards import BoardSettings
from shared.organisation.categories import CategoryList
from shared.organisation.channels import ManualChannel, Operations, Publicity
from shared.organisation.documents import Document, Found, checked, read_document
from shared.organisation.municipality import Municipality
from shared.organisation.names import Identifier
from shared.organisation.problems import Place, Problem
from shared.organisation.surveys import Survey
from shared.organisation.units import Unit, UnitSettings

HEAD = "organisation.toml"
SURVEY = "survey.toml"
FOLDERS = ("boards", "categories", "units")


class OrganisationFile(BaseModel):
    """`organisation.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Municipality
    default_board: Identifier = Field(examples=["sn"])
    operations: Operations | None = None
    publicity: tuple[Publicity, ...] = ()
    manual_channels: tuple[ManualChannel, ...] = ()


class UnitsFile(BaseModel):
    """A file of `units/`. Its units are checked one by one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    board: Identifier = Field(examples=["sn"])
    units: list[dict[str, Any]]


@dataclass(frozen=True)
class Draft:
    """What could be read. The `*_ids` also have those whose settings are not valid."""

    head: Found[OrganisationFile] | None
    boards: tuple[Found[BoardSettings], ...]
    category_lists: tuple[Found[CategoryList], ...]
    units: tuple[Found[Unit], ...]
    board_ids: frozenset[str]
    list_ids: frozenset[str]
    unit_ids: frozenset[str]
    survey: Found[Survey] | None = None


Settings = TypeVar("Settings", bound=BaseModel)


class Reader:
    """Reads a folder into a draft, and gathers what is wrong on the way."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[Problem] = []
        self._folder = folder

    def draft(self) -> Draft:
        """Read everything; `problems` is complete afterwards."""
        if not self._folder.is_dir():
            self.problems.append(
                Problem(
                    Place(self._folder),
                    "there is no such folder.",
                    "Set LYHORD_ORGANISATION to the folder with organisation.toml.",
                )
            )
            return Draft(None, (), (), (), frozenset(), frozenset(), frozenset())
        head = [
            found
            for document in self._read([self._folder / HEAD])
            for found in self._valid(OrganisationFile, document)
        ]
        boards, lists, units = (
            tuple(self._read(self._files(name))) for name in ("boards", "categories", "units")
        )
        return Draft(
            head=head[0] if head else None,
            boards=tuple(f for each in boards for f in self._valid(BoardSettings, each)),
            category_lists=tuple(f for each in lists for f in self._valid(CategoryList, each)),
            units=tuple(f for each in units for f in self._units(each)),
            board_ids=frozenset(_ids([each.data for each in boards])),
            list_ids=frozenset(_ids([each.data for each in lists])),
            unit_ids=frozenset(i for each in units for i in _ids(each.data.get("units"))),
            survey=self._survey(),
        )

    def _survey(self) -> Found[Survey] | None:
        """None where there is no such file: a municipality need not ask."""
        for stray in sorted(self._folder.glob("*.toml")):
            if stray.name not in (HEAD, SURVEY):
                self._report(
                    stray, "this is not read.", f"Call it {HEAD} or {SURVEY}, or move it away."
                )
        file = self._folder / SURVEY
        documents = self._read([file]) if file.exists() else ()
        return next((found for each in documents for found in self._valid(Survey, each)), None)

    def _files(self, name: str) -> Iterator[Path]:
        folder = self._folder / name
        if not folder.is_dir():
            self._report(folder, "the folder is missing.", f"Add it, with a .toml file for {name}.")
            return
        files = [file for file in sorted(folder.iterdir()) if not file.name.startswith(".")]
        for file in files:
            if file.suffix == ".toml":
                yield file
            elif file.suffix != ".md":
                self._report(file, "this is not read.", "End the name with .toml, or move it away.")
        if not any(file.suffix == ".toml" for file in files):
            self._report(folder, "there is no .toml file here.", "Add one.")

    def _read(self, files: Iterable[Path]) -> Iterator[Document]:
        for file in files:
            document = read_document(file)
            if isinstance(document, Problem):
                self.problems.append(document)
            else:
                yield document

    def _valid(self, model: type[Settings], document: Document) -> Iterator[Found[Settings]]:
        result = checked(model, document, document.data)
        if isinstance(result, Found):
            yield result
        else:
            self.problems += result

    def _units(self, document: Document) -> Iterator[Found[Unit]]:
        for file in self._valid(UnitsFile, document):
            for place, entry in enumerate(file.settings.units):
                result = checked(UnitSettings, document, entry, ("units", place))
                if isinstance(result, Found):
                    settings = dict(result.settings)
                    unit = Unit(**settings, board=file.settings.board)
                    yield Found(unit, document, result.way)
                else:
                    self.problems += result

    def _report(self, path: Path, fault: str, remedy: str) -> None:
        self.problems.append(Problem(Place(path), fault, remedy))


def _ids(entries: object) -> Iterator[str]:
    """The ids in raw tables, valid or not: something that refers to them is not to blame."""
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            yield entry["id"]
