"""How an account wants its mail, where it has said so itself."""

from datetime import datetime
from typing import ClassVar

from shared.organisation import StaffMail
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate


class MailChoice(Document):
    """One account's own choice, in place of its board's; its id is the account's."""

    collection: ClassVar[str] = "mail_choices"

    mail: StaffMail
    set_at: datetime


class MailChoices:
    """Where choices are kept."""

    def __init__(self, stored: Collection[MailChoice]) -> None:
        self._stored = stored

    async def of(self, account: str) -> StaffMail | None:
        """None where the account has chosen nothing: then its board decides. One read."""
        found = await self._stored.get(account)
        return found.mail if found else None

    async def choose(self, account: str, mail: StaffMail, at: datetime) -> None:
        """Keep it from `at` (UTC) on."""
        try:
            await self._stored.insert(MailChoice(id=account, mail=mail, set_at=at))
        except Duplicate:
            await self._stored.update(
                {"_id": account}, {"$set": {"mail": mail.value, "set_at": at}}
            )
