"""Cases as they are counted, for tests of figures."""

from functools import cache
from typing import Any

import polars as pl

from services.reporting.counted_case import CountedCase
from services.reporting.table.columns import asked_on, table_of
from services.reporting.table.targets import Targets
from shared.clock import local_date
from shared.organisation import Organisation, load_organisation
from tests.conftest import REPOSITORY
from tests.support.submissions import MOMENT, submission

TODAY = local_date(MOMENT)


def counted_case(**facts: Any) -> CountedCase:
    """A case of which only the facts given matter."""
    return CountedCase.of(submission(**facts), MOMENT)


def table(*cases: CountedCase) -> pl.DataFrame:
    """The table of the facts of these cases."""
    return asked_on(table_of((case.to_bson() for case in cases), Targets(example())), TODAY)


@cache
def example() -> Organisation:
    """The example organisation."""
    return load_organisation(REPOSITORY / "deploy" / "organisation")
