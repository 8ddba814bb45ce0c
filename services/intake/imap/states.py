"""What is known of each watched mailbox, for all copies to see, and which copy reads it now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from shared.clock import Clock
from shared.ids import new_id
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class MailboxState(Document):
    """One watched mailbox; `_id` is its name. Instants are UTC."""

    collection: ClassVar[str] = "mailboxes"

    holder: str = ""
    """The copy that reads it."""
    until: datetime = _NEVER
    """How long that holds without being renewed."""
    connected: bool = False
    oldest_waiting: datetime | None = None
    """When the server got the oldest mail that is not taken yet."""
    last_taken: datetime | None = None
    skipped: int = 0
    """Mails that could not be taken, and are tried again later."""
    error: str | None = None
    """The slug of what is wrong; None when all is well."""


@dataclass
class Seen:
    """What the copy that reads a mailbox knows of it."""

    connected: bool = False
    oldest_waiting: datetime | None = None
    last_taken: datetime | None = None
    skipped: int = 0
    error: str | None = None

    def fields(self) -> dict[str, Any]:
        """As the state keeps them. What an earlier holder took last stays until this one takes."""
        known = {
            "connected": self.connected,
            "oldest_waiting": self.oldest_waiting,
            "skipped": self.skipped,
            "error": self.error,
        }
        return known | ({"last_taken": self.last_taken} if self.last_taken else {})


class MailboxStates:
    """Every method raises TransientError when the store does not answer."""

    def __init__(self, states: Collection[MailboxState], lease: timedelta, clock: Clock) -> None:
        self._states = states
        self._clock = clock
        self._me = str(new_id())
        self.lease = lease

    async def prepare(self, names: Iterable[str]) -> None:
        """Have a state for each."""
        known = await self._states.ids({})
        for name in names:
            if name not in known:
                try:
                    await self._states.insert(MailboxState(id=name))
                except Duplicate:
                    continue

    async def hold(self, name: str, seen: Seen) -> bool:
        """Take or keep the mailbox, and tell what is seen; False while another copy reads it."""
        now = self._clock.now()
        return await self._states.update(
            {"_id": name, "$or": [{"holder": self._me}, {"until": {"$lte": now}}]},
            {"$set": {"holder": self._me, "until": now + self.lease, **seen.fields()}},
        )

    async def let_go(self, name: str, seen: Seen) -> None:
        """Leave the mailbox to whoever comes first, if it is this copy's."""
        await self._states.update(
            {"_id": name, "holder": self._me},
            {"$set": {"until": self._clock.now(), **seen.fields()}},
        )

    async def all(self, names: Sequence[str]) -> Sequence[MailboxState]:
        """Those of the names, in their order, as they are now.

        One that no copy reads is not connected, whatever its last holder wrote.
        """
        stored = {state.id: state for state in await self._states.find({})}
        now = self._clock.now()
        found = [stored.get(name) or MailboxState(id=name) for name in names]
        return [
            state if state.until > now else state.model_copy(update={"connected": False})
            for state in found
        ]
