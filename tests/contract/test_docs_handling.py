"""The document of handling has every step, with the example that the API gives."""

import json
import re

import pytest

from services.workflow.commands import BY_NAME
from services.workflow.step_examples import EXAMPLES
from tests.contract.documents import document

_SECTION = re.compile(r"^### `([a-z-]+)`\n(.*?)(?=^###? |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)


def sections() -> dict[str, str]:
    return dict(_SECTION.findall(document("docs/handling.md").text))


def test_each_step_has_a_section_in_the_order_of_handling() -> None:
    assert list(sections()) == list(BY_NAME)


@pytest.mark.parametrize("name", list(BY_NAME))
def test_a_section_says_what_it_is_for_when_it_is_barred_and_an_example(name: str) -> None:
    section = sections()[name]
    assert (BY_NAME[name].__doc__ or "?").splitlines()[0] in " ".join(section.split())
    assert "\nBarred: " in section
    [example] = _BLOCK.findall(section)
    assert json.loads(example) == EXAMPLES[name]
