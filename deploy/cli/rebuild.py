"""`lyhord rebuild`: have reporting count every case anew from the workflow's snapshots."""

import time
from typing import Annotated

import typer

from deploy.cli.endings import Ending, end, settings_of_environment, telling_failures
from deploy.cli.output import AsJson, print_json, print_table
from deploy.cli.reporting_client import (
    RebuildProgress,
    RebuildRefused,
    ReportingClient,
    ReportingUnreachable,
    reporting_client,
)

LOOK_SECONDS = 0.5
UNREACHABLE_SECONDS = 60.0
"""How long reporting may be away, while it restarts, before the command stops looking."""


def rebuild(
    wait: Annotated[bool, typer.Option(help="Show how it goes until it has ended.")] = True,
    timeout: Annotated[
        float | None,
        typer.Option(min=1, help="Seconds to wait at most; the rebuild itself goes on."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Have reporting count every case anew.

    Cases are counted beside the figures in use from what the workflow knows, the two are
    compared, and the new ones taken into use. The figures can be asked for all the while. A
    rebuild under way is cancelled. Uses LYHORD_REPORTING_URL and LYHORD_SERVICE_TOKEN.
    """
    settings = settings_of_environment()
    if settings.service_token is None:
        raise end(Ending.WRONG_USE, "Set LYHORD_SERVICE_TOKEN to the same as in the services.")
    with (
        telling_failures(),
        reporting_client(str(settings.reporting_url), settings.service_token) as reporting,
    ):
        rebuild_id = reporting.start()
        typer.echo(f"rebuild {rebuild_id} has begun", err=True)
        if not wait:
            if as_json:
                print_json({"rebuild_id": rebuild_id})
            return
        ended = _followed(reporting, rebuild_id, timeout)
    _tell(ended, as_json)
    if ended.state != "swapped":
        raise typer.Exit(Ending.NOT_RIGHT)


def _followed(
    reporting: ReportingClient, rebuild_id: str, timeout: float | None
) -> RebuildProgress:
    until = time.monotonic() + timeout if timeout else None
    answered, told = time.monotonic(), ""
    while until is None or time.monotonic() < until:
        try:
            progress = reporting.progress(rebuild_id)
        except ReportingUnreachable:
            if time.monotonic() - answered > UNREACHABLE_SECONDS:
                raise
            line = "reporting does not answer; looking again"
        else:
            answered = time.monotonic()
            if not progress.running:
                return progress
            of_all = "" if progress.total is None else f" of {progress.total}"
            line = f"{progress.state}: {progress.received}{of_all} cases"
        if line != told:
            typer.echo(line, err=True)
            told = line
        time.sleep(LOOK_SECONDS)
    raise RebuildRefused(
        f"The rebuild has not ended after {timeout:g} seconds, and goes on. `lyhord check` tells "
        "whether the services are well."
    )


def _tell(ended: RebuildProgress, as_json: bool) -> None:
    if as_json:
        print_json(ended.model_dump(mode="json"))
        return
    if ended.state != "swapped" or ended.differences is None:
        typer.echo(f"{ended.state}: {ended.reason or 'a newer rebuild was started'}")
        return
    count = ended.differences.count
    typer.echo(f"swapped: {ended.received} cases, {count} of them counted otherwise before")
    if ended.differences.cases:
        print_table(
            ["CASE", "WHAT", "SEQ BEFORE", "SEQ NOW"],
            [
                [each.case_id, each.deviation, each.seq_before, each.seq_after]
                for each in ended.differences.cases
            ],
        )
        if count > len(ended.differences.cases):
            typer.echo(f"… and {count - len(ended.differences.cases)} more")
