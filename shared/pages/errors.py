"""Error pages in the same look, for people; programs keep their problem details."""

from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import WebSocketRequestValidationError

from shared.pages.rendering import Pages

Handler = Callable[[Request, Any], Response | Awaitable[Response]]


def wants_page(request: Request) -> bool:
    """Whether a person with a browser is at the other end."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return not path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def add_error_pages(app: FastAPI, pages: Pages) -> None:
    """Show browsers a page for every error that the app's handlers answer.

    Call it after those handlers are added (`answer_problems`): they still decide the status and
    write the log, and go on answering what is not asked for by a browser.
    """
    handlers = cast("Mapping[type[Exception] | int, Handler]", app.exception_handlers)
    for kind, handler in list(handlers.items()):
        if kind is not WebSocketRequestValidationError:
            app.add_exception_handler(kind, _as_page(pages, handler))


def _as_page(pages: Pages, handler: Handler) -> Handler:
    async def answer(request: Request, error: Exception) -> Response:
        handled = handler(request, error)
        problem = await handled if isawaitable(handled) else handled
        if not wants_page(request):
            return problem
        code = problem.status_code
        page = pages.answer(request, "pages/error.html", status=code, personal=True, code=code)
        for name in ("Retry-After", "Allow", "Connection"):
            if name in problem.headers:
                page.headers[name] = problem.headers[name]
        return page

    return answer
