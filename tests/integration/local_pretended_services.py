"""All four services' answers about a case from one small program, and a mail door of its own.

For the demonstration's own tests: what it asks, what it makes of the answers.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from deploy.local.accounts import Account, Credentials, Token
from deploy.local.endpoints import Endpoint, Endpoints
from deploy.local.ports import LOOPBACK, free_ports
from tests.browser.serving import served

RECEIVED = "2026-11-22T08:29:59Z"
NOW = "2026-11-22T08:30:00Z"
TOKENS = {"public": None, "partner": "p", "staff": "s", "audit": "a"}


@dataclass
class Pretended:
    """`silent` answers 404 for a step; `mail_arrives` False swallows acknowledgements."""

    silent: frozenset[str] = frozenset()
    refused_channels: frozenset[str] = frozenset()
    mail_arrives: bool = True
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, str | None] = field(default_factory=dict)
    mails: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def take(self, body: dict[str, Any], token: str | None) -> str:
        case_id = str(uuid4())
        self.bodies[case_id] = body
        self.tokens[body["channel"]] = token
        return case_id

    def address(self, case_id: str) -> str | None:
        contact: Mapping[str, str] = self.bodies[case_id].get("contact") or {}
        return contact.get("email")


class _Door:
    """Takes mail as intake would."""

    def __init__(self, pretended: Pretended) -> None:
        self._pretended = pretended

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        headers = dict(
            line.split(": ", 1) for line in content.decode().splitlines() if ": " in line
        )
        body = {"channel": "email", "contact": {"email": envelope.mail_from}}
        self._pretended.mails[headers["Message-ID"]] = self._pretended.take(body, None)
        return "250 Stored"


@asynccontextmanager
async def pretended_services(pretended: Pretended) -> AsyncIterator[Endpoints]:
    (port,) = free_ports(1)
    loop = asyncio.get_running_loop()
    door = await loop.create_server(lambda: SMTP(_Door(pretended)), LOOPBACK, port)
    try:
        async with served(_application(pretended)) as url:
            one = Endpoint(url, None)
            yield Endpoints(
                services=dict.fromkeys(("intake", "workflow", "notifications", "reporting"), one),
                broker=Endpoint("amqp://none/", None),
                store=Endpoint("mongodb://none/", None),
                smtp_in=f"{LOOPBACK}:{port}",
                mail_catcher=url,
                credentials=Credentials(
                    (Account("registrator", "x", ("registrar",)),),
                    tuple(Token(name, value, ()) for name, value in TOKENS.items() if value),
                ),
            )
    finally:
        door.close()
        await door.wait_closed()


def _application(pretended: Pretended) -> FastAPI:
    app = FastAPI()

    @app.post("/api/v1/cases")
    async def take(request: Request) -> JSONResponse:
        body = await request.json()
        if body["channel"] in pretended.refused_channels:
            return JSONResponse({"title": "The unit has a fault"}, 422)
        case_id = pretended.take(body, _token(request))
        return JSONResponse(
            {"case_id": case_id, "reference": "r", "secret": "s", "status_url": "/"}, 202
        )

    @app.get("/lamna")
    async def form() -> HTMLResponse:
        return HTMLResponse(_form("/lamna", {"form_token": "once"}))

    @app.post("/lamna")
    async def filled_in(request: Request) -> HTMLResponse:
        fields = await request.form()
        return HTMLResponse(_form("/lamna/skicka", dict(fields)))

    @app.post("/lamna/skicka")
    async def sent(request: Request) -> RedirectResponse:
        fields = await request.form()
        assert fields["form_token"] == "once"
        case_id = pretended.take({"channel": "web", "form": dict(fields)}, _token(request))
        return RedirectResponse(f"/kvitto/{case_id}", 303)

    @app.get("/api/v1/inbound")
    async def inbound(message_id: str) -> dict[str, Any]:
        case_id = pretended.mails.get(message_id)
        return {"items": [{"outcome": "case", "case_id": case_id}] if case_id else []}

    @app.get("/api/v1/cases/{case_id}")
    async def case(case_id: str, request: Request) -> JSONResponse:
        pretended.asked.append(("case", _token(request)))
        acknowledgement = "sent" if pretended.address(case_id) else "receipt"
        return _answer(
            "case" in pretended.silent,
            {
                "diary_number": f"SN 2026-{list(pretended.bodies).index(case_id) + 1:05d}",
                "facts": {
                    "received_at": RECEIVED,
                    "registered_at": NOW,
                    "acknowledgement": acknowledgement,
                    "acknowledged_at": NOW,
                },
            },
        )

    @app.get("/api/v1/cases/{case_id}/deadlines")
    async def deadlines(case_id: str) -> JSONResponse:
        assert case_id in pretended.bodies
        item = {"rule": "answer", "due": "2026-12-06", "state": "open"}
        return _answer("deadlines" in pretended.silent, {"items": [item]})

    @app.get("/api/v1/cases/{case_id}/facts")
    async def facts(case_id: str, request: Request) -> JSONResponse:
        pretended.asked.append(("facts", _token(request)))
        content = {"case_id": case_id, "seq": 2, "counted_at": NOW}
        return _answer("facts" in pretended.silent, content)

    @app.get("/api/v1/statistics")
    async def statistics() -> dict[str, int]:
        return {"total": len(pretended.bodies)}

    @app.get("/api/v1/messages")
    async def messages(to: str) -> dict[str, int]:
        known = {pretended.address(case_id) for case_id in pretended.bodies}
        return {"total": int(pretended.mail_arrives and to in known)}

    return app


def _answer(silent: bool, content: dict[str, Any]) -> JSONResponse:
    return JSONResponse({"title": "Not known"}, 404) if silent else JSONResponse(content)


def _token(request: Request) -> str | None:
    return request.headers.get("authorization", "").removeprefix("Bearer ") or None


def _form(action: str, fields: Mapping[str, object]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(str(value))}">'
        for name, value in fields.items()
    )
    return f'<form action="{action}">{hidden}</form>'
