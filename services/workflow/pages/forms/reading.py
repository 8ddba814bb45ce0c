"""From what was typed to a command, or to what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from services.workflow.control_points import control_points
from services.workflow.pages.forms.field import Control, Field, Sheet, StepForm
from services.workflow.steps.command import Command
from shared.events.vocabulary import ControlPoint
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

WAIVE = "waive-"
"""What stands before a control point's id in the name of its field."""

AT_CLOSING = frozenset({ControlPoint.PROCESSING_TIME, ControlPoint.COMPLAINANT_VIEW})
"""What closing itself answers, or asks."""


@dataclass(frozen=True)
class Unreadable(Exception):
    """What a field holds cannot be used."""

    problem: Phrase


def read_command(form: StepForm, sheet: Sheet, state: FormState) -> Command | dict[str, Phrase]:
    """The command, or what is wrong by field, in the order of the page."""
    values: dict[str, Any] = {}
    wrong: dict[str, Phrase] = {}
    asked = form.asked(sheet)
    for field in asked:
        try:
            value = _READERS[field.control](field, sheet, state)
        except Unreadable as error:
            wrong[field.name] = error.problem
            continue
        if value is not None:
            values[field.name] = value
        elif field.required:
            wrong[field.name] = _missing(field)
    try:
        command = form.command.model_validate(values)
    except ValidationError as error:
        return wrong | _refused(asked, error, known=wrong)
    return wrong or command


def presets(form: StepForm, sheet: Sheet) -> FormState:
    """The form before anyone types."""
    return FormState({field.name: field.preset(sheet) for field in form.asked(sheet)})


def waivable(sheet: Sheet) -> tuple[ControlPoint, ...]:
    """The control points that closing would ask for."""
    return tuple(
        point.id
        for point in control_points(sheet.case)
        if not point.fulfilled and point.id not in AT_CLOSING
    )


def _text(field: Field, _sheet: Sheet, state: FormState) -> str | None:
    return state.value(field.name).strip() or None


def _words(field: Field, _sheet: Sheet, state: FormState) -> tuple[str, ...]:
    words = (word.strip().lower() for word in state.value(field.name).split(","))
    return tuple(word for word in words if word)


def _numbers(field: Field, _sheet: Sheet, state: FormState) -> tuple[dict[str, str], ...]:
    found: list[dict[str, str]] = []
    for line in state.value(field.name).splitlines():
        if not line.strip():
            continue
        of, colon, number = line.partition(":")
        if not colon or not of.strip() or not number.strip():
            raise Unreadable(
                phrase("Skriv vems numret är, ett kolon och numret: ett nummer på varje rad.")
            )
        found.append({"of": of.strip(), "number": number.strip()})
    return tuple(found)


def _day(field: Field, sheet: Sheet, state: FormState) -> object:
    text = _text(field, sheet, state)
    day = typed_day(text) if text else None
    if text and day is None:
        raise Unreadable(phrase("%(label)s: skriv dagen som 2026-11-22.", label=field.label))
    return day


def _chosen(field: Field, _sheet: Sheet, state: FormState) -> tuple[str, ...] | None:
    return state.chosen(field.name) or None


def _yes_no(field: Field, _sheet: Sheet, state: FormState) -> bool | None:
    return {"yes": True, "no": False}.get(state.value(field.name))


def _tick(field: Field, _sheet: Sheet, state: FormState) -> bool:
    return bool(state.value(field.name))


def _number(field: Field, _sheet: Sheet, state: FormState) -> int | None:
    text = state.value(field.name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _waivers(_field: Field, sheet: Sheet, state: FormState) -> tuple[dict[str, str], ...]:
    reasons = {point: state.value(f"{WAIVE}{point}").strip() for point in waivable(sheet)}
    return tuple(
        {"control_point": point, "reason": reason} for point, reason in reasons.items() if reason
    )


_READERS: Mapping[Control, Callable[[Field, Sheet, FormState], Any]] = {
    Control.LINE: _text,
    Control.TEXT: _text,
    Control.WORDS: _words,
    Control.NUMBERS: _numbers,
    Control.DAY: _day,
    Control.RADIOS: _text,
    Control.SELECT: _text,
    Control.CHECKS: _chosen,
    Control.YES_NO: _yes_no,
    Control.TICK: _tick,
    Control.RISK: _number,
    Control.MEASURE: _number,
    Control.PAPER: _number,
    Control.CASE: _text,
    Control.WAIVERS: _waivers,
}

_CHOSEN = frozenset(
    {
        Control.RADIOS,
        Control.SELECT,
        Control.CHECKS,
        Control.RISK,
        Control.MEASURE,
        Control.PAPER,
    }
)


def _missing(field: Field) -> Phrase:
    if field.control in _CHOSEN:
        return phrase("%(label)s: välj ett alternativ.", label=field.label)
    return phrase("%(label)s: fyll i fältet.", label=field.label)


def _refused(
    asked: tuple[Field, ...], error: ValidationError, known: Mapping[str, Phrase]
) -> dict[str, Phrase]:
    """What the command itself does not take. Its own message would quote what was typed."""
    by_name = {field.name: field for field in asked}
    found: dict[str, Phrase] = {}
    for each in error.errors(include_input=False, include_url=False):
        name = str(each["loc"][0]) if each["loc"] else ""
        field = by_name.get(name)
        if field is None or name in known or name in found:
            continue
        limits = each.get("ctx", {})
        match each["type"]:
            case "missing":
                told = _missing(field)
            case "string_too_short":
                told = phrase(
                    "%(label)s: skriv minst %(count)s tecken.",
                    label=field.label,
                    count=limits["min_length"],
                )
            case "string_too_long":
                told = phrase(
                    "%(label)s: skriv högst %(count)s tecken.",
                    label=field.label,
                    count=limits["max_length"],
                )
            case _:
                told = phrase("%(label)s: det går inte att använda.", label=field.label)
        found[name] = told
    return found
