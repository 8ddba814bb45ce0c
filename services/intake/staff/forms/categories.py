"""The categories that a form offers."""

from dataclasses import dataclass

from shared.events.vocabulary import Kind
from shared.organisation import Board, Organisation
from shared.pages.choices import Choice, ChoiceGroup
from shared.pages.phrases import phrase

_NONE = Choice("", phrase("Inget valt"))


@dataclass(frozen=True)
class Categories:
    """Choices that stand alone, then one group for each board."""

    choices: tuple[Choice, ...]
    groups: tuple[ChoiceGroup, ...] = ()


def categories(organisation: Organisation, own_board: str | None, kind: Kind | None) -> Categories:
    """Those of the member's own board, or of each board for those who belong to none."""
    if own_board is not None:
        return Categories((_NONE, *_of(organisation.known_board(own_board), kind)))
    groups = (ChoiceGroup(board.name, _of(board, kind)) for board in organisation.boards)
    return Categories((_NONE,), tuple(group for group in groups if group.choices))


def _of(board: Board, kind: Kind | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(f"{board.id}/{category.id}", category.name)
        for category in board.category_list.offered(kind)
    )
