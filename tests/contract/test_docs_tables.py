"""Documents: their tables and words are those of the code."""

import re
from collections.abc import Mapping
from enum import StrEnum

import pytest
from prometheus_client.metrics import MetricWrapperBase
from pydantic import SecretStr

from deploy.local.port_choice import USES
from deploy.local.surroundings import SERVICES
from services.notifications.texts.samples import fields_of
from services.notifications.texts.texts import TextName
from services.workflow.main import assembled
from services.workflow.settings import WorkflowSettings
from shared import metrics
from shared.events import (
    casework,
    facts,
    handling_words,
    lex_sarah,
    notices,
    submissions,
    vocabulary,
)
from shared.events.vocabulary import Gender, Kind, Status
from shared.pages import words
from shared.pages.phrases import Phrase
from shared.settings import PREFIX, Settings
from tests.contract import tables
from tests.contract.documents import REPOSITORY, Document, cells, document, documents
from tests.support.foundation import VARIABLE as TESTS_VARIABLE

EVERY = pytest.mark.parametrize("each", documents(), ids=str)
MODULES = (vocabulary, handling_words, facts, casework, lex_sarah, notices, submissions)
ENUMS = [
    value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, type)
    and issubclass(value, StrEnum)
    and value.__module__ == module.__name__
]

_VARIABLE = re.compile(rf"\b{PREFIX}[A-Z][A-Z_]*[A-Z]\b")


def test_tables_are_those_of_the_code() -> None:
    for each, text in tables.rewritten().items():
        assert each.text == text, f"{each}: run `python -m tests.contract.tables`"


def test_every_setting_is_explained() -> None:
    rows = document("docs/running.md").rows("settings")
    assert [row[0] for row in rows if not row[-1]] == []


@EVERY
def test_variables_that_are_named_exist(each: Document) -> None:
    assert set(_VARIABLE.findall(each.text)) - _variables() == set()


@EVERY
def test_metrics_that_are_named_exist(each: Document) -> None:
    named = {name for code in each.code for name in re.findall(r"\blyhord_[a-z_]+[a-z]\b", code)}
    databases = {f"lyhord_{service}" for service in SERVICES}
    assert named - _metrics() - databases == {"lyhord_bus"} & named


def test_every_field_of_a_text_is_explained() -> None:
    table = document("docs/texts.md").text.partition("<!-- /texts -->")[2]
    explained = {row[0].strip("`") for row in list(cells(table))[2:] if row[-1]}
    assert explained == {field for name in TextName for field in fields_of(name)}


def test_every_word_of_the_facts_is_in_the_glossary() -> None:
    missing = [
        f"{enum.__name__}: {word.value}"
        for enum in ENUMS
        for word in enum
        if not _glossary(enum).get(word.value)
    ]
    assert missing == []


def test_the_glossary_has_no_words_that_are_gone() -> None:
    gone = {enum.__name__: set(_glossary(enum)) - {*map(str, enum)} for enum in ENUMS}
    assert {name: left for name, left in gone.items() if left} == {}


@pytest.mark.parametrize(
    ("enum", "labels"),
    [(Kind, words.KINDS), (Status, words.STATUSES), (Gender, words.GENDERS)],
)
def test_pages_say_what_the_glossary_says(
    enum: type[StrEnum], labels: Mapping[StrEnum, Phrase]
) -> None:
    shown = {word.value: labels[word].text.casefold() for word in enum}
    assert shown == {word: term.casefold() for word, term in _glossary(enum).items()}


def test_the_workflows_addresses_are_those_it_serves() -> None:
    table = document("docs/services/workflow.md").text
    written = {row[0].strip("`") for row in cells(table) if re.match(r"`(?:GET|POST) /", row[0])}
    assert written == _workflow_addresses()


def test_the_readme_lists_the_default_addresses() -> None:
    text = document("README.md").text
    by_name = {use.name: use.default for use in USES}
    for service, settings in tables.settings_classes().items():
        port = settings.model_fields["port"].default
        assert by_name[service] == port
        assert f"<http://127.0.0.1:{port}>" in text
    assert f"<http://127.0.0.1:{by_name['mail_catcher']}>" in text
    assert f"port {by_name['smtp_in']}" in text


def _glossary(enum: type[StrEnum]) -> dict[str, str]:
    """The Swedish term of each word, from the section named after the enum."""
    _, _, rest = document("docs/glossary.md").text.partition(f"\n### {enum.__name__}\n")
    section, _, _ = rest.partition("\n### ")
    return {row[0].strip("`"): row[1] for row in cells(section) if row[0].startswith("`")}


def _variables() -> set[str]:
    fields = {
        name for each in tables.settings_classes().values() for name in each.model_fields
    } | set(Settings.model_fields)
    settings = {f"{PREFIX}{name.upper()}" for name in fields}
    # What the launcher, the set-up and the tests read for themselves.
    bootstrap = (REPOSITORY / "deploy" / "bootstrap").read_text(encoding="utf-8")
    own = {use.variable for use in USES} | {f"{PREFIX}VAR", TESTS_VARIABLE}
    return (
        settings | {f"{name}_FILE" for name in settings} | own | set(_VARIABLE.findall(bootstrap))
    )


def _metrics() -> set[str]:
    found = set()
    for value in vars(metrics).values():
        if isinstance(value, MetricWrapperBase):
            for metric in value.describe():
                found |= {metric.name, f"{metric.name}_total"}
    return found


def _workflow_addresses() -> set[str]:
    _, app = assembled(WorkflowSettings(session_key=SecretStr("sessions-of-the-tests")))
    prefix = "/api/v1"
    return {
        f"{method.upper()} {path.removeprefix(prefix)}"
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        if path.startswith(prefix)
    }
