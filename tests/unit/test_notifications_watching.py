"""When a case is looked at next, whether facts are fresh, and where a list goes on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.backlog import FRESH, QUIET_SECONDS, Backlog
from services.notifications.listing import Cursor, CursorWrong
from services.notifications.watched import WatchedCase
from shared.clock import MovableClock
from shared.deadlines.computing import rules_of
from shared.events.vocabulary import Acknowledgement, Kind, Status
from shared.ids import new_id
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission

UNNUMBERED_AT = MOMENT + timedelta(minutes=2)


def watched(organisation: Organisation, **facts: Any) -> WatchedCase:
    return WatchedCase.from_event(
        submission(**facts), organisation.known_board("sn"), UNNUMBERED_AT
    )


@pytest.mark.parametrize(
    ("facts", "next_look"),
    [
        # Waits for its number; then the acknowledgement goes without.
        ({}, UNNUMBERED_AT),
        ({"diary_number": "SN 2026-1"}, datetime(2026, 3, 4, 23, tzinfo=UTC)),
        # Told by word of mouth: the reminder before the answer's day is next.
        (
            {"acknowledgement": Acknowledgement.ORAL, "assigned_at": MOMENT},
            datetime(2026, 3, 11, 6, tzinfo=UTC),
        ),
        ({"acknowledgement": Acknowledgement.ORAL, "status": Status.DISMISSED}, None),
    ],
)
def test_a_case_is_looked_at_when_there_is_something_to_do(
    organisation: Organisation, facts: dict[str, Any], next_look: datetime | None
) -> None:
    assert watched(organisation, **facts).next_look == next_look


def test_the_earliest_open_deadline_is_kept_for_lists(organisation: Organisation) -> None:
    assert watched(organisation).open_due == datetime(2026, 3, 4, 23, tzinfo=UTC)
    dismissed = watched(organisation, kind=Kind.LEX_SARAH, status=Status.DISMISSED)
    assert dismissed.open_due is None
    # Two years after it was closed, and then a month: summer time has begun.
    closed = watched(organisation, status=Status.CLOSED, closed_at=MOMENT)
    assert closed.open_due == datetime(2028, 4, 2, 22, tzinfo=UTC)


def test_what_the_deadlines_were_computed_by_is_kept_as_long_as_there_are_any(
    organisation: Organisation,
) -> None:
    rules = rules_of(organisation.known_board("sn"))
    assert watched(organisation).rules == rules
    assert watched(organisation, status=Status.CLOSED, closed_at=MOMENT).rules == rules
    assert watched(organisation, kind=Kind.LEX_SARAH, status=Status.DISMISSED).rules is None
    assert watched(organisation, imported=True).rules is None


def test_an_erased_case_is_never_looked_at_again(organisation: Organisation) -> None:
    erased = watched(organisation).model_copy(update={"erased_at": MOMENT})

    assert erased.look_after((), UNNUMBERED_AT) is None
    assert not erased.awaits_number


def test_a_case_is_kept_and_read_back_the_same(organisation: Organisation) -> None:
    case = watched(organisation, unit="forsorjningsstod")

    assert WatchedCase.from_bson(case.to_bson()) == case


def test_the_fields_that_follow_from_facts_leave_the_others_alone(
    organisation: Organisation,
) -> None:
    assert not {"contact", "done", "erased_at", "id"} & set(watched(organisation).from_facts())


class Bus:
    def __init__(self) -> None:
        self.connected = True
        self.seconds = 0.0

    def backlog(self, clock: MovableClock) -> Backlog:
        return Backlog(clock, lambda: self.connected, lambda: self.seconds)


def test_the_backlog_is_worked_off_after_a_quiet_while() -> None:
    bus = Bus()
    backlog = bus.backlog(MovableClock(MOMENT + timedelta(days=3)))

    assert not backlog.worked_off()
    bus.seconds = QUIET_SECONDS - 0.1
    backlog.saw(submission())
    bus.seconds += QUIET_SECONDS - 0.1
    assert not backlog.worked_off()
    bus.seconds += 0.2
    assert backlog.worked_off()


def test_the_backlog_is_worked_off_when_events_are_of_the_present() -> None:
    bus = Bus()
    backlog = bus.backlog(MovableClock(MOMENT + FRESH / 2))

    backlog.saw(submission())

    assert backlog.worked_off()


def test_a_backlog_may_have_grown_while_the_broker_was_away() -> None:
    bus = Bus()
    backlog = bus.backlog(MovableClock(MOMENT))
    backlog.saw(submission())
    assert backlog.worked_off()

    bus.connected = False
    assert not backlog.worked_off()
    bus.connected = True
    assert not backlog.worked_off()
    bus.seconds += QUIET_SECONDS
    assert backlog.worked_off()


def test_a_cursor_is_read_as_it_was_given() -> None:
    cursor = Cursor(case_id=new_id(), key="measures-due.2")

    assert Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "x", "W10=", "WzEsMl0=", "eyJhIjoxfQ==", "å"])
def test_another_text_is_no_cursor(text: str) -> None:
    with pytest.raises(CursorWrong):
        Cursor.read(text)
