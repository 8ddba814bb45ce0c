"""What a look of the scheduler costs as deadlines pile up: a small and a large store in turn.

Each look finds the same number of deadlines due, plans and sends their notices, and marks them.
Then what it did is undone, so that every look does the same.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.notifications.backlog import Backlog
from services.notifications.notices.notices import Notice
from services.notifications.planning.acknowledging import Acknowledging
from services.notifications.planning.breach import Breach
from services.notifications.planning.complainants import Complainants
from services.notifications.planning.scheduler import Scheduler
from services.notifications.planning.staff_post import StaffPost
from services.notifications.sending.addressing import Addressing
from services.notifications.sending.answers import Answers
from services.notifications.sending.attempts import Patience
from services.notifications.sending.postman import Postman
from services.notifications.staff.absences import Absence, AbsenceBook
from services.notifications.staff.mail_choices import MailChoice, MailChoices
from services.notifications.staff.posts import Posts
from services.notifications.staff.readers import Readers
from services.notifications.texts.letters import Links
from services.notifications.texts.mail import Mail
from services.notifications.texts.texts import Texts
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from shared.clock import MovableClock
from shared.correspondence import NOTHING_YET, Correspondence
from shared.events.vocabulary import Acknowledgement
from shared.ids import new_id
from shared.organisation import Organisation, load_organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.conftest import REPOSITORY
from tests.load.ground import Ground
from tests.support.quiet import quiet_log
from tests.support.submissions import submission

SMALL = 1_000
STORED = 1_000_000
DUE = 100
ROUNDS = 15
WARM_UP = 3
BATCH = 1_000
RULE = "answer"
NOW = datetime(2026, 3, 17, 9, tzinfo=UTC)
"""The day after that on which what is due was due."""


@dataclass(frozen=True, slots=True)
class Tick:
    """What a look took at both stores, in milliseconds."""

    due: int
    small: int
    large: int
    """How many deadlines were stored."""
    small_ms: float
    large_ms: float

    @property
    def ratio(self) -> float:
        return self.large_ms / self.small_ms

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


class _NoMailServer:
    """Takes every mail at once: sending is not what is measured."""

    async def send(self, mail: Mail) -> None: ...


class _NoWorkflow:
    async def of(self, case_id: Any) -> Correspondence:
        return NOTHING_YET


async def _told(_entry: OutboxEntry) -> None: ...


class Office:
    """The scheduler and the postman of one copy, on a database of its own."""

    def __init__(self, ground: Ground, name: str, organisation: Organisation) -> None:
        settings = Settings.model_validate(
            {
                "amqp_url": ground.broker.url,
                "mongo_url": ground.store.url,
                "database_prefix": name,
                "store_driver": ground.choice.driver,
            }
        )
        clock = MovableClock(NOW)
        self.outbox = OutboxRelay(_told)
        self.database = Database(settings, "notifications", self.outbox)
        self.cases = self.database.versioned(WatchedCase)
        self.notices = self.database.versioned(Notice, outbox=True)
        self.breaches = self.database.collection(Breach, outbox=True)
        readers = Readers(
            Posts(organisation),
            AbsenceBook(self.database.collection(Absence)),
            MailChoices(self.database.collection(MailChoice)),
            clock,
        )
        writer = Writer(Texts(), organisation, Links("https://a.example", "https://b.example"))
        postman = Postman(
            self.notices,
            self.cases,
            writer,
            _NoMailServer(),
            Answers(_NoWorkflow(), organisation),
            Addressing(readers, self.notices, organisation),
            {},
            lease=timedelta(minutes=5),
            patience=Patience((timedelta(hours=1),), timedelta(days=5)),
            clock=clock,
        )
        complainants = Complainants(self.notices, organisation, writer, postman, clock)
        self.scheduler = Scheduler(
            self.cases,
            self.notices,
            self.breaches,
            organisation,
            Acknowledging(complainants, writer, postman, clock),
            postman,
            StaffPost(self.notices, readers, postman, clock),
            Backlog(clock, lambda: True),
            clock,
            complainants,
        )

    async def fill(self, organisation: Organisation, stored: int, due: int) -> None:
        """So many deadlines, of which so many are due; the others in the ten years to come."""
        samples = [_sample(organisation, received_on) for received_on in (DUE_SOON, NOT_YET)]
        for first in range(0, stored, BATCH):
            documents = [
                _copied(samples[number >= due], number)
                for number in range(first, min(first + BATCH, stored))
            ]
            await self.cases.stored.insert_many(documents, ordered=False)

    async def seconds(self, due: int) -> float:
        """One look, until its notices are sent. Raises RuntimeError if it found anything else."""
        began = time.perf_counter()
        found = await self.scheduler.look()
        while under_way := [task for task in asyncio.all_tasks() if task.get_name() == "notice"]:
            await asyncio.gather(*under_way)
        took = time.perf_counter() - began
        if found != due:
            raise RuntimeError(f"{found} cases were due instead of {due}")
        await self._undo()
        return took

    async def _undo(self) -> None:
        await self.outbox.drain(30)
        sent = await self.notices.count({})
        if sent == 0:
            raise RuntimeError("the look has told nobody anything")
        await self.notices.delete({})
        await self.breaches.delete({})
        await self.cases.stored.update_many(
            {"done.0": {"$exists": True}, "_id": {"$in": self._due_ids}},
            {"$set": {"done": [], "next_look": NOW - timedelta(hours=1)}},
        )

    async def remember_due(self) -> None:
        """Which are due, to be undone after each look."""
        found = await self.cases.find({"next_look": {"$lte": NOW}})
        self._due_ids = [case.id for case in found]

    async def close(self) -> None:
        """Leave what is stored: the embedded store takes longer to drop it than to fill it."""
        await self.database.close()


DUE_SOON, NOT_YET = date(2026, 3, 2), date(2026, 6, 1)


def _organisation() -> Organisation:
    """The example with one deadline for each case, told to one post."""
    example = load_organisation(REPOSITORY / "deploy" / "organisation")
    boards = tuple(
        board.model_copy(
            update={
                "deadlines": tuple(
                    rule.model_copy(
                        update={
                            "remind_before": None,
                            "escalate_after": (),
                            "recipients": rule.recipients[:1],
                        }
                    )
                    for rule in board.deadlines
                    if rule.id == RULE
                )
            }
        )
        for board in example.boards
    )
    return Organisation(**{**dict(example), "boards": boards})


def _sample(organisation: Organisation, received_on: date) -> dict[str, Any]:
    event = submission(
        unit="forsorjningsstod-mottagning",
        received_on=received_on,
        acknowledgement=Acknowledgement.ORAL,
        diary_number="SN 2026-00001",
        email=None,
    )
    case = WatchedCase.from_event(event, organisation.known_board("sn"), NOW)
    return case.to_bson()


def _copied(sample: dict[str, Any], number: int) -> dict[str, Any]:
    """The sample under an id of its own; of what is not due, each at a moment of its own."""
    look = sample["next_look"]
    later = timedelta(minutes=5) * number if look > NOW else timedelta()
    return {**sample, "_id": str(new_id()), "next_look": look + later, "open_due": look + later}


@asynccontextmanager
async def _office(
    ground: Ground, name: str, organisation: Organisation, stored: int, due: int
) -> AsyncIterator[Office]:
    office = Office(ground, name, organisation)
    try:
        await office.database.prepare()
        await office.fill(organisation, stored, due)
        await office.remember_due()
        yield office
    finally:
        await office.close()


async def ticks(
    ground: Ground, stored: int = STORED, due: int = DUE, rounds: int = ROUNDS
) -> AsyncIterator[Tick]:
    """The medians of looks at the small and the large store, taken in turn."""
    organisation = _organisation()
    small = min(SMALL, stored)
    async with (
        _office(ground, "ticking_small", organisation, small, due) as first,
        _office(ground, "ticking_large", organisation, stored, due) as second,
    ):
        took: tuple[list[float], list[float]] = ([], [])
        with quiet_log():
            for number in range(WARM_UP + rounds):
                for kept, office in zip(took, (first, second), strict=True):
                    seconds = await office.seconds(due)
                    if number >= WARM_UP:
                        kept.append(seconds)
    yield Tick(due, small, stored, *_medians(took))


def _medians(took: Sequence[Sequence[float]]) -> tuple[float, float]:
    small, large = (statistics.median(each) * 1000 for each in took)
    return small, large
