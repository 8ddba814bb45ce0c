"""The report as a tagged PDF, set by Typst."""

import json

from services.reporting.report.content import Content, Section, Table
from services.reporting.report.outputs.charts import described, drawn
from services.reporting.report.outputs.naming import (
    DEFINITIONS,
    DRAFT,
    DRAFT_EXPLAINED,
    SHOWN,
    as_of,
    used_definitions,
)
from services.reporting.report.outputs.setting import printed


def pdf(content: Content, *, draft: bool) -> bytes:
    """The report on A4."""
    return printed("report.typ", {"report": json.dumps(_inputs(content, draft=draft))})


def _inputs(content: Content, *, draft: bool) -> dict[str, object]:
    made = content.made_at
    return {
        "title": content.title,
        "municipality": content.municipality,
        "board": content.board,
        "colour": content.colour,
        "draft": DRAFT if draft else "",
        "draft_explained": DRAFT_EXPLAINED if draft else "",
        "as_of": as_of(content),
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "sections": [_section(content, section) for section in content.sections],
        "definitions_title": DEFINITIONS,
        "definitions_lead": SHOWN,
        "definitions": used_definitions(content),
    }


def _section(content: Content, section: Section) -> dict[str, object]:
    return {
        "heading": section.heading,
        "paragraphs": [
            " ".join(sentence.text for sentence in paragraph) for paragraph in section.paragraphs
        ],
        "tables": [_table(content, table) for table in section.tables],
        "written": [paragraph.split("\n") for paragraph in section.written],
    }


def _table(content: Content, table: Table) -> dict[str, object]:
    return {
        "caption": table.caption,
        "columns": table.columns,
        "words": [
            all(row[place].value is None and row[place].figure is None for row in table.rows)
            for place in range(len(table.columns))
        ],
        "rows": [[cell.text for cell in row] for row in table.rows],
        "total": table.adds_up,
        "note": table.note,
        "chart": drawn(content, table),
        "chart_described": described(table),
    }
