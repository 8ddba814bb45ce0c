"""What a case of the table may fulfil, as figures ask it."""

import polars as pl

from shared.events.vocabulary import Status

EVERY = pl.lit(value=True)


def is_one_of(column: str, *words: str) -> pl.Expr:
    """Whether the column has one of these words."""
    return pl.col(column).is_in([str(word) for word in words])


def is_true(column: str) -> pl.Expr:
    """Whether the column is known to be true."""
    return pl.col(column).fill_null(value=False)


FINISHED = is_one_of("status", Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED)
"""Nothing more is to be done: closed, followed up, written off or handed over."""
