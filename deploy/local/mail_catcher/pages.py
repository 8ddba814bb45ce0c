"""The caught mails for the eye: a list, one mail, its source."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from babel.dates import format_datetime
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.local.mail_catcher.api import json_routes
from deploy.local.mail_catcher.letter import Letter
from deploy.local.mail_catcher.mailbox import Mailbox
from deploy.local.swedish_time import STOCKHOLM

_HERE = Path(__file__).parent
_PAGE_LENGTH = 50
_PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'"
# A mail's own HTML: no scripts, no network, no origin; its inline styles are all it may have.
_MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def application(mailbox: Mailbox) -> FastAPI:
    """The page, the JSON addresses and the health of the catcher."""
    app = FastAPI(title="Mail catcher", docs_url=None, redoc_url=None)
    app.middleware("http")(_careful_headers)
    app.include_router(json_routes(mailbox))
    app.include_router(_page_routes(mailbox, _templates()))

    @app.get("/health/{kind}")
    def health(kind: str) -> dict[str, str]:
        return {"status": "ok", "check": kind}

    return app


def _page_routes(mailbox: Mailbox, templates: Environment) -> APIRouter:
    routes = APIRouter(default_response_class=HTMLResponse)

    @routes.get("/")
    def mails(to: str = "", before: str = "") -> HTMLResponse:
        found = mailbox.find(to or None, before or None, _PAGE_LENGTH)
        page = templates.get_template("list.html").render(found=found, to=to, before=before)
        return HTMLResponse(page)

    @routes.get("/mail/{mail_id}")
    def mail(mail_id: str) -> HTMLResponse:
        found = mailbox.get(mail_id)
        if found is None:
            return HTMLResponse(templates.get_template("missing.html").render(), 404)
        letter = Letter.parse(mailbox.source(found))
        return HTMLResponse(templates.get_template("mail.html").render(mail=found, letter=letter))

    @routes.get("/mail/{mail_id}/html")
    def html_part(mail_id: str) -> Response:
        found = mailbox.get(mail_id)
        html = Letter.parse(mailbox.source(found)).html if found else ""
        return HTMLResponse(html, headers={"Content-Security-Policy": _MAIL_POLICY})

    @routes.get("/mail/{mail_id}/source")
    def source(mail_id: str) -> Response:
        found = mailbox.get(mail_id)
        if found is None:
            return PlainTextResponse("Brevet finns inte.\n", 404)
        return Response(mailbox.source(found), media_type="text/plain; charset=utf-8")

    @routes.get("/catcher.css")
    def stylesheet() -> FileResponse:
        return FileResponse(_HERE / "catcher.css", media_type="text/css")

    return routes


async def _careful_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["swedish_time"] = _swedish_time
    return environment


def _swedish_time(instant: datetime) -> str:
    return format_datetime(instant, "d MMMM y 'kl.' HH.mm.ss", tzinfo=STOCKHOLM, locale="sv_SE")
