"""Stretches of time that a list is read in: they follow each other, grow, and end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.workflow.cursors import Cursor, CursorWrong, WorkCursor
from services.workflow.newest_first import MOST_STRETCHES, Stretch
from shared.ids import new_id
from tests.support.submissions import MOMENT


@given(
    until=st.datetimes(timezones=st.just(UTC)),
    found=st.lists(st.integers(0, 200), min_size=MOST_STRETCHES, max_size=MOST_STRETCHES),
    wanted=st.integers(1, 1000),
)
def test_stretches_leave_nothing_out_and_reach_the_beginning(
    until: datetime, found: list[int], wanted: int
) -> None:
    stretch: Stretch | None = Stretch.first(until)
    seen: list[Stretch] = []
    for count in found:
        if stretch is None:
            break
        assert stretch.until == (seen[-1].after if seen else until)
        seen.append(stretch)
        stretch = stretch.earlier(count, wanted)

    assert stretch is None
    assert seen[-1].after is None
    assert len(seen) <= MOST_STRETCHES


def test_a_stretch_is_longer_the_less_was_found() -> None:
    month = Stretch.first(MOMENT)

    def days(found: int) -> float:
        stretch = month.earlier(found, 50)
        assert stretch is not None
        assert stretch.after is not None
        return (stretch.until - stretch.after) / timedelta(days=1)

    assert days(0) == 240
    assert days(0) > days(40) > days(199) >= 30


def test_cursors_come_back_as_they_were_given() -> None:
    cursor = Cursor(opened_at=MOMENT, id=new_id())
    work = WorkCursor(order=f"2026-03-04/{MOMENT.isoformat(timespec='milliseconds')}/{new_id()}")

    assert Cursor.read(str(cursor)) == cursor
    assert WorkCursor.read(str(work)) == work


@pytest.mark.parametrize("text", ["", "x", "é", "bnVsbA==", "W10=", "eyIkZ3QiOjF9", "////"])
def test_what_no_list_has_given_is_no_cursor(text: str) -> None:
    for kind in (Cursor, WorkCursor):
        with pytest.raises(CursorWrong):
            kind.read(text)
