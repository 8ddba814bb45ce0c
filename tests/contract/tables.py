"""Tables of the documents that are made of the code.

`python -m tests.contract.tables` writes them; the tests refuse documents that differ. What a person
wrote in the last column of the settings stays.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr
from pydantic_core import Url

from deploy.local.surroundings import SERVICES
from services.intake.imports.columns import COLUMNS
from services.notifications.texts.samples import fields_of
from services.notifications.texts.texts import TextName, Texts
from services.workflow.access_table import TABLE, Matter, scope_of
from shared import metrics
from shared.bus.subscriptions import HANDLING, SUBSCRIPTIONS
from shared.events.catalogue import CATALOGUE
from shared.events.envelope import Event, FactsEvent
from shared.events.vocabulary import Role
from shared.settings import PREFIX, Settings
from tests.contract.documents import Document, document, replaced

NOTHING = "–"


def events() -> str:
    """Every event type: from whom, to whom, what it carries, what happened."""
    published = _published()
    return _table(
        ("event", "from", "to", "carries", "what happened"),
        (
            (
                f"`{name}`",
                ", ".join(service for service in SERVICES if name in published[service]) or NOTHING,
                ", ".join(_receivers(name)) or NOTHING,
                _carried(CATALOGUE[name]),
                _first_line(CATALOGUE[name]),
            )
            for name in CATALOGUE
        ),
    )


def queues() -> str:
    """Every subscription."""
    return _table(
        ("queue", "event types"),
        (
            (f"`{subscription.queue}`", ", ".join(_grouped(subscription.types)))
            for subscription in SUBSCRIPTIONS
        ),
    )


def metric_names() -> str:
    """Every metric of our own, by its exposed name."""
    described = [
        metric
        for value in vars(metrics).values()
        if isinstance(value, MetricWrapperBase)
        for metric in value.describe()
    ]
    return _table(
        ("metric", "what it counts"),
        (
            (
                f"`{metric.name}{'_total' if metric.type == 'counter' else ''}`",
                metric.documentation,
            )
            for metric in described
        ),
    )


def import_columns() -> str:
    """Every column of an imported list, what it is called, and what may stand in it."""
    return _table(
        ("column", "Swedish", "what it tells", "what may stand in it"),
        (
            (
                f"`{column.name}`{', required' if column.required else ''}",
                ", ".join(column.swedish),
                column.meaning,
                column.allowed.replace("|", r"\|"),
            )
            for column in COLUMNS.values()
        ),
    )


def settings(meanings: Mapping[str, str]) -> str:
    """Every setting, its default and whose it is; with what each means, by name."""
    rows = []
    for name, owners in _owners().items():
        variable = f"{PREFIX}{name.upper()}"
        values = [shown(owner.model_fields[name].default) for owner in owners.values()]
        who = "all" if len(owners) == len(SERVICES) else ", ".join(owners)
        defaults = ", ".join(f"`{value}`" if value else NOTHING for value in dict.fromkeys(values))
        rows.append((f"`{variable}`", defaults, who, meanings.get(f"`{variable}`", "")))
    return _table(("variable", "default", "service", "meaning"), rows)


def access(matter: Matter) -> str:
    """Who may do what with cases of the kind; of the origins of reports only what differs."""
    rows = TABLE[matter]
    if matter is Matter.ORIGIN:
        rows = {
            action: row for action, row in rows.items() if row != TABLE[Matter.ORDINARY][action]
        }
    roles = [role for role in Role if any(role in row for row in rows.values())]
    return _table(
        ("", *(f"`{role}`" for role in roles)),
        (
            (f"`{action}`", *(scope_of(role, action, matter) or NOTHING for role in roles))
            for action in rows
        ),
    )


def settings_classes() -> Mapping[str, type[Settings]]:
    """By service."""
    return {service: _settings_class(service) for service in SERVICES}


def shown(default: Any) -> str:
    """A default as one would write it in the environment."""
    match default:
        case None:
            return ""
        case SecretStr():
            return default.get_secret_value()
        case bool():
            return str(default).lower()
        case float():
            return f"{default:.15g}"
        case tuple() | list():
            return ",".join(shown(item) for item in default)
        case Url():
            return str(default).rstrip("/")
        case _ if type(default).__module__ == "pydantic.networks":
            return str(default).rstrip("/")
        case _:
            return str(default)


def texts() -> str:
    """Every text of a mail with its languages and fields."""
    languages: dict[str, list[str]] = {}
    for source in Texts().sources:
        name, _, language = source.stem.partition(".")
        languages.setdefault(name, []).append(language)
    return _table(
        ("text", "languages", "fields"),
        (
            (
                f"`{name}`",
                ", ".join(f"`{each}`" for each in sorted(languages[name], reverse=True)),
                ", ".join(f"`{field}`" for field in sorted(fields_of(name))),
            )
            for name in TextName
        ),
    )


def rewritten() -> Mapping[Document, str]:
    """The documents with tables, as the code says they should be."""
    architecture, running = document("docs/architecture.md"), document("docs/running.md")
    imports, permissions = document("docs/import.md"), document("docs/access.md")
    mails = document("docs/texts.md")
    meanings = {row[0]: row[-1] for row in running.rows("settings")}
    with_events = replaced(architecture.text, "events", events())
    with_access = permissions.text
    for matter in Matter:
        with_access = replaced(with_access, f"access {matter.value}", access(matter))
    with_settings = replaced(running.text, "settings", settings(meanings))
    return {
        architecture: replaced(with_events, "queues", queues()),
        running: replaced(with_settings, "metrics", metric_names()),
        imports: replaced(imports.text, "columns", import_columns()),
        permissions: with_access,
        mails: replaced(mails.text, "texts", texts()),
    }


def _published() -> Mapping[str, frozenset[str]]:
    return {service: frozenset(_names_published(service)) for service in SERVICES}


def _names_published(service: str) -> Iterator[str]:
    """What a service's `main.py` gives to `publishes`: names, or stars of a tuple of names."""
    module = importlib.import_module(f"services.{service}.main")
    for call in ast.walk(ast.parse(inspect.getsource(module))):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "publishes"
        ):
            for argument in call.args:
                match argument:
                    case ast.Constant(value=str(name)):
                        yield name
                    case ast.Starred(value=ast.Name(id=name)):
                        yield from vars(module)[name]
                    case _:
                        raise TypeError(f"{service}: publishes({ast.unparse(argument)})")


def _grouped(types: Sequence[str]) -> Iterator[str]:
    """The types, with one word for all of handling where a queue takes all of it."""
    handling = set(HANDLING) if set(HANDLING) <= set(types) else set()
    if handling:
        yield "*handling*"
    yield from (f"`{name}`" for name in types if name not in handling)


def _receivers(name: str) -> Sequence[str]:
    return [each.service for each in SUBSCRIPTIONS if name in each.types]


def _carried(event: type[Event]) -> str:
    parts = ["facts"] if issubclass(event, FactsEvent) else []
    parts += ["content"] if "content" in event.model_fields else []
    return ", ".join(parts) or NOTHING


def _owners() -> Mapping[str, Mapping[str, type[Settings]]]:
    """The services that read each setting; those that all read come first."""
    classes = settings_classes()
    names = dict.fromkeys([*Settings.model_fields, *_own_fields(classes)])
    return {
        name: {service: each for service, each in classes.items() if name in each.model_fields}
        for name in names
    }


def _own_fields(classes: Mapping[str, type[Settings]]) -> Iterator[str]:
    for each in classes.values():
        yield from each.model_fields


def _settings_class(service: str) -> type[Settings]:
    module = importlib.import_module(f"services.{service}.settings")
    (found,) = (
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Settings)
        and value.__module__ == module.__name__
    )
    return found


def _first_line(documented: type) -> str:
    return (documented.__doc__ or "").strip().splitlines()[0]


def _table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    rule = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


def write() -> None:
    """Write the tables into the documents."""
    for changed, text in rewritten().items():
        changed.path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
