"""Lists out of an invented older system, as long as one wants them."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from io import StringIO
from itertools import count

BOARDS = ("sn", "von", "an")
UNITS = {
    "sn": ("forsorjningsstod-mottagning", "barn-unga-utredning", "Familjerätten"),
    "von": ("hemvard-norr", "Hemvård söder", "Solgården"),
    "an": ("feriejobb", "Insatser för vuxna", "aktivitetsansvar"),
}
KINDS = ("Klagomål", "Synpunkt", "Avvikelse", "Beröm")
CHANNELS = ("Telefon", "Brev", "E-post", "Möte", "")
GENDERS = ("Kvinna", "Man", "")
FIRST_DAY = date(2021, 1, 4)
DAYS = 1200
WORDS = "Svaret dröjde, och ingen kunde säga när det skulle komma. "

Row = Mapping[str, str]


def earlier_cases(rows: int) -> Iterator[Row]:
    """Closed cases of three boards and several years; every third without a diary number."""
    for number in range(1, rows + 1):
        board = BOARDS[number % len(BOARDS)]
        received = FIRST_DAY + timedelta(days=number % DAYS)
        closed = received + timedelta(days=number % 40)
        yield {
            "external_id": f"LC-{number:06d}",
            "diary_number": f"{board.upper()} {received.year}:{number}" if number % 3 else "",
            "board": board,
            "unit": UNITS[board][number % 3],
            "kind": KINDS[number % 4],
            "channel": CHANNELS[number % 5],
            "category": "Information",
            "gender": GENDERS[number % 3],
            "received_on": received.isoformat(),
            "acknowledged_on": received.isoformat() if number % 2 else "",
            "answered_on": closed.isoformat(),
            "closed_on": closed.isoformat(),
            "severity": str(1 + number % 4),
            "probability": str(1 + number % 3),
            "outcome": "Befogat" if number % 2 else "Obefogat",
            "causes": "Arbetsbelastning|Ouppmärksamhet",
            "actions": "2/1",
            "text": f"{WORDS * (2 + number % 5)}Ärende {number}.",
        }


def as_csv(rows: Iterator[Row], separator: str = ";") -> Iterator[bytes]:
    """A row a piece, the header first; UTF-8."""
    for number, row in zip(count(), rows, strict=False):
        line = StringIO()
        writer = csv.writer(line, delimiter=separator)
        if number == 0:
            writer.writerow(row)
        writer.writerow(row.values())
        yield line.getvalue().encode()
