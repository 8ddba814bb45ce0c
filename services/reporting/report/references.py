"""How a text refers to a figure: `{{received kind=complaint}}` is shown as the number (R74).

After the figure's id come filters, each `dimension=value` or with commas between values. Then
`period=before` for the period that is compared with, and `as=percent` (`60 procent`) or `as=parts`
(`6 av 10`) instead of the number alone. `unit=` counts what is below the unit, `unit_itself=` not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from pydantic import ValidationError

from services.reporting.figures.catalogue import FIGURES
from services.reporting.figures.dimensions import Dimension
from services.reporting.figures.figure import Share
from services.reporting.figures.questions import Question
from services.reporting.report.words import UNKNOWN
from shared.pages.phrases import Phrase, phrase

UNIT_ITSELF = "unit_itself"
BEFORE = "before"
_STRAY = phrase("Klamrarna saknar motsvarighet.")
_PLACE = re.compile(r"\{\{(?P<words>[^{}]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
FILTERS = frozenset(
    {str(each) for each in Dimension if each in Question.model_fields and each != Dimension.BOARD}
    | {UNIT_ITSELF}
)


class Form(StrEnum):
    """How the figure is shown."""

    VALUE = "value"
    PERCENT = "percent"
    PARTS = "parts"


class WrongReference(ValueError):
    """What is wrong with a reference, and what to write instead."""

    def __init__(self, said: Phrase) -> None:
        super().__init__(str(said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure of some of the report's cases; filters in the order of their names."""

    figure: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    before: bool = False

    @classmethod
    def to(cls, figure: str, *, before: bool = False, **filters: str) -> "Reference":
        """The reference to a figure with one value for each filter."""
        return cls(figure, tuple(sorted((key, (value,)) for key, value in filters.items())), before)

    def __str__(self) -> str:
        words = [self.figure, *(f"{key}={','.join(values)}" for key, values in self.filters)]
        return " ".join([*words, "period=before"] if self.before else words)


@dataclass(frozen=True, slots=True)
class Mention:
    """A reference in a text, and where it stands with its braces."""

    reference: Reference
    form: Form
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a text has a reference that is none."""

    start: int
    end: int
    words: str
    message: Phrase


@dataclass(frozen=True)
class Written:
    """What a text refers to, in order, and where it is wrong."""

    mentions: tuple[Mention, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def read(text: str) -> Written:
    """Every reference of the text."""
    mentions: list[Mention] = []
    faults: list[Fault] = []
    for place in _PLACE.finditer(text):
        try:
            reference, form = parsed(place["words"])
        except WrongReference as error:
            faults.append(Fault(place.start(), place.end(), place[0], error.said))
        else:
            mentions.append(Mention(reference, form, place.start(), place.end()))
    faults += [Fault(start, start + 2, text[start : start + 2], _STRAY) for start in _stray(text)]
    return Written(tuple(mentions), tuple(sorted(faults, key=lambda fault: fault.start)))


def parsed(words: str) -> tuple[Reference, Form]:
    """The reference that the words between the braces make. Raises WrongReference."""
    name, *rest = words.split() or [""]
    if name not in FIGURES:
        raise WrongReference(
            phrase(
                "Det finns ingen siffra ”%(name)s”. %(instead)s",
                name=name,
                instead=_nearest(name, FIGURES),
            )
        )
    before, form = False, Form.VALUE
    filters: dict[str, tuple[str, ...]] = {}
    for word in rest:
        key, equals, value = word.partition("=")
        if not equals or not value:
            raise WrongReference(
                phrase("”%(word)s” är inget filter: skriv till exempel kind=complaint.", word=word)
            )
        if key == "period":
            if value not in {"this", BEFORE}:
                raise WrongReference(
                    phrase("Perioden är ”this” eller ”before”, inte ”%(value)s”.", value=value)
                )
            before = value == BEFORE
        elif key == "as":
            form = _form(value)
        elif key in FILTERS:
            filters[key] = tuple(sorted({*filters.get(key, ()), *value.split(",")}))
        else:
            raise WrongReference(
                phrase(
                    "Det finns inget filter ”%(name)s”. %(instead)s",
                    name=key,
                    instead=_nearest(key, FILTERS),
                )
            )
    if form is not Form.VALUE and not isinstance(FIGURES[name].measure, Share):
        raise WrongReference(
            phrase("”%(name)s” är ingen andel: ta bort as=%(form)s.", name=name, form=str(form))
        )
    reference = Reference(name, tuple(sorted(filters.items())), before)
    question_of(reference)
    return reference, form


def question_of(reference: Reference) -> Question:
    """What is asked by the filters that a question knows. Raises WrongReference."""
    asked = {
        key: [value for value in values if value != UNKNOWN]
        for key, values in reference.filters
        if key != UNIT_ITSELF and UNKNOWN not in values
    }
    try:
        return Question.model_validate(asked)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        value = ",".join(map(str, asked[name]))
        raise WrongReference(
            phrase("”%(name)s” kan inte vara ”%(value)s”.", name=name, value=value)
        ) from error


def _form(value: str) -> Form:
    try:
        return Form(value)
    except ValueError:
        raise WrongReference(
            phrase(
                "”as” är något av %(known)s, inte ”%(value)s”.",
                known=", ".join(Form),
                value=value,
            )
        ) from None


def _nearest(word: str, known: Iterable[str]) -> Phrase:
    choices = sorted(known)
    near = get_close_matches(word, choices, n=1)
    if near:
        return phrase("Menar du ”%(word)s”?", word=near[0])
    return phrase("Använd något av %(known)s.", known=", ".join(choices))


def _stray(text: str) -> Iterator[int]:
    """Braces that belong to no reference."""
    taken = [place.span() for place in _PLACE.finditer(text)]
    for found in _BRACES.finditer(text):
        if not any(start <= found.start() < end for start, end in taken):
            yield found.start()
