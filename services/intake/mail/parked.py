"""Lists of mails, above all of those that were put aside, for those who look through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from services.intake.mail.documents import WITHOUT_RAW, MailRecord, Outcome
from services.intake.records import Records
from shared.clock import Clock
from shared.errors import PermanentError

MOST = 200
"""Records on one page."""

_SPANS = tuple(timedelta(days=days) for days in (1, 7, 31, 366, 36_600))
"""How far back is looked for a page, one after the other: the store sorts all that it finds."""


class NoSuchMail(PermanentError):
    """There is no mail with this id, or its content has been destroyed."""

    slug: ClassVar[str] = "no_such_mail"


class NotParked(PermanentError):
    """Only what was put aside can be let through or left."""

    slug: ClassVar[str] = "mail_not_parked"


@dataclass(frozen=True)
class MailPage:
    """Mails without what they say, the newest first.

    `next` (UTC) is what to ask `before` for more; None on the last page.
    """

    items: Sequence[MailRecord]
    next: datetime | None = None


class MailLists:
    """Reads lists of mails."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    async def page(
        self,
        outcome: Outcome,
        before: datetime | None = None,
        limit: int = 50,
        board: str | None = None,
    ) -> MailPage:
        """Mails of which that became, the newest first; of one board, or of all.

        A page is longer than `limit` where more came in the millisecond that it ends with.
        """
        wanted = min(max(limit, 1), MOST)
        end = before or self._clock.now() + timedelta(days=1)
        where: dict[str, Any] = {"outcome": outcome, **({"board": board} if board else {})}
        found: list[MailRecord] = []
        for span in _SPANS:
            found = await self._found(where, {"$lt": end, "$gte": end - span}, wanted + 1)
            if len(found) > wanted:
                break
        else:
            return MailPage(found)
        last = found[wanted - 1].received_at
        if found[wanted].received_at < last:
            return MailPage(found[:wanted], last)
        at_once = await self._found(where, {"$eq": last})
        return MailPage([each for each in found if each.received_at > last] + at_once, last)

    async def _found(
        self, where: dict[str, Any], received: dict[str, datetime], limit: int = 0
    ) -> list[MailRecord]:
        return await self._records.mails.find(
            {**where, "received_at": received},
            sort=[("received_at", -1)],
            limit=limit,
            fields=WITHOUT_RAW,
        )

    async def unseen(self, board: str | None = None) -> int:
        """How many were put aside that nobody has looked at."""
        return await self._records.mails.count(
            {"unseen": True, **({"board": board} if board else {})}
        )
