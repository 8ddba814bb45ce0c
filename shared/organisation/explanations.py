"""Saying in plain words what a value in a file should have been, from the models themselves."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from shared.organisation.names import did_you_mean

_BEGINNING = re.compile(r"^(Input|String|Tuple|List) should ")


def explained(error: ErrorDetails, model: type[BaseModel]) -> tuple[str, str]:
    """The fault and the remedy for one validation error of `model`."""
    way, given = error["loc"], error["input"]
    key = _key(way)
    field = _field_at(model, way)
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    match error["type"]:
        case "missing":
            return f'"{key}" is missing.', f"Add it{_example(field, way)}."
        case "extra_forbidden":
            holder = _model_at(model, way[:-1])
            return f'"{way[-1]}" is not a setting here.', did_you_mean(
                str(way[-1]), holder.model_fields if holder else ()
            )
        case "enum" | "literal_error":
            known = re.findall("'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
            return f"{key} = {_toml(given)} is not known.", did_you_mean(str(given), known)
        case "too_short":
            return f"{key} is empty.", f"Give at least one{_example(field, way)}."
        case "value_error":
            value = "" if isinstance(given, Mapping) else f" = {_toml(given)}"
            return f"{key}{value}: {message}.", f"Change it{_example(field, way)}."
        case _:
            wanted = _description(field) or _BEGINNING.sub("it must ", message)
            return f"{key} = {_toml(given)} cannot be used: {wanted}.", (
                f"Change it{_example(field, way)}."
            )


def _key(way: Sequence[str | int]) -> str:
    """The setting as it is written within its table: `name.en` for deadlines, 0, name, en."""
    keys: list[str] = []
    for step in reversed(way):
        if isinstance(step, str):
            keys.insert(0, step)
        elif keys:
            break
    return ".".join(keys) or "the file"


def _models_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is made of, through Optional, tuple and Annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _models_in(part))), None)


def _field_at(model: type[BaseModel], way: Sequence[str | int]) -> FieldInfo | None:
    field = None
    inner: type[BaseModel] | None = model
    for step in way:
        if isinstance(step, int):
            continue
        field = inner.model_fields.get(step) if inner else None
        inner = _models_in(field.annotation) if field else None
    return field


def _model_at(model: type[BaseModel], way: Sequence[str | int]) -> type[BaseModel] | None:
    field = _field_at(model, way)
    return _models_in(field.annotation) if field else model


def _description(field: FieldInfo | None) -> str | None:
    """What the type says of itself, also where it stands inside a tuple or an Optional."""
    if field is None:
        return None
    if field.description:
        return f"it must be {field.description}"
    inner = [part for each in get_args(field.annotation) for part in get_args(each) or ()]
    described = (part for part in inner if isinstance(part, FieldInfo) and part.description)
    return next((f"it must be {part.description}" for part in described), None)


def _example(field: FieldInfo | None, way: Sequence[str | int]) -> str:
    value = _example_of(field)
    key = next((step for step in reversed(way) if isinstance(step, str)), "")
    return f", for example: {key} = {_toml(value)}" if value is not None else ""


def _example_of(field: FieldInfo | None) -> object:
    if field is None:
        return None
    if field.examples:
        return field.examples[0]
    model = field.annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    parts = {
        name: _example_of(each) for name, each in model.model_fields.items() if each.is_required()
    }
    return parts if all(part is not None for part in parts.values()) else None


def _toml(value: object) -> str:
    match value:
        case Mapping():
            return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(_toml(part) for part in value) + "]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)
