"""`lyhord import`: the list goes to intake, and the ending says whether all of it is there."""

import asyncio
import csv
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.ports import LOOPBACK, free_ports
from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.conftest import REPOSITORY
from tests.integration.cli_command import Ended, lyhord
from tests.integration.intake_process import IntakeProcess, intake_process, settings_on
from tests.support.foundation import Foundation
from tests.support.service import TOKENS

HEADER = "external_id;board;kind;received_on;handläggare"
GOOD = "1;sn;klagomål;2023-04-25;x\n2;von;beröm;2023-04-26;x\n"
BAD = "3;sn;fråga;2023-04-25;x\n"


@pytest.fixture(scope="module")
async def intake(
    broker: Foundation, store: Foundation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    settings = settings_on(broker.url, store.url)
    extra = {"LYHORD_IMPORT_PATIENCE": "0"}
    async with intake_process(tmp_path_factory.mktemp("intake"), settings, extra) as process:
        yield process


async def take_over(intake: IntakeProcess, *arguments: str, role: Role = Role.SERVICE) -> Ended:
    return await lyhord(
        "import", *arguments, INTAKE_URL=intake.part.url, SERVICE_TOKEN=TOKENS[role]
    )


async def test_a_list_is_taken_over_and_the_second_time_changes_nothing(
    intake: IntakeProcess, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"{HEADER}\n{GOOD}", encoding="cp1252")
    source = f"s-{new_id().hex[-8:]}"

    dry = await take_over(intake, str(file), "--source", source, "--dry-run")
    first = await take_over(intake, str(file), "--source", source)
    second = await take_over(intake, str(file), "--source", source, "--json")

    assert (dry.code, first.code, second.code) == (0, 0, 0), first.err
    assert "done (dry run: nothing was taken)" in dry.out
    assert first.out.splitlines()[1:4] == [
        "ROWS  NEW  UNCHANGED  DIFFER  REJECTED  REMARKS",
        "2     2    0          0       0         0",
        "Columns that are not known: handläggare",
    ]
    assert (second.json["taken"], second.json["unchanged"]) == (0, 2)


async def test_rows_that_are_not_taken_end_it_with_one_and_are_written_to_a_file(
    intake: IntakeProcess, tmp_path: Path
) -> None:
    file, errors = tmp_path / "list.csv", tmp_path / "errors.csv"
    file.write_text(f"{HEADER}\n{GOOD}{BAD}", encoding="utf-8")
    source = f"s-{new_id().hex[-8:]}"

    shown, nothing, refused = await asyncio.gather(
        take_over(intake, str(file), "--source", source, "--errors", str(errors)),
        take_over(intake, str(file), "--source", f"{source}-all", "--all-or-nothing"),
        take_over(intake, str(file), "--source", f"{source}-strict", "--strict"),
    )

    assert (shown.code, nothing.code, refused.code) == (1, 1, 1)
    assert "4    kind    rejected  is none of the words that are read  complaint" in shown.out
    with errors.open(encoding="utf-8", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["row"], row["column"], row["effect"]) == ("4", "kind", "rejected")
    assert nothing.out.splitlines()[0].endswith("refused")
    assert "422, The list cannot be read. body: The header names columns" in refused.err


async def test_json_lines_come_by_stdin(intake: IntakeProcess) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "deploy.cli", "import", "-", "--source", "piped", "--url", intake.part.url),
        *("--token", TOKENS[Role.REGISTRAR]),
        cwd=REPOSITORY,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    line = '{"external_id": "7", "board": "sn", "kind": "view", "received_on": "2023-04-25"}'
    out, err = await process.communicate(f"\ufeff {line}\n".encode())
    assert process.returncode == 0, err.decode()
    assert "1     1    0" in out.decode()


async def test_wrong_use_and_an_intake_that_is_away_are_told_apart(
    intake: IntakeProcess, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"{HEADER}\n{GOOD}", encoding="utf-8")
    (port,) = free_ports(1)
    ended = await asyncio.gather(
        take_over(intake, str(tmp_path / "missing.csv"), "--source", "x"),
        take_over(intake, str(file), "--source", "Inte Så"),
        take_over(intake, str(file)),
        lyhord("import", str(file), "--source", "x", INTAKE_URL=intake.part.url),
        take_over(intake, str(file), "--source", "x", role=Role.PARTNER),
        take_over(intake, str(file), "--source", "x", "--url", f"http://{LOOPBACK}:{port}"),
    )
    assert [each.code for each in ended] == [2, 2, 2, 2, 1, 3]
    assert "missing.csv cannot be read" in ended[0].err
    assert "Give --token" in ended[3].err
    assert "403, None of your roles may do this" in ended[4].err
    assert "give the same command again" in ended[5].err
