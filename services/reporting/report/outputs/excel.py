"""The report's tables as an Excel workbook: a sheet for each, one with every figure."""

import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from services.reporting.report.content import Content, Table
from services.reporting.report.outputs.naming import (
    DRAFT_EXPLAINED,
    as_of,
    filters_of,
)

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
FIGURES = "Siffror"
ABOUT = "Om rapporten"
COLUMNS = (
    "Hänvisning",
    "Siffra",
    "Namn",
    "Filter",
    "Från",
    "Till",
    "Värde",
    "Av",
    "Andel",
    "Enhet",
    "Dold",
    "Definition",
)
_HEAD = Font(bold=True)


def xlsx(content: Content, *, draft: bool) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    about: Any = book.active
    about.title = ABOUT
    lines = [content.title, content.board, as_of(content), *([DRAFT_EXPLAINED] if draft else [])]
    for line in lines:
        _row(about, [line])
    about.column_dimensions["A"].width = 90
    for table in content.tables:
        _table(book.create_sheet(_name(table, book)), table)
    _figures(book.create_sheet(FIGURES), content)
    book.properties.title = content.title
    book.properties.creator = content.municipality
    book.properties.language = content.language
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _table(sheet: Worksheet, table: Table) -> None:
    _head(sheet, table.columns)
    for cells in table.rows:
        _row(sheet, [cell.text if cell.value is None else cell.value for cell in cells])
        for place, cell in enumerate(cells, start=1):
            if isinstance(cell.value, float):
                sheet.cell(sheet.max_row, place).number_format = "0%"
    if table.note:
        _row(sheet, [])
        _row(sheet, [table.note])
    _widths(sheet, [34, *([16] * (len(table.columns) - 1))])


def _figures(sheet: Worksheet, content: Content) -> None:
    _head(sheet, COLUMNS)
    for figure in content.figures:
        definition = content.definitions[figure.id]
        _row(
            sheet,
            [
                figure.ref,
                figure.id,
                definition.name,
                filters_of(figure),
                figure.first,
                figure.last,
                figure.value,
                figure.of,
                figure.share,
                "dagar" if figure.days else "ärenden",
                "ja" if figure.hidden else "nej",
                definition.definition,
            ],
        )
    _widths(sheet, [48, 24, 30, 30, 12, 12, 10, 10, 10, 10, 8, 80])


def _head(sheet: Worksheet, columns: tuple[str, ...]) -> None:
    _row(sheet, list(columns))
    for place in range(1, len(columns) + 1):
        head = sheet.cell(1, place)
        head.font = _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="bottom")
    sheet.freeze_panes = "B2"


def _row(sheet: Worksheet, values: list[Any]) -> None:
    sheet.append(values)
    for place, value in enumerate(values, start=1):
        cell = sheet.cell(sheet.max_row, place)
        if isinstance(value, str) and isinstance(cell, SheetCell):
            # A name that begins with = is a name, and no formula.
            cell.data_type = "s"


def _widths(sheet: Worksheet, widths: list[int]) -> None:
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _name(table: Table, book: Workbook) -> str:
    """The caption as Excel allows it for a sheet, and unlike the others."""
    name = _NOT_IN_NAMES.sub(" ", table.caption)[:_LONGEST_NAME].strip()
    taken = {sheet.casefold() for sheet in book.sheetnames}
    number = 2
    unlike = name
    while unlike.casefold() in taken:
        unlike = f"{name[: _LONGEST_NAME - 3]} {number}"
        number += 1
    return unlike
