"""Sets a sheet as a PDF that also a screen reader can read (PDF/UA-1), with Typst."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import segno

from services.intake.public.printed.sheets import Sheet

TEMPLATES = Path(__file__).parent / "templates"
REMEMBERED = 64
"""Sheets kept in memory: about 60 KB each, and made in a few hundredths of a second."""


def pdf(sheet: Sheet, words: Mapping[str, Any]) -> bytes:
    """The sheet, one page of A4."""
    return _compiled(sheet, _inputs(words), "pdf")


def picture(sheet: Sheet, words: Mapping[str, Any], *, pixels_per_inch: float = 60) -> bytes:
    """The sheet as a PNG, to show what will be printed."""
    return _compiled(sheet, _inputs(words), "png", ppi=pixels_per_inch)


class Press:
    """Makes one sheet at a time, beside the event loop, and remembers the last ones."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, Sheet, str], bytes] = OrderedDict()
        self._one_at_a_time = asyncio.Semaphore(1)

    async def pdf(self, sheet: Sheet, words: Mapping[str, Any]) -> bytes:
        """As `pdf`."""
        return await self._make("pdf", sheet, words)

    async def picture(self, sheet: Sheet, words: Mapping[str, Any]) -> bytes:
        """As `picture`."""
        return await self._make("png", sheet, words)

    async def _make(self, form: str, sheet: Sheet, words: Mapping[str, Any]) -> bytes:
        key = (form, sheet, json.dumps(words, sort_keys=True))
        async with self._one_at_a_time:
            if key not in self._made:
                make = pdf if form == "pdf" else picture
                self._made[key] = await asyncio.to_thread(make, sheet, words)
            self._made.move_to_end(key)
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)
            return self._made[key]


def qr_picture(address: str) -> str:
    """A QR code of the address as SVG; it can still be read with a seventh of it spoilt."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _inputs(words: Mapping[str, Any]) -> str:
    return json.dumps({**words, "qr": qr_picture(words["address"])})


def _compiled(
    sheet: Sheet, inputs: str, form: Literal["pdf", "png"], ppi: float | None = None
) -> bytes:
    # A compiler and its fonts: 40 MB that a copy which prints nothing does without.
    import typst

    return typst.compile(
        TEMPLATES / f"{sheet}.typ",
        root=TEMPLATES,
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"words": inputs},
        format=form,
        ppi=ppi,
        pdf_standards=["ua-1"] if form == "pdf" else [],
    )


@cache
def _fonts() -> Path:
    return Path(str(files("font_source_sans_pro"))) / "files"
