"""The project's documents as tests read them: links, headings, code, tables between marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One Markdown file."""

    path: Path

    def __str__(self) -> str:
        return str(self.path.relative_to(REPOSITORY))

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def blocks(self) -> Sequence[str]:
        """What stands between fences, without them."""
        return [block.split("\n", 1)[1].rsplit("\n", 1)[0] for block in _FENCE.findall(self.text)]

    @cached_property
    def prose(self) -> str:
        """All but what stands between fences."""
        return _FENCE.sub("", self.text)

    @property
    def plain(self) -> str:
        """Prose without what is set as code."""
        return _CODE.sub("", self.prose)

    @property
    def code(self) -> Sequence[str]:
        """What is set as code, in lines and in blocks."""
        return [*_CODE.findall(self.prose), *self.blocks]

    @property
    def links(self) -> Sequence[str]:
        """Addresses of links and pictures."""
        return _LINK.findall(self.plain)

    @property
    def anchors(self) -> frozenset[str]:
        """What `#…` may name, as forges make it of headings."""
        return frozenset(_anchor(heading) for heading in _HEADING.findall(self.prose))

    def rows(self, mark: str) -> Sequence[Sequence[str]]:
        """The cells of the table between `<!-- mark -->` and `<!-- /mark -->`, without its head."""
        return list(cells(self.between(mark)))[2:]

    def between(self, mark: str) -> str:
        """What stands between the marks. Raises ValueError when one is missing."""
        start, end = _between(self.text, mark)
        return self.text[start:end].strip()


def replaced(text: str, mark: str, content: str) -> str:
    """The text with other content between the marks."""
    start, end = _between(text, mark)
    return f"{text[:start]}\n\n{content.strip()}\n\n{text[end:]}"


def documents() -> Sequence[Document]:
    """Every Markdown file of the project."""
    found = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    return [Document(path) for path in sorted(found)]


def document(name: str) -> Document:
    """The document with this path in the repository."""
    return Document(REPOSITORY / name)


def cells(table: str) -> Iterator[Sequence[str]]:
    """The cells of each row of a Markdown table, its head and rule among them."""
    for line in table.splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _between(text: str, mark: str) -> tuple[int, int]:
    opening = f"<!-- {mark} -->"
    return text.index(opening) + len(opening), text.index(f"<!-- /{mark} -->")


def _anchor(heading: str) -> str:
    words = re.sub(r"[^\w\- ]", "", _LINK.sub("", heading).replace("`", "").lower())
    return words.strip().replace(" ", "-")
