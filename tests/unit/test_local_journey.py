"""When a journey is complete, and how it is shown."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deploy.local.journey import Deadline, Journey, Seen, Sent
from deploy.local.journey_table import journey_table
from shared.events.vocabulary import Acknowledgement, Channel

_MOMENT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
_SENT = Sent("Ett brev", Channel.LETTER, "a@x.example", _MOMENT, case_id="c1")
_SEEN = Seen(
    case_id="c1",
    diary_number="SN 2026-00001",
    numbered_at=_MOMENT,
    acknowledgement=Acknowledgement.SENT,
    acknowledged_at=_MOMENT,
    deadlines=(Deadline(rule="answer", due="2026-12-06", state="open"),),
    counted_at=_MOMENT,
    mails=1,
)


def test_journey_with_everything_is_complete() -> None:
    journey = Journey(_SENT, _SEEN)
    assert journey.missing == ()
    assert not journey.under_way


@pytest.mark.parametrize(
    ("seen", "missing"),
    [
        (replace(_SEEN, diary_number=None), "number"),
        (replace(_SEEN, numbered_at=None), "number"),
        (replace(_SEEN, acknowledged_at=None), "acknowledgement"),
        (replace(_SEEN, mails=0), "acknowledgement"),
        (replace(_SEEN, deadlines=()), "deadlines"),
        (replace(_SEEN, counted_at=None), "count"),
        (replace(_SEEN, case_id=None), "case"),
    ],
)
def test_journey_lacking_one_thing_names_it(seen: Seen, missing: str) -> None:
    journey = Journey(_SENT, seen)
    assert journey.missing == (missing,)
    assert journey.under_way


@pytest.mark.parametrize("way", [Acknowledgement.ORAL, Acknowledgement.RECEIPT])
def test_acknowledgement_that_is_no_mail_needs_none(way: Acknowledgement) -> None:
    seen = replace(_SEEN, acknowledgement=way, mails=0)
    assert Journey(_SENT, seen).missing == ()


def test_refused_example_is_not_asked_for_again_and_shows_the_refusal() -> None:
    refused = Journey(Sent("Ett brev", Channel.LETTER, refusal="intake says 422"), Seen())
    assert "acceptance" in refused.missing
    assert not refused.under_way
    assert "intake says 422" in journey_table([refused], None)


def test_table_shows_swedish_time_deadlines_and_sum() -> None:
    table = journey_table([Journey(_SENT, _SEEN)], 7)
    assert "SN 2026-00001  09:30:00" in table
    assert "2026-12-06  answer (open)" in table
    assert "1 of 1 journeys complete. Cases in the statistics: 7." in table


def test_table_names_what_is_missing_and_why() -> None:
    seen = replace(_SEEN, counted_at=None, obstacles=("reporting: 503",))
    table = journey_table([Journey(_SENT, seen)], None)
    assert "MISSING      count" in table
    assert "reporting: 503" in table
    assert "0 of 1 journeys complete" in table
