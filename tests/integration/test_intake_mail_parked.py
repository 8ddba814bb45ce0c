"""What was put aside is shown page by page, and let through once, or left."""

from datetime import timedelta

import pytest

from services.intake.mail.documents import Outcome
from services.intake.mail.parked import NoSuchMail, NotParked
from services.intake.mail.sender_caps import SenderCaps
from services.intake.mailbox import LEFT_AFTER
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.ids import new_id
from tests.integration.intake_desk import Crashed, Desk, crash_at, delivered
from tests.integration.intake_process import mail

REGISTRAR = Actor(role=Role.REGISTRAR, id="registrar-sn")
STRANGER = "granne@post.example"


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


async def test_too_many_from_one_sender_are_put_aside_and_can_be_let_through(desk: Desk) -> None:
    mailbox = desk.mailbox(caps=SenderCaps(of_sender=2))
    taken = [await mailbox.take(delivered(mail(f"Sak {n}"))) for n in range(3)]
    repeated = [await mailbox.take(delivered(mail("Samma", sender=STRANGER))) for _ in range(2)]

    assert [record.reason for record in taken] == [None, None, "too_many_from_sender"]
    assert [record.reason for record in repeated] == [None, None]
    released = await mailbox.release(taken[2].id, REGISTRAR)

    assert (released.outcome, released.case_id) == (Outcome.CASE, taken[2].id)
    assert released.reason == "too_many_from_sender"
    submission = await desk.records.submissions.get(taken[2].id)
    assert submission is not None
    assert submission.facts.marks == ("released",)
    assert submission.created_at == taken[2].received_at


@pytest.mark.parametrize("place", [None, "mail.released", "intake.stored"])
async def test_a_mail_is_let_through_once(desk: Desk, place: str | None) -> None:
    parked = await desk.mailbox().take(delivered(mail("Jag menade allvar.", Precedence="bulk")))
    assert await desk.mailbox().unseen() == 1
    if place is not None:
        with pytest.raises(Crashed):
            await desk.mailbox(crash_at(place)).release(parked.id, REGISTRAR)
        desk.clock.advance(LEFT_AFTER + timedelta(seconds=1))
        assert await desk.mailbox().finish_left() == 1

    for _ in range(2):
        record = await desk.mailbox().release(parked.id, REGISTRAR)

    (submission,) = await desk.records.submissions.find({})
    assert submission.id == record.case_id == parked.id
    stored = await desk.records.mails.get(parked.id)
    assert stored is not None
    assert (stored.settled, stored.looked_by, stored.unseen) == (True, "registrar-sn", False)
    assert await desk.mailbox().unseen() == 0
    again = await desk.mailbox().take(delivered(await desk.mailbox().raw(parked.id)))
    assert (again.outcome, again.case_id) == (Outcome.DUPLICATE, parked.id)


async def test_a_parked_answer_is_let_through_to_its_case(desk: Desk) -> None:
    case = await desk.mailbox().take(delivered(mail(message_id="ett@post.example")))
    raw = mail("Jo, jag menar det.", In_Reply_To="<ett@post.example>", Precedence="bulk")
    parked = await desk.mailbox().take(delivered(raw))

    record = await desk.mailbox().release(parked.id, REGISTRAR)

    assert (record.outcome, record.case_id) == (Outcome.MESSAGE, case.case_id)
    (message,) = await desk.records.messages.find({"case_id": case.case_id})
    assert message.text == "Jo, jag menar det."


async def test_only_what_was_put_aside_is_let_through_or_left(desk: Desk) -> None:
    mailbox = desk.mailbox()
    case = await mailbox.take(delivered(mail()))
    parked = await mailbox.take(delivered(mail("Nyheter", Precedence="bulk")))

    for nothing in (
        mailbox.release(case.id, REGISTRAR),
        mailbox.keep_parked(case.id, REGISTRAR, ""),
    ):
        with pytest.raises(NotParked):
            await nothing
    with pytest.raises(NoSuchMail):
        await mailbox.read(str(new_id()))
    left = await mailbox.keep_parked(parked.id, REGISTRAR, "Reklam.")

    assert (left.outcome, left.remark, left.looked_by) == (
        Outcome.PARKED,
        "Reklam.",
        "registrar-sn",
    )
    assert await mailbox.unseen() == 0
    opened = await mailbox.read(parked.id)
    assert (opened.mail.text, opened.record.reason) == ("Nyheter", "automatic")


async def test_parked_mails_are_listed_page_by_page_the_newest_first(desk: Desk) -> None:
    mailbox = desk.mailbox(caps=SenderCaps(of_sender=0))
    taken = []
    for days, count in ((0, 2), (40, 3), (400, 1)):
        desk.clock.advance(timedelta(days=days))
        taken += [
            await mailbox.take(delivered(mail(f"{days} {n}", Precedence="bulk")))
            for n in range(count)
        ]
    await mailbox.take(delivered(mail("Klagomål")))

    whole = await mailbox.parked()
    pages = [await mailbox.parked(limit=2)]
    while (before := pages[-1].next) is not None:
        pages.append(await mailbox.parked(before, limit=2))

    assert whole.items[0].id == taken[-1].id
    assert {record.id for record in whole.items} == {record.id for record in taken}
    listed = [record.id for page in pages for record in page.items]
    assert sorted(listed) == sorted(record.id for record in taken)
    assert (await mailbox.parked(board="von")).items == []
    assert all(record.raw is None for record in whole.items)
