"""Desks and search entries of cases that were written before the rules they follow were changed.

A desk is computed when its case is written. When a board's deadlines change, the organisation is
loaded anew by a restart; so at each start this job compares what the desks were made by with what
holds now, and only if that differs goes through all cases once.
"""

import hashlib
from typing import ClassVar

import structlog

from services.workflow.stored_cases import StoredCases
from shared.deadlines.computing import rules_of as board_rules
from shared.organisation import Organisation
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate

log = structlog.get_logger()

VERSION = 3
"""Raised when the code makes desks, search words, `sight`, `numbers` or `event_day` in another
way."""
CASES = "cases"


class Renewed(Document):
    """What all documents of a kind have been made by."""

    collection: ClassVar[str] = "renewals"

    rules: str


class Renewal:
    """Brings all cases up to date, once for each change of the rules.

    Copies that start together may both do it: the second changes nothing. A case that is written
    meanwhile is written with its new desk, and left alone. A copy that still runs with the old
    rules writes desks by them until it is restarted.
    """

    def __init__(
        self, cases: StoredCases, renewed: Collection[Renewed], organisation: Organisation
    ) -> None:
        self._cases = cases
        self._renewed = renewed
        self._rules = rules_of(organisation)

    async def run(self) -> None:
        """Do it and end. One round trip where nothing has changed."""
        known = await self._renewed.get(CASES)
        if known is not None and known.rules == self._rules:
            return
        total = changed = 0
        async for renewed in self._cases.renew_every():
            total += 1
            changed += renewed
        await self._done()
        log.info("cases_renewed", total=total, changed=changed)

    async def _done(self) -> None:
        if not await self._renewed.update({"_id": CASES}, {"$set": {"rules": self._rules}}):
            try:
                await self._renewed.insert(Renewed(id=CASES, rules=self._rules))
            except Duplicate:
                log.info("cases_renewed_by_another_copy")


def rules_of(organisation: Organisation) -> str:
    """Changes with every board's deadline rules, and with VERSION."""
    rules = [board_rules(board) for board in organisation.boards]
    return hashlib.blake2b("\n".join([str(VERSION), *rules]).encode(), digest_size=16).hexdigest()
