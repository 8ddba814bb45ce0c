"""The JSON Schema of every event, and which changes of one break a reader.

`python -m shared.events.schemas` writes them to `shared/events/contracts/`; a test compares what is
written there with the classes, and both with the rules below.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shared.events.catalogue import CATALOGUE, current_version

FOLDER = Path(__file__).parent / "contracts"

Schema = Mapping[str, Any]


def file_name(event_type: str, version: int) -> str:
    """`case.received` version 1 is in `case.received.v1.json`."""
    return f"{event_type}.v{version}.json"


def generated() -> dict[str, str]:
    """The text of every schema file, by file name."""
    return {
        file_name(name, current_version(name)): json.dumps(
            {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                **event.model_json_schema(mode="serialization"),
            },
            ensure_ascii=False,
            indent=2,
            sort_keys=True,
        )
        + "\n"
        for name, event in sorted(CATALOGUE.items())
    }


def incompatibilities(old: Schema, new: Schema) -> list[str]:
    """What in `new` breaks those who read or wrote events of the `old` schema.

    Within a version fields are only added, never with a need for old events to have them; types
    and constants stay, and a list of words only grows.
    """
    return list(_compare(old, new, old, new, "event"))


def _compare(old: Any, new: Any, old_root: Schema, new_root: Schema, place: str) -> Iterator[str]:
    old, new = _resolved(old, old_root), _resolved(new, new_root)
    if old.get("const") != new.get("const"):
        yield f"{place}: constant {old.get('const')!r} became {new.get('const')!r}"
    if old.get("type") != new.get("type"):
        yield f"{place}: type {old.get('type')!r} became {new.get('type')!r}"
    if old.get("format") != new.get("format"):
        yield f"{place}: format {old.get('format')!r} became {new.get('format')!r}"
    for word in sorted(set(old.get("enum", ())) - set(new.get("enum", ()))):
        yield f"{place}: the word {word!r} is gone"
    before, after = old.get("properties", {}), new.get("properties", {})
    for name in before:
        if name not in after:
            yield f"{place}.{name}: the field is gone"
        else:
            yield from _compare(before[name], after[name], old_root, new_root, f"{place}.{name}")
    for name in after:
        if name not in before and "default" not in after[name]:
            yield f"{place}.{name}: a new field without a default"
    if "items" in old and "items" in new:
        yield from _compare(old["items"], new["items"], old_root, new_root, f"{place}[]")
    yield from _compare_choices(old, new, old_root, new_root, place)


def _compare_choices(
    old: Schema, new: Schema, old_root: Schema, new_root: Schema, place: str
) -> Iterator[str]:
    choices = [_resolved(choice, new_root) for choice in new.get("anyOf", ())]
    if old.get("anyOf") and not choices:
        yield f"{place}: a choice became a single type"
        return
    for index, choice in enumerate(old.get("anyOf", ())):
        found = [
            list(_compare(choice, other, old_root, new_root, f"{place}({index})"))
            for other in choices
        ]
        if all(found):
            yield min(found, key=len)[0]


def _resolved(schema: Schema, root: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    return dict(root["$defs"][reference.rsplit("/", 1)[-1]])


def write() -> None:
    """Write every schema file of the current versions; those of earlier versions stay."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in generated().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
