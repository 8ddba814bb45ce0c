"""The parts of the service on a real store, without processes, broker or mail server."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.notifications import planned
from services.notifications.acknowledging import Acknowledging
from services.notifications.answers import Answers
from services.notifications.attempts import Patience
from services.notifications.backlog import Backlog
from services.notifications.breach import Breach
from services.notifications.delivery import RelayUnreachable
from services.notifications.letters import Links
from services.notifications.mail import Mail
from services.notifications.notices import Notice, NoticeState
from services.notifications.postman import Postman
from services.notifications.scheduler import Scheduler
from services.notifications.telling import Teller
from services.notifications.texts import Texts
from services.notifications.watched import WatchedCase
from services.notifications.watching import Watching
from services.notifications.writing import Writer
from shared.clock import Clock, SystemClock
from shared.correspondence import NOTHING_YET, Correspondence, CorrespondenceUnavailable
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.support.submissions import submission
from tests.support.waiting import until

CLOCK = SystemClock()


class Relay:
    """Takes a mail when the gate is open, if it is there at all."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.down = False
        self.asked = 0
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.asked += 1
        await self.gate.wait()
        if self.down:
            raise RelayUnreachable("connection_refused")
        self.mails.append(mail)


class Workflow:
    """What has been said in the cases, as the workflow would answer."""

    def __init__(self) -> None:
        self.said: dict[UUID, Correspondence] = {}
        self.down = False

    async def of(self, case_id: UUID) -> Correspondence:
        if self.down:
            raise CorrespondenceUnavailable("the workflow does not answer")
        return self.said.get(case_id, NOTHING_YET)


class Office:
    """A database, and postmen that share it."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        self.published: list[OutboxEntry] = []
        self._postmen: list[Postman] = []
        self.outbox = OutboxRelay(self._publish)
        self.database = Database(settings, "notifications", self.outbox)
        self.notices = self.database.versioned(Notice, outbox=True)
        self.cases = self.database.versioned(WatchedCase)
        self.breaches = self.database.collection(Breach, outbox=True)
        self.organisation = organisation
        self.relay = Relay()
        self.workflow = Workflow()

    async def close(self) -> None:
        """Let everybody finish, and remove all that was stored."""
        self.relay.gate.set()
        await asyncio.gather(*(postman.finish(5) for postman in self._postmen))
        await self.outbox.drain(5)
        await self.database.drop()
        await self.database.close()

    async def _publish(self, entry: OutboxEntry) -> None:
        self.published.append(entry)

    def postman(
        self, lease: float = 60.0, texts: Texts | None = None, clock: Clock = CLOCK
    ) -> Postman:
        links = Links("https://a.example", "https://b.example")
        postman = Postman(
            self.notices,
            self.cases,
            Writer(texts or Texts(), self.organisation, links),
            self.relay,
            Answers(self.workflow, self.organisation),
            lease=timedelta(seconds=lease),
            patience=Patience((timedelta(hours=1),), timedelta(days=5)),
            clock=clock,
        )
        self._postmen.append(postman)
        return postman

    def teller(self, clock: Clock = CLOCK) -> Teller:
        """As one copy of the service has it."""
        writer = Writer(Texts(), self.organisation, Links("https://a.example", "https://b.example"))
        return Teller(self.cases, self.notices, writer, self.postman(clock=clock), clock)

    def watching(self, clock: Clock = CLOCK) -> Watching:
        """As one copy of the service has it."""
        writer = Writer(Texts(), self.organisation, Links("https://a.example", "https://b.example"))
        acknowledging = Acknowledging(self.notices, writer, self.postman(clock=clock), clock)
        return Watching(self.cases, self.organisation, acknowledging, clock, timedelta(minutes=2))

    def scheduler(self, clock: Clock, organisation: Organisation | None = None) -> Scheduler:
        postman = self.postman(clock=clock)
        known = organisation or self.organisation
        writer = Writer(Texts(), known, Links("https://a.example", "https://b.example"))
        return Scheduler(
            self.cases,
            self.notices,
            self.breaches,
            known,
            Acknowledging(self.notices, writer, postman, clock),
            postman,
            Backlog(clock, lambda: True),
            clock,
            writer.address_of_complainant,
        )

    async def case(self, **facts: Any) -> WatchedCase:
        event = submission(**facts)
        case = WatchedCase.from_event(event, self.organisation.known_board("sn"), CLOCK.now())
        case = case.model_copy(update={"contact": event.content.contact})
        await self.cases.insert(case)
        return case

    async def planned(self, case: WatchedCase, held_for: float = 0.0) -> Notice:
        notice = planned.acknowledgement(
            case.case_id,
            at=CLOCK.now(),
            correlation_id=case.case_id,
            causation_id=None,
            next_attempt_at=CLOCK.now() + timedelta(seconds=held_for),
        )
        await self.notices.insert(notice)
        return notice

    async def now(self, notice: Notice) -> Notice:
        found = await self.notices.get(notice.id)
        assert found is not None
        return found

    async def until_state(self, notice: Notice, state: NoticeState) -> Notice:
        async def reached() -> bool:
            return (await self.now(notice)).state is state

        await until(reached, f"the notice is {state}")
        return await self.now(notice)
