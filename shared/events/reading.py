"""From the body of a message to an event, and what is said when it is not one."""

import json
from typing import Any, ClassVar, TypeVar

from pydantic import ValidationError

from shared.errors import PermanentError
from shared.events.catalogue import CATALOGUE, current_version
from shared.events.envelope import Event
from shared.events.upcasting import UPCASTERS, Upcasters, lift

EventT = TypeVar("EventT", bound=Event)

CATALOGUE_VERSIONS = {name: current_version(name) for name in CATALOGUE}


class UnreadableEvent(PermanentError):
    """The message is not an event: not JSON, or not of its type's shape."""

    slug: ClassVar[str] = "event_unreadable"


class UnknownVersion(PermanentError):
    """The event is of a version that this release does not know."""

    slug: ClassVar[str] = "event_version_unknown"


def read_event(body: bytes, event_class: type[EventT], upcasters: Upcasters = UPCASTERS) -> EventT:
    """Read an event, lifting an older version.

    Raises UnreadableEvent or UnknownVersion; neither says anything of the values, since they may
    be personal.
    """
    try:
        event = event_class.model_validate_json(body)
    except ValidationError as error:
        event, problem = None, error
    if event is not None and event.version == CATALOGUE_VERSIONS.get(event.type):
        return event
    document = _parsed(body)
    known = CATALOGUE_VERSIONS[document["type"]]
    if document["version"] == known:
        raise UnreadableEvent(_places(problem)) from None
    lifted = lift(document, known, upcasters) if document["version"] < known else None
    if lifted is None:
        raise UnknownVersion(
            f"{document['type']} version {document['version']}; this release knows {known}. "
            "Upgrade this service, then replay."
        )
    try:
        return event_class.model_validate_json(json.dumps(lifted))
    except ValidationError as error:
        raise UnreadableEvent(_places(error)) from None


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except ValueError:
        raise UnreadableEvent("the body is not JSON") from None
    if not isinstance(document, dict):
        raise UnreadableEvent("the body is not a JSON object")
    if not isinstance(document.get("type"), str):
        raise UnreadableEvent("type is missing")
    if document["type"] not in CATALOGUE_VERSIONS:
        raise UnreadableEvent("type is not one of the catalogue's")
    if type(document.get("version")) is not int:
        raise UnreadableEvent("version is missing")
    return document


def _places(error: ValidationError) -> str:
    """Where the shape was wrong and how, without the values."""
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['type']}"
        for problem in error.errors(include_url=False, include_context=False, include_input=False)[
            :5
        ]
    )
