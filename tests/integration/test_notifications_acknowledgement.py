"""Each case is acknowledged once, whatever the order and the number of copies."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable, Sequence

import pytest

from deploy.local.broker import PrivateBroker
from deploy.local.store import EmbeddedStore
from shared.events.envelope import Event
from shared.events.submissions import CaseReceived
from shared.events.vocabulary import Acknowledgement, Channel, Kind
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.conftest import _delete_queues
from tests.integration.notifications_support import (
    OK,
    MailServer,
    Notifications,
    Observed,
    acknowledged,
    clock_at,
    notifications,
    observing,
    registered,
)
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until


class World:
    """Two copies of the service, a mail server, and what the service publishes."""

    def __init__(self, copies: Notifications, mail: MailServer, observed: Observed) -> None:
        self.copies = copies
        self.mail = mail
        self.observed = observed


@pytest.fixture(scope="module")
async def world(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    await _delete_queues(broker.url)
    settings = Settings(
        amqp_url=broker.url,
        mongo_url=store.url,
        database_prefix=f"t{new_id().hex[-12:]}",
        queue_type="classic",
    )
    folder = tmp_path_factory.mktemp("acknowledgement")
    async with (
        observing(broker.url) as observed,
        MailServer() as mail,
        notifications(folder, settings, mail.port, copies=2, extra=clock_at(MOMENT)) as copies,
    ):
        yield World(copies, mail, observed)
    await _delete_queues(broker.url)


@pytest.fixture(autouse=True)
def _mail_server_takes_all(world: World) -> None:
    world.mail.at_rcpt = lambda _address, _count: OK


def case_of(**changes: object) -> tuple[CaseReceived, str]:
    """A case whose complainant has an address of their own."""
    address = f"kund-{new_id()}@post.example"
    return submission(email=address, **changes), address  # type: ignore[arg-type]


ORDERS: dict[str, Callable[[CaseReceived], Sequence[Event]]] = {
    "in_order": lambda case: [case, registered(case)],
    "reversed": lambda case: [registered(case), case],
    "doubled": lambda case: [case, case, registered(case), registered(case), case],
    "latest_first": lambda case: [registered(case, 5), registered(case, 2), case],
}


@pytest.mark.parametrize("order", list(ORDERS))
async def test_a_case_is_acknowledged_once_for_its_events(world: World, order: str) -> None:
    case, address = case_of()

    await world.copies.tell(*ORDERS[order](case))
    await world.copies.all_handled()
    await until(lambda: bool(world.observed.of(case, "notice.sent")), "it is told as sent")

    assert len(world.mail.to(address)) == 1
    assert [notice["state"] for notice in await world.copies.notices(case)] == ["sent"]
    assert len(world.observed.of(case)) == 1


async def test_many_cases_at_once_in_any_order_are_each_acknowledged_once(world: World) -> None:
    cases = [case_of() for _ in range(80)]
    events = [event for case, _ in cases for event in (case, registered(case)) for _ in range(2)]
    random.Random(7).shuffle(events)
    connections = world.mail.connections

    await world.copies.tell(*events)
    await world.copies.all_handled()

    async def all_sent() -> bool:
        notices = await asyncio.gather(*(world.copies.notices(case) for case, _ in cases))
        return all([each["state"] for each in found] == ["sent"] for found in notices)

    await until(all_sent, "each case has one notice, and it is sent")
    assert [len(world.mail.to(address)) for _, address in cases] == [1] * 80
    mails = [world.mail.to(address)[0] for _, address in cases]
    assert len({mail["Message-ID"] for mail in mails}) == 80
    assert world.mail.connections - connections <= 8, "connections are kept open"


async def test_the_mail_says_what_a_complainant_needs_and_nothing_of_the_complaint(
    world: World, organisation: Organisation
) -> None:
    case, address = case_of(
        text="Personalen kom inte till Anna Andersson.", unit="forsorjningsstod"
    )
    await world.copies.tell(case, registered(case))
    await until(lambda: bool(world.mail.to(address)), "the mail has come")

    (mail,) = world.mail.to(address)
    (notice,) = await world.copies.notices(case)
    number = registered(case).facts.diary_number
    board = organisation.known_board("sn")
    assert number
    assert mail["Subject"] == f"Vi har tagit emot ditt ärende {number} [{case.facts.reference}]"
    assert mail["From"].addresses[0].addr_spec == board.sender
    assert mail["Reply-To"] == board.sender
    assert mail["To"] == address
    message_id = rf"<{notice['id']}\.{case.case_id}\.[0-9a-f]{{16}}@exempelkommun\.example>"
    assert re.fullmatch(message_id, mail["Message-ID"])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Lyhord-Reference"] == case.facts.reference
    assert mail["References"] is None
    assert mail["Date"].datetime is not None
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        text = body.get_content()
        assert number in text
        assert case.facts.reference in text
        assert "Försörjningsstöd" in text
        assert "senast den 16 mars 2026" in text
        assert "/folj" in text
        assert "Anna" not in text
    assert "Anna" not in str(notice)
    assert address not in str(notice)


async def test_who_writes_in_english_is_answered_in_english(world: World) -> None:
    case, address = case_of(language="en")
    await world.copies.tell(case, registered(case))
    await until(lambda: bool(world.mail.to(address)), "the mail has come")

    (mail,) = world.mail.to(address)
    body = mail.get_body(("plain",))
    assert mail["Subject"].startswith("We have received your case SN 2026-")
    assert mail["Content-Language"] == "en"
    assert body is not None
    assert "no later than 16 March 2026" in body.get_content()


@pytest.mark.parametrize(
    ("acknowledgement", "email"),
    [
        (Acknowledgement.ORAL, "kund@post.example"),
        (Acknowledgement.RECEIPT, None),
        (Acknowledgement.WAIVED, "kund@post.example"),
        (Acknowledgement.SENT, "kund@post.example"),
    ],
)
async def test_who_knows_already_gets_no_mail(
    world: World, acknowledgement: Acknowledgement, email: str | None
) -> None:
    case = submission(email=email, acknowledgement=acknowledgement, channel=Channel.PHONE)
    mails = len(world.mail.mails)

    await world.copies.tell(case, registered(case))
    await world.copies.all_handled()

    assert await world.copies.notices(case) == []
    assert len(world.mail.mails) == mails


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        (None, "no_address"),
        ("kund@@post", "address_invalid"),
        ("synpunkter.sn@exempelkommun.example", "own_address"),
    ],
)
async def test_who_cannot_be_reached_is_told_to_the_workflow(
    world: World, email: str | None, reason: str
) -> None:
    case = submission(email=email, channel=Channel.LETTER)

    await world.copies.tell(registered(case), case, case)
    await world.copies.all_handled()
    await until(lambda: bool(world.observed.of(case)), "it is told")

    (event,) = world.observed.of(case)
    assert event["type"] == "notice.failed"
    assert event["detail"]["reason"] == reason
    assert event["detail"]["kind"] == "acknowledgement"
    assert [each["state"] for each in await world.copies.notices(case)] == ["impossible"]


async def test_a_mail_server_that_puts_off_every_third_gets_each_mail_once(world: World) -> None:
    world.mail.at_rcpt = lambda _address, count: OK if count % 3 else "451 4.3.2 Later"
    cases = [case_of() for _ in range(12)]

    await world.copies.tell(*(event for case, _ in cases for event in (case, registered(case))))
    await until(
        lambda: all(world.observed.of(case, "notice.sent") for case, _ in cases), "all are sent"
    )

    assert [len(world.mail.to(address)) for _, address in cases] == [1] * 12
    attempts = [(await world.copies.notices(case))[0]["attempts"] for case, _ in cases]
    results = [[attempt["result"] for attempt in each] for each in attempts]
    assert any(each[0] == "451" for each in results)
    assert all(each[-1] == "sent" for each in results)


async def test_an_address_that_is_refused_is_not_tried_again(world: World) -> None:
    world.mail.at_rcpt = lambda _address, _count: "550 5.1.1 No such person"
    case, address = case_of()

    await world.copies.tell(case, registered(case))
    await until(lambda: bool(world.observed.of(case)), "it is told")

    (event,) = world.observed.of(case)
    (notice,) = await world.copies.notices(case)
    assert event["type"] == "notice.failed"
    assert event["detail"]["reason"] == "address_refused"
    assert notice["state"] == "failed"
    assert [attempt["result"] for attempt in notice["attempts"]] == ["550"]
    assert world.mail.to(address) == []


async def test_an_acknowledged_case_has_met_that_deadline(world: World) -> None:
    case, _ = case_of(kind=Kind.PRAISE)

    await world.copies.tell(case, registered(case), acknowledged(case, MOMENT))
    await world.copies.all_handled()

    deadlines = await world.copies.deadlines(case)
    assert list(deadlines) == ["acknowledge"]
    assert deadlines["acknowledge"]["state"] == "met"
    assert deadlines["acknowledge"]["due"] == "2026-03-04"
