"""A board's journal by date and number, on a real store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from services.workflow.access import Access
from services.workflow.case import Case
from services.workflow.handling import Handling
from services.workflow.journal import Journal, JournalCase, JournalQuery
from services.workflow.registration import Registration
from services.workflow.steps.correcting import Correct
from services.workflow.steps.handing_over import Dismiss
from shared.clock import MovableClock
from shared.events.envelope import Actor
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Channel, Kind, Role
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.support.submissions import MOMENT, submission

REGISTRAR = Actor(role=Role.REGISTRAR, id="registrar-sn")


async def _never(_entry: OutboxEntry) -> None:
    await asyncio.Event().wait()


class Register:
    """A workflow as far as its journal goes."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        self.clock = MovableClock(MOMENT)
        self.relay = OutboxRelay(_never)
        self.database = Database(settings, "workflow", self.relay)
        self.cases = self.database.versioned(Case, outbox=True)
        self.registration = Registration(self.cases, organisation, self.clock)
        self.handling = Handling(self.cases, self.registration, organisation, self.clock)
        self.journal = Journal(self.database.collection(JournalCase), organisation, self.clock)
        self.organisation = organisation

    async def receive(self, count: int = 1, **given: Any) -> list[CaseReceived]:
        """One after the other, so that their numbers are in order."""
        events = [submission(**given) for _ in range(count)]
        for event in events:
            await self.registration.register(event)
        return events

    async def pages(self, visible: dict[str, Any] | None = None, **asked: Any) -> list[list[str]]:
        """The numbers of each page until the last."""
        found = []
        after: int | None = 0
        while after is not None:
            query = JournalQuery.model_validate({"board": "sn", **asked, "after": after})
            board = self.organisation.known_board(query.board)
            page = await self.journal.page(board, query, visible or {})
            found.append([line.diary.number for line in page.lines])
            after = page.next
        return found

    async def numbers(self, **asked: Any) -> list[str]:
        return [number for page in await self.pages(**asked) for number in page]

    async def dismiss(self, event: CaseReceived) -> None:
        case = await self.handling.case(str(event.case_id))
        command = Dismiss.model_validate({"reason": "withdrawn", "explanation": "Återtaget."})
        await self.handling.take(case.id, case.seq, command, REGISTRAR)


@pytest.fixture
async def register(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Register]:
    made = Register(settings_for(), organisation)
    await made.database.prepare()
    yield made
    await made.relay.drain(0)
    await made.database.close()


def sn(*serials: int) -> list[str]:
    return [f"SN 2026-{serial:05d}" for serial in serials]


async def test_pages_by_number_without_losing_or_repeating(register: Register) -> None:
    await register.receive(7)
    await register.receive(2, board="von")

    assert await register.pages(limit=3) == [sn(1, 2, 3), sn(4, 5, 6), sn(7)]
    assert await register.pages(limit=7) == [sn(*range(1, 8))]
    assert await register.numbers(board="von") == ["001/2026", "002/2026"]
    assert await register.numbers(year=2025) == []


async def test_by_day_of_registration(register: Register) -> None:
    for _ in range(3):
        await register.receive(2)
        register.clock.advance(timedelta(days=1))

    assert await register.numbers(**{"from": date(2026, 3, 3)}) == sn(3, 4, 5, 6)
    assert await register.numbers(to=date(2026, 3, 3)) == sn(1, 2, 3, 4)
    one_day = {"from": date(2026, 3, 3), "to": date(2026, 3, 3)}
    assert await register.numbers(**one_day) == sn(3, 4)
    register.clock.set(MOMENT + timedelta(days=365))
    assert await register.numbers() == []
    assert await register.numbers(**one_day) == sn(3, 4), "the year is the day's own"


async def test_open_and_closed(register: Register) -> None:
    events = await register.receive(3)
    await register.dismiss(events[1])

    assert await register.numbers(open=True) == sn(1, 3)
    assert await register.numbers(open=False) == sn(2)


async def test_what_is_narrowed_pages_on_behind_long_stretches_of_nothing(
    register: Register,
) -> None:
    events = await register.receive(130)
    await register.dismiss(events[0])
    await register.dismiss(events[129])

    assert await register.pages(open=False, limit=1) == [sn(1), sn(130)]
    assert await register.pages(open=False, limit=50) == [sn(1, 130)]


@pytest.mark.parametrize("asked", ["SN 2026-00002", "dnr sn 2026-2", "2026/2", "sn2026–00002"])
async def test_by_its_number_however_it_is_written(register: Register, asked: str) -> None:
    await register.receive(3)
    assert await register.numbers(number=asked) == sn(2)


async def test_by_reference_and_by_others_numbers(register: Register) -> None:
    (first, second) = await register.receive(2)
    (ivo,) = await _with_external(register, "3.5.1-00047/2026", Channel.IVO)

    assert await register.numbers(number=first.facts.reference.lower()) == sn(1)
    assert await register.numbers(external_number="Dnr 3.5.1-00047/2026") == sn(3)
    assert await register.numbers(number="3.5.1–00047/2026") == sn(3)
    assert await register.numbers(external_number="SN 2026-00001") == [], "that is our own"
    assert await register.numbers(number="SN 2026-3", external_number="3.5.1-00047/2026") == sn(3)
    assert await register.numbers(number="SN 2026-1", external_number="3.5.1-00047/2026") == []

    case = await register.handling.case(str(second.case_id))
    theirs = [{"of": "Regionen", "number": "AVV-2026-88"}]
    command = Correct.model_validate({"external_numbers": theirs, "reason": "Kom i efterhand"})
    await register.handling.take(case.id, case.seq, command, REGISTRAR)
    assert await register.numbers(external_number="avv-2026-88") == sn(2)
    assert ivo.facts.channel is Channel.IVO


async def test_a_line_has_what_the_law_asks_for_and_what_stood(register: Register) -> None:
    (event,) = await register.receive(unit="forsorjningsstod")
    case = await register.handling.case(str(event.case_id))
    command = Correct(matter="Klagomål på handläggning", reason="Tydligare")
    await register.handling.take(case.id, case.seq, command, REGISTRAR)

    board = register.organisation.known_board("sn")
    page = await register.journal.page(board, JournalQuery(board="sn"), {})

    (line,) = page.lines
    entry = line.diary
    assert (entry.number, entry.registered_on) == ("SN 2026-00001", date(2026, 3, 2))
    assert (entry.sender, entry.matter) == ("Enskild", "Klagomål på handläggning")
    (correction,) = entry.corrections
    assert (correction.field, correction.stood) == ("matter", "Klagomål, Försörjningsstöd")
    assert (correction.by, correction.reason) == (REGISTRAR, "Tydligare")


async def test_what_the_reader_may_not_see_leaves_the_rest_in_reach(register: Register) -> None:
    await register.receive(2)
    await register.receive(3, kind=Kind.LEX_SARAH)
    await register.receive(2)
    access = Access(register.organisation)
    manager = Principal(id="manager-1", roles=frozenset({Role.MANAGER}), board="sn")
    auditor = Principal(id="auditor-1", roles=frozenset({Role.AUDITOR}))

    seen = await register.pages(visible=access.visible(manager, Access.DIARY), limit=2)
    assert [number for page in seen for number in page] == sn(1, 2, 6, 7)
    every = await register.pages(visible=access.visible(auditor, Access.DIARY), limit=2)
    assert [number for page in every for number in page] == sn(1, 2, 3, 4, 5, 6, 7)


async def _with_external(register: Register, number: str, channel: Channel) -> list[CaseReceived]:
    event = submission(channel=channel)
    content = event.content.model_copy(update={"external_reference": number})
    event = event.model_copy(update={"content": content})
    await register.registration.register(event)
    return [event]
