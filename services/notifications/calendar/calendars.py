"""Finds the cases of an account's calendar."""

from hashlib import sha256

from services.notifications.calendar.feed import calendar_of
from services.notifications.texts.letters import Links
from services.notifications.watched import WatchedCase, of_account
from shared.organisation import Organisation
from shared.store.versioned import VersionedCollection

MOST_CASES = 1000
"""The cases whose day comes first; nobody answers for more that are open."""


class Calendars:
    """Reads the calendar of an account. One read, by index."""

    def __init__(
        self, cases: VersionedCollection[WatchedCase], organisation: Organisation, links: Links
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._links = links

    async def of(self, account: str) -> tuple[bytes, str]:
        """The calendar of the cases that the account answers for, and its ETag."""
        cases = await self._cases.find(
            {"concerns": of_account(account)},
            sort=[("open_due", 1)],
            limit=MOST_CASES,
        )
        kept = [case for case in cases if case.erased_at is None]
        content = calendar_of(kept, self._organisation, self._links, self._domain)
        return content, f'"{sha256(content).hexdigest()[:32]}"'

    @property
    def _domain(self) -> str:
        return f"{self._organisation.municipality.id}.lyhord"
