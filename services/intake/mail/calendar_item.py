"""A calendar item as a person reads it: what, when in Swedish time, and where."""

from datetime import date, datetime, timedelta
from typing import Any

from services.intake.plain_text import one_line, plain_text
from shared.clock import LOCAL
from shared.pages.formats import NO_BREAK_SPACE, Formats
from shared.pages.languages import Language

_READ = 100_000
"""Bytes; an invitation has a few thousand."""
_EVENTS_READ = 10
_WORDS = 4_000

_TITLES = {
    "CANCEL": "Inställd kalenderbokning",
    "REPLY": "Svar på kalenderbokning",
    "PUBLISH": "Kalenderbokning",
}
_INVITATION = "Kalenderinbjudan"


def summary_of(content: bytes) -> str | None:
    """The events in words, or None when it cannot be read as a calendar."""
    if len(content) > _READ:
        return None
    # Few mails have one, and the library takes long to load.
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(content, multiple=True)
        events = [event for each in calendars[:1] for event in each.walk("VEVENT")]
        method = str(calendars[0].get("METHOD", "")).upper() if calendars else ""
        told = [_told(event, _TITLES.get(method, _INVITATION)) for event in events[:_EVENTS_READ]]
    except Exception:  # noqa: BLE001 - parsers fail in ways that nobody can list
        return None
    return "\n\n".join(told)[:_WORDS] or None


def _told(event: Any, title: str) -> str:
    lines = [f"{title}: {_line(event.get('SUMMARY')) or '(utan rubrik)'}"]
    if when := _when(event):
        lines.append(f"När: {when}")
    if where := _line(event.get("LOCATION")):
        lines.append(f"Var: {where}")
    if words := plain_text(str(event.get("DESCRIPTION") or "")):
        lines.append(words)
    return "\n".join(lines)


def _line(value: object) -> str:
    return one_line(str(value or ""))


def _when(event: Any) -> str | None:
    start = _moment(event, "DTSTART")
    if start is None:
        return None
    end = _moment(event, "DTEND")
    duration = getattr(event.get("DURATION"), "dt", None)
    if end is None and isinstance(duration, timedelta):
        end = start + duration
    formats = Formats(Language.SWEDISH)
    if isinstance(start, datetime):
        told = formats.instant(start)
        if isinstance(end, datetime) and end > start:
            same_day = end.date() == start.date()
            told += f"–{formats.time(end) if same_day else formats.instant(end)}"
    else:
        told = formats.day(start)
        # The day that an event lasts until is not part of it.
        if end is not None and (last := end - timedelta(days=1)) > start:
            told += f"–{formats.day(last)}"
    return told.replace(NO_BREAK_SPACE, " ")


def _moment(event: Any, name: str) -> date | datetime | None:
    """A day, or an instant in Swedish time, which is taken where no zone is given."""
    value = getattr(event.get(name), "dt", None)
    if isinstance(value, datetime):
        return value.astimezone(LOCAL) if value.tzinfo else value.replace(tzinfo=LOCAL)
    return value if isinstance(value, date) else None
