"""A mail of ours that comes back is kept, told once, and shown; from a real mail server too."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from deploy.local.ports import LOOPBACK
from services.intake.mail.delivery_reports import Fate
from services.intake.mail.documents import MailRecord, Outcome
from services.intake.mailbox import LEFT_AFTER
from services.notifications.sending.smtp import SmtpPool
from services.notifications.texts.mail import Envelope, compose
from services.notifications.texts.texts import Text
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.ids import new_id
from shared.pages.languages import Language
from shared.relay_address import RelayAddress
from tests.integration.eavesdropper import Eavesdropper
from tests.integration.intake_desk import Crashed, Desk, crash_at, delivered
from tests.integration.intake_process import IntakeProcess, mail
from tests.support import exim
from tests.support.exim import DOMAIN, Exim
from tests.support.mails import CORPUS
from tests.support.waiting import until

BOUNCE = (CORPUS / "bounces" / "postfix-no-such-user.eml").read_bytes()
LATE = (CORPUS / "bounces" / "postfix-late.eml").read_bytes()
CASE = b"0198d6a0-0000-5000-8000-000000000002"
SENDER = "svar.sn@exempelkommun.example"
REGISTRAR = Actor(role=Role.REGISTRAR, id="registrar-sn")


@pytest.fixture
async def desk(empty_desk: Desk) -> Desk:
    await empty_desk.records.returned_mails.delete({})
    return empty_desk


async def waiting(desk: Desk, record: MailRecord) -> list[str]:
    """Types of the events that were stored with what the bounce tells."""
    stored = await desk.records.returned_mails.stored.find({"_id": record.id}).to_list(None)
    return [entry["type"] for each in stored for entry in each["outbox"]]


async def test_a_bounce_is_kept_and_told_with_its_case(desk: Desk) -> None:
    case = await desk.mailbox().take(delivered(mail()))

    raw = BOUNCE.replace(CASE, str(case.case_id).encode())
    record = await desk.mailbox().take(delivered(raw, SENDER, sender=""))

    assert (record.outcome, record.reason, record.case_id) == (
        Outcome.PARKED,
        "bounce",
        case.case_id,
    )
    assert record.report is not None
    assert (record.report.fate, record.report.status) == (Fate.FAILED, "5.1.1")
    assert not record.unseen
    assert await desk.mailbox().raw(record.id) == raw
    assert await waiting(desk, record) == ["notice.bounced"]


async def test_that_a_mail_is_late_is_told_to_nobody(desk: Desk) -> None:
    record = await desk.mailbox().take(delivered(LATE, SENDER, sender=""))

    assert record.report is not None
    assert (record.report.fate, record.settled, record.unseen) == (Fate.DELAYED, True, False)
    assert not await desk.records.returned_mails.find({})


async def test_a_bounce_that_a_crash_left_is_told_once(desk: Desk) -> None:
    with pytest.raises(Crashed):
        await desk.mailbox(crash_at("mail.stored")).take(delivered(BOUNCE, SENDER, sender=""))
    assert not await desk.records.returned_mails.find({})

    desk.clock.advance(LEFT_AFTER + timedelta(seconds=1))
    assert await desk.mailbox().finish_left() == 1
    assert await desk.mailbox().finish_left() == 0
    again = await desk.mailbox().take(delivered(BOUNCE, SENDER, sender=""))

    assert again.outcome is Outcome.DUPLICATE
    assert len(await desk.records.returned_mails.find({})) == 1


async def test_a_bounce_can_be_let_through_as_every_mail_that_was_put_aside(desk: Desk) -> None:
    record = await desk.mailbox().take(delivered(BOUNCE, SENDER, sender=""))

    released = await desk.mailbox().release(record.id, REGISTRAR)

    assert (released.outcome, released.released) == (Outcome.CASE, True)
    assert len(await desk.records.returned_mails.find({})) == 1


async def test_what_a_real_mail_server_sends_back_is_told_of_the_notice(
    mail_intake: IntakeProcess, heard_of_mails: Eavesdropper
) -> None:
    notice, case = new_id(), new_id()
    written = compose(
        Envelope(SENDER, "Socialnämnden, Exempelkommun", f"{exim.LATER}@{DOMAIN}", SENDER),
        Text("Vi har tagit emot ditt ärende", "Vi har tagit emot det.\n", "<p>Hej</p>"),
        Language.SWEDISH,
        notice_id=str(notice),
        case_id=case,
        written_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
        mark="00112233445566ff",
    )
    async with Exim(returns_to=mail_intake.smtp_port) as server:
        pool = SmtpPool(RelayAddress(LOOPBACK, server.port), 1, 30.0, "tests.example")
        await pool.send(written)
        await pool.close()
        event = await heard_of_mails.first(str(case), "notice.bounced")

    assert event["detail"] == {
        "notice": str(notice),
        "mark": "00112233445566ff",
        "status": event["detail"]["status"],
        "cause": "address",
    }
    assert str(event["detail"]["status"]).startswith("5.")
    assert DOMAIN not in str(event)

    async def shown() -> bool:
        items = await _parked(mail_intake, notice)
        return len(items) == 1 and items[0]["report"]["fate"] == "failed"

    await until(shown, "the bounce is shown among what was put aside")


async def _parked(intake: IntakeProcess, notice: UUID) -> list[dict[str, dict[str, str]]]:
    async with intake.client(Role.REGISTRAR) as client:
        items = (await client.get("/inbound", params={"limit": 200})).json()["items"]
    return [each for each in items if (each["report"] or {}).get("notice") == str(notice)]
