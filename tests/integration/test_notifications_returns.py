"""A bounce makes a notice failed, once, in whatever order things come; and only a true one does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from services.notifications.notices import planned
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.returns import BELIEVED_FOR, Returns
from shared.clock import Clock, MovableClock
from shared.events.envelope import Actor
from shared.events.notices import BounceCause, BouncedDetail, NoticeBounced, NoticeFailed
from shared.events.reading import read_event
from shared.events.vocabulary import Role
from shared.ids import derived_id, new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import CLOCK, Office
from tests.support.waiting import until


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


def returns(office: Office, clock: Clock = CLOCK) -> Returns:
    return Returns(office.notices, clock)


def bounce(sent: Notice, **changes: object) -> NoticeBounced:
    case_id = changes.pop("case_id", sent.case_id)
    detail = BouncedDetail(
        notice=sent.notice_id, mark=sent.mark, status="5.1.1", cause=BounceCause.ADDRESS
    ).model_copy(update=changes)
    event_id = new_id()
    return NoticeBounced.model_validate(
        {
            "id": event_id,
            "occurred_at": CLOCK.now(),
            "recorded_at": CLOCK.now(),
            "case_id": case_id,
            "actor": Actor(role=Role.SERVICE, id="intake"),
            "correlation_id": event_id,
            "producer": "intake",
            "detail": detail,
        }
    )


async def sent(office: Office) -> Notice:
    """A notice that the mail server has taken."""
    notice = await office.planned(await office.case())
    await office.postman().take_waiting()
    return await office.until_state(notice, NoticeState.SENT)


async def told(office: Office, count: int) -> list[str]:
    await until(lambda: len(office.published) >= count, f"{count} events are published")
    return [entry.type for entry in office.published]


async def test_a_sent_notice_that_comes_back_has_failed(office: Office) -> None:
    notice = await sent(office)

    await returns(office).take(bounce(notice))

    failed = await office.now(notice)
    assert (failed.state, failed.reason) == (NoticeState.FAILED, Reason.BOUNCED)
    assert [attempt.result for attempt in failed.attempts] == ["sent", "5.1.1"]
    assert failed.sent_at == notice.sent_at
    assert sorted(await told(office, 2)) == ["notice.failed", "notice.sent"]
    (entry,) = (each for each in office.published if each.type == "notice.failed")
    event = read_event(entry.body.encode(), NoticeFailed)
    assert event.id == derived_id("notice.failed", notice.id)
    assert (event.detail.reason, event.detail.cause) == ("bounced", BounceCause.ADDRESS)


async def test_many_bounces_of_one_notice_are_told_once(office: Office) -> None:
    notice = await sent(office)
    event = bounce(notice)

    await asyncio.gather(*(returns(office).take(event) for _ in range(4)))
    await returns(office).take(bounce(notice, status="5.2.2"))

    await told(office, 2)
    await office.outbox.drain(5)
    assert [entry.type for entry in office.published].count("notice.failed") == 1
    assert len((await office.now(notice)).attempts) == 2


async def test_a_bounce_that_is_quicker_than_our_own_mark_holds(office: Office) -> None:
    notice = await office.planned(await office.case())
    office.relay.after = lambda: returns(office).take(bounce(notice))

    await office.postman().take_waiting()
    failed = await office.until_state(notice, NoticeState.FAILED)
    assert await told(office, 1) == ["notice.failed"]

    await until(lambda: office.relay.asked == 1, "the mail is out of hand")
    await office.postman().take_waiting()
    assert (await office.now(notice)).state is NoticeState.FAILED
    assert failed.reason is Reason.BOUNCED
    assert office.relay.asked == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"mark": "ffffffffffffffff"},
        {"mark": ""},
        {"case_id": UUID(int=7)},
        {"notice": UUID(int=7)},
    ],
    ids=["another mark", "no mark", "another case", "no notice"],
)
async def test_a_bounce_that_somebody_made_up_is_not_believed(
    office: Office, changes: dict[str, object]
) -> None:
    notice = await sent(office)

    await returns(office).take(bounce(notice, **changes))

    assert await office.now(notice) == notice


async def test_a_bounce_long_afterwards_is_not_believed(office: Office) -> None:
    notice = await sent(office)
    late = MovableClock(CLOCK.now() + BELIEVED_FOR + timedelta(minutes=1))

    await returns(office, late).take(bounce(notice))

    assert await office.now(notice) == notice


async def test_what_was_never_sent_by_mail_cannot_come_back(office: Office) -> None:
    case = await office.case()
    impossible = planned.impossible(
        planned.acknowledgement(
            case.case_id,
            at=CLOCK.now(),
            correlation_id=case.case_id,
            causation_id=None,
            next_attempt_at=CLOCK.now(),
        ),
        Reason.NO_ADDRESS,
    )
    await office.notices.insert(impossible)

    await returns(office).take(bounce(impossible))

    assert await office.now(impossible) == impossible


async def test_a_notice_of_before_there_were_marks_is_believed_by_its_ids(office: Office) -> None:
    notice = await sent(office)
    await office.notices.update({"_id": notice.id}, {"$unset": {"mark": ""}})
    old = await office.now(notice)
    assert old.mark == ""

    await returns(office).take(bounce(old))

    assert (await office.now(notice)).reason is Reason.BOUNCED
