"""Every figure of the report as CSV, one a line, as Excel in Swedish reads it.

UTF-8 with a byte order mark, semicolons between fields, comma in decimals, CRLF at the end of
lines. Days are YYYY-MM-DD, both counted in.
"""

import csv as standard_csv
from io import StringIO

from services.reporting.report.content import Content
from services.reporting.report.outputs.naming import filters_of

COLUMNS = (
    "hanvisning",
    "siffra",
    "namn",
    "definition",
    "filter",
    "fran",
    "till",
    "varde",
    "av",
    "andel",
    "enhet",
    "dold",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv(content: Content, *, draft: bool) -> bytes:  # noqa: ARG001 - figures are the same
    """The list's bytes."""
    file = StringIO(newline="")
    writer = standard_csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for figure in content.figures:
        definition = content.definitions[figure.id]
        writer.writerow(
            [
                figure.ref,
                figure.id,
                definition.name,
                definition.definition,
                _harmless(filters_of(figure)),
                figure.first,
                figure.last,
                _shown(figure.value),
                _shown(figure.of),
                _shown(None if figure.share is None else round(figure.share, 4)),
                "dagar" if figure.days else "ärenden",
                "ja" if figure.hidden else "nej",
            ]
        )
    return file.getvalue().encode("utf-8-sig")


def _shown(value: float | None) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _harmless(text: str) -> str:
    """Not what a spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
