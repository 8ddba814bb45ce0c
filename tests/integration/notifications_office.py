"""The parts of the service on a real store, without processes, broker or mail server."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.notifications.backlog import Backlog
from services.notifications.carrying.calls import Calls
from services.notifications.carrying.letters import LetterQueue
from services.notifications.carrying.waiting import Errands
from services.notifications.erasure import Erasing, Erasure
from services.notifications.notices import planned
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.planning.acknowledging import Acknowledging
from services.notifications.planning.breach import Breach
from services.notifications.planning.channel_state import ChannelState
from services.notifications.planning.complainants import Complainants
from services.notifications.planning.digests import DigestContent, Digests
from services.notifications.planning.late_for_digest import LateForDigest
from services.notifications.planning.listed_cases import ListedCases
from services.notifications.planning.lists import ListDay, Lists
from services.notifications.planning.scheduler import Scheduler
from services.notifications.planning.signals import SignalTeller
from services.notifications.planning.staff_post import StaffPost
from services.notifications.planning.telling import Teller
from services.notifications.sending.addressing import Addressing
from services.notifications.sending.answers import Answers
from services.notifications.sending.attempts import Patience
from services.notifications.sending.delivery import RelayUnreachable
from services.notifications.sending.errands import Errand
from services.notifications.sending.postman import Postman
from services.notifications.staff.absences import Absence, AbsenceBook
from services.notifications.staff.mail_choices import MailChoice, MailChoices
from services.notifications.staff.posts import Posts
from services.notifications.staff.readers import Readers
from services.notifications.texts.letters import Links
from services.notifications.texts.mail import Mail
from services.notifications.texts.overviews import OverviewWriter
from services.notifications.texts.paper import PaperWriter
from services.notifications.texts.texts import Texts
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from services.notifications.watching import Watching
from shared.clock import Clock, SystemClock
from shared.correspondence import NOTHING_YET, Correspondence, CorrespondenceUnavailable
from shared.events.notices import NoticeKind
from shared.faults import Fault, no_fault
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.support.submissions import submission
from tests.support.waiting import until

CLOCK = SystemClock()
LINKS = Links("https://a.example", "https://b.example", "https://c.example", "https://d.example")


class Relay:
    """Takes a mail when the gate is open, if it is there at all."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.down = False
        self.hangs_up_on = ""
        """A recipient with whose mails it breaks off."""
        self.asked = 0
        self.mails: list[Mail] = []
        self.after: Callable[[], Awaitable[None]] | None = None
        """What happens once the mail is taken, before whoever sent it knows."""

    async def send(self, mail: Mail) -> None:
        self.asked += 1
        await self.gate.wait()
        if self.down:
            raise RelayUnreachable("connection_refused")
        if mail.recipient == self.hangs_up_on:
            raise RelayUnreachable("connection_lost")
        self.mails.append(mail)
        if self.after is not None:
            await self.after()


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
        self.channels = self.database.versioned(ChannelState)
        self.breaches = self.database.collection(Breach, outbox=True)
        self.absences = self.database.collection(Absence)
        self.choices = self.database.collection(MailChoice)
        self.contents = self.database.collection(DigestContent)
        self.list_days = self.database.collection(ListDay)
        self.organisation = organisation
        self.relay = Relay()
        self.workflow = Workflow()
        self.answers = Answers(self.workflow, organisation)

    async def close(self, *, drop: bool = True) -> None:
        """Let everybody finish, and remove all that was stored if it is to be removed."""
        self.relay.gate.set()
        await asyncio.gather(*(postman.finish(5) for postman in self._postmen))
        await self.outbox.drain(5)
        if drop:
            await self.database.drop()
        await self.database.close()

    async def _publish(self, entry: OutboxEntry) -> None:
        self.published.append(entry)

    def readers(self, clock: Clock = CLOCK) -> Readers:
        """Who reads for whom, by this office's absences and choices."""
        posts = Posts(self.organisation)
        return Readers(posts, AbsenceBook(self.absences), MailChoices(self.choices), clock)

    def errands(
        self, clock: Clock = CLOCK, texts: Texts | None = None, *, connected: bool = True
    ) -> dict[NoticeKind, Errand]:
        """The makers of digests and lists."""
        used = texts or Texts()
        writer = Writer(used, self.organisation, LINKS)
        overviews = OverviewWriter(used, self.organisation, LINKS)
        readers, backlog = self.readers(clock), self.backlog(clock, connected=connected)
        return {
            NoticeKind.DIGEST: Digests(
                self.notices,
                self.cases,
                self.contents,
                readers,
                writer,
                overviews,
                backlog,
                clock,
            ),
            NoticeKind.LIST: ListedCases(
                self.cases, self.organisation, readers, overviews, backlog, clock
            ),
        }

    def postman(
        self,
        lease: float = 60.0,
        texts: Texts | None = None,
        clock: Clock = CLOCK,
        fault: Fault = no_fault,
        *,
        connected: bool = True,
    ) -> Postman:
        used = texts or Texts()
        postman = Postman(
            self.notices,
            self.cases,
            Writer(used, self.organisation, LINKS),
            self.relay,
            self.answers,
            Addressing(self.readers(clock), self.notices, self.organisation),
            self.errands(clock, used, connected=connected),
            lease=timedelta(seconds=lease),
            patience=Patience((timedelta(hours=1),), timedelta(days=5)),
            clock=clock,
            fault=fault,
        )
        self._postmen.append(postman)
        return postman

    def letters(self, clock: Clock = CLOCK) -> LetterQueue:
        """As one copy of the service has it."""
        return LetterQueue(self.notices, self._errands(clock), self._paper(), self.answers, clock)

    def calls(self, clock: Clock = CLOCK) -> Calls:
        """As one copy of the service has them."""
        return Calls(self.notices, self._errands(clock), self._paper(), self.answers, clock)

    def _errands(self, clock: Clock) -> Errands:
        return Errands(self.notices, self.cases, self._paper(), clock)

    def _paper(self) -> PaperWriter:
        return PaperWriter(Texts(), self.organisation, LINKS)

    def erasing(self) -> Erasing:
        """As one copy of the service has it."""
        erasures = self.database.collection(Erasure, outbox=True)
        return Erasing(self.cases, self.notices, erasures, self.watching(), CLOCK)

    def staff_post(self, postman: Postman, clock: Clock = CLOCK) -> StaffPost:
        return StaffPost(self.notices, self.readers(clock), postman, clock)

    def backlog(self, clock: Clock = CLOCK, *, connected: bool = True) -> Backlog:
        """Of a service that has read all that waited on the bus, where it is there."""
        backlog = Backlog(clock, lambda: connected, iter(range(0, 10_000_000, 10)).__next__)
        backlog.worked_off()
        return backlog

    def lists(self, clock: Clock) -> Lists:
        """As one copy of the service has them."""
        late = LateForDigest(self.notices, self.readers(clock), clock)
        return Lists(
            self.notices,
            self.list_days,
            self.organisation,
            late,
            self.postman(clock=clock),
            self.backlog(clock),
            clock,
        )

    def teller(self, clock: Clock = CLOCK) -> Teller:
        """As one copy of the service has it."""
        writer = Writer(Texts(), self.organisation, LINKS)
        postman = self.postman(clock=clock)
        complainants = self.complainants(postman, clock)
        staff_post = self.staff_post(postman, clock)
        return Teller(self.cases, self.notices, complainants, writer, postman, staff_post, clock)

    def signals(self, clock: Clock, organisation: Organisation | None = None) -> SignalTeller:
        """As one copy of the service has it."""
        staff_post = self.staff_post(self.postman(clock=clock), clock)
        return SignalTeller(organisation or self.organisation, staff_post, clock)

    def complainants(
        self, postman: Postman, clock: Clock = CLOCK, organisation: Organisation | None = None
    ) -> Complainants:
        """As one copy of the service has them."""
        known = organisation or self.organisation
        writer = Writer(Texts(), known, LINKS)
        return Complainants(self.notices, known, writer, postman, clock)

    def watching(self, clock: Clock = CLOCK) -> Watching:
        """As one copy of the service has it."""
        writer = Writer(Texts(), self.organisation, LINKS)
        postman = self.postman(clock=clock)
        complainants = self.complainants(postman, clock)
        acknowledging = Acknowledging(complainants, writer, postman, clock)
        return Watching(self.cases, self.organisation, acknowledging, clock, timedelta(minutes=2))

    def scheduler(self, clock: Clock, organisation: Organisation | None = None) -> Scheduler:
        postman = self.postman(clock=clock)
        known = organisation or self.organisation
        writer = Writer(Texts(), known, LINKS)
        complainants = self.complainants(postman, clock, known)
        return Scheduler(
            self.cases,
            self.notices,
            self.breaches,
            known,
            Acknowledging(complainants, writer, postman, clock),
            postman,
            self.staff_post(postman, clock),
            Backlog(clock, lambda: True),
            clock,
            complainants,
        )

    def year_parts(self, clock: Clock) -> tuple[Watching, Scheduler, Postman]:
        """One copy of the service, all of whose parts share a postman."""
        writer = Writer(Texts(), self.organisation, LINKS)
        postman = self.postman(clock=clock)
        complainants = self.complainants(postman, clock)
        acknowledging = Acknowledging(complainants, writer, postman, clock)
        watching = Watching(
            self.cases, self.organisation, acknowledging, clock, timedelta(minutes=2)
        )
        scheduler = Scheduler(
            self.cases,
            self.notices,
            self.breaches,
            self.organisation,
            acknowledging,
            postman,
            self.staff_post(postman, clock),
            Backlog(clock, lambda: True),
            clock,
            complainants,
        )
        return watching, scheduler, postman

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

    async def until_finished(self, notice: Notice) -> Notice:
        """The notice, once it does not wait any more."""

        async def reached() -> bool:
            return (await self.now(notice)).state is not NoticeState.PLANNED

        await until(reached, "the notice has been seen to")
        return await self.now(notice)

    async def all_taken(self, clock: Clock) -> None:
        """A postman takes what waits, and what that makes wait, until nothing is due."""

        async def none_due() -> bool:
            postman = self.postman(clock=clock)
            await postman.take_waiting()
            await postman.finish(60)
            due = {"state": NoticeState.PLANNED, "next_attempt_at": {"$lte": clock.now()}}
            return await self.notices.count(due) == 0

        await until(none_due, "all that is due is taken")

    async def until_state(self, notice: Notice, state: NoticeState) -> Notice:
        async def reached() -> bool:
            return (await self.now(notice)).state is state

        await until(reached, f"the notice is {state}")
        return await self.now(notice)
