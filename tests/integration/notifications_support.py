"""A mail server with whims, and copies of the notifications service as real processes."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Self

import aio_pika
import httpx
from aio_pika.abc import AbstractIncomingMessage
from aiosmtpd.smtp import SMTP
from prometheus_client.parser import text_string_to_metric_families

from deploy.local.http_part import HttpPart
from deploy.local.ports import LOOPBACK, free_ports
from shared.bus.topology import declare
from shared.events.envelope import Event
from shared.events.facts import CaseFacts
from shared.events.handling import (
    AcknowledgedDetail,
    AnsweredDetail,
    CaseAcknowledged,
    CaseAnswered,
    CaseRegistered,
    RegisteredDetail,
)
from shared.events.submissions import CaseReceived
from shared.events.upkeep import CaseErased
from shared.events.vocabulary import Acknowledgement, Feedback, Role, Status
from shared.ids import new_id
from shared.settings import Settings
from tests.conftest import RETRY_DELAYS
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.service import bearer, publish, service_process
from tests.support.waiting import until

OK = "250 2.1.5 OK"
OBSERVED = ("notice.sent", "notice.failed", "deadline.breached", "case.erasure-done")


@dataclass
class MailServer:
    """Takes mail by SMTP. `at_rcpt` is asked for each recipient, with how many there were."""

    port: int = field(default_factory=lambda: free_ports(1)[0])
    at_rcpt: Callable[[str, int], str] = lambda _address, _count: OK
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    asked: int = 0
    connections: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """While it is not set, mails are not answered after their last line."""
    after_data: str = "250 2.0.0 Taken"
    _sessions: list[SMTP] = field(default_factory=list)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self.gate.set()
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(
            self._session, LOOPBACK, self.port
        )

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def to(self, address: str) -> list[EmailMessage]:
        """The mails that one recipient has got."""
        return [mail for recipient, mail in self.mails if recipient == address]

    def hang_up(self) -> None:
        """End every connection without a word."""
        for session in self._sessions:
            if isinstance(session.transport, asyncio.Transport):
                session.transport.abort()

    def _session(self) -> SMTP:
        self.connections += 1
        session = SMTP(self, hostname="mail.test", enable_SMTPUTF8=False)
        self._sessions.append(session)
        return session

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        self.asked += 1
        answer = self.at_rcpt(address, self.asked)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(envelope.content)
        await self.gate.wait()
        if self.after_data.startswith("250"):
            self.mails += [(recipient, mail) for recipient in envelope.rcpt_tos]
        return self.after_data


@dataclass
class Observed:
    """What the service has published."""

    events: list[dict[str, Any]] = field(default_factory=list)

    def of(self, case: Event, *types: str) -> list[dict[str, Any]]:
        return [
            event
            for event in self.events
            if event["case_id"] == str(case.case_id) and (not types or event["type"] in types)
        ]


@asynccontextmanager
async def observing(broker_url: str) -> AsyncIterator[Observed]:
    """Collects the service's own events from the exchange, as the workflow would get them."""
    observed = Observed()

    async def take(message: AbstractIncomingMessage) -> None:
        async with message.process():
            observed.events.append(json.loads(message.body))

    connection = await aio_pika.connect(broker_url)
    async with connection:
        channel = await connection.channel()
        await declare(channel, "classic", RETRY_DELAYS)
        queue = await channel.declare_queue(exclusive=True)
        for routing_key in OBSERVED:
            await queue.bind("cases", routing_key)
        await queue.consume(take)
        yield observed


class Notifications:
    """Copies of the service on one database."""

    def __init__(self, copies: list[HttpPart], broker_url: str) -> None:
        self.copies = copies
        self._broker_url = broker_url
        self._published = 0
        self.client = httpx.AsyncClient(
            base_url=f"{copies[0].url}/api/v1",
            headers=bearer(Role.CASEWORKER),
            trust_env=False,
            verify=NO_AUTHORITIES,
            timeout=60,
        )

    async def tell(self, *events: Event) -> None:
        """Publish the events, in this order."""
        await publish(self._broker_url, *events)
        self._published += len(events)

    async def notices(self, case: Event) -> list[dict[str, Any]]:
        response = await self.client.get(f"/cases/{case.case_id}/notices")
        return response.json()["items"] if response.status_code == 200 else []

    async def deadlines(self, case: Event) -> dict[str, dict[str, Any]]:
        response = await self.client.get(f"/cases/{case.case_id}/deadlines")
        items = response.json()["items"] if response.status_code == 200 else []
        return {item["rule"]: item for item in items}

    async def has_notice(self, case: Event, state: str) -> bool:
        return any(notice["state"] == state for notice in await self.notices(case))

    async def all_handled(self) -> None:
        """Wait until every event that was told has been handled by one copy or the other."""

        async def handled() -> bool:
            counts = [await self._handled_by(copy) for copy in self.copies]
            return sum(counts) >= self._published

        await until(handled, "all events are handled")

    async def _handled_by(self, copy: HttpPart) -> float:
        text = (await self.client.get(f"{copy.url}/metrics")).text
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == "lyhord_bus_received_processed_messages_total"
        )


def clock_at(moment: datetime) -> dict[str, str]:
    """Makes a copy's clock show `moment` when it starts."""
    return {"LYHORD_CLOCK_OFFSET": str((moment - datetime.now(UTC)).total_seconds())}


@asynccontextmanager
async def notifications(
    folder: Path,
    settings: Settings,
    mail_port: int,
    *,
    copies: int = 1,
    extra: Mapping[str, str] | None = None,
) -> AsyncIterator[Notifications]:
    """The service, ready; stopped at the end."""
    environment = {
        "LYHORD_SMTP_OUT_URL": f"smtp://{LOOPBACK}:{mail_port}",
        "LYHORD_NOTICE_LEASE": "2",
        "LYHORD_NOTICE_RETRY_DELAYS": "0.2,0.4",
        **(extra or {}),
    }
    parts = []
    for number in range(copies):
        own = folder / f"copy-{number}-{new_id().hex[-6:]}"
        own.mkdir()
        parts.append(service_process("notifications", own, settings, environment))
    running = Notifications(parts, settings.amqp_url.get_secret_value())
    try:
        await asyncio.gather(*(part.start() for part in parts))
        await asyncio.gather(*(part.ready() for part in parts))
        yield running
    finally:
        await running.client.aclose()
        await asyncio.gather(*(part.stop() for part in parts))


def registered(case: CaseReceived, seq: int = 2, **facts: Any) -> CaseRegistered:
    """The workflow has given it a number."""
    number = f"SN 2026-{int(case.case_id) % 100000:05d}"
    changed = changing(case.facts, status=Status.REGISTERED, diary_number=number, **facts)
    return CaseRegistered(
        **_step(case, seq, changed), detail=RegisteredDetail(board="sn", year=2026, serial=1)
    )


def acknowledged(case: CaseReceived, at: datetime, seq: int = 3) -> CaseAcknowledged:
    """The workflow has noted that the acknowledgement went out."""
    sent = Acknowledgement.SENT
    facts = changing(registered(case).facts, acknowledgement=sent, acknowledged_at=at)
    return CaseAcknowledged(
        **_step(case, seq, facts), detail=AcknowledgedDetail(acknowledgement=sent)
    )


def answered(case: CaseReceived, at: datetime, seq: int = 4) -> CaseAnswered:
    """The complainant was answered."""
    facts = changing(
        acknowledged(case, at).facts,
        status=Status.ANSWERED,
        answered_at=at,
        feedback=Feedback.GIVEN,
    )
    return CaseAnswered(**_step(case, seq, facts), detail=AnsweredDetail(feedback=Feedback.GIVEN))


def erased(case: CaseReceived, seq: int = 9) -> CaseErased:
    """Personal data are to be destroyed."""
    return CaseErased(**_step(case, seq, registered(case).facts))


def changing(facts: CaseFacts, **changes: Any) -> CaseFacts:
    """The facts with these changes."""
    return facts.model_copy(update=changes)


def _step(case: CaseReceived, seq: int, facts: CaseFacts) -> dict[str, Any]:
    at = case.occurred_at + timedelta(seconds=seq)
    return {
        "id": new_id(),
        "occurred_at": at,
        "recorded_at": at,
        "case_id": case.case_id,
        "seq": seq,
        "actor": case.actor,
        "correlation_id": case.correlation_id,
        "causation_id": case.id,
        "producer": "workflow",
        "facts": facts,
    }
