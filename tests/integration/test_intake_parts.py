"""Intake's parts on a real store, where a process of its own would hide what is tried."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from services.intake import submission
from services.intake.case_request import CaseRequest, Contact
from services.intake.mailbox import LEFT_AFTER
from services.intake.reference import reference_for
from shared.events.vocabulary import Channel, Kind
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from shared.store.errors import StoreUnavailable
from tests.integration.intake_desk import Crashed, Desk, crash_at, delivered
from tests.integration.intake_process import SENDER, mail

REQUEST = CaseRequest(board="sn", kind=Kind.VIEW, channel=Channel.WEB, text="Mer sommarjobb.")


@pytest.fixture
async def desk(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Desk]:
    desk = Desk(settings_for(), organisation)
    await desk.database.prepare()
    yield desk
    await desk.database.drop()
    await desk.close()


async def test_two_cases_that_meet_in_a_reference_get_one_each(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = reference_for(new_id(), 2026)
    monkeypatch.setattr(
        submission,
        "reference_for",
        lambda case_id, year, salt: reference_for(case_id, year, salt) if salt else taken,
    )
    reception = desk.reception()

    first = await reception.accept(REQUEST, None)
    second = await reception.accept(REQUEST, "key")
    again = await reception.accept(REQUEST, "key")

    assert first.reference == taken != second.reference
    assert again == second
    assert await desk.records.submissions.count({}) == 2


async def test_the_receipt_opens_its_case_and_no_other(desk: Desk) -> None:
    reception = desk.reception()
    one, other = await reception.accept(REQUEST, None), await reception.accept(REQUEST, None)

    opened = await reception.opened(one.reference.lower(), one.secret.replace("-", " "))
    assert opened is not None
    assert (await reception.facts_of(opened)).reference == one.reference
    assert await reception.opened(one.reference, other.secret) is None
    assert await reception.opened("26-00000-00000", one.secret) is None
    assert await reception.opened("", "") is None


@pytest.mark.parametrize("place", ["mail.stored", "intake.stored"])
async def test_a_mail_whose_sender_gives_up_becomes_a_case_all_the_same(
    desk: Desk, place: str
) -> None:
    with pytest.raises(Crashed):
        await desk.mailbox(crash_at(place)).take(delivered(mail("Glöm inte detta.")))
    mailbox = desk.mailbox()
    assert await mailbox.finish_left() == 0, "it may still be under way elsewhere"

    desk.clock.advance(LEFT_AFTER)

    assert await mailbox.finish_left() == 1
    assert await mailbox.finish_left() == 0
    (received,) = await desk.records.submissions.find({})
    assert received.content.text == "Glöm inte detta."
    assert received.created_at == desk.clock.now() - LEFT_AFTER


async def test_a_large_mail_that_was_left_is_finished_from_its_pieces(desk: Desk) -> None:
    with pytest.raises(Crashed):
        await desk.mailbox(crash_at("mail.stored")).take(delivered(mail("Larm! " * 100_000)))
    desk.clock.advance(LEFT_AFTER)

    assert await desk.mailbox().finish_left() == 1
    (record,) = await desk.records.mails.find({})
    assert (record.raw, record.pieces) == (None, 1)
    assert await desk.records.submissions.count({}) == 1


async def test_an_answer_that_was_left_becomes_a_message(desk: Desk) -> None:
    receipt = await desk.reception().accept(
        REQUEST.model_copy(update={"contact": Contact(email=SENDER)}), None
    )
    raw = mail("Tack.", In_Reply_To=f"<{new_id()}.{receipt.case_id}@exempelkommun.example>")
    with pytest.raises(Crashed):
        await desk.mailbox(crash_at("mail.stored")).take(delivered(raw))
    desk.clock.advance(LEFT_AFTER)

    assert await desk.mailbox().finish_left() == 1
    (message,) = await desk.records.messages.find({"case_id": str(receipt.case_id)})
    assert message.text == "Tack."


async def test_a_mail_that_cannot_be_finished_keeps_no_other_waiting(desk: Desk) -> None:
    for text in ("Larm! " * 100_000, "Kort."):
        with pytest.raises(Crashed):
            await desk.mailbox(crash_at("mail.stored")).take(delivered(mail(text)))
    await desk.records.pieces.delete({})
    desk.clock.advance(LEFT_AFTER + timedelta(seconds=1))

    assert await desk.mailbox().finish_left() == 1
    (received,) = await desk.records.submissions.find({})
    assert received.content.text == "Kort."


async def test_nothing_is_written_before_the_indexes_are_there(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> None:
    desk = Desk(settings_for(), organisation)

    with pytest.raises(StoreUnavailable):
        await desk.reception().accept(REQUEST, None)
    with pytest.raises(StoreUnavailable):
        await desk.mailbox().take(delivered(mail()))

    assert await desk.database.collection_names() == []
    await desk.close()
