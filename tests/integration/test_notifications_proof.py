"""Lists of notices, alarms and the internal control, on a real store."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.notifications.notices import planned
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.notices.subjects import BrokenText
from services.notifications.planning.channel_state import ChannelState
from services.notifications.proof.alarms import AlarmList
from services.notifications.proof.control import Answered
from services.notifications.proof.controlling import Class, Controlling, Period
from services.notifications.proof.noticed import NoticeCursor, NoticeLists
from services.notifications.watched import WatchedCase
from shared.events.channels import ChannelRestored
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Role, Status
from shared.identity.principal import Principal
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import CLOCK, Office
from tests.support.notices_desk import dead_mailbox
from tests.support.submissions import MOMENT, submission

EVERYONE = Principal(id="r", roles=frozenset({Role.REGISTRAR}))
MANAGER = Principal(id="m", roles=frozenset({Role.MANAGER}), board="sn")
BOARDS = ("sn", "von", "an", None)
BROKEN = BrokenText(text="standard:acknowledgement.sv", version="0", problem="a.txt:1: b. c.")


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


async def watched(office: Office, **facts: Any) -> WatchedCase:
    event = submission(**facts)
    board = office.organisation.known_board(event.facts.board)
    case = WatchedCase.from_event(event, board, CLOCK.now())
    await office.cases.insert(case)
    return case


def acknowledging(case: WatchedCase, at: datetime, board: str | None = "") -> Notice:
    return planned.acknowledgement(
        case.case_id,
        board=case.facts.board if board == "" else board,
        at=at,
        correlation_id=case.case_id,
        causation_id=None,
        next_attempt_at=at + timedelta(hours=1),
    )


def lists(office: Office) -> NoticeLists:
    return NoticeLists(office.notices, office.cases, CLOCK)


async def walked(
    office: Office, boards: tuple[str | None, ...], state: NoticeState | None = None
) -> list[str]:
    """Every page of the list, by the cursors that it gives."""
    found: list[str] = []
    cursor: NoticeCursor | None = None
    while True:
        items, cursor = await lists(office).page(boards, state, cursor, 7)
        found += [each.notice.id for each in items]
        if cursor is None:
            return found
        cursor = NoticeCursor.read(str(cursor))


async def test_every_notice_stands_once_in_the_list_the_newest_first(office: Office) -> None:
    # Of one moment, of yesterday, and of years ago: no page and no reach leaves one out.
    now = CLOCK.now().replace(microsecond=0)
    moments = [now] * 10 + [now - timedelta(days=days) for days in (1, 2, 20, 60, 500, 1500, 3000)]
    made = []
    for number, moment in enumerate(moments):
        case = await watched(office, board=("sn", "von", "an")[number % 3])
        notice = acknowledging(case, moment, None if number == 5 else "")
        await office.notices.insert(notice)
        made.append(notice)
    made.sort(key=lambda each: (each.created_at, each.id), reverse=True)

    assert await walked(office, BOARDS) == [each.id for each in made]
    assert await walked(office, ("sn",)) == [each.id for each in made if each.board == "sn"]
    assert await walked(office, (None,)) == [each.id for each in made if each.board is None]
    assert await walked(office, BOARDS, NoticeState.PLANNED) == [each.id for each in made]
    assert await walked(office, ("von",), NoticeState.PLANNED) == [
        each.id for each in made if each.board == "von"
    ]
    assert await walked(office, BOARDS, NoticeState.SENT) == []


async def test_a_notice_from_before_gets_its_board_when_it_is_sent(office: Office) -> None:
    case = await office.case()
    notice = await office.planned(case)
    assert notice.board is None

    await office.postman().take_waiting()

    assert (await office.until_state(notice, NoticeState.SENT)).board == "sn"


def alarms(office: Office) -> AlarmList:
    return AlarmList(office.cases, office.notices, office.channels, office.organisation, CLOCK)


async def test_late_cases_are_told_by_board_and_go_when_they_are_dealt_with(
    office: Office,
) -> None:
    both = await watched(office)
    unanswered = await watched(
        office, acknowledgement=Acknowledgement.SENT, acknowledged_at=MOMENT, board="von"
    )
    await watched(office, status=Status.CLOSED, closed_at=MOMENT)
    today = datetime.now(UTC)
    await watched(office, at=today, received_on=today.date())
    hidden = await watched(office, kind=Kind.LEX_SARAH, first_kind=Kind.LEX_SARAH)

    all_of_it = await alarms(office).read(EVERYONE, BOARDS)
    of_board = await alarms(office).read(MANAGER, ("sn",))

    assert [each.case.id for each in all_of_it.unacknowledged] == [both.id]
    assert {each.case.id for each in all_of_it.unanswered} == {both.id, unanswered.id}
    assert [each.case.id for each in of_board.unanswered] == [both.id]
    assert not all_of_it.quiet
    assert hidden.id not in {each.case.id for each in of_board.unacknowledged}


async def test_notices_that_fail_or_are_put_off_again_and_again_are_told(office: Office) -> None:
    now = CLOCK.now()
    failing = acknowledging(await watched(office), now)
    failing = failing.failed(now, "550", Reason.ADDRESS_REFUSED)
    done = acknowledging(await watched(office, acknowledgement=Acknowledgement.ORAL), now).failed(
        now, "550", Reason.ADDRESS_REFUSED
    )
    closed = acknowledging(await watched(office, status=Status.CLOSED), now)
    closed = closed.failed(now, "550", Reason.ADDRESS_REFUSED)
    put_off = acknowledging(await watched(office), now)
    twice = acknowledging(await watched(office), now)
    for _ in range(3):
        put_off = put_off.put_off(now, "452", now + timedelta(hours=1), by_server=True)
    for _ in range(2):
        twice = twice.put_off(now, "452", now + timedelta(hours=1), by_server=True)
    for each in (failing, done, closed, put_off, twice):
        await office.notices.insert(each)

    found = await alarms(office).read(EVERYONE, BOARDS)

    assert [each.notice.id for each in found.failed] == [failing.id]
    assert [each.notice.id for each in found.put_off] == [put_off.id]
    assert (await alarms(office).read(EVERYONE, ("von",))).quiet


async def test_texts_that_cannot_be_made_are_told_with_how_many_wait(office: Office) -> None:
    now = CLOCK.now().replace(microsecond=0)
    for hours in (1, 5):
        notice = acknowledging(await watched(office), now - timedelta(hours=hours))
        await office.notices.insert(notice.parked_for(now, BROKEN))

    (text,) = (await alarms(office).read(EVERYONE, BOARDS)).texts

    assert (text.broken, text.waiting, text.since) == (BROKEN, 2, now - timedelta(hours=5))


async def test_a_channel_is_told_until_it_works_again_whatever_the_order(office: Office) -> None:
    died = CLOCK.now() - timedelta(hours=2)
    failed = dead_mailbox(died)
    restored = ChannelRestored.model_validate(
        {
            **failed.model_dump(exclude={"type"}),
            "id": new_id(),
            "occurred_at": died + timedelta(hours=1),
        }
    )

    async def keep(event: Any) -> None:
        state = ChannelState.of(event)
        await office.channels.put_newer(state.id, state.seq, state.fields())

    await keep(failed)
    (dead,) = (await alarms(office).read(EVERYONE, BOARDS)).channels
    assert dead.detail == failed.detail
    await keep(restored)
    await keep(failed)
    assert (await alarms(office).read(EVERYONE, BOARDS)).quiet


async def test_the_control_counts_the_cases_of_the_period_and_lists_those_behind(
    office: Office,
) -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 31)
    late = await watched(office, received_on=last)
    waived = await watched(office, received_on=first, feedback=Feedback.WAIVED)
    await watched(office, received_on=first, board="von")
    for outside in (date(2026, 3, 1), date(2026, 4, 1)):
        await watched(office, received_on=outside)
    await watched(office, received_on=first, imported=True)
    await watched(office, received_on=first, kind=Kind.LEX_SARAH)
    controlling = Controlling(office.cases, office.organisation, CLOCK)
    period = Period(first, last)

    of_board = await controlling.run(["sn"], period, Class(answered=Answered.MISSING))
    of_all = await controlling.run(["sn", "von", "an"], period, Class())

    assert of_board.counts.received == 2
    assert of_board.counts.answered == {Answered.MISSING: 1, Answered.WAIVED: 1}
    assert [each.case.id for each in of_board.listed] == [late.id]
    assert of_all.counts.received == len(of_all.listed) == 3
    assert [each.case.facts.received_on for each in of_all.listed] == [first, first, last]
    assert waived.id in {each.case.id for each in of_all.listed}
    with pytest.raises(ValueError, match="first day first"):
        await controlling.run(["sn"], Period(last, first))
