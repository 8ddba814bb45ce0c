"""How it stands with the watched mailboxes, for staff and for whoever watches the channels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from services.intake.access import STAFF
from services.intake.imap.watch import MailboxStatus, MailboxWatch
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.web.openapi import problems


class MailboxShown(BaseModel):
    """One mailbox. Instants are UTC.

    `oldest_waiting` is when the server got the oldest mail that is not taken yet, null when there
    is none; `skipped` are mails that could not be taken and are tried again later; `error` says
    what is wrong, null when all is well.
    """

    name: str
    connected: bool
    oldest_waiting: datetime | None
    last_taken: datetime | None
    skipped: int
    error: str | None

    @classmethod
    def of(cls, status: MailboxStatus) -> Self:
        return cls(
            name=status.name,
            connected=status.connected,
            oldest_waiting=status.oldest_waiting,
            last_taken=status.last_taken,
            skipped=status.skipped,
            error=status.error,
        )


class MailboxesShown(BaseModel):
    """The watched mailboxes, in the order of the settings."""

    items: Sequence[MailboxShown]


def mailboxes(watch: MailboxWatch, authentication: Authentication) -> APIRouter:
    """Nothing of mails themselves."""
    router = APIRouter(tags=["mail"], responses=problems(401, 403, 503))
    Staff = Annotated[Principal, Depends(authentication.one_of(*STAFF))]  # noqa: N806

    @router.get("/mailboxes", summary="How it stands with the watched mailboxes")
    async def show(_staff: Staff) -> MailboxesShown:
        """Whether each is connected, and since when its oldest mail waits (R14)."""
        return MailboxesShown(items=[MailboxShown.of(each) for each in await watch.status()])

    return router
