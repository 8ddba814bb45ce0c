"""Who reads the mail of an account that is away. Pure."""

from collections.abc import Callable, Iterable
from datetime import date

from services.notifications.staff.absences import Absences

Above = Callable[[str], Iterable[str]]


def reader_of(
    account: str,
    absences: Absences,
    day: date,
    above: Above,
    is_reached: Callable[[str], bool],
) -> str:
    """The account that is mailed on that Swedish day in place of `account`, often itself.

    Deputies who are away have deputies of their own: they are followed until someone is there, and
    a circle ends where it began. Where everyone in the line is away, or the organisation has lost
    the deputy (`is_reached`), it is the next one above, or whoever reads their mail. With nobody
    there at all it is the account itself: what it was told is then at least where it looks.
    """
    for candidate in (account, *above(account)):
        present = _present(candidate, absences, day, is_reached)
        if present is not None:
            return present
    return account


def _present(
    account: str, absences: Absences, day: date, is_reached: Callable[[str], bool]
) -> str | None:
    """The account or the first in the line of its deputies who is there."""
    passed: set[str] = set()
    while account not in passed and is_reached(account):
        absence = absences.get(account)
        if absence is None or not absence.covers(day):
            return account
        passed.add(account)
        account = absence.deputy
    return None
