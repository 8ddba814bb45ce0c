"""Documents: what they point to is there, and what they tell to type can be typed."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest
import typer.main

from deploy.cli.main import app
from tests.contract.documents import REPOSITORY, Document, document, documents

EVERY = pytest.mark.parametrize("each", documents(), ids=str)

_PATH = re.compile(r"(?:services|shared|deploy|tests|docs|requirements)/[\w./-]*")
_MAKE = re.compile(r"\bmake ([a-z]+)")
_LYHORD = re.compile(r"\blyhord((?: [a-z]+)*)")
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)

UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|TBD|lorem)\b|/tmp/|/home/|/root/", re.IGNORECASE)
PRAISE = re.compile(
    r"\b(?:amazing|beautiful|blazing|cutting-edge|easily|effortless|elegant|enterprise-grade|"
    r"lightning|modern|powerful|robust|seamless|simply|state-of-the-art|world-class)\b",
    re.IGNORECASE,
)


@EVERY
def test_links_lead_somewhere(each: Document) -> None:
    assert [link for link in each.links if not _leads_somewhere(each, link)] == []


def test_a_link_to_nowhere_is_noticed() -> None:
    readme = document("README.md")
    assert _leads_somewhere(readme, "docs/running.md#settings")
    assert not _leads_somewhere(readme, "docs/missing.md")
    assert not _leads_somewhere(readme, "docs/running.md#missing")


@EVERY
def test_files_that_are_named_exist(each: Document) -> None:
    named = {path.rstrip(".") for code in each.code for path in _PATH.findall(code)}
    assert [path for path in sorted(named) if not (REPOSITORY / path).exists()] == []


@EVERY
def test_every_document_is_reached_from_the_readme(each: Document) -> None:
    assert each.path in _reached()


@EVERY
def test_make_knows_its_commands(each: Document) -> None:
    targets = set(_TARGET.findall((REPOSITORY / "Makefile").read_text(encoding="utf-8")))
    typed = {name for code in each.code for name in _MAKE.findall(code)}
    assert typed <= targets


@EVERY
def test_the_command_line_knows_its_commands(each: Document) -> None:
    typed = {words for code in each.code for words in _LYHORD.findall(code)}
    assert [words for words in typed if not _is_command(words.split())] == []


def test_every_command_is_in_the_documents() -> None:
    table = document("docs/running.md").text
    assert [name for name in _commands() if f"`lyhord {name}`" not in table] == []


@pytest.mark.parametrize(
    "command",
    [
        ["make", "help"],
        [sys.executable, "-m", "deploy.cli", "--help"],
        [sys.executable, "-m", "deploy.cli", "dead", "--help"],
        [sys.executable, "-m", "deploy.cli", "organisation", "check"],
        [sys.executable, "-m", "deploy.local", "run", "--help"],
    ],
    ids=lambda command: " ".join(command[-3:]),
)
def test_what_is_cheap_to_type_works(command: list[str]) -> None:
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout


@EVERY
def test_nothing_is_unfinished_or_of_one_machine(each: Document) -> None:
    assert UNFINISHED.findall(each.text) == []


@EVERY
def test_nothing_is_praised(each: Document) -> None:
    assert PRAISE.findall(each.text) == []


@EVERY
def test_addresses_of_mail_are_examples(each: Document) -> None:
    hosts = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", each.plain)
    assert [host for host in hosts if not host.endswith(".example")] == []


def test_decisions_are_numbered_complete_and_listed() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    files = sorted(folder.glob("[0-9]*.md"))
    listed = document("docs/decisions/README.md").links
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    assert [file.name for file in files] == list(listed)
    for number, file in enumerate(files, start=1):
        headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings[0].startswith(f"{number}. ")
        assert headings[1:] == ["Context", "Decision", "Consequences"]


@pytest.mark.parametrize(
    "picture", sorted((REPOSITORY / "docs" / "pictures").glob("*.svg")), ids=str
)
def test_pictures_say_what_they_show(picture: object) -> None:
    root = ElementTree.parse(str(picture)).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.attrib["role"] == "img"
    for part in ("title", "desc"):
        found = root.find(f"{space}{part}")
        assert found is not None
        assert found.text
        assert found.attrib["id"] in root.attrib["aria-labelledby"].split()
    assert "prefers-color-scheme: dark" in (root.findtext(f"{space}style") or "")


def _leads_somewhere(each: Document, link: str) -> bool:
    if "://" in link or link.startswith("mailto:"):
        return True
    name, _, anchor = link.partition("#")
    target = (each.path.parent / name).resolve() if name else each.path
    return target.exists() and (not anchor or anchor in Document(target).anchors)


def _reached() -> set[object]:
    reached, waiting = set[object](), [document("README.md")]
    while waiting:
        each = waiting.pop()
        reached.add(each.path)
        for link in each.links:
            target = (each.path.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target not in reached and target.exists():
                waiting.append(Document(target))
    return reached


def _commands() -> Iterator[str]:
    """Every command that does something: `dead list`, `check`."""
    pending = [("", typer.main.get_command(app))]
    while pending:
        words, command = pending.pop()
        inner = getattr(command, "commands", {})
        if not inner:
            yield words.strip()
        pending += [(f"{words} {name}", each) for name, each in inner.items()]


def _is_command(words: list[str]) -> bool:
    command = typer.main.get_command(app)
    for word in words:
        found = getattr(command, "commands", {}).get(word)
        if found is None:
            return not getattr(command, "commands", {})
        command = found
    return True
