"""The report as a Word document in Swedish: headings, tables with heads, charts as pictures."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from services.reporting.report.content import Content, Section, Table
from services.reporting.report.outputs.charts import described, drawn
from services.reporting.report.outputs.naming import (
    DEFINITIONS,
    DRAFT_EXPLAINED,
    SHOWN,
    as_of,
    used_definitions,
)
from services.reporting.report.outputs.setting import pictured

LANGUAGE = "sv-SE"
_MARGIN = Cm(2.2)
_TEXT_WIDTH = 21 - 2 * 2.2
"""Centimetres."""
_CHART_WIDTH = Cm(16)
_SECTION_LEVEL = 1
"""The title has the style of a title, so sections are first among headings."""


def docx(content: Content, *, draft: bool) -> bytes:
    """The document's bytes."""
    document = Document()
    _prepare(document, content)
    document.add_paragraph(f"{content.municipality} · {content.board}")
    document.add_heading(content.title, 0)
    if draft:
        document.add_paragraph(DRAFT_EXPLAINED, style="Intense Quote")
    for section in content.sections:
        _section(document, content, section)
    document.add_heading(DEFINITIONS, _SECTION_LEVEL)
    document.add_paragraph(SHOWN)
    for figure_id, name, definition in used_definitions(content):
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        paragraph.add_run(f" ({figure_id}): {definition}")
    document.sections[0].footer.paragraphs[0].text = as_of(content)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: Opened, content: Content) -> None:
    """Title, language, paper and type."""
    about = document.core_properties
    about.title = content.title
    about.author = content.municipality
    about.subject = f"{content.board}, {content.period}"
    about.language = LANGUAGE
    about.comments = ""
    about.created = about.modified = content.made_at.replace(tzinfo=None)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
    styles: Any = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    colour = RGBColor.from_string(content.colour.lstrip("#").upper())
    for name in ("Title", "Heading 1"):
        styles[name].font.color.rgb = colour
    styles["Title"].font.size = Pt(22)
    styles["Caption"].font.size = Pt(10)
    styles["Caption"].font.color.rgb = RGBColor(0x1C, 0x25, 0x29)
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), LANGUAGE)


def _section(document: Opened, content: Content, section: Section) -> None:
    document.add_heading(section.heading, _SECTION_LEVEL)
    for paragraph in section.paragraphs:
        document.add_paragraph(" ".join(sentence.text for sentence in paragraph))
    for table in section.tables:
        _chart(document, content, table)
        _table(document, table)
    for written in section.written:
        document.add_paragraph(written)


def _chart(document: Opened, content: Content, table: Table) -> None:
    """The table's chart, where it has one, as a picture: not every Word draws SVG."""
    svg = drawn(content, table)
    if not svg:
        return
    picture = document.add_picture(BytesIO(pictured("chart.typ", {"chart": svg})), _CHART_WIDTH)
    told: Any = picture._inline.docPr  # noqa: SLF001 - python-docx has no name for it
    told.set("title", table.caption)
    told.set("descr", described(table))
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _table(document: Opened, table: Table) -> None:
    caption = document.add_paragraph(table.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    made: Any = document.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    made.style = "Table Grid"
    made.autofit = False
    widths = _widths(len(table.columns))
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no name for what follows
    _with_value(properties, "w:tblCaption", table.caption)
    _with_value(properties, "w:tblDescription", _described(table))
    _first_row_and_column_head(properties)
    for place, name in enumerate(table.columns):
        head = made.rows[0].cells[place]
        head.text = name
        head.paragraphs[0].runs[0].bold = True
        if place and any(row[place].value is not None for row in table.rows):
            head.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _repeat(made.rows[0])
    for row, cells in zip(made.rows[1:], table.rows, strict=True):
        for place, cell in enumerate(cells):
            row.cells[place].text = cell.text
            if cell.value is not None or cell.figure is not None:
                row.cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _whole(row)
    for width, column in zip(widths, made.columns, strict=True):
        column.width = width
    for row in made.rows:
        for width, cell in zip(widths, row.cells, strict=True):
            cell.width = width
            _closer(cell.paragraphs[0])
    note = document.add_paragraph(table.note)
    note.paragraph_format.space_before = Pt(3)
    for run in note.runs:
        run.font.size = Pt(9)


def _widths(columns: int) -> list[Cm]:
    """The first column is for words, the others share what is left of the page."""
    first = 5.6 if columns > 2 else 11.0
    return [Cm(first), *([Cm((_TEXT_WIDTH - first) / (columns - 1))] * (columns - 1))]


def _closer(paragraph: Any) -> None:
    """As lines of a table stand."""
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    for run in paragraph.runs:
        run.font.size = Pt(9.5)


def _described(table: Table) -> str:
    """The alternative text: what is in the table, for who does not see it."""
    return f"{table.caption}. Kolumner: {', '.join(table.columns)}. {len(table.rows)} rader."


def _with_value(parent: Any, name: str, value: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    parent.append(element)


def _first_row_and_column_head(properties: Any) -> None:
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "0")):
            look.set(qn(f"w:{name}"), value)


def _repeat(row: Any) -> None:
    """Mark the row as the table's head, repeated on each page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
