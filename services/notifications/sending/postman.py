"""Takes planned notices to the mail server, and records what became of each.

A notice in hand is held by a lease that is renewed as long as the copy lives; what a dead copy
held, and what is to be tried again, is found each second by index. Between the server's 250 and
the mark a kill makes the mail go again, with the same Message-ID: that is the one thing that can
happen twice.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from services.notifications.notices.notices import COMPLAINANT, Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.sending.addressing import Addressing, SameMail
from services.notifications.sending.answers import Answers
from services.notifications.sending.attempts import (
    Moot,
    Outcome,
    Patience,
    Postponed,
    Refused,
    Sent,
    ToBePosted,
    Unreachable,
    Unwritable,
    after,
)
from services.notifications.sending.delivery import (
    AddressRefused,
    MailRefused,
    MailRelay,
    PutOff,
    RelayUnreachable,
)
from services.notifications.sending.errands import Errand
from services.notifications.texts.mail import Mail
from services.notifications.texts.texts import TextUnusable
from services.notifications.texts.writing import Writer
from services.notifications.watched import WatchedCase
from shared.clock import Clock
from shared.errors import LyhordError, TransientError
from shared.events.notices import NoticeKind
from shared.faults import Fault, no_fault
from shared.metrics import NOTICES, NOTICES_WAITING
from shared.store.versioned import VersionedCollection

log = structlog.get_logger()

IN_HAND_LIMIT = 400
TICK_SECONDS = 1.0
COUNT_EVERY = 5
"""Ticks between two counts of what waits."""
BROKEN_OFF = 2
"""Attempts in a row that were broken off, after which it may be the mail's fault."""
STORE_RETRY_SECONDS = 0.5
_WAITING = {
    "state": NoticeState.PLANNED,
    # What waits for its morning is not held up by anything.
    "slot": None,
    "kind": {"$ne": NoticeKind.DIGEST},
}


class Postman:
    """One per process. `run` until cancelled; `finish` before stopping."""

    def __init__(
        self,
        notices: VersionedCollection[Notice],
        cases: VersionedCollection[WatchedCase],
        writer: Writer,
        relay: MailRelay,
        answers: Answers,
        addressing: Addressing,
        errands: Mapping[NoticeKind, Errand],
        *,
        lease: timedelta,
        patience: Patience,
        clock: Clock,
        fault: Fault = no_fault,
    ) -> None:
        self._notices = notices
        self._cases = cases
        self._writer = writer
        self._relay = relay
        self._answers = answers
        self._addressing = addressing
        self._errands = errands
        self._lease = lease
        self._patience = patience
        self._clock = clock
        self._fault = fault
        self._in_hand: set[asyncio.Task[None]] = set()
        self._relay_answers = True
        self._closing = False

    def first_attempt_at(self) -> datetime:
        """For a notice about to be inserted: until when (UTC) it belongs to this copy.

        At once anybody's when this copy has no room for it.
        """
        now = self._clock.now()
        room = self._relay_answers and not self._closing and len(self._in_hand) < IN_HAND_LIMIT
        return now + self._lease if room else now

    def take(self, notice: Notice, case: WatchedCase | None) -> None:
        """Send a notice that this copy has just inserted, if it is this copy's."""
        if notice.next_attempt_at is not None and notice.next_attempt_at > self._clock.now():
            self._start(notice, case)

    async def run(self) -> None:
        """Take up, each second, what waits or was left behind; until cancelled."""
        tick = 0
        while True:
            try:
                await self.take_waiting()
                if tick % COUNT_EVERY == 0:
                    NOTICES_WAITING.set(await self._notices.count(_WAITING))
            except LyhordError as error:
                log.warning("waiting_notices_not_read", slug=error.slug)
            tick += 1
            await asyncio.sleep(TICK_SECONDS)

    async def take_waiting(self) -> None:
        """Take the notices whose time has come, the one that waits longest first."""
        room = IN_HAND_LIMIT - len(self._in_hand)
        if not self._relay_answers:
            # One mail finds out whether the server is back; the others wait for that.
            room = 0 if self._in_hand else 1
        if self._closing or room <= 0:
            return
        waiting = await self._notices.find(
            {"state": NoticeState.PLANNED, "next_attempt_at": {"$lte": self._clock.now()}},
            sort=[("next_attempt_at", 1)],
            limit=room,
        )
        held = await asyncio.gather(*(self._held(notice) for notice in waiting))
        taken = [notice for notice in held if notice is not None]
        cases = await asyncio.gather(*(self._cases.get(str(each.case_id)) for each in taken))
        for notice, case in zip(taken, cases, strict=True):
            self._start(notice, case)

    async def finish(self, seconds: float) -> None:
        """Take nothing more, and give the mails under way this long."""
        self._closing = True
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=seconds)
        for task in self._in_hand:
            task.cancel()

    async def take_parked(self, notice: Notice) -> None:
        """Try a parked notice again, if there is room and nobody else does."""
        if self._closing or not self._relay_answers or len(self._in_hand) >= IN_HAND_LIMIT:
            return
        resumed = notice.resumed(self._clock.now() + self._lease)
        if await self._notices.replace(resumed, notice.seq):
            self._start(resumed, await self._cases.get(str(notice.case_id)))

    def _start(self, notice: Notice, case: WatchedCase | None) -> None:
        if notice.board is None and case is not None and notice.is_of_a_case:
            # From before it was kept.
            notice = notice.model_copy(update={"board": case.facts.board})
        task = asyncio.create_task(self._carry(notice, case), name="notice")
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def _carry(self, notice: Notice, case: WatchedCase | None) -> None:
        with structlog.contextvars.bound_contextvars(
            notice_id=notice.id, case_id=str(notice.case_id), kind=notice.kind
        ):
            trying = asyncio.create_task(self._tried_and_settled(notice, case))
            try:
                while not (await asyncio.wait({trying}, timeout=self._renewal_seconds))[0]:
                    notice = await self._renewed(notice)
                outcome = trying.result()
            finally:
                trying.cancel()
            await self._record(notice, outcome)

    async def _tried_and_settled(self, notice: Notice, case: WatchedCase | None) -> Outcome:
        """The outcome, once what the notice tells of has its state too."""
        outcome = await self._tried(notice, case)
        errand = self._errands.get(notice.kind)
        following, _ = after(notice, outcome, self._patience)
        while errand is not None and not following.waits:
            try:
                await errand.settle(following)
            except TransientError as error:
                log.warning("notices_told_not_recorded", slug=error.slug)
                await asyncio.sleep(STORE_RETRY_SECONDS)
                continue
            break
        return outcome

    async def _tried(self, notice: Notice, case: WatchedCase | None) -> Outcome:
        if case is not None and notice.recipient == COMPLAINANT and case.facts.protected_identity:
            # It was planned before anybody had said so.
            return ToBePosted(case.facts.board)
        instead = None
        try:
            made, instead = await self._made(notice, case)
            if not isinstance(made, Mail):
                return made
            await self._relay.send(made)
        except AddressRefused as refusal:
            return Refused(self._clock.now(), str(refusal), Reason.ADDRESS_REFUSED)
        except MailRefused as refusal:
            return Refused(self._clock.now(), str(refusal), Reason.MAIL_REFUSED)
        except PutOff as refusal:
            return Postponed(self._clock.now(), str(refusal))
        except RelayUnreachable as error:
            return Unreachable(self._clock.now(), str(error))
        except TextUnusable as error:
            log.warning("text_unusable", text=error.broken.text, problem=error.broken.problem)
            return Unwritable(self._clock.now(), error.broken)
        except LyhordError as error:
            log.warning("notice_not_written", slug=error.slug, problem=str(error))
            return Postponed(self._clock.now(), error.slug)
        except Exception:
            # One mail that this release cannot make must not stop the others.
            log.exception("notice_crashed")
            return Postponed(self._clock.now(), "unexpected")
        self._fault("mail.acknowledged")
        return Sent(self._clock.now(), made.text_version, instead)

    async def _made(
        self, notice: Notice, case: WatchedCase | None
    ) -> tuple[Mail | Outcome, str | None]:
        """The mail, or what became of the notice without one; and who stands in for whom."""
        errand = self._errands.get(notice.kind)
        if errand is not None:
            return await errand.made(notice), None
        reader = await self._addressing.reader(notice, case)
        if isinstance(reader, SameMail):
            return Moot(told_in=reader.notice), None
        answer = await self._answers.for_notice(notice, case)
        mail = self._writer.mail_for(notice, case, answer, reader)
        instead = reader.account if reader is not None and reader.instead else None
        return mail or Moot(), instead

    async def _record(self, notice: Notice, outcome: Outcome) -> None:
        """Store what became of it. A sent mail is not given up until that is stored."""
        outcome = self._judged(notice, outcome)
        following, event = after(notice, outcome, self._patience)
        while True:
            try:
                stored = await self._notices.replace(
                    following, notice.seq, [event] if event else []
                )
            except TransientError as error:
                log.warning("notice_not_recorded", slug=error.slug)
                await asyncio.sleep(STORE_RETRY_SECONDS)
                continue
            break
        if not stored:
            log.warning("notice_taken_over", outcome=type(outcome).__name__)
        elif following.state is not NoticeState.PLANNED:
            NOTICES.labels(kind=following.kind, state=following.state).inc()
            log.info("notice_finished", state=following.state, reason=following.reason)

    def _judged(self, notice: Notice, outcome: Outcome) -> Outcome:
        """What became of the mail, knowing what became of others.

        A mail with which the server breaks off again and again, and answers to others meanwhile,
        is not tried for ever, nor at each second: it counts as put off.
        """
        answers = self._relay_answers
        self._note_relay(outcome)
        if not isinstance(outcome, Unreachable) or not answers:
            return outcome
        before = [attempt.result for attempt in notice.attempts[-BROKEN_OFF:]]
        alone = before == [outcome.result] * BROKEN_OFF
        return Postponed(outcome.at, outcome.result) if alone else outcome

    def _note_relay(self, outcome: Outcome) -> None:
        if isinstance(outcome, Unreachable):
            if self._relay_answers:
                log.warning("mail_relay_unreachable", reason=outcome.result)
            self._relay_answers = False
        elif isinstance(outcome, Sent | Refused | Postponed):
            self._relay_answers = True

    async def _held(self, notice: Notice) -> Notice | None:
        """The notice as this copy's for the length of a lease; None if somebody else's."""
        held = notice.held_until(self._clock.now() + self._lease)
        return held if await self._notices.replace(held, notice.seq) else None

    async def _renewed(self, notice: Notice) -> Notice:
        try:
            return await self._held(notice) or notice
        except TransientError as error:
            log.warning("lease_not_renewed", slug=error.slug)
            return notice

    @property
    def _renewal_seconds(self) -> float:
        return self._lease.total_seconds() / 2
