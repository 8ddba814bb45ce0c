"""The workflow's cases, lists and search in the test's own process, on a real store."""

import asyncio
from collections import Counter
from typing import Any

from services.workflow.access import Access
from services.workflow.case import Case
from services.workflow.commands import BY_NAME
from services.workflow.handling import Handling
from services.workflow.listing import CaseLists, ListedCase
from services.workflow.registration import Registration
from services.workflow.renewal import Renewal, Renewed
from services.workflow.search import Search
from services.workflow.search_entry import SearchEntry
from services.workflow.stored_cases import StoredCases
from services.workflow.worklists import View, WorkFilters, WorkLists, WorkPage
from shared.clock import MovableClock
from shared.events.envelope import Actor
from shared.events.submissions import Address, CaseReceived
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.support.submissions import MOMENT, submission

ALL_SEEING = Principal(id="caseworker-1", roles=frozenset({Role.CASEWORKER}))
NORTH = Principal(
    id="manager-hemvard-norr",
    roles=frozenset({Role.MANAGER}),
    board="von",
    unit="hemvard-norr",
)


async def _never(_entry: OutboxEntry) -> None:
    await asyncio.Event().wait()


class Counted:
    """A driver's collection that counts what is asked of it."""

    def __init__(self, stored: Any, calls: Counter[str]) -> None:
        self._stored = stored
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        self._calls[name] += 1
        return getattr(self._stored, name)


class Lists:
    """What work lists and search are made of. `calls` counts round trips to the store."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        self.organisation = organisation
        self.clock = MovableClock(MOMENT)
        self.calls: Counter[str] = Counter()
        self._relay = OutboxRelay(_never)
        self._database = Database(settings, "workflow", self._relay)
        stored = self._database.versioned(Case, outbox=True)
        self.listed = self._database.collection(ListedCase)
        self.entries = self._database.collection(SearchEntry)
        self.plain = stored
        """Writes cases without desks and entries, as earlier versions did."""
        self.renewed = self._database.collection(Renewed)
        self.cases = StoredCases(stored, self.entries, organisation)
        access = Access(organisation)
        self.registration = Registration(self.cases, organisation, self.clock)
        self.handling = Handling(self.cases, self.registration, organisation, self.clock)
        self.work = WorkLists(self.listed, organisation, access, self.clock)
        self.lists = CaseLists(self.listed, organisation, access, self.clock)
        self.search = Search(self.listed, self.entries, organisation, access, self.clock)

    async def prepare(self) -> None:
        await self._database.prepare()
        for collection in (self.cases, self.listed, self.entries):
            collection.stored = Counted(collection.stored, self.calls)

    async def close(self) -> None:
        await self._relay.drain(0)
        await self._database.close()

    async def renew(self, organisation: Organisation | None = None) -> None:
        """As at a start with this organisation."""
        rules = organisation or self.organisation
        await Renewal(StoredCases(self.plain, self.entries, rules), self.renewed, rules).run()

    async def receive(self, *events: CaseReceived) -> None:
        await asyncio.gather(*(self.registration.register(event) for event in events))

    async def take(self, event: CaseReceived, step: str, **given: Any) -> Case:
        case = await self.handling.case(str(event.case_id))
        actor = Actor(role=Role.CASEWORKER, id="caseworker-1")
        return await self.handling.take(case.id, case.seq, BY_NAME[step](**given), actor)

    async def page(self, view: View, principal: Principal = ALL_SEEING, **filters: Any) -> WorkPage:
        return await self.work.page(view, principal, WorkFilters(**filters), None, 200)

    async def found(self, text: str, principal: Principal = ALL_SEEING) -> set[str]:
        page = await self.search.find(principal, text)
        assert page.next is None
        return {found.case.id for found in page.items}


def told(text: str = "Maten var kall.", name: str | None = None, **facts: Any) -> CaseReceived:
    """A submission by someone with a name."""
    event = submission(text=text, email=None, **facts)
    contact = Address(name=name)
    return event.model_copy(
        update={"content": event.content.model_copy(update={"contact": contact})}
    )


def ids(*events: CaseReceived) -> set[str]:
    return {str(event.case_id) for event in events}


def shown(page: WorkPage) -> list[str]:
    return [case.id for case in page.items]
