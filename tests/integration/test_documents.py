"""What every service serves besides its work: documents, health, metrics."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema
from openapi_spec_validator import validate

from deploy.local.surroundings import SERVICES
from shared.bus.subscriptions import SUBSCRIPTIONS
from shared.events.catalogue import CATALOGUE
from tests.support.plain_http import NO_AUTHORITIES
from tests.support.system import System

pytestmark = pytest.mark.parametrize("service", SERVICES)


@pytest.fixture
async def client(system: System, service: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=system.url(service), trust_env=False, verify=NO_AUTHORITIES
    ) as client:
        yield client


async def test_the_openapi_document_is_valid_and_tells_of_problems(
    client: httpx.AsyncClient, service: str
) -> None:
    document = (await client.get("/openapi.json")).json()
    validate(document)
    assert document["info"]["title"] == f"Lyhörd {service}"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), f"{method} {path} has no summary"
            if path.startswith("/api/v1/"):
                described = json.dumps(operation["responses"])
                assert "application/problem+json" in described, f"{method} {path}"


async def test_the_asyncapi_document_is_valid_and_names_queues_and_events(
    client: httpx.AsyncClient, service: str
) -> None:
    document = (await client.get("/asyncapi")).json()
    assert document["asyncapi"].startswith("3.0")
    ApplicationSchema.model_validate(document)
    for reference in _references(document):
        assert _resolves(reference, document), f"{reference} leads nowhere"
    channels = set(document["channels"])
    assert channels >= {sub.queue for sub in SUBSCRIPTIONS if sub.service == service}
    assert channels & set(CATALOGUE), "the service publishes something"


async def test_it_lives_is_ready_and_counts(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json()["status"] == "ok"
    ready = await client.get("/health/ready")
    assert ready.status_code == 200
    assert set(ready.json()["parts"]) >= {"store", "broker", "relay", "dead_letters"}
    metrics = (await client.get("/metrics")).text
    assert "lyhord_outbox_age_seconds" in metrics
    assert "lyhord_bus_received_messages_total" in metrics


async def test_what_does_not_exist_is_a_problem(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for value in part.values() for found in _references(value)]
    if isinstance(part, list):
        return [found for value in part for found in _references(value)]
    return []


def _resolves(reference: str, document: Any) -> bool:
    part = document
    for step in reference.removeprefix("#/").split("/"):
        step = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(part, dict) or step not in part:
            return False
        part = part[step]
    return True
