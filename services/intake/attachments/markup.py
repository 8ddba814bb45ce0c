"""Tells text that a browser or a shell would act upon from text that is only read."""

import re

PLAIN = "text/plain"

_BEGINNINGS = (
    ("application/pdf", re.compile(r"%PDF-")),
    ("application/rtf", re.compile(r"\{\\rtf")),
    ("audio/amr", re.compile(r"#!AMR")),
    ("text/x-script", re.compile(r"#!|<\?php|<%|@echo\s", re.IGNORECASE)),
)
_COMMENTS = re.compile(r"(?:\s|<!--.*?-->)*", re.DOTALL)
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|iframe|style|title|h1|div|font|table|a|b|br|p)[\s>/]",
    re.IGNORECASE,
)
_XML = re.compile(r"<(?:\?xml|!doctype|[a-z_][\w.-]*:?[\w.-]*\s+xmlns)", re.IGNORECASE)
_SVG = re.compile(r"<(?:\w+:)?svg[\s>]", re.IGNORECASE)
_ACTIVE = re.compile(r"<(?:script|html|iframe|object|embed)[\s>]", re.IGNORECASE)

_LOOKED_AT = 4096
"""Characters; more than browsers look at to guess what something is."""


def media_type_of_text(text: str) -> str:
    """The media type of a file that is all text, by its beginning."""
    beginning = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n\f\v")
    for media_type, pattern in _BEGINNINGS:
        if pattern.match(beginning):
            return media_type
    comments = _COMMENTS.match(beginning)
    after = beginning[comments.end() :] if comments else beginning
    if _SVG.search(beginning):
        return "image/svg+xml"
    if _HTML.match(after) or _ACTIVE.search(beginning):
        return "text/html"
    return "application/xml" if _XML.match(after) else PLAIN
