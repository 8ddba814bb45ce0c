"""What time does to deadlines: pauses, later days, managers further up, clocks that jump."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.notifications.notices.notices import COMPLAINANT, Notice
from services.notifications.notices.states import NoticeState
from services.notifications.planning.scheduler import CASES_A_TICK
from services.notifications.renewal import Renewal
from services.notifications.watched import WatchedCase
from shared.clock import MovableClock
from shared.deadlines.computing import rules_of
from shared.events.facts import Extension, Pause
from shared.events.handling_words import ExtensionCause
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Acknowledgement, Feedback, Status
from shared.organisation import Organisation
from shared.organisation.span import Span
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.workflow_lists import Counted
from tests.support.submissions import MOMENT
from tests.support.waiting import until

UNIT = "forsorjningsstod-mottagning"
MANAGER, COORDINATOR = "manager-forsorjningsstod-mottagning", "coordinator-sn"


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


async def handled_case(office: Office, **facts: Any) -> WatchedCase:
    """One that only its answer is missing of, due on 16 March."""
    given = {"acknowledgement": Acknowledgement.ORAL, "assigned_at": MOMENT, "unit": UNIT}
    return await office.case(**given | facts)


async def newer(office: Office, case: WatchedCase, **facts: Any) -> WatchedCase:
    """The case as a later event has it."""
    board = office.organisation.known_board(case.facts.board)
    changed = case.model_copy(
        update={"seq": case.seq + 1, "facts": case.facts.model_copy(update=facts)}
    ).by_rules_of(board)
    changed = changed.model_copy(update={"next_look": changed.look_after(())})
    await office.cases.put_newer(case.id, changed.seq, changed.from_facts())
    return changed


async def told(office: Office, case: WatchedCase, *kinds: NoticeKind) -> list[Notice]:
    found = await office.notices.find({"case_id": case.id})
    return sorted(
        (notice for notice in found if notice.kind in kinds),
        key=lambda notice: (notice.created_at, notice.recipient),
    )


STAFF = (NoticeKind.REMINDER, NoticeKind.ESCALATION)


async def look_each_day(office: Office, clock: MovableClock, first: date, last: date) -> None:
    scheduler = office.scheduler(clock)
    day = first
    while day <= last:
        for hour in (6, 23):
            clock.set(datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC))
            await scheduler.look()
        day += timedelta(days=1)


async def test_nothing_is_said_in_a_pause_and_the_new_days_hold_after_it(
    office: Office, clock: MovableClock
) -> None:
    case = await handled_case(office)
    rested = Pause(began_on=date(2026, 3, 10), until=date(2026, 4, 10))
    paused = await newer(office, case, status=Status.PAUSED, pauses=(rested,))
    await look_each_day(office, clock, date(2026, 3, 10), date(2026, 3, 20))
    assert await told(office, case, *STAFF) == []

    over = rested.model_copy(update={"ended_on": date(2026, 3, 20)})
    await newer(office, paused, status=Status.ASSIGNED, pauses=(over,))
    await look_each_day(office, clock, date(2026, 3, 20), date(2026, 3, 26))

    # Ten days later than it was: 26 March, and three working days before that.
    assert [(each.due, each.stage) for each in await told(office, case, *STAFF)] == [
        (date(2026, 3, 26), stage) for stage in ("before", "before", "due", "due")
    ]


async def test_a_later_day_is_told_at_once_and_once(office: Office, clock: MovableClock) -> None:
    case = await handled_case(office)
    later = Extension(
        rule="answer", due=date(2026, 4, 9), on=date(2026, 3, 9), cause=ExtensionCause.OTHERS
    )
    clock.set(datetime(2026, 3, 9, 10, tzinfo=UTC))
    extended = await newer(office, case, extended=(later,))
    for _ in range(2):
        await asyncio.gather(*(office.scheduler(clock).look() for _ in range(2)))
    # The facts change without it: it has been told.
    await newer(office, extended, themes=("natt",))
    await office.scheduler(clock).look()

    (notice,) = await told(office, case, NoticeKind.DELAY)
    assert (notice.recipient, notice.due, notice.stage) == (
        COMPLAINANT,
        date(2026, 4, 9),
        "extended",
    )
    await office.until_state(notice, NoticeState.SENT)
    (mail,) = office.relay.mails
    text = mail.content.decode()
    assert "9_april_2026" in text.replace(" ", "_")
    assert "beh=C3=B6ver uppgifter" in text, "and why"

    # Missed, it is told once more; each of its days but once.
    await look_each_day(office, clock, date(2026, 4, 8), date(2026, 4, 12))
    delays = await told(office, case, NoticeKind.DELAY)
    assert [(each.due, each.stage) for each in delays] == [
        (date(2026, 4, 9), "extended"),
        (date(2026, 4, 9), "due"),
    ]


async def test_who_is_late_is_told_one_manager_after_the_other(
    office: Office, clock: MovableClock
) -> None:
    case = await handled_case(office)
    await look_each_day(office, clock, date(2026, 3, 16), date(2026, 3, 31))

    up = await told(office, case, NoticeKind.ESCALATION)
    assert [(each.level, each.recipient, each.created_at.date()) for each in up] == [
        (1, "manager-forsorjningsstod", date(2026, 3, 19)),
        (2, "head-forsorjningsstod", date(2026, 3, 26)),
    ]
    await office.until_state(up[0], NoticeState.SENT)
    subjects = [mail.content for mail in office.relay.mails if b"avdelningschef" in mail.content]
    assert len(subjects) == 1


async def test_what_is_done_meanwhile_is_escalated_no_further(
    office: Office, clock: MovableClock
) -> None:
    case = await handled_case(office)
    await look_each_day(office, clock, date(2026, 3, 16), date(2026, 3, 20))
    at = datetime(2026, 3, 20, 12, tzinfo=UTC)
    await newer(office, case, answered_at=at, feedback=Feedback.GIVEN, status=Status.ANSWERED)
    await look_each_day(office, clock, date(2026, 3, 20), date(2026, 4, 10))

    assert [each.level for each in await told(office, case, NoticeKind.ESCALATION)] == [1]


async def test_after_downtime_the_oldest_case_comes_first_and_only_the_newest_stage(
    office: Office, clock: MovableClock
) -> None:
    young = await handled_case(office, received_on=date(2026, 3, 5))
    old = await handled_case(office, received_on=date(2026, 3, 2))
    clock.set(datetime(2026, 3, 31, 10, tzinfo=UTC))
    first = await office.cases.find(
        {"next_look": {"$lte": clock.now()}}, sort=[("next_look", 1)], limit=1
    )
    assert [case.id for case in first] == [old.id]

    await office.scheduler(clock).look()

    for case in (young, old):
        found = await told(office, case, *STAFF)
        assert sorted((each.stage or "", each.level, each.recipient) for each in found) == sorted(
            [
                ("due", None, MANAGER),
                ("due", None, COORDINATOR),
                ("escalated", 2, "head-forsorjningsstod"),
            ],
            key=str,
        )


@pytest.mark.parametrize("jump", [timedelta(days=-40), timedelta(hours=-1), timedelta(days=40)])
async def test_a_clock_that_jumps_says_nothing_twice(
    office: Office, clock: MovableClock, jump: timedelta
) -> None:
    case = await handled_case(office)
    scheduler = office.scheduler(clock)
    moment = datetime(2026, 3, 17, 8, tzinfo=UTC)
    for at in (moment, moment + jump, moment, moment + timedelta(minutes=1)):
        clock.set(at)
        await scheduler.look()
    await look_each_day(office, clock, date(2026, 3, 17), date(2026, 5, 1))

    notices = await told(office, case, *STAFF)
    counted = [(each.rule, each.due, each.stage, each.level, each.recipient) for each in notices]
    assert len(counted) == len(set(counted))
    # The first reminder was over when it was looked for; all else has been said.
    expected = 2 + (1 if jump > timedelta() else 2) + 3
    assert len(counted) == expected
    breaches = await office.breaches.find({"case_id": case.id})
    assert [breach.due for breach in breaches] == [date(2026, 3, 16)]


class Killed(BaseException):
    """Nothing of the process goes on."""


async def test_two_copies_and_a_kill_between_notice_and_mark_say_it_once(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [await handled_case(office) for _ in range(10)]
    clock.set(datetime(2026, 3, 31, 10, tzinfo=UTC))
    deaths = 0

    async def dies(*_arguments: Any) -> bool:
        nonlocal deaths
        deaths += 1
        raise Killed

    monkeypatch.setattr(office.cases, "update", dies)
    with pytest.raises(Killed):
        await office.scheduler(clock).look()
    # The first death ends the look, and not what it does of other cases at the same time.
    await until(lambda: deaths == len(cases), "nothing of it goes on")
    monkeypatch.undo()
    assert all([not (await stored(office, case)).done for case in cases])

    await asyncio.gather(*(office.scheduler(clock).look() for _ in range(2)))

    for case in cases:
        assert len(await told(office, case, *STAFF)) == 3
        assert (await stored(office, case)).done

    def told_of_all() -> bool:
        return sum(entry.type == "deadline.breached" for entry in office.published) >= len(cases)

    await until(told_of_all, "every breach is told")
    assert sum(entry.type == "deadline.breached" for entry in office.published) == len(cases)


async def stored(office: Office, case: WatchedCase) -> WatchedCase:
    found = await office.cases.get(case.id)
    assert found is not None
    return found


def with_answer_in(organisation: Organisation, days: int) -> Organisation:
    boards = tuple(
        board.model_copy(
            update={
                "deadlines": tuple(
                    rule.model_copy(update={"within": Span(days=days)})
                    if rule.id == "answer"
                    else rule
                    for rule in board.deadlines
                )
            }
        )
        for board in organisation.boards
    )
    return Organisation(**{**dict(organisation), "boards": boards})


async def test_a_changed_rule_moves_what_is_open_by_however_many_copies(
    office: Office, clock: MovableClock, organisation: Organisation
) -> None:
    open_cases = [await handled_case(office) for _ in range(250)]
    at = datetime(2026, 3, 6, tzinfo=UTC)
    over = await handled_case(
        office, status=Status.DISMISSED, dismissed=None, answered_at=at, feedback=Feedback.GIVEN
    )
    clock.set(datetime(2026, 3, 12, tzinfo=UTC))
    await office.scheduler(clock).look()
    (early, _) = await told(office, open_cases[0], *STAFF)
    assert early.due == date(2026, 3, 16)

    changed = with_answer_in(organisation, 21)
    await asyncio.gather(*(Renewal(office.cases, changed).run() for _ in range(3)))

    for case in (open_cases[0], open_cases[-1]):
        renewed = await stored(office, case)
        assert {each.rule: each.due for each in renewed.deadlines}["answer"] == date(2026, 3, 23)
        assert renewed.rules == rules_of(changed.known_board("sn"))
        assert renewed.seq == case.seq
    assert (await stored(office, over)).rules == over.rules is None
    current = {"rules": rules_of(changed.known_board("sn"))}
    assert await office.cases.count(current) == len(open_cases)

    clock.set(datetime(2026, 3, 19, tzinfo=UTC))
    while await office.scheduler(clock, changed).look():
        pass
    days = {each.due for each in await told(office, open_cases[0], *STAFF)}
    assert days == {date(2026, 3, 16), date(2026, 3, 23)}, "the new day is said anew"


async def test_what_was_planned_of_a_day_that_moved_is_withdrawn(
    office: Office, clock: MovableClock, organisation: Organisation
) -> None:
    office.relay.down = True
    case = await handled_case(office)
    clock.set(datetime(2026, 3, 17, tzinfo=UTC))
    await office.scheduler(clock).look()
    await until(lambda: office.relay.asked > 0, "the mails cannot go")
    await Renewal(office.cases, with_answer_in(organisation, 60)).run()
    office.relay.down = False

    clock.advance(timedelta(hours=2))
    postman = office.postman(clock=clock)

    async def all_withdrawn() -> bool:
        await postman.take_waiting()
        return all(
            notice.state is NoticeState.WITHDRAWN for notice in await told(office, case, *STAFF)
        )

    await until(all_withdrawn, "what no longer holds is withdrawn")


async def test_a_look_reads_what_is_due_and_nothing_else(
    office: Office, clock: MovableClock
) -> None:
    for _ in range(60):
        await handled_case(office, received_on=date(2026, 6, 1))
    due = [await handled_case(office) for _ in range(4)]
    clock.set(datetime(2026, 3, 17, tzinfo=UTC))
    stored_cases: Any = office.cases.stored
    due_now = stored_cases.find({"next_look": {"$lte": clock.now()}})
    plan = await due_now.sort("next_look", 1).limit(CASES_A_TICK).explain()
    assert plan["executionStats"]["totalDocsExamined"] == len(due)

    calls: Counter[str] = Counter()
    for collection in (office.cases, office.notices, office.breaches):
        collection.stored = Counted(collection.stored, calls)
    scheduler = office.scheduler(clock)
    assert await scheduler.look() == len(due)
    # One question, one mark for each case, and the inserts of all of them together.
    assert calls["find"] == 1
    assert calls["update_one"] == len(due)
    assert calls["insert_many"] <= 2 * len(due)
    calls.clear()
    assert await scheduler.look() == 0
    assert calls == {"find": 1}
