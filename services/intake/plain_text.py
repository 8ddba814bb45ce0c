"""Text from outside, without what no reader sees and what breaks files, headers and logs."""

import re
from typing import Annotated

from pydantic import BeforeValidator

_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def plain_text(text: str) -> str:
    """The text with `\\n` as its line ends, without control characters and outer space."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub("", unified).strip()


def one_line(text: str) -> str:
    """The text on one line, single spaces between its words."""
    return plain_text(_SPACES.sub(" ", text))


def _of_plain_text(value: object) -> object:
    return plain_text(value) if isinstance(value, str) else value


def _of_one_line(value: object) -> object:
    return one_line(value) if isinstance(value, str) else value


PlainText = Annotated[str, BeforeValidator(_of_plain_text)]
OneLine = Annotated[str, BeforeValidator(_of_one_line)]
