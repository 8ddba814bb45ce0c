"""Typst with our own fonts alone, so that what it sets is the same on every machine."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

TEMPLATES = Path(__file__).parent / "templates"


def printed(template: str, inputs: dict[str, str]) -> bytes:
    """A tagged PDF (PDF/UA-1): Typst refuses to write any other."""
    return _compiled(template, inputs, "pdf")


def pictured(template: str, inputs: dict[str, str]) -> bytes:
    """A template of one page as PNG, 192 points an inch: twice what a screen shows of it."""
    return _compiled(template, inputs, "png")


def _compiled(template: str, inputs: dict[str, str], form: Literal["pdf", "png"]) -> bytes:
    # A compiler and its fonts: 40 MB that a copy which prints nothing does without.
    import typst

    made = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        format=form,
        ppi=192,
        pdf_standards=["ua-1"] if form == "pdf" else [],
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{template} is of {len(made or [])} pages, and should be one file")
    return made


@cache
def _fonts() -> Path:
    return Path(str(files("font_source_sans_pro"))) / "files"
