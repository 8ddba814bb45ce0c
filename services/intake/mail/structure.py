"""The parts of a mail, found in its bytes however they are nested, broken or many.

The standard library reads header fields and their parameters. Dividing the body is done here: its
parser goes line by line, and at each line asks every part that is open whether it ends there, so
that one mail can be made that keeps it busy for a quarter of an hour. Here the work is bounded by
the mail's size.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from functools import cached_property

from services.intake.mail.encoded_words import decoded_words, eight_bit
from services.intake.mail.headers import HEAD_LIMIT, Headers, end_of_head
from services.intake.mail.transfer import Undone, undone

DEPTH = 20
PARTS = 200
"""A mail with more parts, or parts nested deeper, is read as far as that."""
_CANDIDATES = 2_000
"""Lines that begin like a boundary and may be none."""
_PARAMETERS = 2_000
"""Characters of a field with parameters: reading them takes quadratic time."""

_LINE_LIMIT = 300
_LIKE_BOUNDARY = re.compile(rb"^--([^\s-][^\r\n]{0,199}?)[ \t]*\r?\n(?=[!-9;-~]+:|\r?\n)", re.M)
_CONTENT_TYPE = re.compile(r"[^\s/]{1,80}/[^\s/]{1,80}")
_MAILS = frozenset({"message/rfc822", "message/global", "message/news"})


@dataclass
class Budget:
    """How many more parts are read of one mail; `cut` once something had to be left."""

    parts: int = PARTS
    cut: bool = False


@dataclass(frozen=True)
class Part:
    """A mail or a part of one. `children` are the parts of a multipart, or the mail in a part."""

    headers: Headers
    content_type: str
    """Small letters, `text/plain` where it says nothing that can be understood."""
    body: bytes
    """As it stands in the mail, not yet decoded; empty where there are children."""
    children: Sequence["Part"] = ()

    @property
    def main_type(self) -> str:
        return self.content_type.partition("/")[0]

    @property
    def is_multipart(self) -> bool:
        return self.main_type == "multipart"

    @property
    def is_mail(self) -> bool:
        """Whether a whole mail is in it."""
        return self.content_type in _MAILS

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, or what else it says; empty when it says nothing."""
        return self.headers.token("content-disposition")

    @property
    def charset(self) -> str | None:
        try:
            return self._parameters.get_content_charset()
        except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
            return None

    @property
    def identifier(self) -> str | None:
        """By which a page in the same mail shows it (`cid:`)."""
        return self.headers.identifier("content-id")

    @cached_property
    def name(self) -> str | None:
        """The file's name, if it has one."""
        if not self._says("name"):
            return None
        try:
            name = self._parameters.get_filename()
        except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
            return None
        return decoded_words(name) or None if name else None

    def parameter(self, name: str) -> str:
        """A parameter of the content type, small letters; empty when missing."""
        if not self._says(name):
            return ""
        try:
            value = self._parameters.get_param(name)
        except Exception:  # noqa: BLE001 - as above
            return ""
        return value.strip().lower() if isinstance(value, str) else ""

    def content(self) -> Undone:
        """The bytes, decoded from their transfer encoding."""
        return undone(self.body, self.headers.token("content-transfer-encoding"))

    @cached_property
    def _parameters(self) -> Message:
        return parameters_of(self.headers)

    def _says(self, name: str) -> bool:
        """Whether a parameter can have such a name; to look properly takes much longer."""
        told = (self.headers.raw("content-type"), self.headers.raw("content-disposition"))
        return any(name in text.lower() for text in told if text)


def parts_of(raw: bytes, budget: Budget) -> Part:
    """The mail as a tree of parts."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    return _part(raw, 0, len(raw), budget, 0, "text/plain")


def parameters_of(headers: Headers) -> Message:
    """The fields that have parameters, as the standard library reads them."""
    message = Message()
    for name in ("content-type", "content-disposition"):
        value = headers.raw(name)
        if value is not None:
            message.set_raw(name, eight_bit(value[:_PARAMETERS]))
    return message


def _part(raw: bytes, start: int, end: int, budget: Budget, depth: int, default: str) -> Part:
    body_start = end_of_head(raw, start, end)
    headers = Headers.of(raw[start:body_start])
    if body_start - start > HEAD_LIMIT - _LINE_LIMIT:
        budget.cut = True
    content_type = _content_type(headers, default)
    is_mail = content_type in _MAILS
    if not is_mail and not content_type.startswith("multipart/"):
        return Part(headers, content_type, raw[body_start:end])
    if depth >= DEPTH:
        budget.cut = True
        return Part(headers, content_type, raw[body_start:end])
    if is_mail:
        within = undone(raw[body_start:end], headers.token("content-transfer-encoding")).content
        if budget.parts <= 0:
            budget.cut = True
            return Part(headers, content_type, within)
        budget.parts -= 1
        child = _part(within, 0, len(within), budget, depth + 1, "text/plain")
        return Part(headers, content_type, within, (child,))
    return _multipart(raw, body_start, end, budget, depth, Part(headers, content_type, b""))


def _multipart(raw: bytes, start: int, end: int, budget: Budget, depth: int, part: Part) -> Part:
    if budget.parts <= 0:
        budget.cut = True
        return part
    boundary = _boundary(raw, start, end, part.headers)
    spans = _spans(raw, start, end, boundary, budget) if boundary else []
    if not spans:
        # A person can still make it out.
        return Part(part.headers, part.content_type, raw[start:end])
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    children = tuple(_part(raw, first, last, budget, depth + 1, default) for first, last in spans)
    return Part(part.headers, part.content_type, b"", children)


def _content_type(headers: Headers, default: str) -> str:
    told = headers.raw("content-type")
    if told is None:
        return default
    content_type = told.partition(";")[0].strip().lower()
    return content_type if _CONTENT_TYPE.fullmatch(content_type) else "text/plain"


def _boundary(raw: bytes, start: int, end: int, headers: Headers) -> bytes | None:
    """What divides the parts: what is declared, else what stands there like a boundary."""
    try:
        declared = parameters_of(headers).get_boundary()
    except Exception:  # noqa: BLE001 - as above
        declared = None
    if declared:
        boundary = declared.encode("utf-8", "surrogateescape")
        if _opens(raw, start, end, boundary):
            return boundary
    found = _LIKE_BOUNDARY.search(raw, start, min(end, start + HEAD_LIMIT))
    if found and raw.count(b"\n--" + found[1], start, end) + (found.start() == start) > 1:
        return found[1]
    return None


def _opens(raw: bytes, start: int, end: int, boundary: bytes) -> bool:
    line = b"--" + boundary
    return raw.startswith(line, start, end) or raw.find(b"\n" + line, start, end) >= 0


def _spans(
    raw: bytes, start: int, end: int, boundary: bytes, budget: Budget
) -> Sequence[tuple[int, int]]:
    """Where each part begins and ends."""
    spans: list[tuple[int, int]] = []
    line = b"\n--" + boundary
    begun: int | None = None
    position = start - 1 if raw.startswith(line[1:], start, end) else raw.find(line, start, end)
    for _ in range(_CANDIDATES):
        if position < 0:
            break
        line_end = raw.find(b"\n", position + len(line), position + len(line) + _LINE_LIMIT)
        rest_end = min(line_end if line_end >= 0 else position + len(line) + _LINE_LIMIT, end)
        rest = raw[position + len(line) : rest_end].strip(b" \t\r")
        if rest in {b"", b"--"}:
            if begun is not None:
                spans.append((begun, _without_line_end(raw, begun, position)))
                budget.parts -= 1
            begun = None if rest else min(rest_end + 1, end)
            if begun is None:
                break
            if budget.parts <= 0:
                budget.cut = True
                return spans
        position = raw.find(line, min(rest_end, end), end)
    else:
        budget.cut = True
    if begun is not None:
        spans.append((begun, end))
        budget.parts -= 1
    return spans


def _without_line_end(raw: bytes, start: int, position: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    return max(start, position - 1 if raw[position - 1 : position] == b"\r" else position)
