"""A copy of the example organisation that a test may break."""

import shutil
from pathlib import Path

import pytest

from shared.organisation import OrganisationError, load_organisation

EXAMPLE = Path(__file__).parents[2] / "deploy" / "organisation"


class Folder:
    """The copy, in a folder of its own under `parent`."""

    def __init__(self, parent: Path) -> None:
        self.path = parent / "organisation"
        shutil.copytree(EXAMPLE, self.path)

    def replace(self, file: str, old: str, new: str) -> int:
        """Put `new` for the first `old` in the file; the line where it stands."""
        text = (self.path / file).read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, f"{old!r} is not in {file}"
        (self.path / file).write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1

    def line(self, file: str, words: str) -> int:
        """The first line of the file that has these words."""
        lines = (self.path / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)

    def add(self, file: str, text: str) -> int:
        """Put a table at the end of the file; the line where it begins."""
        before = (self.path / file).read_text(encoding="utf-8")
        (self.path / file).write_text(before + text.lstrip("\n"), encoding="utf-8")
        return before.count("\n") + 1

    def problems(self) -> list[str]:
        """What loading says, a line each, with file names as seen from the folder."""
        with pytest.raises(OrganisationError) as caught:
            load_organisation(self.path)
        assert caught.value.slug == "organisation_invalid"
        lines = str(caught.value).splitlines()
        assert len(lines) == len(caught.value.problems)
        assert all(line.startswith(str(self.path)) for line in lines)
        return [line.replace(f"{self.path}/", "") for line in lines]
