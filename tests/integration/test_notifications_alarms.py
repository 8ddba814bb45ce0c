"""A dead channel is told to operations: one mail when it dies, one when it works again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import pytest

from services.notifications.notices.states import NoticeState
from services.notifications.planning.alarming import Alarming
from shared.events.channels import (
    ChannelDetail,
    ChannelFailed,
    ChannelFault,
    ChannelKind,
    ChannelRestored,
)
from shared.events.envelope import Actor
from shared.events.vocabulary import Role
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import CLOCK, Office
from tests.support.waiting import until

OPERATIONS = "drift@exempelkommun.example"
LINK = "https://synpunkter.exempelkommun.example/lamna?enhet=hemvard-norr"


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


def detail(**changes: object) -> ChannelDetail:
    given: dict[str, object] = {
        "channel": "unit_link:hemvard-norr",
        "kind": ChannelKind.UNIT_LINK,
        "name": "Hemvård norr",
        "address": LINK,
        "fault": ChannelFault.STATUS,
        "note": "404",
        "since": CLOCK.now(),
    }
    return ChannelDetail.model_validate(given | changes)


def failed(**changes: object) -> ChannelFailed:
    return ChannelFailed(**envelope(), detail=detail(**changes))


def restored(**changes: object) -> ChannelRestored:
    return ChannelRestored(**envelope(), detail=detail(**changes))


def envelope() -> dict[str, object]:
    return {
        "id": new_id(),
        "occurred_at": CLOCK.now(),
        "recorded_at": CLOCK.now(),
        "case_id": new_id(),
        "actor": Actor(role=Role.SERVICE, id="intake"),
        "correlation_id": new_id(),
        "producer": "intake",
    }


def alarming(office: Office) -> Alarming:
    return Alarming(office.notices, office.channels, office.organisation, office.postman(), CLOCK)


async def mails(office: Office, count: int) -> list[EmailMessage]:
    async def all_sent() -> bool:
        return await office.notices.count({"state": NoticeState.SENT}) == count

    await until(all_sent, f"{count} are sent")
    assert len(office.relay.mails) == count
    parser = BytesParser(_class=EmailMessage, policy=policy.default)
    assert {mail.recipient for mail in office.relay.mails} == {OPERATIONS}
    return [parser.parsebytes(mail.content) for mail in office.relay.mails]


async def test_each_failure_and_each_restoration_is_one_mail_however_often_it_is_heard(
    office: Office,
) -> None:
    copies = [alarming(office) for _ in range(3)]
    dead, well = failed(), restored()

    await asyncio.gather(*(copy.tell(event) for copy in copies for event in (dead, well, dead)))

    subjects = {str(mail["Subject"]) for mail in await mails(office, 2)}
    assert subjects == {"Fungerar inte: Hemvård norr", "Fungerar igen: Hemvård norr"}
    # The workflow has no case to put it with.
    assert office.published == []


async def test_the_mail_says_what_is_wrong_where_and_since_when(office: Office) -> None:
    await alarming(office).tell(failed())
    (mail,) = await mails(office, 1)

    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert LINK in text
    assert "Sidan svarade med ett fel. (404)" in text
    assert mail["Auto-Submitted"] == "auto-generated"


async def test_what_waits_and_what_nobody_tried_is_told_in_its_own_words(office: Office) -> None:
    teller = alarming(office)
    await teller.tell(failed(fault=ChannelFault.NOT_TRIED, address=None, note=None))
    await teller.tell(failed(fault=ChannelFault.UNREAD, address=None, note=None))
    subjects = {str(mail["Subject"]) for mail in await mails(office, 2)}
    assert subjects == {"Dags att prova: Hemvård norr", "Har väntat för länge: Hemvård norr"}


async def test_an_alarm_that_a_dead_copy_left_is_sent_by_another(office: Office) -> None:
    office.relay.down = True
    await alarming(office).tell(failed())
    await until(lambda: office.relay.asked > 0, "the first copy has tried")
    office.relay.down = False

    async def sent() -> bool:
        await office.notices.update(
            {"state": "planned"}, {"$set": {"next_attempt_at": CLOCK.now()}}
        )
        await office.postman().take_waiting()
        return await office.notices.count({"state": NoticeState.SENT}) == 1

    await until(sent, "another copy has sent it")
    await mails(office, 1)
