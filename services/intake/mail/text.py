"""The words of a mail: its plain text, or its HTML as text."""

from collections.abc import Iterator
from email.message import Message
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from services.intake.mail.charsets import decoded
from services.intake.plain_text import plain_text

_UNSEEN = ["head", "script", "style", "template", "noscript", "title"]
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
        *("main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul"),
    }
)
_PARTS_READ = 200
_TAGS_READ = 8000
"""A mail with more parts or tags than this is made to wear out its reader."""


class Words(NamedTuple):
    """`whole` is False where some of it could not be read."""

    text: str
    whole: bool = True


def words_of(message: Message) -> Words:
    """What the mail says; empty when it says nothing in text."""
    found = [words for words in islice(_spoken(message), _PARTS_READ) if words.text]
    return Words("\n\n".join(words.text for words in found), all(words.whole for words in found))


def _spoken(part: Message) -> Iterator[Words]:
    """The text of each part that is meant to be read, in order."""
    if part.get_content_disposition() == "attachment":
        return
    if part.is_multipart():
        children = [child for child in part.get_payload() if isinstance(child, Message)]
        if part.get_content_type() == "multipart/alternative":
            yield _best(children)
        else:
            for child in children:
                yield from _spoken(child)
    elif part.get_content_maintype() == "multipart":
        # Its boundary is wrong, so that no part was found: a person can still make it out.
        yield _read(part)._replace(whole=False)
    elif part.get_content_maintype() == "text":
        yield _read(part)


def _best(alternatives: list[Message]) -> Words:
    """Plain text before HTML, unless it is empty."""
    readings = [
        (child.get_content_type() != "text/plain", words)
        for child in alternatives
        for words in islice(_spoken(child), _PARTS_READ)
        if words.text
    ]
    return min(readings, key=lambda reading: reading[0], default=(True, Words("")))[1]


def _read(part: Message) -> Words:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    text, whole = decoded(content, part.get_content_charset())
    if part.get_content_subtype() != "html":
        return Words(plain_text(text), whole)
    beginning = _with_tags(text, _TAGS_READ)
    return Words(text_of_html(beginning), whole and beginning == text)


def _with_tags(html: str, count: int) -> str:
    """The beginning of the page with at most so many tags: deep nesting takes quadratic time."""
    position = -1
    for _ in range(count):
        position = html.find("<", position + 1)
        if position < 0:
            return html
    return html[:position]


def text_of_html(html: str) -> str:
    """What a reader of the page would read, a line for each block."""
    tree = LexborHTMLParser(html.replace("\x00", ""))
    tree.strip_tags(_UNSEEN)
    if tree.root is None:
        return ""
    lines = "".join(_pieces(tree.root)).split("\n")
    text = "\n".join(" ".join(line.split()) for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return plain_text(text)


def _pieces(root: LexborNode) -> Iterator[str]:
    """Texts and line ends in reading order; not by recursion, since HTML may be deep as a well."""
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.tag == "-text":
            yield (node.text_content or "").replace("\n", " ")
            continue
        around = ["\n"] if node.tag in _BLOCKS else []
        waiting.extend(reversed([*around, *node.iter(include_text=True), *around]))
