"""A board whose diary another system keeps: work goes on, and each case gets one number from it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from services.workflow.case import Case
from services.workflow.external_diary.conflicts import Conflicts, MirroredCase
from services.workflow.external_diary.mirror import MirrorState, Problem
from services.workflow.external_diary.mirroring import Mirroring, WaitingCase
from services.workflow.external_diary.other_diary import HttpDiary
from services.workflow.external_diary.steps import RetryDiary, SetDiaryNumber
from services.workflow.handling import Handling
from services.workflow.registration import Registration
from services.workflow.steps.assigning import Assign
from services.workflow.steps.closing import Reopen
from services.workflow.steps.command import Command
from services.workflow.steps.correcting import AddPaper
from services.workflow.steps.handing_over import Dismiss
from shared.clock import MovableClock
from shared.events.envelope import Actor
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Role, Status
from shared.ids import new_id
from shared.organisation import Organisation, load_organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.support.diary_system import TOKEN, DiarySystem
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until
from tests.unit.organisation_folder import Folder

LEASE = timedelta(seconds=30)
DELAYS = (timedelta(seconds=10), timedelta(minutes=1))
REGISTRAR = Actor(role=Role.REGISTRAR, id="registrar-sn")
BOARD = "boards/sn.toml"


def with_external_diary(folder: Folder) -> Folder:
    """The example with one board whose diary is kept elsewhere."""
    folder.replace(BOARD, "external_diary = false", "external_diary = true")
    return folder


async def _never(_entry: OutboxEntry) -> None:
    await asyncio.Event().wait()


class Copy:
    """One copy of the workflow, as far as the diary goes."""

    def __init__(
        self, settings: Settings, organisation: Organisation, clock: MovableClock, url: str
    ) -> None:
        self.clock = clock
        self.relay = OutboxRelay(_never)
        self.database = Database(settings, "workflow", self.relay)
        self.cases = self.database.versioned(Case, outbox=True)
        self.registration = Registration(self.cases, organisation, clock)
        self.handling = Handling(self.cases, self.registration, organisation, clock)
        self.conflicts = Conflicts(self.database.collection(MirroredCase))
        self.diary = HttpDiary(url, SecretStr(TOKEN), 20)
        self.mirroring = Mirroring(
            self.cases,
            self.database.collection(WaitingCase),
            self.diary,
            organisation,
            lease=LEASE,
            delays=DELAYS,
            clock=clock,
        )

    async def receive(self, count: int = 1, **given: Any) -> list[CaseReceived]:
        events = [submission(**given) for _ in range(count)]
        await asyncio.gather(*(self.registration.register(event) for event in events))
        return events

    async def case(self, event: CaseReceived) -> Case:
        case = await self.cases.get(str(event.case_id))
        assert case is not None
        return case

    async def take(self, event: CaseReceived, *commands: Command) -> Case:
        for command in commands:
            case = await self.case(event)
            await self.handling.take(case.id, case.seq, command, REGISTRAR)
        return await self.case(event)

    async def state(self, event: CaseReceived) -> MirrorState:
        mirror = (await self.case(event)).mirror
        assert mirror is not None
        return mirror.state

    async def close(self) -> None:
        await self.relay.drain(0)
        await self.diary.close()
        await self.database.close()


@pytest.fixture
async def system() -> AsyncIterator[DiarySystem]:
    async with DiarySystem() as running:
        yield running


@pytest.fixture
async def open_copy(
    settings_for: Callable[..., Settings], system: DiarySystem, tmp_path: Path
) -> AsyncIterator[Callable[[], "asyncio.Future[Copy]"]]:
    organisation = load_organisation(with_external_diary(Folder(tmp_path)).path)
    clock = MovableClock(MOMENT)
    opened: list[Copy] = []

    async def make() -> Copy:
        copy = Copy(settings_for(), organisation, clock, system.url)
        await copy.database.prepare()
        opened.append(copy)
        return copy

    yield lambda: asyncio.ensure_future(make())
    for copy in opened:
        await copy.close()


@pytest.fixture
async def copy(open_copy: Callable[[], "asyncio.Future[Copy]"]) -> Copy:
    return await open_copy()


Open = Callable[[], "asyncio.Future[Copy]"]


async def test_a_case_is_open_at_once_and_its_number_comes(copy: Copy, system: DiarySystem) -> None:
    (event,) = await copy.receive()

    before = await copy.case(event)
    assert (before.facts.status, before.facts.diary_number) == (Status.RECEIVED, None)
    assert before.diary is None
    assert [entry.step for entry in before.history] == ["case.received", "case.documented"]

    await copy.mirroring.go()

    case = await copy.case(event)
    assert case.facts.diary_number == system.numbers[case.id]
    assert case.facts.status is Status.REGISTERED
    assert case.facts.registered_at == MOMENT
    assert case.history[-1].step == "case.registered"
    assert await copy.state(event) is MirrorState.MIRRORED
    assert case.facts.diary_number.casefold().replace(" ", "") in case.numbers
    assert await copy.mirroring.go() == 0


async def test_another_board_is_numbered_here_as_ever(copy: Copy, system: DiarySystem) -> None:
    (event,) = await copy.receive(board="von")

    await copy.mirroring.go()

    case = await copy.case(event)
    assert case.facts.diary_number == "001/2026"
    assert case.mirror is None
    assert system.told == []


async def test_work_goes_on_while_it_is_down_and_numbers_come_afterwards(
    copy: Copy, system: DiarySystem
) -> None:
    await system.stop()
    events = await copy.receive(30)
    await copy.mirroring.go()
    for event in events[:5]:
        case = await copy.take(event, Assign(responsible="manager-1"))
        assert case.facts.status is Status.ASSIGNED
    assert system.told == []

    await system.start()
    assert await copy.mirroring.go() == 0, "it is not asked at every moment"
    copy.clock.advance(DELAYS[0])
    await copy.mirroring.go()
    copy.clock.advance(DELAYS[0])
    await copy.mirroring.go()

    cases = [await copy.case(event) for event in events]
    assert len({case.facts.diary_number for case in cases} - {None}) == 30
    assert [case.facts.status for case in cases[:5]] == [Status.ASSIGNED] * 5
    assert [case.facts.status for case in cases[5:]] == [Status.REGISTERED] * 25


async def test_what_waited_longest_is_asked_for_first(copy: Copy, system: DiarySystem) -> None:
    events = []
    for _ in range(12):
        events += await copy.receive()
        copy.clock.advance(timedelta(minutes=1))

    system.open_ended.clear()
    going = asyncio.create_task(copy.mirroring.go())
    await until(lambda: len(system.told) == 8, "eight calls are under way")
    system.open_ended.set()
    await going

    first = {told.case_id for told in system.told[:8]}
    assert first == {str(event.case_id) for event in events[:8]}


async def test_three_copies_at_once_get_one_number_for_each(
    open_copy: Open, system: DiarySystem
) -> None:
    copies = [await open_copy() for _ in range(3)]
    events = await copies[0].receive(40)

    await asyncio.gather(*(copy.mirroring.go() for copy in copies))

    cases = [await copies[0].case(event) for event in events]
    assert len({case.facts.diary_number for case in cases} - {None}) == 40
    assert {case.facts.diary_number for case in cases} == set(system.numbers.values())
    registered = [[entry.step for entry in case.history].count("case.registered") for case in cases]
    assert registered == [1] * 40


async def test_an_answer_that_is_lost_does_not_make_a_second_number(
    copy: Copy, system: DiarySystem
) -> None:
    system.answers_lost = 1
    (event,) = await copy.receive()
    await copy.mirroring.go()
    assert (await copy.case(event)).facts.diary_number is None

    copy.clock.advance(DELAYS[0])
    await copy.mirroring.go()

    assert len(system.told) == 2
    assert list(system.numbers.values()) == [(await copy.case(event)).facts.diary_number]


async def test_papers_closing_and_reopening_are_mirrored(copy: Copy, system: DiarySystem) -> None:
    (event,) = await copy.receive()
    await copy.mirroring.go()

    await copy.take(event, AddPaper.model_validate({"title": "Yttrande", "direction": "in"}))
    assert await copy.state(event) is MirrorState.PENDING
    await copy.mirroring.go()
    entry = system.entries[str(event.case_id)]
    assert [paper["title"] for paper in entry["papers"]] == [None, "Yttrande"]
    assert entry["closed_on"] is None

    await copy.take(
        event,
        Dismiss.model_validate({"reason": "withdrawn", "explanation": "Återtaget av kunden."}),
    )
    await copy.mirroring.go()
    assert system.entries[str(event.case_id)]["closed_on"] == "2026-03-02"

    await copy.take(event, Reopen(reason="Kunden ångrade sig."))
    await copy.mirroring.go()
    assert system.entries[str(event.case_id)]["closed_on"] is None
    assert await copy.state(event) is MirrorState.MIRRORED
    assert len({told.entry["number"] for told in system.told[1:]}) == 1


async def test_what_the_diary_need_not_know_is_not_told(copy: Copy, system: DiarySystem) -> None:
    (event,) = await copy.receive()
    await copy.mirroring.go()

    await copy.take(event, Assign(responsible="manager-1"))

    assert await copy.state(event) is MirrorState.MIRRORED
    assert await copy.mirroring.go() == 0
    assert len(system.told) == 1


async def test_a_change_while_it_answers_is_told_afterwards(
    copy: Copy, system: DiarySystem
) -> None:
    (event,) = await copy.receive()
    system.open_ended.clear()
    going = asyncio.create_task(copy.mirroring.go())
    await until(lambda: bool(system.told), "the call is under way")
    await copy.take(event, AddPaper.model_validate({"title": "Yttrande", "direction": "in"}))
    system.open_ended.set()
    await going

    assert (await copy.case(event)).facts.diary_number is not None
    assert await copy.state(event) is MirrorState.PENDING
    await copy.mirroring.go()
    assert len(system.entries[str(event.case_id)]["papers"]) == 2
    assert await copy.state(event) is MirrorState.MIRRORED


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("closed_there", Problem.CLOSED_THERE),
        ("Anna Andersson har redan ett ärende", Problem.REFUSED),
        (None, Problem.REFUSED),
    ],
)
async def test_a_conflict_waits_for_the_registrar_and_names_nobody(
    copy: Copy, system: DiarySystem, code: str | None, problem: Problem
) -> None:
    (event,) = await copy.receive()
    system.conflicts[str(event.case_id)] = code

    await copy.mirroring.go()
    copy.clock.advance(timedelta(days=1))

    assert await copy.mirroring.go() == 0, "it is not tried again by itself"
    (found,) = await copy.conflicts.oldest({}, 10)
    assert (found.case_id, found.mirror.problem) == (event.case_id, problem)
    assert found.mirror.since == MOMENT
    case = await copy.case(event)
    assert case.history[-1].reason == problem.value
    assert "Anna" not in case.model_dump_json()

    await copy.take(event, Assign(responsible="manager-1"))
    assert await copy.state(event) is MirrorState.CONFLICT

    system.conflicts.clear()
    await copy.take(event, RetryDiary())
    await copy.mirroring.go()
    assert (await copy.case(event)).facts.diary_number is not None
    assert await copy.conflicts.count({}) == 0


async def test_a_number_entered_by_hand_is_told_and_confirmed(
    copy: Copy, system: DiarySystem
) -> None:
    await system.stop()
    (event,) = await copy.receive()
    await copy.mirroring.go()

    case = await copy.take(event, SetDiaryNumber(number="KS 2026/9001"))
    assert case.facts.diary_number == "KS 2026/9001"
    assert case.facts.status is Status.REGISTERED
    await system.start()
    copy.clock.advance(DELAYS[0])
    await copy.mirroring.go()

    assert system.numbers[str(event.case_id)] == "KS 2026/9001"
    assert await copy.state(event) is MirrorState.MIRRORED


async def test_a_number_by_hand_that_the_diary_does_not_agree_to_is_a_conflict(
    copy: Copy, system: DiarySystem
) -> None:
    first, second = [(await copy.receive())[0] for _ in range(2)]
    system.conflicts[str(second.case_id)] = None
    await copy.mirroring.go()
    taken = (await copy.case(first)).facts.diary_number
    assert taken is not None
    system.conflicts.clear()

    await copy.take(second, SetDiaryNumber(number=taken))
    await copy.mirroring.go()

    (found,) = await copy.conflicts.oldest({}, 10)
    assert found.mirror.problem is Problem.NUMBER_IN_USE
    case = await copy.take(
        second, SetDiaryNumber(number="KS 2026/0500", reason="Fel nummer skrevs in")
    )
    assert case.history[-1].before == {"diary_number": taken}
    await copy.mirroring.go()
    assert await copy.state(second) is MirrorState.MIRRORED


async def test_the_same_number_for_two_cases_is_not_taken(copy: Copy, system: DiarySystem) -> None:
    (first,) = await copy.receive()
    await copy.mirroring.go()
    (second,) = await copy.receive()
    number = system.numbers[str(first.case_id)]
    del system.numbers[str(first.case_id)]
    system.numbers[str(second.case_id)] = number

    await copy.mirroring.go()

    (found,) = await copy.conflicts.oldest({}, 10)
    assert found.case_id == second.case_id
    assert found.mirror.problem is Problem.NUMBER_IN_USE
    assert found.facts.diary_number is None


async def test_one_case_that_it_fails_at_does_not_hold_up_the_others(
    copy: Copy, system: DiarySystem
) -> None:
    bad, good = [(await copy.receive())[0] for _ in range(2)]
    system.broken.add(str(bad.case_id))

    await copy.mirroring.go()
    assert (await copy.case(good)).facts.diary_number is not None

    mirror = (await copy.case(bad)).mirror
    assert mirror is not None
    assert mirror.waiting is not None
    assert mirror.waiting.attempts == 1
    assert mirror.waiting.due > copy.clock.now()
    system.broken.clear()
    copy.clock.set(mirror.waiting.due)
    await copy.mirroring.go()
    assert (await copy.case(bad)).facts.diary_number is not None


async def test_a_page_instead_of_an_answer_is_no_number_and_no_conflict(
    copy: Copy, system: DiarySystem
) -> None:
    system.mumbling = True
    (event,) = await copy.receive()

    await copy.mirroring.go()

    assert await copy.state(event) is MirrorState.PENDING
    assert await copy.conflicts.count({}, unnumbered=True) == 1
    system.mumbling = False
    copy.clock.advance(DELAYS[0])
    await copy.mirroring.go()
    assert await copy.state(event) is MirrorState.MIRRORED


async def test_what_a_dead_copy_had_taken_is_taken_by_another(
    open_copy: Open, system: DiarySystem
) -> None:
    dying, living = await open_copy(), await open_copy()
    (event,) = await dying.receive()
    system.open_ended.clear()
    going = asyncio.create_task(dying.mirroring.go())
    await until(lambda: bool(system.told), "the call is under way")
    going.cancel()
    system.open_ended.set()

    assert await living.mirroring.go() == 0, "it is still the other's"
    living.clock.advance(LEASE)
    assert await living.mirroring.go() == 1
    assert (await living.case(event)).facts.diary_number == system.numbers[str(event.case_id)]


async def test_an_earlier_number_is_kept_and_asked_of_nobody(
    copy: Copy, system: DiarySystem
) -> None:
    (event,) = await copy.receive(imported=True, diary_number="SN 2021/17", case_id=new_id())

    await copy.mirroring.go()

    assert (await copy.case(event)).facts.diary_number == "SN 2021/17"
    assert system.told == []
