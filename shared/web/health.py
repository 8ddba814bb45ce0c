"""`/health/live`, `/health/ready` and `/metrics`: the same for every service."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.errors import LyhordError
from shared.metrics import REGISTRY
from shared.web.health_answer import Health

Check = Callable[[], Awaitable[str | None]]
"""Returns None when all is well, otherwise what is not."""


@dataclass(frozen=True)
class Readiness:
    """What must hold for the service to do its work."""

    checks: Mapping[str, Check]

    async def __call__(self) -> Health:
        parts: dict[str, str] = {}
        for name, check in self.checks.items():
            try:
                parts[name] = await check() or "ok"
            except LyhordError as error:
                parts[name] = error.slug
        healthy = all(part == "ok" for part in parts.values())
        return Health(status="ok" if healthy else "unavailable", parts=parts)


def health_routes(readiness: Readiness) -> APIRouter:
    """The three routes; none of them needs credentials and none shows data."""
    router = APIRouter(tags=["health"])

    @router.get("/health/live", summary="The process runs")
    async def live() -> Health:
        return Health(status="ok")

    @router.get(
        "/health/ready",
        summary="The service can do its work",
        responses={503: {"model": Health, "description": "A part is not available"}},
    )
    async def ready(response: Response) -> Health:
        health = await readiness()
        if health.status != "ok":
            response.status_code = 503
        return health

    @router.get("/metrics", summary="Metrics for Prometheus", response_class=Response)
    async def metrics() -> Response:
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    return router
