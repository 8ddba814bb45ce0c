"""Who of the staff has read and understood which version of a routine (R22)."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, NamedTuple

from shared.organisation import Board
from shared.organisation.routines import Routine
from shared.store.documents import Document
from shared.store.index import Index


class RoutineReading(Document):
    """One account's confirmation of one version; `_id` says which, so that there is one."""

    collection: ClassVar[str] = "routine_readings"
    indexes: ClassVar[tuple[Index, ...]] = (
        Index("routine", (("board", 1), ("routine", 1), ("version", 1))),
        Index("account", (("account", 1),)),
    )

    account: str
    """Opaque account id."""
    board: str
    routine: str
    version: str
    read_at: datetime
    """UTC."""

    @classmethod
    def of(cls, account: str, board: Board, routine: Routine, at: datetime) -> "RoutineReading":
        """Raises ValueError for a routine that nobody confirms."""
        if routine.version is None:
            raise ValueError(f"routine {routine.id} has no version to confirm")
        return cls(
            id="/".join((account, board.id, routine.id, routine.version)),
            account=account,
            board=board.id,
            routine=routine.id,
            version=routine.version,
            read_at=at,
        )


class Coverage(NamedTuple):
    """How far the present version of a routine has come among the board's staff."""

    board: Board
    routine: Routine
    read: tuple[str, ...]
    unread: tuple[str, ...]
    """Accounts, in order of their names."""

    @property
    def staff(self) -> int:
        return len(self.read) + len(self.unread)


def to_confirm(board: Board) -> tuple[Routine, ...]:
    """The board's routines that staff confirm."""
    return tuple(routine for routine in board.routines if routine.version is not None)


def has_read(
    readings: Iterable[RoutineReading], board: Board, routine: Routine
) -> RoutineReading | None:
    """The confirmation of the present version; None where it is an earlier one, or none."""
    wanted = (board.id, routine.id, routine.version)
    return next((r for r in readings if (r.board, r.routine, r.version) == wanted), None)


def coverage(
    board: Board, staff: Iterable[str], readings: Iterable[RoutineReading]
) -> tuple[Coverage, ...]:
    """Each routine of the board with who of its `staff` has confirmed the present version."""
    known, accounts = tuple(readings), sorted(set(staff))
    found = []
    for routine in to_confirm(board):
        readers = {
            r.account
            for r in known
            if (r.board, r.routine, r.version) == (board.id, routine.id, routine.version)
        }
        found.append(
            Coverage(
                board,
                routine,
                tuple(account for account in accounts if account in readers),
                tuple(account for account in accounts if account not in readers),
            )
        )
    return tuple(found)
