"""A stand-in for the workflow: a real HTTP server that publishes snapshots on the real bus."""

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Self
from uuid import UUID

import aio_pika
import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel

from deploy.local.ports import LOOPBACK, free_ports
from shared.bus.publishing import as_message
from shared.bus.subscriptions import EXCHANGE
from shared.bus.topology import declare
from shared.events.envelope import FactsEvent
from shared.events.vocabulary import Role
from shared.store.outbox import OutboxEntry
from tests.conftest import RETRY_DELAYS
from tests.integration.reporting_cases import snapshots
from tests.support.service import TOKENS
from tests.support.waiting import until


class Ask(BaseModel):
    rebuild: UUID


class WorkflowStandIn:
    """Knows the newest state of every case, and holds snapshots back after `held_after`."""

    def __init__(self, broker_url: str) -> None:
        self.cases: dict[UUID, FactsEvent] = {}
        self.asked: list[str] = []
        self.held_after: int | None = None
        self.go_on = asyncio.Event()
        self._broker_url = broker_url
        (self._port,) = free_ports(1)
        self._publishing: set[asyncio.Task[None]] = set()
        self._server = uvicorn.Server(
            uvicorn.Config(self._app(), host=LOOPBACK, port=self._port, log_level="critical")
        )

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._port}"

    async def tells(self, *events: FactsEvent) -> None:
        """Commit, then publish: as the outbox does it."""
        for event in events:
            known = self.cases.get(event.case_id)
            if known is None or known.seq < event.seq:
                self.cases[event.case_id] = event
        await self._publish(events)

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect(self._broker_url)
        channel = await self._connection.channel()
        await declare(channel, "classic", RETRY_DELAYS)
        self._exchange = await channel.get_exchange(EXCHANGE)
        self._serving = asyncio.create_task(self._server.serve())
        await until(lambda: self._server.started, "the stand-in listens")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._publishing:
            task.cancel()
        await asyncio.gather(*self._publishing, return_exceptions=True)
        self._server.should_exit = True
        await self._serving
        await self._connection.close()

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/api/v1/snapshots", status_code=202)
        async def ask(asked: Ask, request: Request) -> dict[str, int]:
            assert request.headers["authorization"] == f"Bearer {TOKENS[Role.SERVICE]}"
            self.asked.append(str(asked.rebuild))
            known = list(self.cases.values())
            task = asyncio.create_task(self._publish_snapshots(known, str(asked.rebuild)))
            self._publishing.add(task)
            task.add_done_callback(self._publishing.discard)
            return {"total": len(known)}

        return app

    async def _publish(self, events: Iterable[FactsEvent]) -> None:
        for event in events:
            await self._exchange.publish(as_message(OutboxEntry.of(event)), event.type)

    async def _publish_snapshots(self, known: list[FactsEvent], rebuild: str) -> None:
        wanted = snapshots(known, rebuild)
        held = len(wanted) if self.held_after is None else self.held_after
        await self._publish(wanted[:held])
        if held < len(wanted):
            await self.go_on.wait()
            await self._publish(wanted[held:])
