"""The coordinator's and the registrar's lists: on their day, once, of what there is then."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.notifications.erasure import Erasing, Erasure
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.planning import listed_cases
from services.notifications.planning.lists import COORDINATOR, REGISTRAR
from shared.clock import LOCAL, MovableClock
from shared.events.facts import MeasureFacts, Pause
from shared.events.notices import NoticeKind
from shared.events.upkeep import CaseErased
from shared.events.vocabulary import Acknowledgement, Feedback, Status
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.test_notifications_absences import UNIT, address, is_away
from tests.integration.test_notifications_telling import event, read
from tests.support.waiting import until

COORDINATOR_SN, REGISTRAR_SN = "coordinator-sn", "registrar-sn"


def swedish(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


@pytest.fixture
async def clock(office: Office) -> MovableClock:
    """On the Saturday before; both lists have been seen to until then."""
    clock = MovableClock(swedish("2026-04-18 12:00"))
    await office.lists(clock).look()
    return clock


async def case_of(office: Office, number: int | None, received: str, **facts: object) -> str:
    """Its number, or its reference."""
    at = swedish(f"{received} 10:00")
    case = await office.case(
        **{
            "unit": UNIT,
            "email": None,
            "at": at,
            "received_on": at.astimezone(LOCAL).date(),
            "acknowledgement": Acknowledgement.ORAL,
            "assigned_at": at,
            "diary_number": None if number is None else f"SN 2026-{number:05d}",
            **facts,
        }
    )
    return case.facts.diary_number or case.facts.reference


async def lists_of(office: Office, rule: str) -> list[Notice]:
    found = await office.notices.find({"case_id": {"$gt": ""}})
    return [each for each in found if each.kind is NoticeKind.LIST and each.rule == rule]


async def planned_and_sent(office: Office, clock: MovableClock) -> None:
    await office.lists(clock).look()
    await all_sent(office)


async def all_sent(office: Office) -> None:
    async def none_waits() -> bool:
        return await office.notices.count({"state": NoticeState.PLANNED}) == 0

    await until(none_waits, "every list has been seen to")


def text_for(office: Office, account: str) -> str:
    own = address(office, account)
    (mail,) = [each for each in office.relay.mails if each.recipient == own]
    return read(mail.content)[1]


def under(text: str, heading: str) -> str:
    """What stands under a heading."""
    return text.rpartition(heading)[2].partition("\n\n")[0].replace("\r", "")


async def test_the_coordinator_gets_what_needs_someone_in_their_units(
    office: Office, clock: MovableClock
) -> None:
    late = await case_of(office, 1, "2026-04-02")
    soon = await case_of(office, 2, "2026-04-08")
    unanswered = await case_of(office, 3, "2026-03-01")
    rested = await case_of(
        office,
        4,
        "2026-04-02",
        status=Status.PAUSED,
        paused_until=date(2026, 4, 10),
    )
    nothing = [
        await case_of(office, 5, "2026-04-17"),
        await case_of(office, 6, "2026-03-01", feedback=Feedback.GIVEN, status=Status.ANSWERED),
        await case_of(office, 7, "2026-03-01", unit="barn-unga-mottagning"),
        await case_of(
            office,
            8,
            "2026-04-02",
            status=Status.PAUSED,
            paused_until=date(2026, 5, 10),
        ),
    ]
    clock.set(swedish("2026-04-20 07:00"))
    await planned_and_sent(office, clock)

    text = text_for(office, COORDINATOR_SN)
    body = text.replace("\r", "")
    assert late in under(body, "Försenade: 1")
    assert soon in under(body, "Ska snart vara klara: 1")
    assert unanswered in under(body, "Utan svar i mer än en månad: 1")
    assert rested in under(body, "Vilar längre än tänkt: 1")
    assert [number for number in nothing if number in body] == []
    assert "SN 2026-00007" in text_for(office, "coordinator-barn-unga-familj")


async def test_what_can_be_done_while_a_case_waits_is_on_it(
    office: Office, clock: MovableClock
) -> None:
    waits: dict[str, Any] = {
        "status": Status.PAUSED,
        "paused_until": date(2026, 5, 10),
        "pauses": (Pause(began_on=date(2026, 4, 3), until=date(2026, 5, 10)),),
    }
    late = MeasureFacts(number=2, owner="manager-1", due=date(2026, 4, 15))
    unmade = await case_of(office, 1, "2026-04-02", measures=(late,), **waits)
    unassigned = await case_of(office, 2, "2026-04-02", assigned_at=None, **waits)
    nothing = await case_of(office, 3, "2026-04-02", **waits)
    clock.set(swedish("2026-04-20 07:00"))
    await planned_and_sent(office, clock)

    body = text_for(office, COORDINATOR_SN).replace("\r", "")
    late_ones = under(body, "Försenade: 2")
    assert f"{unmade}, Försörjningsstöd, mottagning (Genomföra åtgärden (åtgärd 2)" in late_ones
    assert f"{unassigned}, Försörjningsstöd, mottagning (Tilldela" in late_ones
    assert nothing not in body


async def test_on_a_holiday_it_is_the_first_working_day_after(
    office: Office, clock: MovableClock
) -> None:
    await case_of(office, 1, "2026-03-01")
    clock.set(swedish("2026-04-20 07:00"))
    await office.lists(clock).look()
    before = len(await lists_of(office, COORDINATOR))
    # 1 May 2026 is a Friday; Whit Monday is none, and Easter Monday 2027 is 29 March.
    clock.set(swedish("2027-03-29 12:00"))
    await office.lists(clock).look()
    assert {str(each.due) for each in await lists_of(office, COORDINATOR)} == {
        "2026-04-20",
        "2027-03-22",
    }
    clock.set(swedish("2027-03-30 07:00"))
    await office.lists(clock).look()
    days = [str(each.due) for each in await lists_of(office, COORDINATOR)]
    assert (days.count("2027-03-30"), len(days)) == (before, 3 * before)


async def test_an_empty_list_is_not_sent(office: Office, clock: MovableClock) -> None:
    clock.set(swedish("2026-04-20 07:00"))
    await planned_and_sent(office, clock)

    assert office.relay.mails == []
    lists = [*await lists_of(office, COORDINATOR), *await lists_of(office, REGISTRAR)]
    assert lists
    assert {each.state for each in lists} == {NoticeState.WITHDRAWN}
    await office.outbox.drain(5)
    assert office.published == []


async def test_the_registrar_gets_what_lacks_something(office: Office, clock: MovableClock) -> None:
    unnumbered = await case_of(office, None, "2026-04-17")
    unplaced = await case_of(office, 2, "2026-04-17", unit=None)
    lacking = await case_of(office, 3, "2026-04-17", documents_missing=2)
    nothing = [
        await case_of(office, 4, "2026-04-17"),
        await case_of(office, None, "2026-04-20"),
        await case_of(office, None, "2026-04-17", imported=True),
        await case_of(office, 5, "2026-04-17", unit=None, status=Status.DISMISSED),
        await case_of(office, 6, "2026-04-17", unit=None, board="von"),
    ]
    clock.set(swedish("2026-04-20 10:30"))
    await planned_and_sent(office, clock)

    body = text_for(office, REGISTRAR_SN).replace("\r", "")
    assert unnumbered in under(body, "Utan diarienummer efter ett dygn: 1")
    assert unplaced in under(body, "Utan enhet: 1")
    assert lacking in under(body, "Handlingar saknas: 1")
    assert [number for number in nothing if number in body] == []
    assert "SN 2026-00006" in text_for(office, "registrar-von")


async def test_an_erased_case_is_on_no_list(office: Office, clock: MovableClock) -> None:
    case = await office.case(unit=UNIT, email=None, at=swedish("2026-03-01 10:00"))
    await Erasing(
        office.cases,
        office.notices,
        office.database.collection(Erasure, outbox=True),
        office.watching(clock),
        clock,
    ).erase(event(case, CaseErased, {}))
    clock.set(swedish("2026-04-20 07:00"))
    await planned_and_sent(office, clock)
    assert office.relay.mails == []


async def test_several_copies_and_a_crash_make_one_list(
    office: Office, clock: MovableClock
) -> None:
    await case_of(office, 1, "2026-03-01")
    clock.set(swedish("2026-04-20 07:00"))
    await asyncio.gather(*(office.lists(clock).look() for _ in range(3)))
    # As after a kill before the day was written down.
    await office.list_days.update({"_id": COORDINATOR}, {"$set": {"day": "2026-04-13"}})
    await office.lists(clock).look()
    await all_sent(office)

    assert len(office.relay.mails) == 1
    await planned_and_sent(office, clock)
    assert len(office.relay.mails) == 1


async def test_after_weeks_away_it_is_told_once(office: Office, clock: MovableClock) -> None:
    await case_of(office, 1, "2026-03-01", documents_missing=1)
    clock.set(swedish("2026-05-14 12:00"))
    await planned_and_sent(office, clock)

    assert {str(each.due) for each in await lists_of(office, COORDINATOR)} == {"2026-05-11"}
    assert {str(each.due) for each in await lists_of(office, REGISTRAR)} == {"2026-05-13"}
    assert len(office.relay.mails) == 2


async def test_it_goes_to_the_deputy(office: Office, clock: MovableClock) -> None:
    await case_of(office, 1, "2026-03-01")
    clock.set(swedish("2026-04-20 07:00"))
    await is_away(office, COORDINATOR_SN, "head-sn", date(2026, 4, 20))
    await planned_and_sent(office, clock)

    assert "i stället för: Samordnare, Socialnämnden" in text_for(office, "head-sn")


async def test_what_is_beyond_the_bound_is_said_to_be_there(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed_cases, "MOST_READ", 3)
    for number in range(1, 6):
        await case_of(office, number, "2026-03-01")
    clock.set(swedish("2026-04-20 07:00"))
    await planned_and_sent(office, clock)

    text = text_for(office, COORDINATOR_SN)
    assert "Det finns fler ärenden än dem som räknas här." in text
    assert text.count("SN 2026-") == 3


async def test_a_service_that_starts_for_the_first_time_begins_with_the_next(
    office: Office,
) -> None:
    clock = MovableClock(swedish("2026-04-22 12:00"))
    await case_of(office, None, "2026-03-01")
    await planned_and_sent(office, clock)
    assert await lists_of(office, COORDINATOR) == await lists_of(office, REGISTRAR) == []

    clock.advance(timedelta(days=1))
    await planned_and_sent(office, clock)
    assert await lists_of(office, REGISTRAR)
    assert len(office.relay.mails) == 1
