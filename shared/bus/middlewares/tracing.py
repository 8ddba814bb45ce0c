"""One trace spans publishing and every consumer, by FastStream's own middleware."""

from faststream.rabbit.opentelemetry import RabbitTelemetryMiddleware
from opentelemetry.sdk.trace import TracerProvider


def tracing_middleware(provider: TracerProvider) -> RabbitTelemetryMiddleware:
    """Spans carry ids, types and sizes; never bodies."""
    return RabbitTelemetryMiddleware(tracer_provider=provider)
