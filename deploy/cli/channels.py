"""`lyhord channels`: how it stands with every published link and every way in."""

import time
from typing import Annotated

import typer

from deploy.cli.channels_client import ChannelsClient, ListedChannel, channels_client
from deploy.cli.endings import Ending, end, settings_of_environment, telling_failures
from deploy.cli.output import AsJson, print_json, print_table

LOOK_SECONDS = 1.0


def channels(
    test: Annotated[bool, typer.Option("--test", help="Try everything now, and wait for it.")] = (
        False
    ),
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds to wait for a test; it goes on by itself.")
    ] = 1200,
    as_json: AsJson = False,
) -> None:
    """Show every link and way in, and whether it works.

    Ends with 1 when one of them does not. Uses LYHORD_INTAKE_URL and LYHORD_SERVICE_TOKEN.
    """
    settings = settings_of_environment()
    if settings.service_token is None:
        raise end(Ending.WRONG_USE, "Set LYHORD_SERVICE_TOKEN to the same as in the services.")
    with (
        telling_failures(),
        channels_client(str(settings.intake_url), settings.service_token) as guard,
    ):
        listed = _tested(guard, timeout) if test else guard.listed()
    if as_json:
        print_json([each.model_dump() for each in listed])
    else:
        print_table(("standing", "channel", "name", "fault"), [_row(each) for each in listed])
    if any(each.fault for each in listed):
        raise typer.Exit(Ending.NOT_RIGHT)


def _tested(guard: ChannelsClient, timeout: float) -> list[ListedChannel]:
    """How it stands once each has been looked at after now."""
    before = {each.id: each.checked_at for each in guard.listed()}
    guard.test()
    until = time.monotonic() + timeout
    while True:
        listed = guard.listed()
        left = [each for each in listed if each.under_way or each.checked_at == before.get(each.id)]
        if not left:
            return listed
        if time.monotonic() > until:
            raise end(Ending.NOT_RIGHT, f"{len(left)} channels have not been looked at yet.")
        time.sleep(LOOK_SECONDS)


def _row(channel: ListedChannel) -> tuple[object, ...]:
    fault = f"{channel.fault} ({channel.note})" if channel.note else channel.fault
    return channel.standing, channel.id, channel.name.sv, fault
