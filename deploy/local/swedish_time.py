"""Days and times as the municipality counts them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def swedish_now() -> datetime:
    return datetime.now(STOCKHOLM)


def swedish_today() -> date:
    return swedish_now().date()
