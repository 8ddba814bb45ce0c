"""How two countings of a case differ."""

from datetime import UTC, datetime

import pytest

from services.reporting.comparison import difference
from services.reporting.counted_case import CountedCase
from services.reporting.rebuild import Deviation, Difference
from shared.events.vocabulary import Status
from tests.support.submissions import submission

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CASE = CountedCase.of(submission(), NOON)
LATER = CASE.model_copy(update={"seq": 2})
CLOSED = CASE.model_copy(update={"facts": CASE.facts.model_copy(update={"status": Status.CLOSED})})


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (CASE, LATER, (Deviation.OTHER_SEQ, 1, 2)),
        (LATER, CASE, (Deviation.OTHER_SEQ, 2, 1)),
        (CASE, CLOSED, (Deviation.OTHER_FACTS, 1, 1)),
        (None, LATER, (Deviation.NOT_COUNTED_BEFORE, None, 2)),
        (LATER, None, (Deviation.NOT_KNOWN_TO_WORKFLOW, 2, None)),
    ],
)
def test_every_way_to_differ_is_told(
    before: CountedCase | None,
    after: CountedCase | None,
    found: tuple[Deviation, int | None, int | None],
) -> None:
    deviation, seq_before, seq_after = found

    assert difference(CASE.id, before, after) == Difference(
        case_id=CASE.id, deviation=deviation, seq_before=seq_before, seq_after=seq_after
    )


def test_when_it_was_counted_makes_no_difference() -> None:
    later = CASE.model_copy(update={"counted_at": datetime.now(UTC), "updated_at": NOON})

    assert difference(CASE.id, CASE, later) is None
    assert difference(CASE.id, None, None) is None
