"""What steps are told, drawn from the commands' own models: plausible, and not."""

import types
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, ValidationError

from services.workflow.case import Case
from services.workflow.control_points import control_points
from services.workflow.steps.command import Command
from shared.organisation import Organisation

SECRET = "Anna Andersson, Storgatan 1"
"""Stands in everything that is typed in words: it must never be found outside the case."""
ACCOUNTS = ("manager-hemvard-norr", "head-sn", "caseworker-1", "caseworker-2", "investigator-sn")
THEMES = ("pandemi", "sommar-2026")
REFERENCES = {"ivo_reference": "8.5-29206/2026", "their_reference": "KS-2026-00198-2"}
DAYS = (-400, -30, -1, 0, 1, 30)


def payload(
    command: type[Command],
    case: Case,
    others: list[str],
    today: date,
    organisation: Organisation,
    chance: Random,
) -> Command | None:
    """The command told anything that its model takes; None where the model refuses it."""
    named = _named(case, others, organisation)
    left_out = chance.choice((0.0, 0.0, 0.5))
    given: dict[str, Any] = {}
    for name, field in command.model_fields.items():
        if not field.is_required() and chance.random() < left_out:
            continue
        if name == "waived":
            given[name] = _waivers(case, chance)
        elif name in named:
            given[name] = chance.choice(named[name])
        else:
            given[name] = _of(field.annotation, field.metadata, today, chance)
    try:
        return command.model_validate(given)
    except ValidationError:
        return None


def _named(case: Case, others: list[str], organisation: Organisation) -> Mapping[str, list[Any]]:
    """Fields whose type says too little."""
    board = organisation.known_board(case.facts.board)
    categories = [each.id for each in board.category_list.categories]
    units = [each.id for each in organisation.units_of(board.id)]
    accounts = list(ACCOUNTS)
    return {
        "responsible": accounts,
        "account": accounts,
        "owner": accounts,
        "investigator": accounts,
        "category": [*categories, "no-such-category"],
        "unit": [*units, "no-such-unit"],
        "themes": [(), THEMES],
        "deadline": ["answer", "measures-due.1", "assign"],
        "other": others,
        "into": others,
        **{name: [number] for name, number in REFERENCES.items()},
    }


def _waivers(case: Case, chance: Random) -> list[dict[str, Any]]:
    missing = [
        {"control_point": point.id, "reason": SECRET}
        for point in control_points(case)
        if not point.fulfilled
    ]
    return chance.choice([missing, missing, missing[:1]])


def _of(annotation: Any, metadata: list[Any], today: date, chance: Random) -> Any:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of(parts[0], list(parts[1:]), today, chance)
    if origin in (Union, types.UnionType):
        said = [part for part in parts if part is not type(None)]
        return _of(chance.choice([*parts, *said, *said]), metadata, today, chance)
    if origin is Literal:
        return chance.choice(parts)
    if origin is tuple:
        return tuple(_of(parts[0], [], today, chance) for _ in range(chance.randint(0, 2)))
    if annotation is int:
        return chance.randint(*_range(metadata))
    if issubclass(annotation, StrEnum):
        return chance.choice(list(annotation))
    if issubclass(annotation, BaseModel):
        return {
            name: _of(field.annotation, field.metadata, today, chance)
            for name, field in annotation.model_fields.items()
        }
    return _SIMPLE[annotation](today, chance)


_SIMPLE: Mapping[Any, Callable[[date, Random], Any]] = {
    type(None): lambda _today, _chance: None,
    bool: lambda _today, chance: chance.random() < 0.5,
    date: lambda today, chance: today + timedelta(days=chance.choice(DAYS)),
    str: lambda _today, chance: chance.choice([SECRET, f"{SECRET}: {'fritt ' * 20}"]),
}


def _range(metadata: list[Any]) -> tuple[int, int]:
    known = [each for part in metadata for each in (part, *getattr(part, "metadata", ()))]
    lowest = next((int(each.ge) for each in known if isinstance(each, Ge)), 0)  # type: ignore[call-overload]
    highest = next((int(each.le) for each in known if isinstance(each, Le)), 3)  # type: ignore[call-overload]
    return lowest, min(highest, 4)
