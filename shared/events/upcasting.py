"""Old versions of events are lifted, one version at a time, to the one this release knows.

An upcaster is a pure function from the JSON object of version N to that of version N + 1.
"""

from collections.abc import Callable, Mapping
from typing import Any

JsonObject = dict[str, Any]
Upcaster = Callable[[JsonObject], JsonObject]
Upcasters = Mapping[tuple[str, int], Upcaster]

UPCASTERS: Upcasters = {}
"""By event type and the version lifted from. Empty as long as every event is at version 1."""


def lift(document: JsonObject, to_version: int, upcasters: Upcasters) -> JsonObject | None:
    """Return the event at `to_version`, or None when no chain of upcasters leads there."""
    while document["version"] < to_version:
        upcaster = upcasters.get((document["type"], document["version"]))
        if upcaster is None:
            return None
        document = {**upcaster(document), "version": document["version"] + 1}
    return document
