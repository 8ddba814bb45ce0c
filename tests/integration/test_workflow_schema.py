"""The workflow's OpenAPI document holds for whatever is sent: no server error."""

import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.workflow.commands import BY_NAME
from tests.integration.intake_process import settings_on
from tests.support.foundation import Foundation
from tests.support.handling_desk import EVERYBODY, HandlingDesk, handling_desk
from tests.support.submissions import submission

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=6, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Aim:
    """A case that is there, so that more is reached than the answer that there is none."""

    desk: HandlingDesk
    case_id: str

    def at(self, case: schemathesis.Case[Any]) -> None:
        if "case_id" in case.path_parameters:
            case.path_parameters["case_id"] = self.case_id
        if isinstance(case.query, dict) and "board" in case.query:
            case.query["board"] = "von"


@pytest.fixture(scope="module")
async def aim(
    broker: Foundation, store: Foundation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Aim]:
    folder = tmp_path_factory.mktemp("workflow")
    async with handling_desk(folder, settings_on(broker.url, store.url)) as desk:
        event = submission(board="von", unit="hemvard-norr")
        await desk.receive(event)
        yield Aim(desk, str(event.case_id))


async def test_no_answer_is_undocumented(aim: Aim) -> None:
    answered = _try_all(aim, GenerationMode.POSITIVE)

    missing = {
        name
        for name in BY_NAME
        if not {
            status
            for label, status in answered
            if label == f"POST /api/v1/cases/{{case_id}}/{name}"
        }
    }
    assert missing == set(), "each step was tried"
    assert ("GET /api/v1/cases/{case_id}", 200) in answered
    assert ("GET /api/v1/cases", 200) in answered


async def test_no_answer_to_what_breaks_the_rules_is_undocumented(aim: Aim) -> None:
    _try_all(aim, GenerationMode.NEGATIVE)


def _try_all(aim: Aim, mode: GenerationMode) -> set[tuple[str, int]]:
    """Which operation was answered how. All are tried before all that went wrong is told."""
    described = schemathesis.openapi.from_url(f"{aim.desk.part.url}/openapi.json")
    wrong: dict[str, str] = {}
    answered: set[tuple[str, int]] = set()
    for found in described.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        try:
            answered |= _try(operation, mode, aim)
        except Unsatisfiable:
            # There is nothing that could break a rule.
            assert mode is GenerationMode.NEGATIVE
        except (Exception, FailureGroup) as error:  # noqa: BLE001
            wrong[operation.label] = "".join(traceback.format_exception(error))
    assert not wrong, "\n".join(f"{label}\n{told}" for label, told in wrong.items())
    return answered


def _try(operation: Any, mode: GenerationMode, aim: Aim) -> set[tuple[str, int]]:
    answered = set()

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers_as_documented(case: schemathesis.Case[Any]) -> None:
        if mode is GenerationMode.POSITIVE:
            aim.at(case)
        response = case.call_and_validate(checks=CHECKS, headers=EVERYBODY)
        answered.add((operation.label, response.status_code))

    answers_as_documented()
    return answered
