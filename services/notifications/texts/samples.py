"""Example cases: what every text must be able to tell, and what its fields look like."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from services.notifications.texts.letters import examples
from services.notifications.texts.overview_letter import overview_examples
from services.notifications.texts.signals import signal_examples
from services.notifications.texts.step_letters import step_examples
from services.notifications.texts.texts import Example, TextName
from shared.pages.languages import Language


@cache
def every_example() -> tuple[Example, ...]:
    """All of them; a text is only sent if it can tell each of its own."""
    return (*examples(), *step_examples(), *overview_examples(), *signal_examples())


def examples_of(name: TextName, language: Language | None = None) -> tuple[Example, ...]:
    """Those of one text; in one language, if any is named and there are any."""
    of_name = tuple(each for each in every_example() if each.name is name)
    return tuple(each for each in of_name if each.language is language) or of_name


def fields_of(name: TextName) -> Mapping[str, Any]:
    """The fields that a text may use, each with a value that it may have.

    What no example has anything in is no field of it: the closing tells no answer.
    """
    fields: dict[str, Any] = {}
    for example in examples_of(name):
        for field, value in example.values.items():
            if fields.get(field) in (None, False, ""):
                fields[field] = value
    return {field: value for field, value in fields.items() if value is not None}
