"""What time makes due is done once, by however many schedulers, after whatever crash."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.watched import WatchedCase
from shared.clock import MovableClock
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Acknowledgement, Wish
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.notifications_support import registered
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until

UNIT = "forsorjningsstod-mottagning"


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MOMENT)


async def told_case(office: Office) -> WatchedCase:
    return await office.case(unit=UNIT, acknowledgement=Acknowledgement.ORAL, assigned_at=MOMENT)


async def reminders(office: Office, case: WatchedCase) -> list[Notice]:
    found = await office.notices.find({"case_id": case.id})
    return [notice for notice in found if notice.kind is NoticeKind.REMINDER]


async def stored(office: Office, case: WatchedCase) -> WatchedCase:
    found = await office.cases.get(case.id)
    assert found is not None
    return found


async def breaches_told(office: Office, count: int) -> None:
    def told() -> bool:
        return sum(e.type == "deadline.breached" for e in office.published) >= count

    await until(told, "the breaches are told")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"email": "anna@post.example"}, 1),
        ({"email": "anna@post.example", "feedback_wish": Wish.NO}, 0),
        ({"email": None}, 0),
    ],
)
async def test_the_complainant_is_told_once_that_an_answer_takes_longer(
    office: Office, clock: MovableClock, given: dict[str, Any], told: int
) -> None:
    case = await office.case(unit=UNIT, acknowledgement=Acknowledgement.ORAL, **given)
    for day in (13, 15, 16):
        clock.set(MOMENT + timedelta(days=day))
        for copy in (office.scheduler(clock), office.scheduler(clock)):
            await copy.look()
    delays = [
        notice
        for notice in await office.notices.find({"case_id": case.id})
        if notice.kind is NoticeKind.DELAY and notice.state is not NoticeState.IMPOSSIBLE
    ]
    assert len(delays) == told
    if told:
        await office.until_state(delays[0], NoticeState.SENT)
        mails = [mail for mail in office.relay.mails if mail.recipient == "anna@post.example"]
        assert len(mails) == 1


async def test_who_is_told_of_the_delay_may_become_known_after_it(
    office: Office, clock: MovableClock
) -> None:
    event = submission(unit=UNIT, acknowledgement=Acknowledgement.ORAL, assigned_at=MOMENT)
    watching, scheduler = office.watching(clock), office.scheduler(clock)
    await watching.progressed(registered(event))
    clock.set(MOMENT + timedelta(days=40))
    await scheduler.look()
    told_staff = {notice.id for notice in await office.notices.find({})}
    assert told_staff

    await watching.received(event)
    clock.advance(timedelta(hours=1))
    await scheduler.look()

    added = [each for each in await office.notices.find({}) if each.id not in told_staff]
    assert [notice.kind for notice in added] == [NoticeKind.DELAY]
    await breaches_told(office, 1)
    assert sum(entry.type == "deadline.breached" for entry in office.published) == 1


async def test_nothing_is_done_before_its_time(office: Office, clock: MovableClock) -> None:
    await told_case(office)
    clock.set(MOMENT + timedelta(days=8))

    assert await office.scheduler(clock).look() == 0


async def test_each_occasion_is_done_in_its_time_and_once(
    office: Office, clock: MovableClock
) -> None:
    case = await told_case(office)
    scheduler = office.scheduler(clock)
    counts = []
    for day in range(45):
        clock.set(MOMENT + timedelta(days=day))
        await scheduler.look()
        counts.append(len(await reminders(office, case)))

    # Before the answer's day two are told, after it two, after the month three.
    assert sorted(set(counts)) == [0, 2, 4, 7]
    await breaches_told(office, 1)
    assert (await stored(office, case)).next_look is None


async def test_many_schedulers_at_once_do_it_once(office: Office, clock: MovableClock) -> None:
    cases = [await told_case(office) for _ in range(30)]
    clock.set(MOMENT + timedelta(days=40))

    await asyncio.gather(*(office.scheduler(clock).look() for _ in range(4)))

    assert [len(await reminders(office, case)) for case in cases] == [5] * 30
    await breaches_told(office, 30)
    assert sum(entry.type == "deadline.breached" for entry in office.published) == 30


@pytest.mark.parametrize("done", ["nothing", "one_notice", "all_but_the_mark"])
async def test_after_a_crash_the_rest_is_done_and_nothing_twice(
    office: Office, clock: MovableClock, done: str
) -> None:
    case = await told_case(office)
    clock.set(MOMENT + timedelta(days=40))
    await office.scheduler(clock).look()
    before = await reminders(office, case)
    await breaches_told(office, 1)
    if done == "nothing":
        await office.notices.delete({"case_id": case.id})
    if done == "one_notice":
        await office.notices.delete({"_id": {"$in": [notice.id for notice in before[1:]]}})
    await office.cases.update({"_id": case.id}, {"$set": {"done": [], "next_look": case.next_look}})

    await office.scheduler(clock).look()

    again = await reminders(office, case)
    assert sorted(notice.id for notice in again) == sorted(notice.id for notice in before)
    assert sum(entry.type == "deadline.breached" for entry in office.published) == 1


async def test_newer_facts_win_over_the_scheduler(office: Office, clock: MovableClock) -> None:
    case = await told_case(office)
    newer = case.model_copy(update={"seq": 5})
    await office.cases.put_newer(case.id, 5, newer.from_facts())
    clock.set(MOMENT + timedelta(days=40))

    await office.scheduler(clock).look()
    await office.scheduler(clock).look()

    assert (await stored(office, case)).seq == 5
    assert len(await reminders(office, case)) == 5


async def test_a_case_of_a_board_that_is_gone_is_put_aside_and_others_are_done(
    office: Office, clock: MovableClock, organisation: Organisation
) -> None:
    stray = await told_case(office)
    other = await office.case(board="von", unit="hemvard", acknowledgement=Acknowledgement.ORAL)
    clock.set(MOMENT + timedelta(days=40))
    without = Organisation(
        municipality=organisation.municipality,
        default_board="von",
        boards=tuple(board for board in organisation.boards if board.id != "sn"),
        units=organisation.units,
    )

    await office.scheduler(clock, without).look()

    assert await reminders(office, stray) == []
    assert (await stored(office, stray)).next_look == clock.now() + timedelta(hours=1)
    assert await reminders(office, other)
