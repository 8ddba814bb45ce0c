"""The files that texts are made of: ours, and those that a municipality puts in their place.

texts/<name>.<language>.txt             for all boards
texts/<board>/<name>.<language>.txt     for one board, before those for all
….html                                  beside a text; left out, the page is made of the text
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shared.organisation.names import did_you_mean
from shared.organisation.problems import Place, Problem
from shared.pages.languages import Language

STANDARD, ALL_BOARDS = "standard", "all"
"""Whose a text is, where it is no board's."""
PLAIN, PAGE = ".txt", ".html"
FOLDER = "texts"
"""Of the organisation's folder."""
LAYOUT = "layout.html"
"""What every page stands in; a municipality's own page may extend it."""
OF_NO_BOARD = frozenset({"alarm"})
"""Texts about no case: they can be replaced for all boards, not for one."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file as it was read; `label` is what its template is called."""

    path: Path
    label: str
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TextSource:
    """What one text in one language is made of."""

    owner: str
    """`standard`, `all`, or a board's id."""
    stem: str
    """Name and language, for instance `acknowledgement.sv`."""
    plain: TextFile
    page: TextFile | None
    """None where the page is made of the text."""

    @property
    def key(self) -> str:
        """For instance `sn:acknowledgement.sv`."""
        return f"{self.owner}:{self.stem}"

    @property
    def files(self) -> tuple[TextFile, ...]:
        return (self.plain, self.page) if self.page else (self.plain,)


Sources = Mapping[tuple[str, str], TextSource]
"""By owner and stem."""


def standard_sources(folder: Path) -> dict[tuple[str, str], TextSource]:
    """The texts that come with the service."""
    return _paired(STANDARD, _read(sorted(folder.glob("*.*.*")), ""))


class OwnTexts:
    """Reads a municipality's `texts/`; `problems` has what is not as it should be."""

    def __init__(self, folder: Path, stems: Collection[str], boards: Collection[str]) -> None:
        self.problems: list[Problem] = []
        self._stems = stems
        self._boards = boards
        self.sources: dict[tuple[str, str], TextSource] = {}
        if folder.is_dir():
            self._take(folder)

    def _take(self, folder: Path) -> None:
        self.sources |= self._of(ALL_BOARDS, folder, f"{FOLDER}/")
        for below in sorted(each for each in folder.iterdir() if each.is_dir()):
            if below.name.startswith("."):
                continue
            if below.name not in self._boards:
                remedy = did_you_mean(below.name, self._boards)
                self._report(below, f'there is no board "{below.name}".', remedy)
                continue
            self.sources |= self._of(below.name, below, f"{FOLDER}/{below.name}/")
            for deeper in (each for each in below.iterdir() if each.is_dir()):
                self._report(deeper, "this folder is not read.", "Move its files up, or away.")

    def _of(self, owner: str, folder: Path, prefix: str) -> dict[tuple[str, str], TextSource]:
        names = [path for path in sorted(folder.iterdir()) if self._is_text(path, owner)]
        files = []
        for path in names:
            try:
                files += _read([path], prefix)
            except (UnicodeDecodeError, OSError) as error:
                fault = f"this cannot be read ({type(error).__name__})."
                self._report(path, fault, "Save it as UTF-8, readable by the service.")
        plain = {file.path.stem for file in files if file.path.suffix == PLAIN}
        for file in files:
            if file.path.stem not in plain:
                self._report(
                    file.path,
                    "a page without its text.",
                    f"Add {file.path.stem}{PLAIN}: a mail has both, and they must say the same.",
                )
        return _paired(owner, [file for file in files if file.path.stem in plain])

    def _is_text(self, path: Path, owner: str) -> bool:
        """Whether it is one of those that there are; anything else is told, but for notes."""
        if path.is_dir() or path.name.startswith(".") or path.suffix == ".md":
            return False
        if path.suffix not in (PLAIN, PAGE):
            self._report(path, "this is not read.", f"End the name with {PLAIN} or {PAGE}.")
            return False
        if path.stem not in self._stems:
            remedy = did_you_mean(path.stem, self._stems)
            self._report(path, f'there is no text "{path.stem}".', remedy)
            return False
        if owner != ALL_BOARDS and path.stem.partition(".")[0] in OF_NO_BOARD:
            self._report(path, "this text is of no board.", f"Move it up, into {FOLDER}/.")
            return False
        return True

    def _report(self, path: Path, fault: str, remedy: str) -> None:
        self.problems.append(Problem(Place(path), fault, remedy))


def owners(board: str | None) -> Iterator[str]:
    """Whose text is taken for a board, the first that there is."""
    if board is not None:
        yield board
    yield ALL_BOARDS
    yield STANDARD


def language_of(source: TextSource) -> Language:
    """Of a stem such as `acknowledgement.sv`."""
    return Language(source.stem.rpartition(".")[2])


def _read(paths: Collection[Path], prefix: str) -> list[TextFile]:
    return [
        TextFile(path, f"{prefix}{path.name}", path.read_text(encoding="utf-8")) for path in paths
    ]


def _paired(owner: str, files: Collection[TextFile]) -> dict[tuple[str, str], TextSource]:
    pages = {file.path.stem: file for file in files if file.path.suffix == PAGE}
    return {
        (owner, file.path.stem): TextSource(owner, file.path.stem, file, pages.get(file.path.stem))
        for file in files
        if file.path.suffix == PLAIN
    }
