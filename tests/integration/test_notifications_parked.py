"""Notices whose text cannot be made: parked, told of once, and sent when it is mended."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from services.notifications.erasure import Erasing, Erasure
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.planning.alarming import Alarming
from services.notifications.planning.parked import Parked
from services.notifications.texts.letters import Links
from services.notifications.texts.texts import FOLDER, Texts
from services.notifications.texts.writing import Writer
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import CLOCK, Office
from tests.integration.notifications_support import erased
from tests.support.submissions import submission
from tests.support.waiting import until

OPERATIONS = "drift@exempelkommun.example"
LINKS = Links("https://a.example", "https://b.example", "https://c.example")


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


@pytest.fixture
def broken(tmp_path: Path) -> Texts:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "templates"))
    text = folder / "acknowledgement.sv.txt"
    text.write_text("Hej\n\n{{ board }}\n{{ nobody }}\n", encoding="utf-8")
    return Texts(folder)


def parked_with(office: Office, texts: Texts) -> Parked:
    """What one copy of the service with these texts has."""
    postman = office.postman(texts=texts)
    writer = Writer(texts, office.organisation, LINKS)
    alarming = Alarming(office.notices, office.channels, office.organisation, postman, CLOCK)
    return Parked(office.notices, writer, postman, alarming)


async def parked(office: Office, texts: Texts) -> Notice:
    notice = await office.planned(await office.case())
    await office.postman(texts=texts).take_waiting()
    return await office.until_state(notice, NoticeState.PARKED)


async def alarms(office: Office) -> list[Notice]:
    return [each for each in await office.notices.find({}) if each.broken_text is not None]


async def test_it_is_parked_with_the_reason_and_not_tried_in_vain(
    office: Office, broken: Texts
) -> None:
    notice = await parked(office, broken)

    assert notice.parked is not None
    assert notice.parked.text == "standard:acknowledgement.sv"
    assert "acknowledgement.sv.txt:4: 'nobody' is undefined." in notice.parked.problem
    assert [attempt.result for attempt in notice.attempts] == ["text_unusable"]

    postman, looking = office.postman(texts=broken), parked_with(office, broken)
    await postman.take_waiting()
    assert await looking.look() == 0
    assert await office.now(notice) == notice
    assert office.published == []


async def test_operations_are_told_once_whatever_the_number_of_notices_and_copies(
    office: Office, broken: Texts
) -> None:
    for _ in range(3):
        await parked(office, broken)

    await asyncio.gather(*(parked_with(office, broken).look() for _ in range(3)))
    await parked_with(office, broken).look()

    (alarm,) = await alarms(office)
    await office.until_state(alarm, NoticeState.SENT)
    (sent,) = office.relay.mails
    mail = BytesParser(policy=policy.default).parsebytes(sent.content)
    words = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert sent.recipient == OPERATIONS
    assert "acknowledgement.sv.txt:4" in words
    assert "/larm" in words


async def test_it_goes_out_when_the_text_is_mended_and_another_text_does_not_wake_it(
    office: Office, broken: Texts
) -> None:
    notice = await parked(office, broken)

    assert await parked_with(office, Texts()).look() == 1

    sent = await office.until_state(notice, NoticeState.SENT)
    assert sent.parked is None
    assert sent.text_version is not None
    assert sent.text_version.startswith("standard:acknowledgement.sv@")
    assert len(office.relay.mails) == 1
    assert await parked_with(office, Texts()).look() == 0


async def test_it_is_tried_once_more_when_the_service_starts(office: Office, broken: Texts) -> None:
    notice = await parked(office, broken)

    assert await parked_with(office, broken).look(every=True) == 1

    async def parked_again() -> bool:
        now = await office.now(notice)
        return now.state is NoticeState.PARKED and len(now.attempts) == 2

    await until(parked_again, "it has been tried and parked again")
    assert await parked_with(office, broken).look() == 0


async def test_what_is_erased_meanwhile_is_not_sent(office: Office, broken: Texts) -> None:
    event = submission()
    watching = office.watching()
    await watching.received(event)
    case = await office.cases.get(str(event.case_id))
    assert case is not None
    notice = await office.planned(case)
    await office.postman(texts=broken).take_waiting()
    await office.until_state(notice, NoticeState.PARKED)

    erasures = office.database.collection(Erasure, outbox=True)
    await Erasing(office.cases, office.notices, erasures, watching, CLOCK).erase(erased(event))

    assert (await office.now(notice)).state is NoticeState.WITHDRAWN
    assert await parked_with(office, Texts()).look() == 0
