"""What becomes of a notice by what its attempts came to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifications.deadlines.occasions import Occasion, Stage
from services.notifications.notices import planned
from services.notifications.notices.notices import ATTEMPTS_KEPT, Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.attempts import (
    RELAY_RETRY,
    Moot,
    NotYet,
    Outcome,
    Patience,
    Postponed,
    Refused,
    Sent,
    Unreachable,
    after,
)
from shared.deadlines.deadline import Deadline
from shared.events.notices import NoticeFailed, NoticeSent, NoticeWay
from shared.ids import new_id
from shared.organisation import Nature

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PATIENCE = Patience((MINUTE, HOUR), timedelta(days=5))
CASE = new_id()


def acknowledgement() -> Notice:
    return planned.acknowledgement(
        CASE, at=NOW, correlation_id=CASE, causation_id=CASE, next_attempt_at=LATER
    )


def reminder(**changes: Any) -> Notice:
    deadline = Deadline(
        rule=changes.pop("rule", "answer"),
        measure=changes.pop("measure", None),
        nature=Nature.TARGET,
        due=changes.pop("due", NOW.date()),
        due_at=NOW,
    )
    occasion = Occasion(
        deadline, changes.pop("stage", Stage.DUE), NOW, level=changes.pop("level", None)
    )
    given: dict[str, Any] = {
        "recipient_role": "manager",
        "recipient": "manager-1",
        "at": NOW,
        "correlation_id": CASE,
        "next_attempt_at": LATER,
        **changes,
    }
    return planned.reminder(CASE, occasion, **given)


def test_a_sent_notice_is_told_once_with_an_id_of_its_own() -> None:
    notice = acknowledgement()

    sent, event = after(notice, Sent(LATER, "v1"), PATIENCE)
    _, again = after(notice, Sent(LATER + HOUR, "v1"), PATIENCE)

    assert (sent.state, sent.sent_at, sent.next_attempt_at) == (NoticeState.SENT, LATER, None)
    assert (sent.seq, sent.text_version) == (notice.seq + 1, "v1")
    assert isinstance(event, NoticeSent)
    assert isinstance(again, NoticeSent)
    assert event.id == again.id
    assert event.detail.notice == notice.notice_id
    assert event.detail.sent_at == LATER
    assert (event.causation_id, event.seq, event.facts) == (CASE, 0, None)


def test_a_refused_notice_has_failed_and_says_why() -> None:
    failed, event = after(
        acknowledgement(), Refused(LATER, "550", Reason.ADDRESS_REFUSED), PATIENCE
    )

    assert (failed.state, failed.reason) == (NoticeState.FAILED, Reason.ADDRESS_REFUSED)
    assert [attempt.result for attempt in failed.attempts] == ["550"]
    assert isinstance(event, NoticeFailed)
    assert event.detail.reason == "address_refused"


def test_a_postponed_notice_waits_longer_each_time_and_then_as_long() -> None:
    notice, now, waits = acknowledgement(), NOW, []
    for _ in range(4):
        notice, event = after(notice, Postponed(now, "451"), PATIENCE)
        assert event is None
        assert notice.next_attempt_at is not None
        waits.append(notice.next_attempt_at - now)
        now = notice.next_attempt_at

    assert MINUTE <= waits[0] < MINUTE * 1.1
    assert all(HOUR <= wait < HOUR * 1.1 for wait in waits[1:])
    assert notice.state is NoticeState.PLANNED


def test_notices_that_were_put_off_together_come_back_apart() -> None:
    several = [reminder(recipient=f"manager-{number}") for number in range(20)]

    tries = {PATIENCE.next_try(notice, NOW) for notice in several}

    assert len(tries) > 10


def test_a_notice_put_off_for_too_long_has_failed() -> None:
    notice = acknowledgement()

    failed, event = after(notice, Postponed(NOW + timedelta(days=5), "451"), PATIENCE)

    assert (failed.state, failed.reason) == (NoticeState.FAILED, Reason.NOT_DELIVERED)
    assert isinstance(event, NoticeFailed)


def test_a_mail_server_that_is_down_costs_no_patience() -> None:
    notice = acknowledgement()
    for _ in range(ATTEMPTS_KEPT + 5):
        notice, event = after(notice, Unreachable(NOW + timedelta(days=9), "timeout"), PATIENCE)
        assert event is None

    assert notice.state is NoticeState.PLANNED
    assert notice.next_attempt_at == NOW + timedelta(days=9) + RELAY_RETRY
    assert notice.postponed == 0
    assert len(notice.attempts) == ATTEMPTS_KEPT


def test_a_moot_notice_is_withdrawn_without_a_word() -> None:
    withdrawn, event = after(reminder(), Moot(), PATIENCE)

    assert (withdrawn.state, withdrawn.next_attempt_at, event) == (
        NoticeState.WITHDRAWN,
        None,
        None,
    )


@pytest.mark.parametrize(
    "outcome",
    [
        Sent(LATER, "v1"),
        Refused(LATER, "550", Reason.ADDRESS_REFUSED),
        Postponed(LATER, "451"),
        Unreachable(LATER, "timeout"),
        Moot(),
        Moot(told_in="another"),
        NotYet(LATER),
    ],
)
def test_every_outcome_makes_a_new_state(outcome: Outcome) -> None:
    notice = acknowledgement()

    assert after(notice, outcome, PATIENCE)[0].seq == notice.seq + 1


def test_a_notice_is_the_same_only_for_the_same_case_rule_day_stage_and_recipient() -> None:
    ids = [
        acknowledgement().id,
        reminder().id,
        reminder(rule="acknowledge").id,
        reminder(due=NOW.date() + timedelta(days=1)).id,
        reminder(stage=Stage.BEFORE).id,
        reminder(measure=1).id,
        reminder(measure=2).id,
        reminder(stage=Stage.ESCALATED, level=1).id,
        reminder(stage=Stage.ESCALATED, level=2).id,
        reminder(recipient="manager-2").id,
    ]

    assert len(set(ids)) == len(ids)
    assert reminder(at=LATER, next_attempt_at=NOW).id == reminder().id


def test_what_cannot_be_sent_has_no_way_and_no_attempt_ahead() -> None:
    notice = planned.impossible(acknowledgement(), Reason.NO_ADDRESS)

    assert notice.id == acknowledgement().id
    assert (notice.way, notice.state, notice.next_attempt_at) == (
        NoticeWay.NONE,
        NoticeState.IMPOSSIBLE,
        None,
    )


def test_what_another_mail_tells_names_it() -> None:
    withdrawn, event = after(reminder(), Moot(told_in="another"), PATIENCE)

    assert (withdrawn.state, withdrawn.told_in, event) == (NoticeState.WITHDRAWN, "another", None)


def test_what_was_not_tried_is_no_attempt() -> None:
    waiting, event = after(reminder(), NotYet(NOW), PATIENCE)

    assert (waiting.state, waiting.attempts, waiting.postponed, event) == (
        NoticeState.PLANNED,
        (),
        0,
        None,
    )
    assert waiting.next_attempt_at == NOW + RELAY_RETRY


def test_who_was_mailed_instead_is_kept() -> None:
    sent, event = after(reminder(), Sent(LATER, "0123456789ab", instead="head-sn"), PATIENCE)

    assert sent.instead == "head-sn"
    assert isinstance(event, NoticeSent)
