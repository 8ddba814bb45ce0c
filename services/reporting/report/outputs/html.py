"""The report as one HTML page that needs nothing else: to be read, printed and archived."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from services.reporting.report.content import Content
from services.reporting.report.outputs.charts import drawn
from services.reporting.report.outputs.naming import (
    DEFINITIONS,
    DRAFT_EXPLAINED,
    SHOWN,
    as_of,
    used_definitions,
)

TEMPLATES = Path(__file__).parent / "templates"


def html(content: Content, *, draft: bool) -> bytes:
    """The page, UTF-8."""
    return (
        _template()
        .render(
            report=content,
            draft=DRAFT_EXPLAINED if draft else "",
            charts={table.id: Markup(drawn(content, table)) for table in content.tables},  # noqa: S704
            as_of=as_of(content),
            definitions=used_definitions(content),
            definitions_title=DEFINITIONS,
            definitions_lead=SHOWN,
        )
        .encode()
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")
