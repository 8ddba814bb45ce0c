"""The receipt's QR code: what is drawn is what was encoded, with white around it."""

import re

import segno

from services.intake.public.qr_code import QUIET_ZONE, qr_code

ADDRESS = "https://synpunkter.exempelkommun.example/folj#26-7KQ2M-X9D4T.30FF-PEJA-NTRA-1FT5"


def test_what_is_drawn_is_the_code_of_the_text() -> None:
    code = qr_code(ADDRESS)
    dark = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path):
        dark |= {(int(x) + step, int(y)) for step in range(int(length))}
    modules = segno.make(ADDRESS, micro=False, error="m").matrix
    expected = {
        (column + QUIET_ZONE, row + QUIET_ZONE)
        for row, line in enumerate(modules)
        for column, module in enumerate(line)
        if module
    }
    assert dark == expected


def test_there_is_white_all_around() -> None:
    code = qr_code(ADDRESS)
    assert code.size == len(segno.make(ADDRESS, micro=False, error="m").matrix) + 2 * QUIET_ZONE
    starts = re.findall(r"M(\d+) (\d+)h(\d+)", code.path)
    columns = {int(x) for x, _, _ in starts} | {int(x) + int(length) for x, _, length in starts}
    rows = {int(y) for _, y, _ in starts}
    assert min(columns | rows) == QUIET_ZONE
    assert max(columns) == code.size - QUIET_ZONE
    assert max(rows) < code.size - QUIET_ZONE
