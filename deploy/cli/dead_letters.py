"""`lyhord dead`: messages that were parked because they could not be handled."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Annotated, Any, ClassVar, TypeVar

import typer

from deploy.cli.endings import Ending, end, settings_of_environment, telling_failures
from deploy.cli.output import AsJson, print_json, print_table
from deploy.cli.shown_message import in_full, summary
from shared.bus.parking import ParkedMessage, ParkingLot, parking_lot
from shared.bus.subscriptions import SUBSCRIPTIONS, Subscription
from shared.errors import PermanentError
from shared.faults import fault_from

Result = TypeVar("Result")


class NoQueues(PermanentError):
    """The broker is not one that the services use."""

    slug: ClassVar[str] = "no_queues"


app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Parked messages: list, show, replay, discard.\n\nA message that cannot be handled is "
    "parked in the dead-letter queue of the queue it came by.",
)

MessageId = Annotated[str, typer.Argument(metavar="ID", help="As `lyhord dead list` shows it.")]
QueueName = Annotated[
    str | None,
    typer.Option("--queue", metavar="Q", help="Only this queue, for instance reporting.facts.v1."),
]


@app.command("list")
def list_parked(
    queue: QueueName = None,
    limit: Annotated[int, typer.Option(min=1, help="Messages shown of each queue.")] = 200,
    as_json: AsJson = False,
) -> None:
    """List what is parked, oldest first.

    Each queue that has parked messages, and of each message why it is there.
    """
    chosen = _chosen_queues(queue)

    async def look(lot: ParkingLot) -> list[tuple[str, int, list[ParkedMessage]]]:
        counts = [(each, await lot.count(each)) for each in chosen]
        if all(count is None for _, count in counts):
            raise NoQueues(
                "This broker has no dead-letter queue of ours: no service has been started with "
                "it. Check LYHORD_AMQP_URL."
            )
        return [
            (each.queue, count, await lot.look(each, limit=limit))
            for each, count in counts
            if count
        ]

    found = _at_the_broker(look)
    if as_json:
        print_json(
            [
                {"queue": name, "parked": count, "messages": [summary(each) for each in messages]}
                for name, count, messages in found
            ]
        )
        return
    if not found:
        typer.echo("Nothing is parked.")
    for name, count, messages in found:
        typer.echo(f"{name}: {count} parked")
        _print_messages(messages)
        if count > len(messages):
            typer.echo(f"… and {count - len(messages)} more; raise --limit to see them")


@app.command()
def show(message_id: MessageId, queue: QueueName = None, as_json: AsJson = False) -> None:
    """Show a message without its content.

    Its headers, and the event but for its content: that is where personal data are.
    """
    chosen = _chosen_queues(queue)

    async def look(lot: ParkingLot) -> list[ParkedMessage]:
        return [
            message
            for subscription in chosen
            for message in await lot.look(subscription, lambda parked: parked.id == message_id)
        ]

    found = _some(_at_the_broker(look), message_id)
    if as_json:
        print_json([in_full(message) for message in found])
        return
    for message in found:
        for name, value in in_full(message).items():
            if isinstance(value, dict):
                typer.echo(f"{name}:")
                print_json(value)
            elif value is not None:
                typer.echo(f"{name}: {value}")


@app.command()
def replay(
    message_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="As `lyhord dead list` shows it.")
    ] = None,
    queue: QueueName = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All that the queue given with --queue has parked.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Send messages back to their own queue.

    That is the queue they were parked from, and no other. Give an ID, or --queue Q --all. A
    message leaves the dead-letter queue only when the broker has confirmed it; should this
    command be killed in between, it is there twice, which does no harm.
    """
    if everything == (message_id is not None) or (everything and queue is None):
        raise end(Ending.WRONG_USE, "Give an ID, or --queue Q together with --all.")
    chosen = _chosen_queues(queue)

    async def send(lot: ParkingLot) -> list[ParkedMessage]:
        sent = []
        for subscription in chosen:
            sent += await lot.replay(
                subscription, lambda parked: everything or parked.id == message_id
            )
        return sent

    sent = _at_the_broker(send)
    _print_done("sent back", sent if everything else _some(sent, message_id), as_json)


@app.command()
def discard(
    message_id: MessageId,
    reason: Annotated[
        str, typer.Option(help="Why; it is logged, so name no person in it.", show_default=False)
    ],
    queue: QueueName = None,
    as_json: AsJson = False,
) -> None:
    """Remove a message for good.

    What it told is then never known to the service whose queue it is.
    """
    if not reason.strip():
        raise end(Ending.WRONG_USE, "Say with --reason why the message may go.")
    chosen = _chosen_queues(queue)

    async def remove(lot: ParkingLot) -> list[ParkedMessage]:
        removed = []
        for subscription in chosen:
            removed += await lot.discard(
                subscription, lambda parked: parked.id == message_id, reason.strip()
            )
        return removed

    _print_done("discarded", _some(_at_the_broker(remove), message_id), as_json)


def _at_the_broker(work: Callable[[ParkingLot], Coroutine[Any, Any, Result]]) -> Result:
    settings = settings_of_environment()

    async def done() -> Result:
        url = settings.amqp_url.get_secret_value()
        async with parking_lot(url, fault_from(settings.fault)) as lot:
            return await work(lot)

    with telling_failures():
        return asyncio.run(done())


def _chosen_queues(name: str | None) -> Sequence[Subscription]:
    if name is None:
        return SUBSCRIPTIONS
    chosen = [each for each in SUBSCRIPTIONS if name in (each.queue, each.dead_letter_queue)]
    if not chosen:
        known = ", ".join(each.queue for each in SUBSCRIPTIONS)
        raise end(Ending.WRONG_USE, f"There is no queue {name}. Use one of {known}.")
    return chosen


def _some(found: list[ParkedMessage], message_id: str | None) -> list[ParkedMessage]:
    if not found:
        raise end(
            Ending.NOT_RIGHT,
            f"No message {message_id} is parked. See `lyhord dead list`; it may have been sent "
            "back already, or somebody else may be looking at it at this moment.",
        )
    return found


def _print_done(done: str, messages: list[ParkedMessage], as_json: bool) -> None:
    if as_json:
        print_json([{"queue": message.queue, **summary(message)} for message in messages])
        return
    for message in messages:
        typer.echo(f"{done}: {message.id} ({message.type}) of {message.queue}")
    if not messages:
        typer.echo("Nothing is parked there.")


def _print_messages(messages: Sequence[ParkedMessage]) -> None:
    columns = ("id", "type", "case_id", "reason", "attempts", "parked_at", "error")
    rows = [[summary(message)[column] for column in columns] for message in messages]
    print_table([column.replace("_", " ").upper() for column in columns], rows)
