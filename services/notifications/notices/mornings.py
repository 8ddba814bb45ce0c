"""The mornings on which staff are told of many cases at once. Days are Swedish, instants UTC."""

from datetime import UTC, date, datetime, time, timedelta

from shared.calendar import is_working_day, next_working_day, preceding_working_day
from shared.clock import LOCAL, local_date

DIGEST = time(7, 10)
"""Swedish time: reminders are made at seven, and are to stand in the digest of the same day."""
LISTS = time(7)
"""Swedish time."""


def digest_at(day: date) -> datetime:
    """When the digest of that day goes out."""
    return _at(day, DIGEST)


def next_digest(now: datetime) -> date:
    """The working day whose digest is the next one after `now`."""
    today = local_date(now)
    if is_working_day(today) and now < digest_at(today):
        return today
    return next_working_day(today)


def newest_digest(now: datetime) -> date:
    """The latest working day whose digest has had its time at `now`."""
    today = local_date(now)
    if is_working_day(today) and now >= digest_at(today):
        return today
    return preceding_working_day(today)


def lists_at(day: date) -> datetime:
    """When the lists of that day go out."""
    return _at(day, LISTS)


def newest_daily(now: datetime) -> date:
    """The latest working day whose list has had its time at `now`."""
    today = local_date(now)
    if is_working_day(today) and now >= lists_at(today):
        return today
    return preceding_working_day(today)


def newest_weekly(now: datetime) -> date:
    """The latest first working day of a week whose list has had its time at `now`."""
    week = _monday(local_date(now))
    while now < lists_at(_first_working_day(week)):
        week -= timedelta(days=7)
    return _first_working_day(week)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first_working_day(monday: date) -> date:
    """Monday, or the first working day after it."""
    return monday if is_working_day(monday) else next_working_day(monday)


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=LOCAL).astimezone(UTC)
