"""A QR code as a drawing that a page can hold, print and describe."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4
"""Modules of white around the code, without which readers miss it (ISO/IEC 18004)."""


@dataclass(frozen=True)
class QrCode:
    """`size` is in modules, quiet zone included; `path` draws the dark ones."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code of the text; it can be read with a seventh of it soiled."""
    rows = list(segno.make(text, micro=False, error="m").matrix)
    path = "".join(
        f"M{start + QUIET_ZONE} {row + QUIET_ZONE}h{length}v1h-{length}z"
        for row, modules in enumerate(rows)
        for start, length in _runs(modules)
    )
    return QrCode(len(rows) + 2 * QUIET_ZONE, path)


def _runs(modules: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many stand together."""
    runs: list[tuple[int, int]] = []
    for position, dark in enumerate(modules):
        if not dark:
            continue
        if runs and sum(runs[-1]) == position:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((position, 1))
    return runs
