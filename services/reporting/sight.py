"""Which of the cases behind a figure are listed for whom.

As the workflow lets them be read (docs/access.md), as far as facts tell: whose the case is, and
from whom it is kept, only the workflow knows, and decides when the case is opened.
"""

import polars as pl

from shared.events.vocabulary import Kind, Role
from shared.identity.principal import Principal
from shared.organisation import Organisation

_OF_THEIR_UNIT = (Role.CASEWORKER, Role.MANAGER, Role.HEAD_OF_OPERATIONS)
_OF_THEIR_BOARD = (Role.REGISTRAR, Role.QUALITY, Role.AUDITOR)
READERS = (*_OF_THEIR_UNIT, *_OF_THEIR_BOARD)
"""Those who may see cases; `staff` and administrators see numbers."""
_LEX_SARAH_OF_UNIT = (Role.HEAD_OF_OPERATIONS,)
_LEX_SARAH_OF_BOARD = (Role.QUALITY, Role.AUDITOR)


def in_sight(principal: Principal, organisation: Organisation) -> pl.Expr:
    """Whether a case is one that the member may open. Services may see the facts of every case."""
    if principal.has(Role.SERVICE):
        return _of_board(principal)
    board, unit = _of_board(principal), _of_unit(principal, organisation)
    nobody = pl.lit(value=False)
    lex_sarah = (pl.col("kind") == str(Kind.LEX_SARAH)).fill_null(value=False)
    ordinary = (board if principal.has(*_OF_THEIR_BOARD) else nobody) | (
        unit if principal.has(*_OF_THEIR_UNIT) else nobody
    )
    secret = (board if principal.has(*_LEX_SARAH_OF_BOARD) else nobody) | (
        unit if principal.has(*_LEX_SARAH_OF_UNIT) else nobody
    )
    return pl.when(lex_sarah).then(secret).otherwise(ordinary).fill_null(value=False)


def _of_board(principal: Principal) -> pl.Expr:
    if principal.board is None:
        return pl.lit(value=True)
    return pl.col("board") == principal.board


def _of_unit(principal: Principal, organisation: Organisation) -> pl.Expr:
    if principal.unit is None:
        return _of_board(principal)
    below = organisation.units_below(principal.unit)
    return pl.col("unit").is_in([principal.unit, *(each.id for each in below)])
