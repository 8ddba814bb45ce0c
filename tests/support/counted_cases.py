"""Cases as they are counted, for tests of figures."""

from typing import Any

import polars as pl

from services.reporting.counted_case import CountedCase
from services.reporting.table.columns import table_of
from tests.support.submissions import MOMENT, submission


def counted_case(**facts: Any) -> CountedCase:
    """A case of which only the facts given matter."""
    return CountedCase.of(submission(**facts), MOMENT)


def table(*cases: CountedCase) -> pl.DataFrame:
    """The table of the facts of these cases."""
    return table_of(case.to_bson() for case in cases)
