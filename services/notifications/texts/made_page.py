"""A simple page made of a plain text: headings, paragraphs, lists and links, everything escaped.

For a municipality that writes only the text of a mail. A blank line ends a paragraph; a line of
capitals is a heading; lines that begin with `- ` or `* ` are a list. A line shorter than
60 characters ends where it ends, as in a signature; a longer one goes on in the next.
"""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

_FULL_LINE = 60
"""Characters from which a line is taken to have been broken only because it was full."""
_REFERENCE = re.compile(r"\s*\[[^\]]*\]\s*$")
_BULLET = re.compile(r"[-*•] +")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_HEADING = "font-size: 18px; margin: 24px 0 4px;"


def page_of(heading: str, text: str) -> Markup:
    """What stands in the layout: the subject as heading, without its reference, and the text."""
    title = _REFERENCE.sub("", heading)
    parts = [Markup('<h1 style="font-size: 22px; margin: 0 0 16px;">{}</h1>').format(title)]
    for block in re.split(r"\n\s*\n", text.strip()):
        parts += _block([line.strip() for line in block.splitlines() if line.strip()])
    return Markup("\n").join(parts)


def _block(lines: Sequence[str]) -> Iterator[Markup]:
    rest = list(lines)
    if rest and _is_heading(rest[0]):
        yield Markup('<h2 style="{}">{}</h2>').format(_HEADING, rest.pop(0))
    while rest:
        listed = _listed(rest)
        if listed:
            items = Markup("").join(Markup("<li>{}</li>").format(_linked(each)) for each in listed)
            yield Markup("<ul>{}</ul>").format(items)
        else:
            paragraph = []
            while rest and not _BULLET.match(rest[0]):
                paragraph.append(rest.pop(0))
            yield Markup("<p>{}</p>").format(_flowing(paragraph))


def _listed(rest: list[str]) -> list[str]:
    """Takes the items that stand first from `rest`; a line without a bullet goes on with one."""
    items: list[str] = []
    while rest and (_BULLET.match(rest[0]) or items):
        line = rest.pop(0)
        if _BULLET.match(line):
            items.append(_BULLET.sub("", line, count=1))
        else:
            items[-1] += f" {line}"
    return items


def _is_heading(line: str) -> bool:
    letters = [sign for sign in line if sign.isalpha()]
    return len(letters) > 1 and all(sign.isupper() for sign in letters) and not _LINK.search(line)


def _flowing(lines: Sequence[str]) -> Markup:
    flowing = Markup("")
    for place, line in enumerate(lines):
        if place:
            full = len(lines[place - 1]) >= _FULL_LINE and not _LINK.fullmatch(lines[place - 1])
            flowing += " " if full and not _LINK.fullmatch(line) else Markup("<br>\n")
        flowing += _linked(line)
    return flowing


def _linked(line: str) -> Markup:
    parts, end = Markup(""), 0
    for found in _LINK.finditer(line):
        address = found.group()
        scheme = "mailto:" if "://" not in address else ""
        parts += escape(line[end : found.start()])
        parts += Markup('<a href="{}{}">{}</a>').format(scheme, address, address)
        end = found.end()
    return parts + escape(line[end:])
