"""The interface to a municipality's own diary: what is described is what is sent and understood."""

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from pydantic import SecretStr, TypeAdapter, ValidationError

from services.workflow.external_diary.entry import entry_of
from services.workflow.external_diary.mirror import Problem
from services.workflow.external_diary.other_diary import HttpDiary
from services.workflow.numbers import OthersDiaryNumber
from services.workflow.opening import Opening, open_unnumbered
from services.workflow.papers import Direction
from shared.events import handling_words as words
from shared.organisation import Organisation
from tests.contract.documents import REPOSITORY
from tests.support.diary_system import TOKEN, DiarySystem
from tests.support.submissions import MOMENT, submission

DOCUMENT = REPOSITORY / "docs" / "examples" / "external-diary.openapi.yaml"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return loaded


def schema(description: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
    )


def test_the_description_is_openapi(description: dict[str, Any]) -> None:
    validate(description)


def test_its_examples_are_as_it_says(description: dict[str, Any]) -> None:
    operation = description["paths"]["/cases/{case_id}"]["put"]
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    for example in examples.values():
        schema(description, "Entry").validate(example["value"])
    for status in ("200", "201"):
        answer = operation["responses"][status]["content"]["application/json"]["example"]
        schema(description, "Entered").validate(answer)


async def test_what_is_sent_is_as_described(
    description: dict[str, Any], organisation: Organisation
) -> None:
    case = open_unnumbered(Opening(submission(unit="forsorjningsstod")), organisation, MOMENT).case
    async with DiarySystem() as system:
        diary = HttpDiary(system.url, SecretStr(TOKEN), 20)
        number = await diary.enter(entry_of(case, organisation))
        again = await diary.enter(entry_of(case, organisation))
        await diary.close()

    assert number == again
    (told, _) = system.told
    assert told.key == told.case_id == str(case.case_id)
    schema(description, "Entry").validate(told.entry)
    schema(description, "Entered").validate({"number": number})
    assert "kund@post.example" not in json.dumps(told.entry)


def test_the_words_are_the_same(description: dict[str, Any]) -> None:
    paper = description["components"]["schemas"]["Paper"]["properties"]
    assert paper["kind"]["enum"] == [kind.value for kind in words.Paper]
    assert paper["direction"]["enum"] == [direction.value for direction in Direction]
    codes = description["components"]["schemas"]["Conflict"]["properties"]["code"]["examples"]
    assert set(codes) <= {problem.value for problem in Problem}


@pytest.mark.parametrize(
    ("number", "understood"),
    [("KS 2026/0047", True), ("2026:1", True), ("Anna Andersson", False), ("a1@b.example", False)],
)
def test_the_same_numbers_are_understood(
    description: dict[str, Any], number: str, understood: bool
) -> None:

    assert schema(description, "Entered").is_valid({"number": number}) is understood
    try:
        TypeAdapter(OthersDiaryNumber).validate_python(number)
    except ValidationError:
        assert not understood
    else:
        assert understood
