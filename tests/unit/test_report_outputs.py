"""The files of a report, opened again by those who read such files."""

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import RGBColor
from PIL import Image
from pypdf import PdfReader

from services.reporting.report.content import Content
from services.reporting.report.headings import SectionId
from services.reporting.report.outputs.charts import described, drawn
from services.reporting.report.outputs.excel import xlsx
from services.reporting.report.outputs.html import html
from services.reporting.report.outputs.long_list import csv as csv_list
from services.reporting.report.outputs.pdf import pdf
from services.reporting.report.outputs.word import docx
from tests.unit.report_world import a_boards_compilation, reported

TEXTS = {
    SectionId.PROPOSAL: "1. Informationen noteras.",
    SectionId.ANALYSIS: "Av {{received}} ärenden är {{answered as=parts}} besvarade.\n\n<b>=1</b>",
}


@pytest.fixture(scope="module")
def content() -> Content:
    return reported(a_boards_compilation(), TEXTS).content


def run(*command: str | Path) -> str:
    """What a program answers that has to be there: `deploy/bootstrap test` installs it."""
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, errors="replace", timeout=180
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def found(*names: str) -> str:
    """Where the first of these programs is; the test is skipped where there is none."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip(f"{names[0]} is not installed: deploy/bootstrap test installs it")
    return path


def test_the_pdf_is_tagged_titled_and_swedish(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "rapport.pdf"
    file.write_bytes(pdf(content, draft=False))

    assert "No syntax or stream encoding errors" in run(found("qpdf"), "--check", file)
    told = run(found("pdfinfo"), file)
    about = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    assert about["Tagged"].strip() == "yes"
    assert about["Title"].strip() == content.title
    metadata = run(found("pdfinfo"), "-meta", file)
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata.replace(" ", "").replace("\n", "")
    assert "/Lang (sv-SE)" in run(found("qpdf"), "--qdf", "--object-streams=disable", file, "-")
    words = " ".join(run(found("pdftotext"), "-layout", file, "-").split())
    assert "Under 2018 kom det in 28 ärenden: 10 klagomål och 18 avvikelser." in words
    structure = run(found("pdfinfo"), "-struct-text", file)
    assert "Table" in structure
    assert structure.count("H2") >= len(SectionId)


def test_the_same_report_is_the_same_file(content: Content) -> None:
    assert pdf(content, draft=False) == pdf(content, draft=False)
    assert html(content, draft=False) == html(content, draft=False)


def test_a_draft_says_that_it_is_one(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "utkast.pdf"
    file.write_bytes(pdf(content, draft=True))

    assert "Utkast" in run(found("pdftotext"), file, "-")
    assert b"Utkast" in html(content, draft=True)
    assert b"Utkast" not in html(content, draft=False)
    assert "Utkast" in "".join(each.text for each in opened(docx(content, draft=True)).paragraphs)
    assert "Utkast" in str(list(sheet(xlsx(content, draft=True), "Om rapporten").values))


def opened(file: bytes) -> Any:
    return Document(BytesIO(file))


def sheet(file: bytes, name: str) -> Any:
    return openpyxl.load_workbook(BytesIO(file))[name]


def test_word_opens_it_with_headings_tables_and_language(content: Content) -> None:
    document = opened(docx(content, draft=False))

    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert headings == [*(section.heading for section in content.sections), "Definitioner"]
    assert [each.text for each in document.paragraphs if each.style.name == "Title"] == [
        content.title
    ]
    assert document.core_properties.title == content.title
    assert document.core_properties.language == "sv-SE"
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert defaults.get(qn("w:val")) == "sv-SE"
    assert len(document.tables) == len(content.tables)
    for made, table in zip(document.tables, content.tables, strict=True):
        assert [cell.text for cell in made.rows[0].cells] == list(table.columns)
        assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert made._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.caption
        assert table.caption in made._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert [[cell.text for cell in row.cells] for row in made.rows[1:]] == [
            [cell.text for cell in row] for row in table.rows
        ]


def test_word_has_each_chart_as_a_picture_that_says_its_numbers(content: Content) -> None:
    charts = [table for table in content.tables if drawn(content, table)]
    document = opened(docx(content, draft=False))

    assert charts, "of categories"
    pictures = [shape._inline for shape in document.inline_shapes]
    assert len(pictures) == len(charts)
    for picture, table in zip(pictures, charts, strict=True):
        assert picture.docPr.get("title") == table.caption
        told = picture.docPr.get("descr")
        assert all(f"{row[0].text} {row[-1].text}" in told for row in table.rows[:-1])
        embedded = picture.graphic.graphicData.pic.blipFill.blip.embed
        image = Image.open(BytesIO(document.part.related_parts[embedded].blob))
        assert image.format == "PNG"
        assert image.width > 1000
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}
        assert RGBColor.from_string(content.colour.lstrip("#").upper()) in colours, "the bars"


def test_the_pdf_has_each_chart_with_its_numbers_in_words(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "rapport.pdf"
    file.write_bytes(pdf(content, draft=False))

    told = list(alternative_texts(PdfReader(file).root_object["/StructTreeRoot"]))
    charts = [table for table in content.tables if drawn(content, table)]
    assert told == [described(table) for table in charts]
    assert "SourceSansPro-Semibold" in run(found("pdffonts"), file)


def alternative_texts(element: Any) -> Iterator[str]:
    """Of the element and all below it, in the order of reading."""
    element = element.get_object()
    if isinstance(element, list):
        for each in element:
            yield from alternative_texts(each)
    elif isinstance(element, dict):
        if "/Alt" in element:
            yield str(element["/Alt"])
        if "/K" in element:
            yield from alternative_texts(element["/K"])


def test_what_a_chart_says_of_its_looks_is_sound_css(content: Content) -> None:
    """In a stylesheet that is not, readers leave rules out, and the letters are of another type."""
    (svg,) = filter(None, (drawn(content, table) for table in content.tables))
    style = svg.split("<style>")[1].split("</style>")[0]

    assert re.fullmatch(r"(?:[a-z.0-9-]+\{[^{}]+\})+", style), style


def test_libreoffice_renders_the_word_document(content: Content, tmp_path: Path) -> None:
    file = tmp_path / "rapport.docx"
    file.write_bytes(docx(content, draft=False))

    rendered = converted(file)

    words = " ".join(run(found("pdftotext"), "-layout", rendered, "-").split())
    for section in content.sections:
        assert section.heading in words
        for paragraph in section.paragraphs:
            for sentence in paragraph:
                assert " ".join(sentence.text.split())[:30] in words
    assert "Av 28 ärenden är 6 av 28 besvarade." in words
    charts = [table for table in content.tables if drawn(content, table)]
    # LibreOffice lists every picture with every page, each by its own name.
    pictures = {image.name for page in PdfReader(rendered).pages for image in page.images}
    assert len(pictures) == len(charts)


def converted(file: Path) -> Path:
    """The file as a PDF of LibreOffice's."""
    run(
        found("soffice", "libreoffice"),
        f"-env:UserInstallation=file://{file.parent}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        file.parent,
        file,
    )
    return file.with_suffix(".pdf")


def test_a_sheet_for_each_table_has_its_numbers(content: Content) -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx(content, draft=False)))

    names = [name for name in book.sheetnames if name not in {"Om rapporten", "Siffror"}]
    assert len(names) == len(content.tables)
    for name, table in zip(names, content.tables, strict=True):
        head, *lines = book[name].iter_rows(values_only=True)
        assert head[: len(table.columns)] == table.columns
        for line, row in zip(lines, table.rows, strict=False):
            expected = [cell.text if cell.value is None else cell.value for cell in row]
            assert list(line[: len(row)]) == expected
    formulas = [
        cell.coordinate
        for each in book
        for row in each.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []


def test_the_list_opens_in_swedish_excel_and_adds_up(content: Content) -> None:
    file = csv_list(content, draft=False)

    assert file.startswith("\N{BOM}".encode()), "or Excel takes it for another encoding"
    lines = list(csv.DictReader(StringIO(file.decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == len(content.figures)
    assert all(line["definition"] for line in lines)
    this = [line for line in lines if line["fran"] == "2018-01-01"]
    whole = number_of(this, "received")
    for dimension in ("kind", "category", "unit_itself", "channel"):
        parts = [
            int(line["varde"])
            for line in this
            if line["siffra"] == "received"
            and line["filter"].split("=")[0] == dimension
            and " " not in line["filter"]
        ]
        assert sum(parts) == whole, dimension
    assert number_of(this, "answered kind=complaint") == 6
    share = next(line["andel"] for line in this if line["hanvisning"] == "answered kind=complaint")
    assert share == "0,6"


def number_of(lines: Sequence[dict[str, str]], ref: str) -> int:
    return next(int(line["varde"]) for line in lines if line["hanvisning"] == ref)


def test_the_page_needs_nothing_else_and_quotes_what_people_write(content: Content) -> None:
    page = html(content, draft=False).decode()

    assert "&lt;b&gt;=1&lt;/b&gt;" in page
    loaded = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    for outside in ("http://", "https://", "<script", "@import", "url("):
        assert outside not in loaded
    assert page.count("<svg") == 1, "of categories; of the one unit there is nothing to compare"
    root = ElementTree.fromstring(
        page.replace("<!doctype html>", "")
        .replace('<meta charset="utf-8">', "")
        .replace('<meta name="viewport" content="width=device-width, initial-scale=1">', "")
    )
    assert root.get("lang") == "sv"
    assert [each.text for each in root.iter("h1")] == [content.title]
    known = {figure.ref for figure in content.figures}
    numbers = [each.get("data-figure") for each in root.iter("td") if each.get("data-figure")]
    assert numbers
    assert set(numbers) <= known
    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert all(each.get("scope") == "col" for each in table.findall("thead/tr/th"))
        assert all(row.find("th").get("scope") == "row" for row in table.findall("tbody/tr"))  # type: ignore[union-attr]
