"""HTML as text: cleaned by nh3, then read as its reader would see it. It is never shown as HTML."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from services.intake.plain_text import plain_text

_APART = frozenset(
    {"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"}
)
_BLOCKS = _APART | {
    *("address", "article", "aside", "br", "center", "dd", "div", "dt", "fieldset", "figure"),
    *("footer", "form", "header", "hr", "li", "main", "nav", "section", "tr"),
}
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset({"script", "style", "title", "template", "noscript"})

_FORMATTING = re.compile(
    r"</?(?:b|big|code|em|font|i|nobr|s|small|span|strike|strong|tt|u|[ovw]:\w+)(?=[\s/>])[^<>]*>?",
    re.IGNORECASE,
)
"""Says nothing of lines. Unclosed and nested, a few thousand make parsers take up gigabytes."""
_DATA = re.compile(r"\bdata:[\w.+/-]+;base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_DRESS = re.compile(
    r"""\s(?:style|class|id|lang|width|height|align|valign|bgcolor|border|cell\w+)\s*=\s*"""
    r"""(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^\s"'<>]{1,200})""",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)

_RULE = "_" * 32
_DEEPEST = 5
_TAGS_READ = 8_000
_READ = 400_000
"""Characters without dress. Many times what a case can hold."""
_UNDRESSED = 2_000_000
"""Characters that are looked at for that."""

_CLEANER = nh3.Cleaner(
    tags=set(_BLOCKS | _CELLS | {"a", "img"}),
    clean_content_tags=set(_UNSEEN),
    attributes={"a": {"href"}, "img": {"alt"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


class Page(NamedTuple):
    """`whole` is False where only its beginning was read."""

    text: str
    whole: bool = True


def declared_charset(html: bytes) -> str | None:
    """What the page says of itself, which counts where the mail says nothing."""
    found = _DECLARED.search(html, 0, 4_000)
    return found[1].decode("ascii") if found else None


def text_of_html(html: str) -> Page:
    """What a reader of the page would read, a line for each block and `>` before what is quoted."""
    whole = _DATA.sub("", html.replace("\x00", ""))
    plainer = whole[:_UNDRESSED]
    for without in (_FORMATTING, _DRESS):
        plainer = without.sub("", plainer)
    beginning = _with_tags(plainer[:_READ], _TAGS_READ)
    read_all = beginning == plainer and len(whole) <= _UNDRESSED
    tree = LexborHTMLParser(_CLEANER.clean(beginning))
    if tree.root is None:
        return Page("", read_all)
    return Page(plain_text("\n".join(_lines(_pieces(tree.root)))), read_all)


def _with_tags(html: str, count: int) -> str:
    """The beginning of the page with at most so many tags: deep nesting takes quadratic time."""
    position = -1
    for _ in range(count):
        position = html.find("<", position + 1)
        if position < 0:
            return html
    return html[:position]


class _Turn(Enum):
    """What stands between texts."""

    LINE = "a line begins, unless it just did"
    END = "the line ends, even an empty one"
    APART = "a line begins, with an empty one before it"
    DEEPER = "what follows is quoted"
    BACK = "the quotation ends"


def _lines(pieces: Iterator[str | _Turn]) -> Iterator[str]:
    """Lines of text; never more than one empty line after another."""
    line: list[str] = []
    depth = 0
    gap = True
    for piece in (*pieces, _Turn.LINE):
        if isinstance(piece, str):
            line.append(piece)
            continue
        text = " ".join("".join(line).split())
        line.clear()
        if text:
            yield f"{'>' * min(depth, _DEEPEST)} {text}" if depth else text
            gap = False
        apart = piece is _Turn.APART or (piece is _Turn.END and not text)
        if apart and not gap:
            yield ""
            gap = True
        depth += {_Turn.DEEPER: 1, _Turn.BACK: -1}.get(piece, 0)


def _pieces(root: LexborNode) -> Iterator[str | _Turn]:
    """Texts in reading order; not by recursion, since HTML may be deep as a well."""
    waiting: list[LexborNode | str | _Turn] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str | _Turn):
            yield node
            continue
        tag = node.tag or ""
        if tag == "-text":
            yield (node.text_content or "").replace("\n", " ")
            continue
        before, after = _around(tag, node)
        waiting.extend([*reversed(after), *reversed(list(node.iter(include_text=True)))])
        waiting.extend(reversed(before))


def _around(tag: str, node: LexborNode) -> tuple[list[str | _Turn], list[str | _Turn]]:
    match tag:
        case "br":
            return [_Turn.END], []
        case "hr":
            return [_Turn.APART, _RULE, _Turn.LINE], []
        case "blockquote":
            return [_Turn.APART, _Turn.DEEPER], [_Turn.BACK, _Turn.APART]
        case "li":
            return [_Turn.LINE, "- "], [_Turn.LINE]
        case "td" | "th":
            return [" "], [" "]
        case "a":
            return [], _address(node)
    turn = _Turn.APART if tag in _APART else _Turn.LINE
    return ([turn], [turn]) if tag in _BLOCKS else ([], [])


def _address(node: LexborNode) -> list[str | _Turn]:
    """Where the link leads, unless its text says so."""
    address = (node.attributes.get("href") or "").strip()
    plain = address.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
    text = (node.text(deep=False) or "").strip().rstrip("/")
    shown = plain.partition("://")[2] or plain
    return [f" <{address}>"] if shown and shown not in text else []
