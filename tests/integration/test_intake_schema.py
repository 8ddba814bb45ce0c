"""Intake's OpenAPI document holds for whatever is sent: no server error, no undocumented answer."""

import hashlib
import traceback
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from shared.events.vocabulary import Channel, Role
from tests.integration.intake_process import COMPLAINT, IntakeProcess, intake_process, settings_on
from tests.support.files import PDF

TOKEN = "token-of-everybody"
PATIENCE = 60
"""Seconds; a test of every channel takes a while on a busy machine."""
KNOWN = {"Authorization": f"Bearer {TOKEN}"}
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
SUCCESS_OF_ANYONE = {
    ("POST /api/v1/cases", 202),
    ("GET /api/v1/cases/{case_id}", 200),
    ("POST /api/v1/cases/{case_id}/messages", 202),
    ("POST /api/v1/cases/{case_id}/attachments", 201),
}
SUCCESS_OF_THE_KNOWN = {
    *SUCCESS_OF_ANYONE,
    ("GET /api/v1/cases", 200),
    ("POST /api/v1/attachments", 201),
    ("GET /api/v1/attachments/{attachment_id}", 200),
    ("GET /api/v1/cases/{case_id}/attachments", 200),
}
"""What must have been reached, or little was tried."""
BOUNDED = settings(
    max_examples=12, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass
class Aim:
    """Ids of what is there, so that more is reached than the answer that there is no such thing."""

    ids: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def at(self, case: schemathesis.Case[Any]) -> None:
        case.path_parameters.update(
            {name: known for name, known in self.ids.items() if name in case.path_parameters}
        )
        if isinstance(case.body, dict) and "board" in case.body:
            impossible = ("category", "received_on", "occurred_on", "attachments", "contact")
            case.body = {k: v for k, v in case.body.items() if k not in impossible} | {
                "board": "sn",
                "channel": Channel.WEB,
                "acknowledged_orally": False,
                "feedback_wish": "yes",
            }


@pytest.fixture(scope="module")
async def intake(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    """One token has every role; nobody comes too often."""
    folder = tmp_path_factory.mktemp("intake")
    accounts = folder / "everybody.toml"
    roles = ", ".join(f'"{role}"' for role in Role)
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    accounts.write_text(f'[[token]]\nname = "all"\nsha256 = "{digest}"\nroles = [{roles}]\n')
    doors = ("FORM", "UPLOAD", "FOLLOW", "API", "TOKEN", "SAME_TEXT")
    extra = {"LYHORD_ACCOUNTS": str(accounts), **{f"LYHORD_RATE_{door}": "" for door in doors}}
    async with intake_process(folder, settings_on(broker.url, store.url), extra) as process:
        yield process


@pytest.fixture(scope="module")
async def aim(intake: IntakeProcess) -> Aim:
    """A case with a file, and its secret."""
    async with intake.client(None, **KNOWN) as client:
        file = (await client.post("/attachments", content=PDF)).json()["attachment_id"]
        case = COMPLAINT | {"attachments": [file]}
        receipt = (await client.post("/cases", json=case)).json()
    ids = {"case_id": receipt["case_id"], "attachment_id": file}
    return Aim(ids, {"X-Case-Secret": receipt["secret"]})


async def test_no_answer_to_the_public_is_undocumented(intake: IntakeProcess, aim: Aim) -> None:
    _try_all(intake, GenerationMode.POSITIVE, Aim())
    answered = _try_all(intake, GenerationMode.POSITIVE, aim)

    assert answered >= SUCCESS_OF_ANYONE


async def test_no_answer_to_a_known_caller_is_undocumented(intake: IntakeProcess, aim: Aim) -> None:
    answered = _try_all(intake, GenerationMode.POSITIVE, Aim(aim.ids, KNOWN))

    assert answered >= SUCCESS_OF_THE_KNOWN


async def test_no_answer_to_what_breaks_the_rules_is_undocumented(intake: IntakeProcess) -> None:
    _try_all(intake, GenerationMode.NEGATIVE, Aim(headers=KNOWN))


def _try_all(intake: IntakeProcess, mode: GenerationMode, aim: Aim) -> set[tuple[str, int]]:
    """Which operation was answered how. All are tried before all that went wrong is told."""
    described = schemathesis.openapi.from_url(f"{intake.part.url}/openapi.json")
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
        except Exception as error:  # noqa: BLE001
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
        response = case.call_and_validate(checks=CHECKS, headers=aim.headers, timeout=PATIENCE)
        answered.add((operation.label, response.status_code))

    answers_as_documented()
    return answered
