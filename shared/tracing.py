"""Traces, where `LYHORD_OTLP_ENDPOINT` names a collector; otherwise none are made."""

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from shared.settings import Settings


def tracer_provider(settings: Settings, service: str) -> TracerProvider | None:
    """A provider that exports to the collector, or None."""
    if settings.otlp_endpoint is None:
        return None
    # A second HTTP client and protobuf, which only a traced service loads.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    provider = TracerProvider(resource=Resource.create({"service.name": f"lyhord-{service}"}))
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=str(settings.otlp_endpoint)))
    )
    trace.set_tracer_provider(provider)
    return provider
