"""Which board and unit a mail is for, by the address it was sent to."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.intake.mail.senders import domain_of
from shared.events.vocabulary import Channel
from shared.organisation import Organisation


@dataclass(frozen=True)
class Destination:
    """`unit` is what stood after the plus sign (`synpunkter+hemvard-norr@…`), known or not."""

    board: str
    unit: str | None = None
    channel: Channel = Channel.EMAIL


def destination(address: str, organisation: Organisation) -> Destination | None:
    """Where mail to this address goes; None when the address is no board's."""
    local, _, domain = address.strip().rpartition("@")
    name, _, unit = local.partition("+")
    for candidate, tag in ((f"{local}@{domain}", None), (f"{name}@{domain}", unit or None)):
        board = organisation.board_for_address(candidate)
        if board is not None:
            return Destination(board.id, tag, organisation.channel_for_address(candidate))
    return None


def first_destination(addresses: Iterable[str], organisation: Organisation) -> Destination:
    """Where a mail to several addresses goes: to the first that names a unit, else the first.

    The default board where none is ours any more, since the mail has been accepted.
    """
    ours = [found for address in addresses if (found := destination(address, organisation))]
    named = next((found for found in ours if found.unit), None)
    return named or next(iter(ours), Destination(organisation.default_board))


def own_addresses(organisation: Organisation) -> frozenset[str]:
    """Small-letter addresses that this product writes from."""
    return frozenset(board.sender.casefold() for board in organisation.boards)


def own_domains(organisation: Organisation) -> frozenset[str]:
    """Small-letter domains of the boards: who writes from there works here."""
    addresses = (address for board in organisation.boards for address in board.addresses)
    return frozenset(domain_of(address) for address in addresses)
