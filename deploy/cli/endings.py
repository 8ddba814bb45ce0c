"""How a command ends: its exit code, and what is said when it cannot do what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer
from pydantic import ValidationError

from shared.errors import LyhordError, Unavailable
from shared.logging import configure_logging
from shared.settings import PREFIX, Settings


class Ending(IntEnum):
    """Exit codes; `lyhord --help` tells them."""

    DONE = 0
    NOT_RIGHT = 1
    WRONG_USE = 2
    UNREACHABLE = 3


@contextmanager
def telling_failures() -> Iterator[None]:
    """Tell an error on stderr, in one sentence, and end with its code."""
    try:
        yield
    except Unavailable as error:
        raise end(Ending.UNREACHABLE, str(error)) from None
    except LyhordError as error:
        raise end(Ending.NOT_RIGHT, str(error)) from None


def end(ending: Ending, message: str) -> typer.Exit:
    """Say why on stderr; the answer is to be raised."""
    typer.echo(message, err=True)
    return typer.Exit(ending)


def settings_of_environment() -> Settings:
    """The settings, with logging set up for a terminal or a collector as they say."""
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)[0]
        name = "_".join(str(part) for part in wrong["loc"]).upper()
        raise end(Ending.WRONG_USE, f"{PREFIX}{name}: {wrong['msg']}") from None
    except ValueError as error:
        raise end(Ending.WRONG_USE, str(error)) from None
    configure_logging(settings, "cli")
    return settings
