"""Puts mails into a watched mailbox, and sees when they have left it."""

import asyncio
import time
from pathlib import Path

import uuid_utils

from tests.load.mail_sample import raw_mail, recipient
from tests.load.smtp_feeder import case_of
from tests.load.worker import Fed
from tests.support.dovecot import Dovecot

LOOK_SECONDS = 0.05


class MailboxFeeder:
    """All at once, as they wait after a night without connection."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self._server = server
        self._user = user

    async def feed(self, count: int, accepted: list[str]) -> Fed:
        """Return when all are moved. A mail's time is from its delivery until it is moved."""
        cases: dict[str, str] = {}
        mails = []
        for number in range(count):
            key = str(uuid_utils.uuid7())
            mails.append((case_of(key), _addressed(raw_mail(number, key), number)))
        started = time.monotonic()
        for case_id, raw in mails:
            cases[self._server.deliver(raw, self._user)] = case_id
        seconds: list[float] = []
        inbox = self._server.inbox(self._user)
        while cases:
            await asyncio.sleep(LOOK_SECONDS)
            there = _names(inbox)
            for name in [name for name in cases if name not in there]:
                accepted.append(cases.pop(name))
                seconds.append(time.monotonic() - started)
        return Fed(started, started + seconds[-1], seconds)


def _addressed(raw: bytes, number: int) -> bytes:
    return f"Delivered-To: {recipient(number)}\r\n".encode() + raw


def _names(inbox: Path) -> set[str]:
    """Names of the mails in it, without the marks that the server adds."""
    return {
        each.name.partition(":")[0] for part in ("new", "cur") for each in (inbox / part).iterdir()
    }
