"""Whether the units make a tree for each board, with someone who answers for every unit."""

from collections.abc import Iterator

from shared.organisation.documents import Found
from shared.organisation.draft import Draft
from shared.organisation.names import did_you_mean
from shared.organisation.problems import Problem
from shared.organisation.repetitions import Use, repetitions
from shared.organisation.units import Unit, spellings

UnitsById = dict[str, Found[Unit]]


def unit_problems(draft: Draft) -> Iterator[Problem]:
    """Everything that is wrong with the units among themselves and with their boards."""
    yield from _same_ids(draft)
    yield from _same_names(draft)
    known: UnitsById = {unit.settings.id: unit for unit in draft.units}
    for unit in draft.units:
        yield from _wrong_board(unit, draft)
        yield from _wrong_parent(unit, known, draft)
        yield from _no_manager(unit, known)
    yield from _circles(draft, known)


def line_of_command(unit: Found[Unit], known: UnitsById) -> list[Found[Unit]] | None:
    """The unit and those above it, as far as it is sound; None where it is not."""
    line = [unit]
    while (parent := line[-1].settings.parent) is not None:
        if parent not in known or known[parent] in line:
            return None
        line.append(known[parent])
    return line


def _same_ids(draft: Draft) -> Iterator[Problem]:
    seen: UnitsById = {}
    for unit in draft.units:
        earlier = seen.setdefault(unit.settings.id, unit)
        if earlier is not unit:
            yield unit.problem(
                ("id",),
                f'unit "{unit.settings.id}" is defined already ({earlier.place("id")}).',
                "Give one of them another id: ids are unique in the whole municipality.",
            )


def _same_names(draft: Draft) -> Iterator[Problem]:
    uses = (
        Use(f'unit "{unit.settings.id}"', f"{unit.settings.board} {key}", word, unit.place())
        for unit in draft.units
        for key, word in spellings(unit.settings).items()
    )
    yield from repetitions(
        uses, "the name", "Tell them apart: a search must find one unit of the board."
    )


def _wrong_board(unit: Found[Unit], draft: Draft) -> Iterator[Problem]:
    board = unit.settings.board
    if unit.way[-1] == 0 and board not in draft.board_ids:
        yield Problem(
            unit.document.place("board"),
            f'the units belong to board "{board}", which does not exist.',
            did_you_mean(board, draft.board_ids),
        )


def _wrong_parent(unit: Found[Unit], known: UnitsById, draft: Draft) -> Iterator[Problem]:
    parent = unit.settings.parent
    if parent is None:
        return
    if parent not in draft.unit_ids:
        yield unit.problem(
            ("parent",),
            f'unit "{unit.settings.id}" has parent "{parent}", which does not exist.',
            did_you_mean(parent, draft.unit_ids - {unit.settings.id}),
        )
    elif parent in known and known[parent].settings.board != unit.settings.board:
        yield unit.problem(
            ("parent",),
            f'unit "{unit.settings.id}" belongs to board "{unit.settings.board}", but its parent '
            f'"{parent}" to "{known[parent].settings.board}".',
            "Choose a parent within the board.",
        )


def _no_manager(unit: Found[Unit], known: UnitsById) -> Iterator[Problem]:
    line = line_of_command(unit, known)
    if line is not None and not any(each.settings.manager for each in line):
        yield unit.problem(
            (),
            f'unit "{unit.settings.id}" has no manager, nor has any unit above it.',
            "Add manager = { account = ..., address = ... } to it or to a unit above it.",
        )


def _circles(draft: Draft, known: UnitsById) -> Iterator[Problem]:
    told: set[str] = set()
    for unit in draft.units:
        line: list[str] = []
        at: str | None = unit.settings.id
        while at in known and at not in line and at not in told:
            line.append(at)
            at = known[at].settings.parent
        if at in line:
            circle = line[line.index(at) :]
            yield known[circle[0]].problem(
                ("parent",),
                f"the units go round in a circle: {' under '.join([*circle, circle[0]])}.",
                "Give one of them another parent, or none.",
            )
        told.update(line)
