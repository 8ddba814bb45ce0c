"""A municipality's own diary system, as docs/external-diary.md describes it, that can misbehave."""

import asyncio
import socket
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self

import uvicorn
from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse, Response

from deploy.local.ports import LOOPBACK, free_ports

TOKEN = "token-of-the-diary"


@dataclass(frozen=True)
class Told:
    """One call as it came."""

    case_id: str
    key: str | None
    entry: dict[str, Any]


class DiarySystem:
    """Numbers each case once, by its id. Down until it is started."""

    def __init__(self) -> None:
        (self.port,) = free_ports(1)
        self.entries: dict[str, dict[str, Any]] = {}
        self.numbers: dict[str, str] = {}
        self.told: list[Told] = []
        self.conflicts: dict[str, str | None] = {}
        """Cases that it will not take, and the code that it gives."""
        self.broken: set[str] = set()
        """Cases at which it fails."""
        self.mumbling = False
        """Answers with a page of something in between."""
        self.answers_lost = 0
        """So many times it does its work, and the answer is lost."""
        self.open_ended = asyncio.Event()
        """While it is not set, no answer is given."""
        self.open_ended.set()
        self._server: uvicorn.Server | None = None
        self._running: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/diary/v1"

    def answers_to(self, case_id: object) -> list[dict[str, Any]]:
        """What it was told of the case, in order."""
        return [told.entry for told in self.told if told.case_id == str(case_id)]

    async def start(self) -> None:
        # It listens at once: a call made before the server is ready waits for it.
        listener = socket.create_server((LOOPBACK, self.port))
        config = uvicorn.Config(self._app(), log_level="critical", lifespan="off")
        self._server = uvicorn.Server(config)
        self._running = asyncio.create_task(self._server.serve(sockets=[listener]))

    async def stop(self) -> None:
        """Go down: whoever calls is refused. What it has stays."""
        if self._server is None or self._running is None:
            return
        self.open_ended.set()
        self._server.should_exit = True
        await self._running
        self._server = self._running = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.put("/diary/v1/cases/{case_id}")
        async def enter(
            case_id: str,
            request: Request,
            authorization: str | None = Header(default=None),
            idempotency_key: str | None = Header(default=None),
        ) -> Response:
            entry = await request.json()
            self.told.append(Told(case_id, idempotency_key, entry))
            await self.open_ended.wait()
            if authorization != f"Bearer {TOKEN}":
                return _problem(401, "unauthenticated")
            if self.mumbling:
                return Response("<h1>Driftstopp</h1>", media_type="text/html")
            if case_id in self.broken:
                return _problem(500, "broken")
            return self._entered(case_id, entry)

        return app

    def _entered(self, case_id: str, entry: dict[str, Any]) -> Response:
        if case_id in self.conflicts:
            return _problem(409, self.conflicts[case_id])
        number = self.numbers.get(case_id) or entry["number"] or self._next()
        if entry["number"] not in (None, number):
            return _problem(409, "other_number")
        if any(each == number and other != case_id for other, each in self.numbers.items()):
            return _problem(409, "number_in_use")
        known = self.entries.get(case_id)
        if known is None or known["version"] < entry["version"]:
            self.entries[case_id] = entry
        self.numbers[case_id] = number
        if self.answers_lost:
            self.answers_lost -= 1
            return _problem(503, "lost")
        return JSONResponse({"number": number}, status_code=200 if known else 201)

    def _next(self) -> str:
        return f"KS {date.today().year}/{len(self.numbers) + 1:04d}"  # noqa: DTZ011 - its own year


def _problem(status: int, code: str | None) -> Response:
    body = {"type": "about:blank", "title": "Nej", "status": status}
    return JSONResponse(
        body | ({"code": code} if code else {}),
        status_code=status,
        media_type="application/problem+json",
    )
