"""The OpenAPI document says what errors look like: problem details, for every operation."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from shared.web.problem_details import Problem
from shared.web.problems import MEDIA_TYPE

_OF_THE_FRAMEWORK = "#/components/schemas/HTTPValidationError"
_OURS = f"#/components/schemas/{Problem.__name__}"
_LONG = f"{Problem.__module__.replace('.', '__')}__{Problem.__name__}"
"""What the framework calls ours beside another model of the same name."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of a router or an operation: these are answered with problem details."""
    return {
        status: {"model": Problem, "description": HTTPStatus(status).phrase} for status in statuses
    }


def describe_problems(app: FastAPI) -> None:
    """Have the document name problem details with their own media type."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    summary=app.summary,
                    routes=app.routes,
                    servers=app.servers,
                )
            )
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    defined = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(defined.pop("$defs", {}))
    schemas[Problem.__name__] = defined
    for operations in document["paths"].values():
        for operation in operations.values():
            for response in operation.get("responses", {}).values():
                if _is_problem(response):
                    response["content"] = {MEDIA_TYPE: {"schema": {"$ref": _OURS}}}
    for name in ("HTTPValidationError", "ValidationError", _LONG):
        schemas.pop(name, None)
    return document


def _is_problem(response: Mapping[str, Any]) -> bool:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return schema.get("$ref") in (
        _OURS,
        f"#/components/schemas/{_LONG}",
        _OF_THE_FRAMEWORK,
    )
