"""`lyhord check`, `lyhord rebuild` and `lyhord organisation check`."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.failures import NotReady
from deploy.local.http_part import HttpPart
from deploy.local.ports import LOOPBACK, free_ports
from shared.events.vocabulary import Role
from shared.settings import Settings
from tests.conftest import REPOSITORY
from tests.integration.cli_command import Ended, lyhord, lyhord_anew
from tests.integration.reporting_workflow import WorkflowStandIn
from tests.support.service import TOKENS, service_process
from tests.support.submissions import submission
from tests.support.waiting import until

EXAMPLE = REPOSITORY / "deploy" / "organisation"


@pytest.fixture
async def workflow(empty_broker: PrivateBroker) -> AsyncIterator[WorkflowStandIn]:
    async with WorkflowStandIn(empty_broker.url) as stand_in:
        yield stand_in


@pytest.fixture
async def reporting(
    workflow: WorkflowStandIn, settings_for: Callable[..., Settings], tmp_path: Path
) -> AsyncIterator[HttpPart]:
    extra = {
        "LYHORD_WORKFLOW_URL": workflow.url,
        "LYHORD_SERVICE_TOKEN": TOKENS[Role.SERVICE],
        "LYHORD_REBUILD_PATIENCE": "0.5",
    }
    part = service_process("reporting", tmp_path, settings_for(), extra)
    await part.start()
    await part.ready()
    yield part
    await part.stop()


async def rebuild(reporting: HttpPart, *arguments: str, role: Role = Role.SERVICE) -> Ended:
    return await lyhord(
        "rebuild", *arguments, REPORTING_URL=reporting.url, SERVICE_TOKEN=TOKENS[role]
    )


async def test_rebuild_is_followed_until_it_has_swapped(
    reporting: HttpPart, workflow: WorkflowStandIn
) -> None:
    counted, missed = submission(), submission()
    await workflow.tells(counted)
    workflow.cases[missed.case_id] = missed

    shown = await rebuild(reporting)

    assert shown.code == 0, shown.err
    assert "swapped: 2 cases, 1 of them counted otherwise before" in shown.out
    assert f"{missed.case_id}  not_counted_before" in shown.out
    assert "has begun" in shown.err


async def test_rebuild_as_json_is_what_reporting_says(
    reporting: HttpPart, workflow: WorkflowStandIn
) -> None:
    await workflow.tells(submission())

    read = await rebuild(reporting, "--json")

    assert read.code == 0, read.err
    assert read.json["state"] == "swapped"
    assert (read.json["received"], read.json["total"]) == (1, 1)
    assert read.json["swapped_at"]
    assert workflow.asked == [read.json["rebuild_id"]]


async def test_rebuild_that_fails_says_why(reporting: HttpPart, workflow: WorkflowStandIn) -> None:
    await workflow.tells(submission())
    workflow.held_after = 0

    shown = await rebuild(reporting)

    assert shown.code == 1
    assert "failed: 0 of 1 snapshots came" in shown.out


async def test_rebuild_need_not_be_waited_for(
    reporting: HttpPart, workflow: WorkflowStandIn
) -> None:
    begun = await rebuild(reporting, "--no-wait", "--json")

    assert begun.code == 0
    await until(lambda: workflow.asked == [begun.json["rebuild_id"]], "the workflow is asked")


async def test_rebuild_that_takes_longer_goes_on(
    reporting: HttpPart, workflow: WorkflowStandIn
) -> None:
    await workflow.tells(*(submission() for _ in range(2)))
    workflow.held_after = 1

    shown = await rebuild(reporting, "--timeout", "1")

    assert shown.code == 1
    assert "has not ended after 1 seconds, and goes on" in shown.err


async def test_rebuild_needs_the_right_token(reporting: HttpPart) -> None:
    refused = await rebuild(reporting, role=Role.STAFF)
    without = await lyhord("rebuild", REPORTING_URL=reporting.url)

    assert refused.code == 1
    assert "403, None of your roles may do this" in refused.err
    assert without.code == 2
    assert "Set LYHORD_SERVICE_TOKEN" in without.err


async def test_reporting_that_does_not_answer_is_said() -> None:
    (port,) = free_ports(1)

    answered = await lyhord(
        "rebuild", REPORTING_URL=f"http://{LOOPBACK}:{port}", SERVICE_TOKEN="token"
    )

    assert answered.code == 3
    assert "LYHORD_REPORTING_URL is right" in answered.err


async def test_check_tells_of_each_service_how_it_is(reporting: HttpPart) -> None:
    (port,) = free_ports(1)
    away = f"http://{LOOPBACK}:{port}"
    urls = {
        "INTAKE_URL": reporting.url,
        "WORKFLOW_URL": reporting.url,
        "NOTIFICATIONS_URL": reporting.url,
        "REPORTING_URL": reporting.url,
    }

    well = await lyhord_anew("check", **urls)
    ill, read = await asyncio.gather(
        lyhord("check", **(urls | {"WORKFLOW_URL": away})),
        lyhord("check", "--json", **(urls | {"WORKFLOW_URL": away})),
    )

    assert well.code == 0
    assert [line.split()[:2] for line in well.out.splitlines()[1:]] == [
        ["intake", "ok"],
        ["workflow", "ok"],
        ["notifications", "ok"],
        ["reporting", "ok"],
    ]
    assert (ill.code, read.code) == (1, 1)
    assert f"workflow       unreachable  {away}" in ill.out
    assert {each["service"]: each["status"] for each in read.json} == {
        "intake": "ok",
        "workflow": "unreachable",
        "notifications": "ok",
        "reporting": "ok",
    }


async def test_check_tells_which_part_a_service_lacks(
    settings_for: Callable[..., Settings], tmp_path: Path
) -> None:
    (port,) = free_ports(1)
    nowhere = {"LYHORD_AMQP_URL": f"amqp://{LOOPBACK}:{port}/"}
    lacking = service_process("reporting", tmp_path, settings_for(), nowhere)
    shown: list[Ended] = []

    async def told() -> bool:
        shown.append(await lyhord("check", REPORTING_URL=lacking.url))
        lacks = shown[-1].out
        return "broker: broker_unreachable" in lacks and "store: " not in lacks

    await lacking.start()
    try:
        await until(told, "the broker, and nothing else, is missed")
    finally:
        await lacking.stop()

    assert shown[-1].code == 1


async def test_organisation_without_fault_is_said() -> None:
    shown = await lyhord_anew("organisation", "check", str(EXAMPLE))
    by_setting = await lyhord("organisation", "check", "--json", ORGANISATION=str(EXAMPLE))

    assert shown.code == 0
    assert shown.out == f"{EXAMPLE}: 3 boards, 35 units, own texts: 1, no fault\n"
    assert by_setting.json == {"folder": str(EXAMPLE), "problems": []}


async def test_a_text_of_a_mail_that_cannot_be_made_is_said_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "organisation"
    shutil.copytree(EXAMPLE, folder)
    text = folder / "texts" / "von" / "closed.sv.txt"
    text.write_text("Ditt ärende\n\n{% if nummer %}\n{{ number }}\n{% endif %}\nHej\n", "utf-8")

    shown = await lyhord("organisation", "check", str(folder))

    assert shown.code == 1
    fault = '"nummer" is not a field of the text closed. Did you mean "number"?'
    assert shown.out == f"{text}:3: {fault}\n"


async def test_the_service_does_not_start_with_a_text_that_cannot_be_made(
    settings_for: Callable[..., Settings], tmp_path: Path
) -> None:
    folder = tmp_path / "organisation"
    shutil.copytree(EXAMPLE, folder)
    (folder / "texts" / "closed.sv.txt").write_text("Hej\n\n{{ nummer }}\n", encoding="utf-8")
    process = service_process("notifications", tmp_path, settings_for(organisation=folder))

    await process.start()
    try:
        with pytest.raises(NotReady, match=r"closed\.sv\.txt:3: \"nummer\" is not a field"):
            await process.ready()
    finally:
        await process.stop()


async def test_every_fault_of_the_organisation_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "organisation"
    shutil.copytree(EXAMPLE, folder)
    units = folder / "units" / "von.toml"
    units.write_text(
        units.read_text(encoding="utf-8").replace('parent = "hemvard"', 'parent = "hemvrd"'),
        encoding="utf-8",
    )

    shown = await lyhord("organisation", "check", str(folder))
    read = await lyhord("organisation", "check", str(folder), "--json")

    assert (shown.code, read.code) == (1, 1)
    assert len(read.json["problems"]) == 3
    for problem in read.json["problems"]:
        assert problem["file"] == str(units)
        assert problem["line"] > 0
        assert f"{units}:{problem['line']}: {problem['fault']} {problem['remedy']}" in shown.out


async def test_setting_that_is_wrong_is_named() -> None:
    answered = await lyhord("check", QUEUE_TYPE="stream")

    assert answered.code == 2
    assert "LYHORD_QUEUE_TYPE" in answered.err


async def test_every_command_explains_itself() -> None:
    commands = ("", "dead", "dead replay", "rebuild", "check", "organisation check")

    for shown in await asyncio.gather(*(lyhord(*each.split(), "--help") for each in commands)):
        assert shown.code == 0
        assert "Usage: lyhord" in shown.out
