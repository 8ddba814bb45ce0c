"""One service as one process: HTTP, bus, store and relay, started and stopped in order.

HTTP comes up at once; store and broker are connected in the background and tried for ever, so a
service can start before they do. At shutdown work under way is finished: first no new messages,
then handlers, then the relay, then the connections.
"""

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import structlog
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from faststream.specification.asyncapi import AsyncAPI

from shared.bus.connection import CASES, Bus
from shared.bus.publishing import EventPublisher
from shared.clock import Clock, SystemClock
from shared.errors import LyhordError
from shared.events.catalogue import CATALOGUE
from shared.faults import fault_from
from shared.logging import configure_logging
from shared.metrics import OUTBOX_AGE
from shared.settings import Settings
from shared.store.database import Database
from shared.store.relay import OutboxRelay
from shared.tracing import tracer_provider
from shared.web.health import Check, Readiness, health_routes
from shared.web.limits import BodyLimit
from shared.web.openapi import describe_problems
from shared.web.problems import answer_problems

log = structlog.get_logger()

RETRY_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 75
"""Longer than proxies keep an idle connection, so that none sends a request into a closed one."""
RELAY_AGE_LIMIT = 60.0
"""Seconds an event may wait for the broker before the service calls itself not ready."""

Hook = Callable[[], Awaitable[None]]


class Service:
    """What a service's `main.py` wires together."""

    def __init__(self, name: str, title: str, settings: Settings) -> None:
        configure_logging(settings, name)
        self.name = name
        self.title = title
        self.settings = settings
        self.clock: Clock = SystemClock(settings.clock_offset)
        self.fault = fault_from(settings.fault)
        self.bus = Bus(settings, name, tracer_provider(settings, name))
        self.relay = OutboxRelay(
            EventPublisher(self.bus), self.fault, lease=timedelta(seconds=settings.outbox_lease)
        )
        self.database = Database(settings, name, self.relay)
        self._checks: dict[str, Check] = {}
        self._jobs: list[tuple[str, Callable[[], Coroutine[Any, Any, None]]]] = []
        self._starts: list[Hook] = []
        self._stops: list[Hook] = []
        self._tasks: list[asyncio.Task[None]] = []

    def publishes(self, *types: str) -> None:
        """Name the event types this service publishes, for its AsyncAPI document."""
        for event_type in types:
            self.bus.broker.publisher(
                exchange=CASES,
                routing_key=event_type,
                schema=CATALOGUE[event_type],
                title=event_type,
                description=CATALOGUE[event_type].__doc__,
                persist=True,
            )

    def check(self, name: str, check: Check) -> None:
        """A further condition of readiness."""
        self._checks[name] = check

    def job(self, name: str, job: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Work that goes on beside the requests, once the store is prepared."""
        self._jobs.append((name, job))

    def before_start(self, hook: Hook) -> None:
        """Run when the process comes up, before the first request."""
        self._starts.append(hook)

    def before_stop(self, hook: Hook) -> None:
        """Run first of all at shutdown."""
        self._stops.append(hook)

    def app(
        self,
        *,
        api: Sequence[APIRouter] = (),
        pages: Sequence[APIRouter] = (),
        body_limit: int,
        larger_bodies: Mapping[str, int] = MappingProxyType({}),
    ) -> FastAPI:
        """The service's HTTP side; routers of `api` come under `/api/v1`.

        Bodies have at most `body_limit` bytes; `larger_bodies` gives another limit for paths, by
        a regular expression that all of the path matches.
        """
        app = FastAPI(
            title=f"Lyhörd {self.name}",
            summary=self.title,
            version=version("lyhord"),
            root_path=self.settings.root_path,
            lifespan=self._lifespan,
            docs_url=None,
            redoc_url=None,
        )
        answer_problems(app)
        describe_problems(app)
        app.add_middleware(BodyLimit, maximum=body_limit, elsewhere=larger_bodies)
        app.include_router(health_routes(Readiness(self._readiness())))
        for router in api:
            app.include_router(router, prefix="/api/v1")
        for router in pages:
            app.include_router(router)

        @app.get("/asyncapi", tags=["health"], summary="The events, as an AsyncAPI document")
        async def asyncapi() -> JSONResponse:
            document = AsyncAPI(
                self.bus.broker,
                title=f"Lyhörd {self.name}",
                version=version("lyhord"),
                description=self.title,
            )
            return JSONResponse(document.to_specification().to_jsonable())

        return app

    def run(self, app: FastAPI) -> None:
        """Serve until SIGTERM or SIGINT."""
        uvicorn.run(
            app,
            host=self.settings.host,
            port=self.settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            # Who called, and whether by TLS, is believed of these alone.
            forwarded_allow_ips=self.settings.trusted_proxies,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=int(self.settings.drain_seconds) or None,
        )

    def _readiness(self) -> dict[str, Check]:
        async def store() -> str | None:
            if not self.database.prepared:
                return "store_not_prepared"
            await self.database.ping()
            return None

        async def broker() -> str | None:
            return None if self.bus.connected else "broker_unreachable"

        async def relay() -> str | None:
            age = self.relay.age()
            OUTBOX_AGE.set(age)
            return None if age < RELAY_AGE_LIMIT else f"oldest event waits {age:.0f} s"

        async def dead_letters() -> str | None:
            return "too many messages parked" if self.bus.dead_letters.reached else None

        self._checks = {
            "store": store,
            "broker": broker,
            "relay": relay,
            "dead_letters": dead_letters,
            **self._checks,
        }
        return self._checks

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        for hook in self._starts:
            await hook()
        self._start("start", self._connect)
        # What is wired stays: it need not be walked through again at every collection.
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        log.info("service_started", port=self.settings.port)
        yield
        for hook in self._stops:
            await hook()
        await self.bus.stop_receiving()
        await self.relay.drain(self.settings.drain_seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.bus.close()
        await self.database.close()
        log.info("service_stopped")

    async def _connect(self) -> None:
        while not self.database.prepared:
            try:
                await self.database.prepare()
            except LyhordError as error:
                log.warning("store_not_prepared", slug=error.slug)
                await asyncio.sleep(RETRY_SECONDS)
        self._start("relay", self.relay.run)
        for name, job in self._jobs:
            self._start(name, job)
        await self.bus.run()

    def _start(self, name: str, job: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.create_task(job(), name=name)
        task.add_done_callback(_crashed)
        self._tasks.append(task)


def _crashed(task: asyncio.Task[None]) -> None:
    """A job that ends by an error ends the process: whoever supervises it starts it anew."""
    if task.cancelled() or (error := task.exception()) is None:
        return
    log.critical("job_crashed", job=task.get_name(), exc_info=error)
    os.kill(os.getpid(), signal.SIGTERM)
