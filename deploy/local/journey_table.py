"""The journeys as a table for the terminal, times in Swedish time."""

from collections.abc import Sequence
from datetime import datetime

from deploy.local.journey import Journey
from deploy.local.swedish_time import STOCKHOLM

_NOTHING = "–"


def journey_table(journeys: Sequence[Journey], counted: int | None) -> str:
    """A block for each case; below, what is missing and why, and the sum of the statistics."""
    blocks = [_block(journey) for journey in journeys]
    complete = sum(not journey.missing for journey in journeys)
    total = _NOTHING if counted is None else str(counted)
    return "\n".join(
        [
            "",
            *blocks,
            f"{complete} of {len(journeys)} journeys complete. Cases in the statistics: {total}.",
        ]
    )


def _block(journey: Journey) -> str:
    sent, seen = journey.sent, journey.seen
    rows = [
        ("accepted", _time(journey.accepted_at)),
        ("number", f"{seen.diary_number or _NOTHING}  {_time(seen.numbered_at)}"),
        ("acknowledged", f"{_time(seen.acknowledged_at)}  ({_how(journey)})"),
        *(("deadline", f"{item.due}  {item.rule} ({item.state})") for item in seen.deadlines),
        ("counted", _time(seen.counted_at)),
    ]
    if journey.missing:
        rows.append(("MISSING", ", ".join(journey.missing)))
        rows += [("", obstacle) for obstacle in journey.reasons]
    lines = [f"{sent.channel:<14} {sent.summary}"]
    lines += [f"  {name:<12} {value}" for name, value in rows]
    return "\n".join([*lines, ""])


def _how(journey: Journey) -> str:
    mails = journey.seen.mails
    word = journey.seen.acknowledgement.value
    return f"{word}, {mails} mail in the catcher" if mails else word


def _time(instant: datetime | None) -> str:
    return instant.astimezone(STOCKHOLM).strftime("%H:%M:%S") if instant else _NOTHING
