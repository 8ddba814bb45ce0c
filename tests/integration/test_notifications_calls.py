"""Calls wait for whoever answers for the case, and what came of each is noted once."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime

import pytest

from services.notifications.carrying.calls import CallOutcome
from services.notifications.carrying.waiting import DoneBefore
from services.notifications.notices.states import NoticeState, Reason
from shared.events.notices import NoticeKind, NoticeWay
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.by_hand_office import (
    BY,
    PHONE,
    MovedClock,
    acknowledged,
    of,
    published,
)
from tests.integration.notifications_office import Office


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


async def test_who_has_only_a_number_is_called_by_whoever_answers_for_the_case(
    office: Office,
) -> None:
    registrar = office.organisation.known_board("sn").recipients.registrar
    case = await acknowledged(office, PHONE)
    call, task = sorted(await of(office, case), key=lambda notice: notice.kind)
    assert (call.way, call.state) == (NoticeWay.PHONE, NoticeState.WAITING)
    assert (task.kind, task.recipient) == (NoticeKind.TASK, registrar.account)
    await office.until_state(task, NoticeState.SENT)
    (mail,) = office.relay.mails
    assert mail.recipient == registrar.address
    content = mail.content.decode().replace("=\r\n", "")
    assert f"https://c.example/samtal/{call.id}" in content
    assert "070" not in content
    assert "Efternamn" not in content

    calls = office.calls()
    (errand,) = await calls.waiting(("sn",))
    assert any("SN 2026-00047" in block.text for block in await calls.words(errand))
    noted = await calls.note(errand, call.seq, CallOutcome.REACHED, BY, "Personen tackade.")
    assert noted.said == "Personen tackade."
    sent = await published(office, case, "notice.sent")
    assert {each["detail"]["kind"]: each["detail"]["way"] for each in sent} == {
        "acknowledgement": "phone",
        "task": "email",
    }
    assert "tackade" not in json.dumps([entry.body for entry in office.published])
    with pytest.raises(DoneBefore):
        await calls.note(errand, call.seq, CallOutcome.NO_ANSWER, BY)


async def test_a_call_is_planned_once_also_when_a_crash_came_between_it_and_its_mail(
    office: Office,
) -> None:
    case = await acknowledged(office, PHONE)
    call, task = sorted(await of(office, case), key=lambda notice: notice.kind)
    await office.until_state(task, NoticeState.SENT)
    await office.notices.delete({"_id": task.id})
    await office.watching()._acknowledging.see_to(case)
    again = sorted(await of(office, case), key=lambda notice: notice.kind)
    assert [each.id for each in again] == [call.id, task.id]
    assert len(await office.notices.find({"case_id": case.id})) == 2


async def test_nobody_answers_three_times_and_then_it_has_failed(office: Office) -> None:
    friday = datetime(2026, 12, 18, 14, tzinfo=UTC)
    clock = MovedClock(friday)
    case = await acknowledged(office, PHONE)
    days = [date(2026, 12, 21), date(2026, 12, 28)]
    for again in days:
        calls = office.calls(clock)
        (errand,) = await calls.waiting(("sn",))
        noted = await calls.note(errand, errand.notice.seq, CallOutcome.NO_ANSWER, BY)
        assert (noted.state, noted.try_on) == (NoticeState.WAITING, again)
        # The next time on the Wednesday before Christmas, which is a Thursday.
        clock.moment = datetime(2026, 12, 23, 9, tzinfo=UTC)
    (errand,) = await calls.waiting(("sn",))
    noted = await calls.note(errand, errand.notice.seq, CallOutcome.NO_ANSWER, BY)
    assert (noted.state, noted.reason) == (NoticeState.FAILED, Reason.NOT_REACHED)
    (failed,) = await published(office, case, "notice.failed")
    assert failed["detail"]["reason"] == "not_reached"


async def test_pressing_twice_is_one_call(office: Office) -> None:
    await acknowledged(office, PHONE)
    calls = office.calls()
    (errand,) = await calls.waiting(("sn",))
    await calls.note(errand, errand.notice.seq, CallOutcome.NO_ANSWER, BY)
    shown = errand.notice.seq
    fresh = await calls.get(errand.id)
    assert fresh is not None
    with pytest.raises(DoneBefore):
        await calls.note(fresh, shown, CallOutcome.NO_ANSWER, BY)
    noted = await calls.note(fresh, fresh.notice.seq, CallOutcome.WRONG_NUMBER, BY)
    assert noted.reason is Reason.WRONG_NUMBER
