"""The forms of file that a report is handed out in."""

import asyncio
from enum import StrEnum

from services.reporting.report.content import Content
from services.reporting.report.documents import Report


class FileForm(StrEnum):
    """By the ending of the file's name."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def disposition(self) -> str:
        """Whether a browser shows it or saves it."""
        return "inline" if self in {FileForm.HTML, FileForm.PDF} else "attachment"


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    FileForm.HTML: "text/html; charset=utf-8",
    FileForm.PDF: "application/pdf",
    FileForm.DOCX: f"{_OFFICE}.wordprocessingml.document",
    FileForm.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    FileForm.CSV: "text/csv; charset=utf-8",
}
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""Files are made beside the event loop, and one after the other."""


async def written(content: Content, form: FileForm, *, draft: bool) -> bytes:
    """The report in that form; a draft says that it is one."""
    async with _ONE_AT_A_TIME:
        return await asyncio.to_thread(_written, content, form, draft)


def _written(content: Content, form: FileForm, draft: bool) -> bytes:
    # Each form's library is loaded by a copy that writes it, and by no other.
    match form:
        case FileForm.HTML:
            from services.reporting.report.outputs.html import html as write
        case FileForm.PDF:
            from services.reporting.report.outputs.pdf import pdf as write
        case FileForm.DOCX:
            from services.reporting.report.outputs.word import docx as write
        case FileForm.XLSX:
            from services.reporting.report.outputs.excel import xlsx as write
        case FileForm.CSV:
            from services.reporting.report.outputs.long_list import csv as write
    return write(content, draft=draft)


def headers(report: Report, form: FileForm) -> dict[str, str]:
    """How a browser is told to take the file. The page may load nothing and run nothing."""
    told = {
        "Content-Disposition": f'{form.disposition}; filename="{file_name(report, form)}"',
        "Cache-Control": "private, no-store",
    }
    if form is FileForm.HTML:
        told["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return told


def file_name(report: Report, form: FileForm) -> str:
    """`rapport-sn-2026-01-01-2026-12-31.pdf`; further editions with their number."""
    edition = f"-{report.edition}" if report.edition > 1 else ""
    return f"rapport-{report.board}-{report.first}-{report.last}{edition}.{form}"
