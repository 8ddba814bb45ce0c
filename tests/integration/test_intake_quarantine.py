"""What looks like spam: held with an ordinary receipt, released or judged, and never lost."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from services.intake.abuse.held import HeldState
from services.intake.abuse.listing import Cursor
from services.intake.abuse.quarantine import DecidedBefore, NothingHeld, Quarantine
from services.intake.abuse.releasing import Releasing
from services.intake.abuse.suspicion import Reason, Suspicion
from services.intake.abuse.upkeep import LEFT_AFTER, Upkeep
from services.intake.attachments.keeping import Attachments
from services.intake.case_request import CaseRequest, Contact
from services.intake.message import MessageRequest
from services.intake.receipt import Receipt
from services.intake.reception import Reception
from services.intake.records import Records
from services.intake.reference import reference_for
from services.intake.refusals import KeyReused
from services.intake.secret_code import ReceiptKeys
from shared.clock import MovableClock, SystemClock, local_date
from shared.events.envelope import Actor
from shared.events.facts import Mark
from shared.events.submissions import CaseReceived, MessageReceived
from shared.events.vocabulary import Channel, Kind, Role
from shared.ids import derived_id, new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.database import Database
from shared.store.outbox import OutboxEntry
from shared.store.relay import OutboxRelay
from tests.support.waiting import until

REQUEST = CaseRequest(
    board="sn",
    kind=Kind.COMPLAINT,
    channel=Channel.WEB,
    text="Ring mig om lånet.",
    contact=Contact(email="kund@post.example"),
)
SPAM = Suspicion((Reason.HONEYPOT, Reason.TOO_FAST))
REGISTRAR = Actor(role=Role.REGISTRAR, id="registrar-sn")
SPAM_KEPT = timedelta(days=90)


class Desk:
    """Reception and quarantine with a clock that can be moved, and what they publish."""

    def __init__(self, settings: Settings, organisation: Organisation) -> None:
        self.clock = MovableClock(SystemClock().now())
        self.published: list[OutboxEntry] = []
        self._relay = OutboxRelay(self._publish)
        self.database = Database(settings, "intake", self._relay)
        self.records = Records.of(self.database)
        self.quarantine = Quarantine(self.records, organisation, self.clock)
        attachments = Attachments(self.records, self.clock)
        self.upkeep = Upkeep(self.records, self.quarantine, attachments, self.clock, SPAM_KEPT)
        keys = ReceiptKeys.parse("a key of the tests")
        self.reception = Reception(self.records, attachments, organisation, keys, self.clock)

    async def _publish(self, entry: OutboxEntry, /) -> None:
        self.published.append(entry)

    async def heard(self, count: int) -> list[OutboxEntry]:
        """So many events, in the order they were published."""
        await until(lambda: len(self.published) >= count, f"{count} events are published")
        return self.published

    async def held(self, key: str = "k", request: CaseRequest = REQUEST) -> Receipt:
        return await self.reception.accept(request, key, suspicion=SPAM)

    async def say(self, case_id: UUID, text: str) -> UUID:
        by = Actor(role=Role.COMPLAINANT)
        return await self.reception.add_message(
            case_id, MessageRequest(text=text), None, by=by, posted=b"{}"
        )

    async def close(self) -> None:
        await self._relay.drain(1)
        await self.database.close()


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Desk]:
    desk = Desk(settings_for(), organisation)
    await desk.database.prepare()
    yield desk
    await desk.database.drop()
    await desk.close()


async def test_what_is_held_is_no_case_but_its_sender_has_a_receipt_and_follows_it(
    desk: Desk,
) -> None:
    receipt = await desk.held()

    assert await desk.held() == receipt
    assert await desk.records.submissions.count({}) == 0
    opened = await desk.reception.opened(receipt.reference.lower(), receipt.secret)
    assert opened is not None
    facts = await desk.reception.facts_of(opened)
    assert (facts.reference, facts.marks) == (receipt.reference, ())
    assert await desk.reception.opened(receipt.reference, "0000-0000-0000-0000") is None
    (held,) = (await desk.quarantine.listed()).items
    assert (held.case_id, held.reasons) == (receipt.case_id, SPAM.reasons)
    assert held.submission.content.text == REQUEST.text
    assert desk.published == []
    with pytest.raises(KeyReused):
        await desk.held(request=REQUEST.model_copy(update={"text": "Något annat."}))


async def test_released_it_becomes_the_case_that_it_would_have_been(desk: Desk) -> None:
    came_in = desk.clock.now()
    receipt = await desk.held()
    desk.clock.advance(timedelta(days=3))

    released = await desk.quarantine.release(receipt.case_id, REGISTRAR)

    assert await desk.quarantine.release(receipt.case_id, REGISTRAR) == released
    assert (released.case_id, released.reference) == (receipt.case_id, receipt.reference)
    assert released.facts.received_at == came_in
    assert released.facts.received_on == local_date(came_in)
    assert released.facts.marks == (Mark.RELEASED,)
    opened = await desk.reception.opened(receipt.reference, receipt.secret)
    assert opened is not None
    assert await desk.reception.facts_of(opened) == released.facts
    (entry,) = await desk.heard(1)
    event = CaseReceived.model_validate_json(entry.body)
    assert event.id == derived_id("case.received", receipt.case_id)
    assert (event.facts, event.content.contact.email) == (released.facts, "kund@post.example")
    assert (event.occurred_at, event.recorded_at) == (came_in, desk.clock.now())
    held = await desk.quarantine.get(receipt.case_id)
    assert held is not None
    assert (held.state, held.settled, held.decided_by) == ("released", True, "registrar-sn")
    assert await desk.held() == receipt
    assert await desk.records.submissions.count({}) == 1


async def test_what_is_added_meanwhile_waits_and_is_delivered_with_the_case(desk: Desk) -> None:
    receipt = await desk.held()
    message_id = await desk.say(receipt.case_id, "Har ni läst det?")
    assert await desk.records.messages.count({}) == 0

    await desk.quarantine.release(receipt.case_id, REGISTRAR)
    later = await desk.say(receipt.case_id, "Tack.")

    assert {entry.type for entry in await desk.heard(3)} == {"case.received", "message.received"}
    stored = await desk.records.messages.find({"case_id": str(receipt.case_id)})
    assert {message.id for message in stored} == {str(message_id), str(later)}
    texts = {
        MessageReceived.model_validate_json(entry.body).content.text
        for entry in desk.published
        if entry.type == "message.received"
    }
    assert texts == {"Har ni läst det?", "Tack."}


async def test_spam_is_signed_kept_and_can_still_be_released(desk: Desk) -> None:
    receipt = await desk.held()

    judged = await desk.quarantine.keep_as_spam(receipt.case_id, REGISTRAR, "Reklam för lån.")

    assert (judged.state, judged.decided_by, judged.why) == (
        HeldState.SPAM,
        "registrar-sn",
        "Reklam för lån.",
    )
    assert (await desk.quarantine.listed()).items == []
    assert await desk.reception.opened(receipt.reference, receipt.secret) is not None
    await desk.quarantine.release(receipt.case_id, REGISTRAR)
    assert await desk.records.submissions.count({}) == 1
    with pytest.raises(DecidedBefore, match="case already"):
        await desk.quarantine.keep_as_spam(receipt.case_id, REGISTRAR, "Ändå.")
    with pytest.raises(NothingHeld):
        await desk.quarantine.release(new_id(), REGISTRAR)


async def test_the_words_of_spam_are_erased_after_their_time_and_nothing_else(desk: Desk) -> None:
    spam, waiting = await desk.held("spam"), await desk.held("waiting")
    await desk.say(spam.case_id, "Svara!")
    await desk.quarantine.keep_as_spam(spam.case_id, REGISTRAR, "Reklam.")
    desk.clock.advance(SPAM_KEPT - timedelta(seconds=1))
    assert await desk.upkeep.erase_old_spam() == 0

    desk.clock.advance(timedelta(seconds=1))

    assert (await desk.upkeep.erase_old_spam(), await desk.upkeep.erase_old_spam()) == (1, 0)
    erased = await desk.quarantine.get(spam.case_id)
    assert erased is not None
    assert (erased.submission.content.text, erased.submission.posted) == ("", None)
    assert (erased.why, erased.reasons) == ("Reklam.", SPAM.reasons)
    assert await desk.records.held_messages.count({}) == 0
    with pytest.raises(DecidedBefore, match="erased"):
        await desk.quarantine.release(spam.case_id, REGISTRAR)
    kept = await desk.quarantine.get(waiting.case_id)
    assert kept is not None
    assert kept.submission.content.text == REQUEST.text


async def test_a_release_that_was_left_half_done_is_finished(desk: Desk) -> None:
    receipt = await desk.held()
    held = await desk.quarantine.get(receipt.case_id)
    assert held is not None
    decided = held.decided(HeldState.RELEASED, REGISTRAR, desk.clock.now(), settled=False)
    assert await desk.records.quarantine.replace(decided, held.seq)

    await desk.upkeep.finish_left()
    assert await desk.records.submissions.count({}) == 0
    desk.clock.advance(LEFT_AFTER)
    await desk.upkeep.finish_left()

    submission = await desk.reception.submission(receipt.case_id)
    assert submission is not None
    assert submission.facts.marks == (Mark.RELEASED,)
    assert (await desk.quarantine.release(receipt.case_id, REGISTRAR)) == submission


async def test_a_reference_that_a_case_has_is_not_given_to_what_is_held(desk: Desk) -> None:
    held_id = derived_id("public", Channel.WEB, "k")
    year = local_date(desk.clock.now()).year
    taken = await desk.reception.accept(REQUEST, "other")
    first = reference_for(held_id, year)
    await desk.records.submissions.update(
        {"_id": str(taken.case_id)}, {"$set": {"reference": first}}
    )

    receipt = await desk.held("k")

    assert receipt.reference == reference_for(held_id, year, 1)
    released = await desk.quarantine.release(receipt.case_id, REGISTRAR)
    assert released.reference == receipt.reference


async def test_a_case_that_took_the_reference_since_does_not_keep_the_held_one_from_its_sender(
    desk: Desk,
) -> None:
    receipt = await desk.held()
    taken = await desk.reception.accept(REQUEST, "other")
    await desk.records.submissions.update(
        {"_id": str(taken.case_id)}, {"$set": {"reference": receipt.reference}}
    )

    for _ in range(2):
        opened = await desk.reception.opened(receipt.reference, receipt.secret)
        assert opened is not None
        facts = await desk.reception.facts_of(opened)
        assert facts.received_on == local_date(desk.clock.now())
        released = await desk.quarantine.release(receipt.case_id, REGISTRAR)
        assert released.case_id == receipt.case_id
        assert released.reference != receipt.reference


async def test_a_board_sees_what_is_held_of_its_own(desk: Desk) -> None:
    own = await desk.held("sn")
    await desk.held("von", REQUEST.model_copy(update={"board": "von"}))
    items = (await desk.quarantine.listed(board="sn")).items
    assert [held.case_id for held in items] == [own.case_id]


async def test_what_was_a_case_before_it_was_suspected_stays_one(desk: Desk) -> None:
    receipt = await desk.reception.accept(REQUEST, "k")
    assert await desk.held("k") == receipt
    assert (await desk.quarantine.listed()).items == []


async def test_the_list_is_paged_also_where_many_came_at_once(desk: Desk) -> None:
    receipts = [await desk.held(f"key {number}") for number in range(5)]

    seen, cursor = [], None
    for _ in range(3):
        page = await desk.quarantine.listed(after=cursor, limit=2)
        seen += [held.case_id for held in page.items]
        cursor = Cursor.read(str(page.next)) if page.next else None

    assert cursor is None
    assert sorted(seen) == sorted(receipt.case_id for receipt in receipts)


async def test_two_who_release_at_once_make_one_case(desk: Desk) -> None:
    receipt = await desk.held()
    held = await desk.quarantine.get(receipt.case_id)
    assert held is not None
    decided = held.decided(HeldState.RELEASED, REGISTRAR, desk.clock.now(), settled=False)
    await desk.records.quarantine.replace(decided, held.seq)
    releasing = Releasing(desk.records, desk.clock)

    first, second = await releasing.carry_out(decided), await releasing.carry_out(decided)

    assert first == second
    assert await desk.records.submissions.count({}) == 1
