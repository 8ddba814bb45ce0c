"""Notices in hand: held, renewed, taken over, withdrawn; on a real store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from services.notifications.deadlines.occasions import Occasion, Stage
from services.notifications.notices import planned
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.attempts import RELAY_RETRY
from services.notifications.sending.postman import Postman
from shared.clock import MovableClock
from shared.events.vocabulary import Status
from shared.ids import new_id
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


async def test_a_notice_that_a_dead_copy_left_is_sent_by_one_of_the_others(office: Office) -> None:
    left = [await office.planned(await office.case()) for _ in range(20)]
    postmen = [office.postman() for _ in range(3)]

    await asyncio.gather(*(postman.take_waiting() for postman in postmen))
    for notice in left:
        await office.until_state(notice, NoticeState.SENT)

    assert len(office.relay.mails) == 20
    await until(lambda: len(office.published) == 20, "each is told")
    assert len({entry.id for entry in office.published}) == 20


async def test_what_another_copy_holds_is_left_alone(office: Office) -> None:
    notice = await office.planned(await office.case(), held_for=60)

    await office.postman().take_waiting()

    assert await office.now(notice) == notice
    assert office.relay.asked == 0


async def test_a_mail_that_takes_long_stays_with_its_copy(office: Office) -> None:
    office.relay.gate.clear()
    notice = await office.planned(await office.case())
    slow, other = office.postman(lease=0.3), office.postman(lease=0.3)
    await slow.take_waiting()

    async def outlived_three_leases() -> bool:
        await other.take_waiting()
        return (await office.now(notice)).seq >= 7

    await until(outlived_three_leases, "the lease has been renewed again and again")
    assert office.relay.asked == 1

    office.relay.gate.set()
    sent = await office.until_state(notice, NoticeState.SENT)
    assert len(sent.attempts) == 1
    assert len(office.relay.mails) == 1


async def test_while_the_mail_server_is_down_one_mail_at_a_time_asks_for_it(
    office: Office,
) -> None:
    office.relay.down = True
    postman = office.postman()
    case = await office.case()
    first = await office.planned(case, held_for=60)
    postman.take(first, case)

    async def was_tried() -> bool:
        return len((await office.now(first)).attempts) == 1

    await until(was_tried, "the first mail has found it down")
    for _ in range(5):
        await office.planned(await office.case())
    assert postman.first_attempt_at() <= CLOCK.now(), "new notices are nobody's own"

    await postman.take_waiting()
    await until(lambda: office.relay.asked == 2, "one more has asked")
    await postman.finish(5)
    assert office.relay.asked == 2


async def test_after_the_first_mail_gets_through_the_others_follow(office: Office) -> None:
    office.relay.down = True
    clock = MovableClock(CLOCK.now() + timedelta(minutes=1))
    postman = office.postman(clock=clock)
    waiting = [await office.planned(await office.case()) for _ in range(6)]
    await postman.take_waiting()
    await until(lambda: office.relay.asked == 6, "all have found it down")

    office.relay.down = False
    clock.advance(RELAY_RETRY)

    async def all_sent() -> bool:
        await postman.take_waiting()
        states = [(await office.now(notice)).state for notice in waiting]
        return states == [NoticeState.SENT] * 6

    await until(all_sent, "all are sent")
    assert len(office.relay.mails) == 6


async def test_a_mail_that_the_server_always_breaks_off_is_not_tried_for_ever(
    office: Office,
) -> None:
    case = await office.case()
    notice = await office.planned(case)
    assert case.contact is not None
    office.relay.hangs_up_on = str(case.contact.email)
    clock = MovableClock(CLOCK.now() + timedelta(minutes=5))
    postman = office.postman(clock=clock)

    for attempts in range(1, 4):
        await asked_again(office, postman, notice, attempts)
        await others_get_through(office, postman)
        clock.advance(RELAY_RETRY)
    put_off = await office.now(notice)
    assert put_off.postponed == 1, "it is not the server's fault any more"

    clock.advance(timedelta(days=6))
    await postman.take_waiting()
    failed = await office.until_state(notice, NoticeState.FAILED)
    assert failed.reason is Reason.NOT_DELIVERED


async def asked_again(office: Office, postman: Postman, notice: Notice, attempts: int) -> None:
    async def tried() -> bool:
        await postman.take_waiting()
        return len((await office.now(notice)).attempts) == attempts

    await until(tried, "the mail is tried")


async def others_get_through(office: Office, postman: Postman) -> None:
    other = await office.case(email=f"{new_id()}@post.example")
    await office.planned(other)
    before = len(office.relay.mails)

    async def sent() -> bool:
        await postman.take_waiting()
        return len(office.relay.mails) > before

    await until(sent, "another mail is sent")


async def test_a_reminder_that_is_moot_when_its_turn_comes_is_withdrawn(office: Office) -> None:
    case = await office.case(unit="forsorjningsstod", status=Status.CLOSED, closed_at=CLOCK.now())
    answer = next(each for each in case.deadlines if each.rule == "answer")
    notice = planned.reminder(
        case.case_id,
        Occasion(answer, Stage.DUE, answer.due_at),
        recipient_role="manager",
        recipient="manager-forsorjningsstod",
        at=CLOCK.now(),
        correlation_id=case.case_id,
        next_attempt_at=CLOCK.now(),
    )
    await office.notices.insert(notice)

    await office.postman().take_waiting()
    await office.until_state(notice, NoticeState.WITHDRAWN)

    assert office.relay.asked == 0


async def test_who_stops_takes_nothing_more(office: Office) -> None:
    postman = office.postman()
    await postman.finish(1)
    notice = await office.planned(await office.case())

    await postman.take_waiting()

    assert await office.now(notice) == notice
    assert postman.first_attempt_at() <= CLOCK.now()
