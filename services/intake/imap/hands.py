"""Whether mails are being stored or moved at this moment, and whether more may be begun."""

import asyncio


class Hands:
    """One for each mailbox; what stops it waits until they are free."""

    def __init__(self) -> None:
        self.stopping = False
        self.free = asyncio.Event()
        self.free.set()
        self._held = 0

    def begin(self) -> None:
        """One more mail is under way."""
        self._held += 1
        self.free.clear()

    def end(self, count: int = 1) -> None:
        """So many mails are stored and moved, or have failed."""
        self._held -= count
        if self._held == 0:
            self.free.set()
