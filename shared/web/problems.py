"""Errors as problem details (RFC 9457), in one place for all services."""

from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from shared.errors import LyhordError, PermanentError, TooManyRequests, Unavailable
from shared.web.problem_details import FieldProblem, Problem

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
_SLUGS = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


class Refusal(PermanentError):
    """A request that is answered with a problem."""

    slug: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "Bad request"

    def __init__(
        self,
        detail: str,
        *,
        errors: list[FieldProblem] | None = None,
        reasons: list[str] | None = None,
        headers: dict[str, str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.errors = errors or []
        self.reasons = reasons or []
        self.headers = headers or {}
        self.extra = extra or {}


class NotFound(Refusal):
    """There is no such thing, or the caller may not know of it."""

    slug: ClassVar[str] = "not_found"
    status: ClassVar[int] = 404
    title: ClassVar[str] = "Not found"


class Unauthenticated(Refusal):
    """Credentials are missing or wrong."""

    slug: ClassVar[str] = "unauthenticated"
    status: ClassVar[int] = 401
    title: ClassVar[str] = "Credentials needed"


class Forbidden(Refusal):
    """The caller's roles do not allow it; `reasons` name the roles that would."""

    slug: ClassVar[str] = "forbidden"
    status: ClassVar[int] = 403
    title: ClassVar[str] = "Not allowed"


class NotAllowedNow(Refusal):
    """The state of the case does not allow it; `reasons` say why."""

    slug: ClassVar[str] = "not_allowed_now"
    status: ClassVar[int] = 409
    title: ClassVar[str] = "Not possible now"


class Invalid(Refusal):
    """A field is missing or impossible."""

    slug: ClassVar[str] = "invalid"
    status: ClassVar[int] = 422
    title: ClassVar[str] = "Something is missing or wrong"


class PreconditionNeeded(Refusal):
    """`If-Match` is missing."""

    slug: ClassVar[str] = "precondition_needed"
    status: ClassVar[int] = 428
    title: ClassVar[str] = "If-Match needed"


class TooLarge(Refusal):
    """The body is over the limit."""

    slug: ClassVar[str] = "too_large"
    status: ClassVar[int] = 413
    title: ClassVar[str] = "Too large"


def answer(
    status: int,
    slug: str,
    title: str,
    detail: str,
    *,
    errors: list[FieldProblem] | None = None,
    reasons: list[str] | None = None,
    headers: dict[str, str] | None = None,
    extra: dict[str, Any] | None = None,
) -> JSONResponse:
    """The response for a problem."""
    problem = Problem(
        type=f"urn:lyhord:problem:{slug}",
        title=title,
        status=status,
        detail=detail,
        errors=errors or [],
        reasons=reasons or [],
    )
    return JSONResponse(
        {**problem.model_dump(mode="json"), **(extra or {})},
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def answer_problems(app: FastAPI) -> None:
    """Have every error of the app answered with problem details, without quoting any value."""

    @app.exception_handler(Refusal)
    async def refused(_request: Request, error: Refusal) -> JSONResponse:
        return answer(
            error.status,
            error.slug,
            error.title,
            str(error),
            errors=error.errors,
            reasons=error.reasons,
            headers=error.headers,
            extra=error.extra,
        )

    @app.exception_handler(Unavailable)
    async def unavailable(_request: Request, error: Unavailable) -> JSONResponse:
        log.warning("request_unavailable", slug=error.slug)
        return answer(
            503,
            error.slug,
            "Not available now",
            "Nothing was stored. Try again in a moment.",
            headers={"Retry-After": "5"},
        )

    @app.exception_handler(TooManyRequests)
    async def too_many(_request: Request, error: TooManyRequests) -> JSONResponse:
        return answer(
            429,
            error.slug,
            "Too many requests",
            str(error),
            headers={"Retry-After": str(error.retry_after)},
        )

    @app.exception_handler(LyhordError)
    async def failed(_request: Request, error: LyhordError) -> JSONResponse:
        log.error("request_failed", slug=error.slug)
        return answer(500, error.slug, "It went wrong here", "Nothing was changed. Try again.")

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [field_problem(dict(problem)) for problem in error.errors()]
        return answer(
            422,
            Invalid.slug,
            Invalid.title,
            "Mend the fields under errors and send again.",
            errors=errors,
        )

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        return answer(
            error.status_code,
            _SLUGS.get(error.status_code, "http"),
            HTTPStatus(error.status_code).phrase,
            str(error.detail),
            headers=dict(error.headers or {}),
        )

    @app.exception_handler(ClientDisconnect)
    async def broken_off(_request: Request, _error: ClientDisconnect) -> JSONResponse:
        """For the record alone: nobody listens any more."""
        log.info("request_broken_off")
        return answer(400, "broken_off", "Broken off", "The rest of the request never came.")

    @app.exception_handler(Exception)
    async def unexpected(_request: Request, error: Exception) -> JSONResponse:
        log.error("request_crashed", exc_info=error)
        return answer(500, "unexpected", "It went wrong here", "The fault is logged. Try again.")


def field_problem(problem: dict[str, Any]) -> FieldProblem:
    """One of pydantic's errors, without the value."""
    place = [str(part) for part in problem["loc"] if part not in ("body", "query", "header")]
    return FieldProblem(field=".".join(place) or "body", message=str(problem["msg"]))
