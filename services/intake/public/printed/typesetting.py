"""Posters and paper forms as PDF and as pictures."""

import json
from asyncio import Lock
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.intake.public.printed.sheets import Sheet
from shared.typesetting import Form, Typesetter, qr_picture, typeset

TEMPLATES = Path(__file__).parent / "templates"
REMEMBERED = 64
"""Sheets kept in memory: about 60 KB each, and made in a few hundredths of a second."""
PIXELS_PER_INCH = 60.0


def pdf(sheet: Sheet, words: Mapping[str, Any]) -> bytes:
    """The sheet, one page of A4."""
    return typeset(_template(sheet), _with_code(words))


def picture(
    sheet: Sheet, words: Mapping[str, Any], *, pixels_per_inch: float = PIXELS_PER_INCH
) -> bytes:
    """The sheet as a PNG, to show what will be printed."""
    return typeset(_template(sheet), _with_code(words), "png", pixels_per_inch=pixels_per_inch)


class Press:
    """Makes one sheet at a time, and remembers the last ones."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[Form, Sheet, str], bytes] = OrderedDict()
        self._typesetter = Typesetter()
        self._one_at_a_time = Lock()

    async def pdf(self, sheet: Sheet, words: Mapping[str, Any]) -> bytes:
        """As `pdf`."""
        return await self._make("pdf", sheet, words)

    async def picture(self, sheet: Sheet, words: Mapping[str, Any]) -> bytes:
        """As `picture`."""
        return await self._make("png", sheet, words)

    async def _make(self, form: Form, sheet: Sheet, words: Mapping[str, Any]) -> bytes:
        key = (form, sheet, json.dumps(words, sort_keys=True))
        async with self._one_at_a_time:
            if key not in self._made:
                self._made[key] = await self._typesetter.typeset(
                    _template(sheet), _with_code(words), form, pixels_per_inch=PIXELS_PER_INCH
                )
            self._made.move_to_end(key)
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)
            return self._made[key]


def _template(sheet: Sheet) -> Path:
    return TEMPLATES / f"{sheet}.typ"


def _with_code(words: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**words, "qr": qr_picture(words["address"])}
