"""The text of one part of a mail."""

from typing import NamedTuple

from services.intake.mail.charsets import decoded
from services.intake.mail.flowed import unflowed
from services.intake.mail.html import declared_charset, text_of_html
from services.intake.mail.rtf import text_of_rtf
from services.intake.mail.structure import Part
from services.intake.plain_text import plain_text

_READ = 1_000_000
"""Bytes of a text, fifty times what a case can hold."""
_PAGE_READ = 30_000_000
"""Bytes of a page: pictures may be written out in it."""

_PAGES = frozenset({"text/html", "text/enriched", "text/richtext"})
_RICH = frozenset({"text/rtf", "application/rtf"})


class Words(NamedTuple):
    """`whole` is False where some of it could not be read."""

    text: str
    whole: bool = True


def words_of(part: Part, content: bytes | None = None) -> Words:
    """What the part says; `content` where something has been taken out of it."""
    undone, intact = part.content()
    given = undone if content is None else content
    if part.content_type in _RICH:
        return Words(plain_text(text_of_rtf(given)), intact)
    if part.content_type in _PAGES:
        words = words_of_page(given[:_PAGE_READ], part.charset)
        return Words(words.text, words.whole and intact)
    text, whole = decoded(_beginning(given), part.charset)
    if part.parameter("format") == "flowed":
        text = unflowed(text, spaces_deleted=part.parameter("delsp") == "yes")
    return Words(plain_text(text), whole and intact)


def words_of_page(html: bytes, charset: str | None = None) -> Words:
    """What an HTML page says."""
    text, whole = decoded(html, charset or declared_charset(html))
    page = text_of_html(text)
    return Words(page.text, whole and page.whole)


def _beginning(content: bytes) -> bytes:
    """As much as is read, not cut within a letter of UTF-8."""
    end = _READ
    if len(content) <= end:
        return content
    while end > _READ - 4 and 0x80 <= content[end] <= 0xBF:
        end -= 1
    return content[:end]
