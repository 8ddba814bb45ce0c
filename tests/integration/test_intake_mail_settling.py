"""What mails bring with them is kept once, and put with the case that it belongs to."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.intake.erasure import Erasing
from services.intake.mail.documents import Outcome
from services.intake.mail.parked import NoSuchMail
from services.intake.mailbox import LEFT_AFTER
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from tests.integration.intake_desk import Crashed, Desk, crash_at, delivered
from tests.integration.intake_process import SENDER, mail
from tests.integration.test_attachments_kept import erasure_of
from tests.support.mails import WHOLE, expectations, own_mails

REGISTRAR = Actor(role=Role.REGISTRAR, id="registrar-sn")
STRANGER = "granne@post.example"


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    return empty_desk


async def names(desk: Desk, case_id: str | None) -> list[str]:
    assert case_id is not None
    return sorted(str(file.name) for file in await desk.attachments.of_case(UUID(case_id)))


@pytest.mark.parametrize("place", ["mail.stored", "mail.files_kept", "intake.stored"])
async def test_files_of_a_mail_that_a_crash_left_are_there_once(desk: Desk, place: str) -> None:
    raw = own_mails()["winmail-with-page"]
    with pytest.raises(Crashed):
        await desk.mailbox(crash_at(place)).take(delivered(raw))

    desk.clock.advance(LEFT_AFTER + timedelta(seconds=1))
    assert await desk.mailbox().finish_left() == 1
    assert await desk.mailbox().finish_left() == 0
    again = await desk.mailbox().take(delivered(raw))

    assert again.outcome is Outcome.DUPLICATE
    assert await names(desk, again.case_id) == ["larm.jpg", "räkning från våren.pdf"]
    (submission,) = await desk.records.submissions.find({})
    assert submission.content.text == WHOLE
    assert [file.name for file in submission.content.attachments] == [
        "räkning från våren.pdf",
        "larm.jpg",
    ]
    files = await desk.records.attachments.find({})
    assert {(file.owner, file.case_id) for file in files} == {
        (f"mail:{submission.id}", again.case_id)
    }


async def test_another_mail_under_the_id_of_one_that_was_left_is_kept_too(desk: Desk) -> None:
    with pytest.raises(Crashed):
        await desk.mailbox(crash_at("mail.stored")).take(delivered(mail("Ett", message_id="a@x")))

    other = await desk.mailbox().take(delivered(mail("Två", message_id="a@x")))

    assert (other.outcome, other.reason) == (Outcome.DUPLICATE, "same_message_id_other_content")
    first = await desk.records.mails.get(str(other.case_id))
    assert first is not None
    assert first.settled
    assert (await desk.mailbox().read(other.id)).mail.text == "Två"


async def test_a_mail_without_files_asks_nothing_of_the_attachments(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.attachments, "keep", None)
    monkeypatch.setattr(desk.attachments, "claim", None)

    record = await desk.mailbox().take(delivered(mail()))

    assert record.outcome is Outcome.CASE


async def test_the_twenty_first_file_is_in_the_mail_alone(desk: Desk) -> None:
    record = await desk.mailbox().take(delivered(own_mails()["twenty-five-files"]))

    assert len(await names(desk, record.case_id)) == 20
    (submission,) = await desk.records.submissions.find({})
    assert submission.content.text == expectations()["twenty-five-files"].text


async def test_files_of_an_answer_belong_to_the_message(desk: Desk) -> None:
    first = await desk.mailbox().take(delivered(mail(message_id="ett@post.example")))
    raw = own_mails()["file-names-in-every-way"].replace(
        b"MIME-Version", b"In-Reply-To: <ett@post.example>\nMIME-Version"
    )

    answer = await desk.mailbox().take(delivered(raw))

    assert (answer.outcome, answer.case_id) == (Outcome.MESSAGE, first.case_id)
    files = await desk.attachments.of_case(UUID(first.case_id))
    assert {file.message_id for file in files} == {answer.id}
    assert sorted(str(file.name) for file in files) == [
        *("besvär.pdf", "larm.pdf", "läkarintyg.pdf", "räkning.pdf", "årsbesked.pdf")
    ]


async def test_a_mail_that_staff_passed_on_is_the_complainants(desk: Desk) -> None:
    await desk.mailbox().take(delivered(own_mails()["forwarded-by-staff"]))

    (submission,) = await desk.records.submissions.find({})
    content = submission.content
    assert (content.contact.name, content.contact.email) == ("Testkund", SENDER)
    assert content.forwarded_by is not None
    assert content.forwarded_by.email == "enhetschef.hemvard-norr@exempelkommun.example"
    assert WHOLE in content.text


async def test_who_has_written_in_a_case_may_name_it_in_the_subject(desk: Desk) -> None:
    mailbox = desk.mailbox()
    first = await mailbox.take(delivered(mail(message_id="ett@post.example")))
    (submission,) = await desk.records.submissions.find({})
    subject = f"Mer om [{submission.reference}]"

    before = await mailbox.take(delivered(mail(sender=STRANGER, subject=subject)))
    proved = await mailbox.take(delivered(mail(sender=STRANGER, In_Reply_To="<ett@post.example>")))
    after = await mailbox.take(delivered(mail(sender=STRANGER, subject=subject)))

    assert (before.outcome, proved.outcome) == (Outcome.CASE, Outcome.MESSAGE)
    assert (after.outcome, after.case_id) == (Outcome.MESSAGE, first.case_id)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("bounce", "bounce"), ("bounce-in-plain-words", "bounce"), ("autoreply", "automatic")],
)
async def test_what_comes_back_of_a_notice_is_put_with_its_case(
    desk: Desk, name: str, reason: str
) -> None:
    case = await desk.mailbox().take(delivered(mail()))
    sent = f"0198d6a0-0000-7000-8000-000000000001.{case.case_id}@exempelkommun.example"
    example = b"0198d6a0-0000-7000-8000-000000000001.0198d6a0-0000-5000-8000-000000000002"
    raw = own_mails()[name].replace(example, sent.partition("@")[0].encode())
    if name == "autoreply":
        raw = raw.replace(b"X-Autoreply", f"References: <{sent}>\nX-Autoreply".encode())

    record = await desk.mailbox().take(delivered(raw))

    assert (record.outcome, record.reason) == (Outcome.PARKED, reason)
    assert record.case_id == case.case_id
    assert not await desk.records.messages.find({})


async def test_an_automatic_answer_that_does_not_say_so_is_put_aside_only_as_an_answer(
    desk: Desk,
) -> None:
    case = await desk.mailbox().take(delivered(mail(message_id="ett@post.example")))
    subject = {"subject": "Automatiskt svar: Vi har"}

    alone = await desk.mailbox().take(delivered(mail(**subject)))
    answer = await desk.mailbox().take(delivered(mail(In_Reply_To="<ett@post.example>", **subject)))

    assert alone.outcome is Outcome.CASE
    assert (answer.outcome, answer.reason) == (Outcome.PARKED, "automatic")
    assert answer.case_id == case.case_id


async def test_of_an_erased_case_no_mail_is_left(desk: Desk) -> None:
    case = await desk.mailbox().take(delivered(mail(message_id="ett@post.example")))
    raw = mail("Semester", In_Reply_To="<ett@post.example>", Auto_Submitted="auto-replied")
    parked = await desk.mailbox().take(delivered(raw))
    await desk.mailbox().keep_parked(parked.id, REGISTRAR, "Hälsar kunden")
    (submission,) = await desk.records.submissions.find({})
    assert parked.case_id == case.case_id

    await Erasing(desk.records, desk.attachments, desk.clock).erase(erasure_of(submission))

    for mail_id in (case.id, parked.id):
        record = await desk.records.mails.get(mail_id)
        assert record is not None
        personal = (record.raw, record.sender, record.message_id, record.remark)
        assert personal == (None, None, None, None)
        assert record.recipients == ()
        with pytest.raises(NoSuchMail):
            await desk.mailbox().release(mail_id, REGISTRAR)
