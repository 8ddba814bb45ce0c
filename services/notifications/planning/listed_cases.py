"""What the coordinator's and the registrar's lists hold, gathered when they are sent."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from services.notifications.backlog import Backlog
from services.notifications.notices.notices import Notice
from services.notifications.planning.lists import COORDINATOR
from services.notifications.sending.attempts import Moot, NotYet, Outcome
from services.notifications.staff.readers import Readers
from services.notifications.texts.mail import Mail
from services.notifications.texts.overview_letter import Heading
from services.notifications.texts.overviews import Entry, OverviewWriter
from services.notifications.texts.texts import TextName
from services.notifications.watched import WatchedCase, of_desk
from shared.calendar import add_months
from shared.clock import Clock, local_date
from shared.deadlines.deadline import DeadlineState, Standing
from shared.events.vocabulary import Feedback, Status, Wish
from shared.organisation import Nature, Organisation
from shared.store.versioned import VersionedCollection

MOST_READ = 1000
"""Cases looked at for one list; what is beyond them is said to be there."""
SOON = timedelta(days=7)
AHEAD = timedelta(days=31)
"""How far ahead the day of a case may be that rests too long."""
NUMBERED_WITHIN = timedelta(days=1)

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_OVER = frozenset({Status.CLOSED, Status.FOLLOWED_UP, Status.DISMISSED, Status.REFERRED})


class ListedCases:
    """The postman's errand for lists."""

    def __init__(
        self,
        cases: VersionedCollection[WatchedCase],
        organisation: Organisation,
        readers: Readers,
        overviews: OverviewWriter,
        backlog: Backlog,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._organisation = organisation
        self._readers = readers
        self._overviews = overviews
        self._backlog = backlog
        self._clock = clock

    async def made(self, notice: Notice) -> Mail | Outcome:
        """The list as it is now; none where it is empty. Two reads."""
        now = self._clock.now()
        if not self._backlog.worked_off():
            return NotYet(now)
        reader = await self._readers.of(notice.recipient)
        if reader is None:
            return Moot()
        coordinator = notice.rule == COORDINATOR
        found = await (
            self._of_units(notice.recipient, now)
            if coordinator
            else self._of_desk(notice.recipient)
        )
        entries = [
            entry
            for case in found[:MOST_READ]
            if case.erased_at is None
            for entry in (_for_coordinator(case, now) if coordinator else _for_registrar(case, now))
        ]
        if not entries:
            return Moot()
        return self._overviews.list_mail(
            TextName.COORDINATOR_LIST if coordinator else TextName.REGISTRAR_LIST,
            notice,
            reader.address,
            entries,
            more=len(found) > MOST_READ,
            instead=reader.instead,
        )

    async def settle(self, finished: Notice) -> None:
        """A list stands for no other notices."""

    async def _of_units(self, account: str, now: datetime) -> list[WatchedCase]:
        """The cases with something due or over in the units that the account coordinates.

        By the index of what is due, over all units: an index of units would cost every change of
        every case, and this is asked once a week.
        """
        units = [
            unit.id
            for unit in self._organisation.units
            if (found := self._organisation.coordinator_for(unit.id)) is not None
            and found.account == account
        ]
        return await self._cases.find(
            {"open_due": {"$gt": _LONG_AGO, "$lt": now + AHEAD}},
            also={"facts.unit": {"$in": units}},
            sort=[("open_due", 1)],
            limit=MOST_READ + 1,
        )

    async def _of_desk(self, account: str) -> list[WatchedCase]:
        """The cases of the account's boards that the registrar has something to see to in."""
        boards = [
            board.id
            for board in self._organisation.boards
            if board.recipients.registrar.account == account
        ]
        return await self._cases.find(
            {"concerns": {"$in": [of_desk(board) for board in boards]}},
            sort=[("_id", 1)],
            limit=MOST_READ + 1,
        )


def _for_coordinator(case: WatchedCase, now: datetime) -> Iterator[Entry]:
    """The case under the heading that says most of it."""
    facts, today = case.facts, local_date(now)
    paused = facts.status is Status.PAUSED
    if paused and facts.paused_until is not None and facts.paused_until < today:
        yield Entry(Heading.PAUSED, case, facts.paused_until)
        return
    unanswered = (
        not paused
        and facts.feedback is Feedback.DUE
        and facts.feedback_wish is not Wish.NO
        and facts.status not in _OVER
    )
    if unanswered and add_months(facts.received_on, 1) < today:
        yield Entry(Heading.UNANSWERED, case, facts.received_on)
        return
    targets = sorted(
        (
            each
            for each in case.deadlines
            if each.standing is Standing.OPEN
            and each.nature is Nature.TARGET
            # Of a case that waits: only what can be done meanwhile.
            and not each.is_paused(today)
        ),
        key=lambda each: each.due,
    )
    first = next(iter(targets), None)
    if first is None:
        return
    if first.state(now) is DeadlineState.BREACHED:
        yield Entry(Heading.LATE, case, first.due, first)
    elif first.due_at - now <= SOON:
        yield Entry(Heading.SOON, case, first.due, first)


def _for_registrar(case: WatchedCase, now: datetime) -> Iterator[Entry]:
    """The case under each heading that it belongs to: each is something else to do."""
    facts = case.facts
    if facts.diary_number is None and now - facts.received_at >= NUMBERED_WITHIN:
        yield Entry(Heading.UNNUMBERED, case, facts.received_on)
    if facts.unit is None and facts.status not in _OVER:
        yield Entry(Heading.NO_UNIT, case, facts.received_on)
    if facts.documents_missing > 0:
        yield Entry(Heading.DOCUMENTS, case, facts.received_on)
