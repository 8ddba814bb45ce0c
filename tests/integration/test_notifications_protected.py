"""Nothing but a letter without name goes to someone protected, and erasure leaves nothing."""

from collections.abc import AsyncIterator, Callable

import pytest

from services.notifications.carrying.calls import CallOutcome
from services.notifications.notices.states import NoticeState
from services.notifications.planning.protecting import Protecting
from shared.events.handling import CaseCorrected
from shared.events.notices import NoticeKind, NoticeWay
from shared.events.upkeep import CaseErased
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.by_hand_office import BY, PHONE, POST, acknowledged, event, of
from tests.integration.notifications_office import Office
from tests.support.waiting import until


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


async def test_protected_identity_is_told_by_a_letter_without_name_and_nothing_else(
    office: Office,
) -> None:
    contact = POST.model_copy(update={"email": "kim@post.example"})
    case = await acknowledged(office, contact, protected_identity=True)
    queue = office.letters()
    (errand,) = await queue.waiting(("sn",))
    letter = await queue.written(errand)
    assert letter.passed_on
    assert letter.recipient == ()
    assert "Efternamn" not in repr(letter) + " ".join(block.text for block in letter.blocks)
    await until(lambda: not office.relay.mails, "nothing is mailed")
    assert len(await of(office, case)) == 1


async def test_a_mark_that_comes_after_a_notice_was_planned_stops_its_mail(office: Office) -> None:
    office.relay.down = True
    case = await office.case(email="kim@post.example", diary_number="SN 2026-00047")
    notice = await office.planned(case)
    protected = event(case, CaseCorrected, {"fields": []}, protected_identity=True)
    await office.watching().keep(protected)
    office.relay.down = False
    await office.postman().take_waiting()
    waits = await office.until_state(notice, NoticeState.WAITING)
    assert waits.way is NoticeWay.LETTER
    assert office.relay.mails == []
    (errand,) = await office.letters().waiting(("sn",))
    assert errand.notice.id == notice.id


async def test_a_call_that_waits_becomes_a_letter_once_the_identity_is_protected(
    office: Office,
) -> None:
    case = await acknowledged(office, PHONE)
    protected = event(case, CaseCorrected, {"fields": []}, protected_identity=True)
    await office.watching().keep(protected)
    assert await office.calls().waiting(("sn",)) == []
    for _ in range(2):
        await Protecting(office.notices).see_to(case.case_id)
    (errand,) = await office.letters().waiting(("sn",))
    assert errand.notice.way is NoticeWay.LETTER


async def test_erasure_takes_what_was_said_and_withdraws_what_waits(office: Office) -> None:
    spoken, waiting = await acknowledged(office, PHONE), await acknowledged(office, POST)
    calls = office.calls()
    (errand,) = await calls.waiting(("sn",))
    await calls.note(errand, errand.notice.seq, CallOutcome.REACHED, BY, "Personen grät.")
    for case in (spoken, waiting):
        erased = event(case, CaseErased, {})
        await office.erasing().erase(erased)
    stored = [each.model_dump_json() for each in await office.notices.find({})]
    assert not any("grät" in each for each in stored)
    assert await office.letters().waiting(("sn",)) == []
    states = {each.kind: each.state for each in await of(office, waiting)}
    assert states == {NoticeKind.ACKNOWLEDGEMENT: NoticeState.WITHDRAWN}
