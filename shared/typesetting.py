"""Sets what is printed as a PDF that also a screen reader can read (PDF/UA-1), with Typst.

A template is a `.typ` file; what it prints comes as data, in `sys.inputs.words`.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Literal

import segno

from shared.errors import PermanentError

Form = Literal["pdf", "png"]

_NOT_DISPLAYED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


class NotInTypeface(PermanentError):
    """No typeface at hand has these signs, and a PDF/UA may not leave them out in silence."""

    slug: ClassVar[str] = "not_in_typeface"

    def __init__(self, signs: str) -> None:
        super().__init__("the typefaces lack a sign that was to be printed")
        self.signs = signs


def typeset(
    template: Path,
    words: Mapping[str, Any],
    form: Form = "pdf",
    *,
    pixels_per_inch: float | None = None,
) -> bytes:
    """The printed pages; of a PNG, which shows what will be printed, there must be one page.

    Raises NotInTypeface for the first sign that cannot be printed.
    """
    # A compiler and its fonts: 40 MB that a copy which prints nothing does without.
    import typst

    try:
        made: bytes = typst.compile(
            template,
            root=template.parent,
            font_paths=[_fonts()],
            ignore_system_fonts=True,
            sys_inputs={"words": json.dumps(words)},
            format=form,
            ppi=pixels_per_inch,
            pdf_standards=["ua-1"] if form == "pdf" else [],
        )
    except typst.TypstError as error:
        lacking = _NOT_DISPLAYED.search(str(error))
        if lacking is None:
            raise
        # Its own message quotes what is personal.
        raise NotInTypeface(_ESCAPED.sub(_unescaped, lacking[1])) from None
    return made


class Typesetter:
    """Sets one thing at a time, beside the event loop, and keeps nothing."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Semaphore(1)

    async def typeset(
        self,
        template: Path,
        words: Mapping[str, Any],
        form: Form = "pdf",
        *,
        pixels_per_inch: float | None = None,
    ) -> bytes:
        """As `typeset`."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(
                typeset, template, words, form, pixels_per_inch=pixels_per_inch
            )


def qr_picture(address: str) -> str:
    """A QR code of the address as SVG; it can still be read with a seventh of it spoilt."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _CONTROLS.get(match[2], match[2])


@cache
def _fonts() -> Path:
    return Path(str(files("font_source_sans_pro"))) / "files"
