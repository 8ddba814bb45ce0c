"""Reading the organisation at start-up: all of it is right, or the service does not start."""

from pathlib import Path

from shared.organisation.boards import Board
from shared.organisation.checks import problems_of
from shared.organisation.draft import Draft, Reader
from shared.organisation.organisation import Organisation
from shared.organisation.problems import OrganisationError


def load_organisation(folder: Path) -> Organisation:
    """The organisation that the folder describes (docs/organisation.md).

    Raises OrganisationError with every problem at once, each with file, line and remedy.
    """
    reader = Reader(folder)
    draft = reader.draft()
    problems = [*reader.problems, *problems_of(draft, folder)]
    if problems or draft.head is None:
        raise OrganisationError(problems)
    head = draft.head.settings
    return Organisation(
        municipality=head.municipality,
        default_board=head.default_board,
        boards=_boards(draft),
        units=tuple(unit.settings for unit in draft.units),
        logo=folder / head.municipality.logo if head.municipality.logo else None,
        operations=head.operations,
        publicity=head.publicity,
        manual_channels=head.manual_channels,
        survey=draft.survey.settings if draft.survey else None,
    )


def _boards(draft: Draft) -> tuple[Board, ...]:
    lists = {each.settings.id: each.settings for each in draft.category_lists}
    return tuple(
        Board(**dict(board.settings), category_list=lists[board.settings.categories])
        for board in draft.boards
    )
