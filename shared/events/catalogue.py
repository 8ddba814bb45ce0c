"""Every event type there is, by name: the contract between the services."""

from collections.abc import Iterable, Mapping

from shared.events import casework, channels, handling, lex_sarah, notices, submissions, upkeep
from shared.events.envelope import Event


def _declared() -> Iterable[type[Event]]:
    for module in (submissions, handling, casework, lex_sarah, notices, upkeep, channels):
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, Event)
                and value.__module__ == module.__name__
            ):
                yield value


CATALOGUE: Mapping[str, type[Event]] = {event.routing_key: event for event in _declared()}


def current_version(event_type: str) -> int:
    """The version of the type that this release writes."""
    return int(CATALOGUE[event_type].model_fields["version"].default)
