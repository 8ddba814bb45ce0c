"""A year over many cases: each notice as a plain reckoning has it, none missing and none twice."""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime

import pytest

from services.notifications.notices.notices import COMPLAINANT, Notice
from services.notifications.notices.states import NoticeState
from services.notifications.planning.scheduler import CASES_A_TICK
from shared.clock import MovableClock
from shared.events.casework import CaseDocumented, Documented, DocumentedDetail
from shared.events.facts import CaseFacts
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.year_lives import Life, lives, noon
from tests.integration.year_reckoning import Told, knows_the_units, looks_of, reckoned
from tests.integration.year_rules import with_rules
from tests.support.quiet import quiet_log

SOME, MANY = 500, 2_000
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
SINCE = date(2025, 12, 29)
"""The first case is there before the year begins."""
AFTER_CLOSING = {"follow-up", "measures-due"}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A year has a hundred thousand lines of log."""
    with quiet_log():
        yield


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), with_rules(organisation))
    await office.database.prepare()
    yield office
    # So much is dropped with the whole store at the end of the run, not within a time-out.
    await office.close(drop=False)


def newer(life: Life, seq: int, at: datetime, facts: CaseFacts) -> CaseDocumented:
    """The facts, by an event that says nothing else."""
    return CaseDocumented(
        id=new_id(),
        occurred_at=at,
        recorded_at=at,
        case_id=life.received.case_id,
        seq=seq,
        actor=life.received.actor,
        correlation_id=life.received.correlation_id,
        producer="workflow",
        facts=facts,
        detail=DocumentedDetail(what=Documented.FINDING),
    )


async def all_sent() -> None:
    """Let the postman carry out what he has in hand."""
    while under_way := [task for task in asyncio.all_tasks() if task.get_name() == "notice"]:
        await asyncio.gather(*under_way)


async def play(office: Office, year: list[Life], clock: MovableClock) -> None:
    """The year from look to look: first what has happened in cases, then what time makes due."""
    watching, scheduler, postman = office.year_parts(clock)
    happenings = sorted(
        ((at, number, life) for life in year for number, (at, _) in enumerate(life.states)),
        key=lambda each: each[0],
    )
    for look in looks_of(FIRST, LAST):
        today = []
        while happenings and happenings[0][0] <= look:
            today.append(happenings.pop(0))
        for number in sorted({each[1] for each in today}):
            clock.set(look)
            await asyncio.gather(
                *(
                    watching.received(life.received)
                    if number == 0
                    else watching.keep(newer(life, number + 1, at, life.states[number][1]))
                    for at, place, life in today
                    if place == number
                )
            )
        clock.set(look)
        found = CASES_A_TICK
        while found == CASES_A_TICK:
            found = await scheduler.look()
            if found:
                await all_sent()
            if found == CASES_A_TICK:
                await postman.take_waiting()
                await all_sent()


def told_of(notice: Notice) -> Told:
    assert notice.due is not None
    assert notice.stage is not None
    return Told(
        str(notice.case_id),
        notice.rule,
        notice.measure or 0,
        notice.due,
        notice.stage.value,
        notice.level or 0,
        notice.recipient,
        notice.created_at,
    )


@pytest.mark.parametrize("cases", [SOME, pytest.param(MANY, marks=pytest.mark.long)])
async def test_in_a_year_everybody_is_told_everything_once_and_in_time(
    office: Office, organisation: Organisation, cases: int
) -> None:
    assert knows_the_units(organisation)
    year = lives(cases, SINCE, date(2026, 11, 30))
    looks = looks_of(FIRST, LAST)
    clock = MovableClock(noon(SINCE))

    await play(office, year, clock)
    notices = await office.notices.find({})
    expected = sorted(told for life in year for told in reckoned(life, looks))

    told = sorted(told_of(notice) for notice in notices)
    missing = Counter(expected) - Counter(told)
    too_much = Counter(told) - Counter(expected)
    assert (sorted(missing)[:5], sorted(too_much)[:5]) == ([], [])
    without = {str(life.received.case_id) for life in year if not has_address(life)}
    sent = [each for each in notices if not is_unreachable(each, without)]
    assert {notice.state for notice in sent} == {NoticeState.SENT}
    lost = [each for each in notices if is_unreachable(each, without)]
    assert {notice.state for notice in lost} == {NoticeState.IMPOSSIBLE}
    assert mails_sent(office) == Counter(notice.id for notice in sent)
    await office.outbox.drain(30)
    breaches = Counter(
        (entry.case_id, entry.body)
        for entry in office.published
        if entry.type == "deadline.breached"
    )
    assert set(breaches.values()) == {1}
    missed = {
        (told.case_id, told.rule, told.measure, told.due)
        for told in expected
        if told.stage == "due" and told.rule not in ("coordinator-reminder", "follow-up")
    }
    assert len(breaches) == len(missed)
    assert_nothing_was_said_of_what_was_over(year, notices)
    assert_the_year_had_everything(expected, year)


def has_address(life: Life) -> bool:
    return life.received.content.contact.email is not None


def is_unreachable(notice: Notice, without: set[str]) -> bool:
    """Whether it is for a complainant who has left no address."""
    return notice.recipient == COMPLAINANT and str(notice.case_id) in without


def mails_sent(office: Office) -> Counter[str]:
    """How many times the mail of each notice has gone."""
    ids = (
        re.search(rb"Message-ID: <([0-9a-f-]{36})\.", mail.content) for mail in office.relay.mails
    )
    return Counter(found[1].decode() for found in ids if found)


def assert_nothing_was_said_of_what_was_over(year: list[Life], notices: list[Notice]) -> None:
    states = {str(life.received.case_id): life.states for life in year}
    for notice in notices:
        status = [
            facts.status.value
            for at, facts in states[str(notice.case_id)]
            if at <= notice.created_at
        ][-1]
        if status in ("closed", "followed_up", "dismissed", "referred"):
            assert notice.rule in AFTER_CLOSING, (notice.rule, status)


def assert_the_year_had_everything(expected: list[Told], year: list[Life]) -> None:
    """A year in which nothing happens would prove nothing."""
    stages = Counter(told.stage for told in expected)
    fewest = min(stages[stage] for stage in ("extended", "before", "due", "escalated"))
    assert fewest > len(year) / 40, stages
    assert {told.level for told in expected} == {0, 1, 2, 3}
    assert {told.rule for told in expected} == {
        "acknowledge",
        "assign",
        "answer",
        "coordinator-reminder",
        "close",
        "measures-due",
        "follow-up",
    }
    assert sum(len(life.states[-1][1].pauses) for life in year) > len(year) / 4
    assert sum(bool(life.states[-1][1].extended) for life in year) > len(year) / 20
