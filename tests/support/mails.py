"""Mails that intake must bear: this repository's own corpus, and CPython's."""

import importlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

CORPUS = Path(__file__).parents[1] / "corpus"
OWN = CORPUS / "mails"
SENDER = "kund@post.example"
INBOX = "synpunkter.sn@exempelkommun.example"
LAY = "Larmet låg på golvet."
WHOLE = f"{LAY} Ingen kom förrän på morgonen."


class Expected(BaseModel):
    """What must become of a mail of the corpus; left out is what most of them have.

    An empty text stands for none, since TOML has no word for it.
    """

    model_config = ConfigDict(extra="forbid")

    text: str = WHOLE
    only_beginning: bool = False
    """Whether `text` is only how it begins."""
    quoted: str | None = None
    subject: str | None = "Klagomål"
    marks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    email: str | None = SENDER
    phone: str | None = None
    forwarded_by: str | None = None
    channel: str = "email"
    parked: str | None = None
    """The reason that it is put aside for."""
    recipient: str = INBOX

    @field_validator("*", mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        return None if value == "" else value


@cache
def expectations() -> Mapping[str, Expected]:
    """By the mail's name."""
    table: dict[str, dict[str, Any]] = tomllib.loads(
        (CORPUS / "expected.toml").read_text(encoding="utf-8")
    )
    return {name: Expected(**expected) for name, expected in table.items()}


@cache
def own_mails() -> Mapping[str, bytes]:
    """This repository's corpus, by name."""
    return {path.stem: path.read_bytes() for path in sorted(OWN.glob("*.eml"))}


@cache
def pythons_mails() -> Mapping[str, bytes]:
    """What CPython tests its own `email` with, by file name.

    Raises FileNotFoundError where this Python came without its tests: `deploy/bootstrap test`
    installs them.
    """
    try:
        tests = importlib.import_module("test.test_email")
    except ImportError as error:
        raise FileNotFoundError(_WITHOUT_TESTS) from error
    folder = Path(tests.__path__[0]) / "data"
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("msg_*.txt"))}
    if not found:
        raise FileNotFoundError(_WITHOUT_TESTS)
    return found


_WITHOUT_TESTS = (
    "this Python came without its own tests (test.test_email): run deploy/bootstrap test, "
    "or install Debian's libpython3-testsuite"
)
