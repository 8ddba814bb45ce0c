"""A real notifications service with staff who log in, and cases of every sort to tell of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher

from deploy.local.http_part import HttpPart
from shared.clock import local_date
from shared.events.channels import ChannelDetail, ChannelFailed, ChannelFault, ChannelKind
from shared.events.envelope import Actor, Event
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Channel, Kind, Role, Wish
from shared.ids import derived_id, new_id
from shared.settings import Settings
from tests.integration.notifications_support import MailServer, acknowledged, answered, registered
from tests.support.service import bearer, publish, service_process
from tests.support.staff import PASSWORD, StaffBrowser
from tests.support.submissions import submission
from tests.support.waiting import until

REFUSED, LATER = "finns-inte@post.example", "full@post.example"

STAFF = {
    "registrator": 'roles = ["registrar"]',
    "registrator-sn": 'roles = ["registrar"]\nboard = "sn"',
    "enhetschef": 'roles = ["manager"]\nboard = "von"\nunit = "hemvard-norr"',
    "kontaktcenter": 'roles = ["staff"]',
}


@dataclass(frozen=True)
class NoticesDesk:
    """The process, its mail server, and who can be let in there."""

    part: HttpPart
    mail: MailServer
    amqp_url: str

    @property
    def url(self) -> str:
        return self.part.url

    def staff(self, user: str) -> StaffBrowser:
        """One of `STAFF`, once it is entered as a context."""
        return StaffBrowser(self.url, user)

    def api(self, role: Role = Role.SERVICE) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"{self.url}/api/v1", headers=bearer(role), trust_env=False, timeout=20
        )

    async def tell(self, *events: Event) -> None:
        """Publish them, in this order."""
        await publish(self.amqp_url, *events)

    async def settled(self) -> None:
        """Wait until what `every_sort` leads to has been sent, refused and put off."""

        async def in_state(client: httpx.AsyncClient, state: str) -> list[dict[str, Any]]:
            answer = await client.get("/notices", params={"state": state})
            return list(answer.json()["items"])

        async def all_there() -> bool:
            async with self.api() as client:
                failed = await in_state(client, "failed")
                unreached = await in_state(client, "impossible")
                planned = await in_state(client, "planned")
            put_off = [each for each in planned if len(each["attempts"]) > 3]
            return (len(failed), len(unreached), len(put_off), len(planned)) == (2, 1, 1, 1)

        await until(all_there, "everything has been told or has failed")


@asynccontextmanager
async def notices_desk(
    folder: Path, settings: Settings, **extra: str
) -> AsyncIterator[NoticesDesk]:
    """The service with the accounts of `STAFF` beside a token for each role."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    hashed = hasher.hash(PASSWORD)
    async with MailServer(at_rcpt=_at_rcpt) as mail:
        environment = {
            "LYHORD_SMTP_OUT_URL": f"smtp://127.0.0.1:{mail.port}",
            "LYHORD_NOTICE_RETRY_DELAYS": "0.2,0.2,0.2,7200",
            "LYHORD_ACKNOWLEDGE_UNNUMBERED_AFTER": "0",
            **extra,
        }
        part = service_process("notifications", folder, settings, environment)
        with (folder / "accounts.toml").open("a", encoding="utf-8") as file:
            for user, rest in STAFF.items():
                file.write(f'\n[[account]]\nuser = "{user}"\npassword_hash = "{hashed}"\n{rest}\n')
        await part.start()
        try:
            await part.ready()
            yield NoticesDesk(part, mail, settings.amqp_url.get_secret_value())
        finally:
            await part.stop()


def received(days_ago: int, **given: object) -> CaseReceived:
    """A case that came in so many days before today."""
    at = datetime.now(UTC) - timedelta(days=days_ago)
    return submission(at=at, **{"received_on": local_date(at), **given})  # type: ignore[arg-type]


def every_sort() -> list[Event]:
    """Cases that are well, late, out of reach; and a channel that is dead."""
    now = datetime.now(UTC)
    prompt, tardy, open_yet = received(20), received(40, board="von"), received(1, board="an")
    unreached, put_off = received(45, email=REFUSED), received(3, email=LATER, board="von")
    told = [
        *(prompt, registered(prompt)),
        acknowledged(prompt, prompt.occurred_at + timedelta(hours=1)),
        answered(prompt, prompt.occurred_at + timedelta(days=5)),
        *(tardy, registered(tardy), acknowledged(tardy, tardy.occurred_at + timedelta(days=9))),
        answered(tardy, now - timedelta(days=1)),
        *(open_yet, registered(open_yet)),
        *(unreached, registered(unreached), put_off, registered(put_off)),
        received(2, email=None, channel=Channel.PHONE),
        received(30, feedback_wish=Wish.NO, board="von"),
        received(5, kind=Kind.PRAISE, first_kind=Kind.PRAISE),
    ]
    return [*told, dead_mailbox(now - timedelta(hours=3))]


def late_one(events: list[Event]) -> CaseReceived:
    """Of `every_sort`: a case that nobody has acknowledged or answered, and that is late."""
    refused = [
        each
        for each in events
        if isinstance(each, CaseReceived) and each.content.contact.email == REFUSED
    ]
    return refused[0]


def dead_mailbox(at: datetime) -> ChannelFailed:
    """Mail has waited too long in a mailbox that is watched."""
    channel = "mailbox:synpunkter.sn"
    return ChannelFailed(
        id=new_id(),
        occurred_at=at,
        recorded_at=at,
        case_id=derived_id("channel", channel),
        seq=1,
        actor=Actor(role=Role.SERVICE, id="intake"),
        correlation_id=new_id(),
        producer="intake",
        detail=ChannelDetail(
            channel=channel,
            kind=ChannelKind.MAILBOX,
            name="synpunkter.sn@exempelkommun.example",
            fault=ChannelFault.UNREAD,
            since=at,
        ),
    )


def _at_rcpt(address: str, _count: int) -> str:
    answers = {REFUSED: "550 5.1.1 No such user", LATER: "452 4.2.2 Mailbox full"}
    return answers.get(address, "250 2.1.5 OK")
