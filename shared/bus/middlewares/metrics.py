"""Counts and times of messages received and published, by FastStream's own middleware."""

from faststream.rabbit.prometheus import RabbitPrometheusMiddleware

from shared.metrics import REGISTRY


def metrics_middleware(service: str) -> RabbitPrometheusMiddleware:
    """Labelled by exchange and routing key; `app_name` keeps the services apart."""
    return RabbitPrometheusMiddleware(
        registry=REGISTRY, app_name=service, metrics_prefix="lyhord_bus"
    )
