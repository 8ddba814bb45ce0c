"""Nobody is ever told of a case taken over from an earlier system (R91)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.notices.reaching import reach
from services.notifications.watched import WatchedCase
from shared.events.submissions import Address
from shared.events.vocabulary import Acknowledgement, Kind, Status
from shared.organisation import Organisation
from tests.support.submissions import MOMENT, submission


@settings(deadline=None)
@given(
    acknowledgement=st.sampled_from(Acknowledgement),
    status=st.sampled_from(Status),
    kind=st.sampled_from(Kind),
    board=st.sampled_from(["sn", "von", "an"]),
    number=st.none() | st.just("SN 2019-1"),
    received=st.dates(date(2019, 1, 1), date(2026, 11, 22)),
)
def test_an_imported_case_has_no_deadline_and_no_occasion(
    organisation: Organisation,
    acknowledgement: Acknowledgement,
    status: Status,
    kind: Kind,
    board: str,
    number: str | None,
    received: date,
) -> None:
    event = submission(
        board=board,
        imported=True,
        acknowledgement=acknowledgement,
        status=status,
        kind=kind,
        diary_number=number,
        received_on=received,
    )
    case = WatchedCase.from_event(event, organisation.known_board(board), MOMENT)
    assert case.deadlines == ()
    assert case.next_look is case.open_due is None
    assert not case.awaits_number
    assert case.look_after(()) is None
    assert reach(case.facts, Address(email="kund@post.example"), lambda _: False) is None


@pytest.mark.parametrize("acknowledgement", [Acknowledgement.PENDING, Acknowledgement.RECEIPT])
def test_a_case_of_our_own_in_the_same_state_is_told(
    organisation: Organisation, acknowledgement: Acknowledgement
) -> None:
    event = submission(acknowledgement=acknowledgement)
    case = WatchedCase.from_event(event, organisation.known_board("sn"), MOMENT)
    assert case.deadlines
    assert case.awaits_number
    assert reach(case.facts, event.content.contact, lambda _: False) is not None
