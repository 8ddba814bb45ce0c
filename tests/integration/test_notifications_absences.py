"""Mail to whoever is away goes to who stands in, once, and says for whom."""

from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta

import pytest

from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState
from services.notifications.staff.absences import Absence, AbsenceBook
from services.notifications.watched import WatchedCase
from shared.clock import MovableClock, local_date
from shared.events.casework import CaseNoted
from shared.events.envelope import Actor
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Acknowledgement, Role, Status
from shared.ids import new_id
from shared.organisation import Organisation
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.test_notifications_telling import read
from tests.support.submissions import MOMENT
from tests.support.waiting import until

UNIT = "forsorjningsstod-mottagning"
MANAGER, COORDINATOR = f"manager-{UNIT}", "coordinator-sn"
NEXT_MANAGER = "manager-forsorjningsstod"
LATE = MOMENT + timedelta(days=15)


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    yield office
    await office.close()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MOMENT)


async def is_away(
    office: Office, account: str, deputy: str, day: date | None = None, days: int = 1
) -> None:
    first = day or local_date(LATE)
    await AbsenceBook(office.absences).put(
        Absence(
            id=account,
            first=first,
            last=first + timedelta(days=days - 1),
            deputy=deputy,
            set_by=account,
            set_at=MOMENT,
        )
    )


async def late_case(office: Office) -> WatchedCase:
    return await office.case(
        unit=UNIT, acknowledgement=Acknowledgement.ORAL, assigned_at=MOMENT, email=None
    )


async def reminders(office: Office, case: WatchedCase) -> dict[str, Notice]:
    """By recipient, of the day that is over."""
    found = await office.notices.find({"case_id": case.id})
    return {
        each.recipient: each
        for each in found
        if each.kind is NoticeKind.REMINDER and each.rule == "answer"
    }


def address(office: Office, account: str) -> str:
    found = office.organisation.role_account(account)
    assert found is not None
    return found.address


def mailed(office: Office) -> list[str]:
    return sorted(mail.recipient for mail in office.relay.mails)


async def finished(office: Office, case: WatchedCase) -> dict[str, Notice]:
    """The reminders, once none of them waits any more."""
    planned = await reminders(office, case)
    for each in planned.values():
        last = NoticeState.WITHDRAWN if each.told_in else NoticeState.SENT
        if each.state is NoticeState.PLANNED:
            await office.until_finished(each)
        else:
            assert each.state is last
    return await reminders(office, case)


async def test_a_reminder_goes_to_the_deputy_and_says_for_whom(
    office: Office, clock: MovableClock
) -> None:
    case = await late_case(office)
    await is_away(office, MANAGER, NEXT_MANAGER)
    clock.set(LATE)
    for copy in (office.scheduler(clock), office.scheduler(clock)):
        await copy.look()

    told = await finished(office, case)
    assert mailed(office) == sorted([address(office, NEXT_MANAGER), address(office, COORDINATOR)])
    assert told[MANAGER].instead == NEXT_MANAGER
    assert told[COORDINATOR].instead is None
    (mail,) = [m for m in office.relay.mails if m.recipient == address(office, NEXT_MANAGER)]
    parsed, text = read(mail.content)
    assert parsed["To"] == address(office, NEXT_MANAGER)
    line = "Du får det här i stället för: Enhetschef, Försörjningsstöd, mottagning, som är borta."
    assert line in text
    page = parsed.get_body(("html",))
    assert page is not None
    assert line in page.get_content()
    (other,) = [m for m in office.relay.mails if m.recipient == address(office, COORDINATOR)]
    assert "i stället för" not in read(other.content)[1]


async def test_the_absence_is_looked_up_when_the_mail_is_made(
    office: Office, clock: MovableClock
) -> None:
    case = await late_case(office)
    clock.set(LATE)
    office.relay.down = True
    await office.scheduler(clock).look()

    async def tried() -> bool:
        return all(each.attempts for each in (await reminders(office, case)).values())

    await until(tried, "both were tried in vain")
    await is_away(office, MANAGER, "head-sn")
    office.relay.down = False
    clock.advance(timedelta(minutes=1))
    await office.all_taken(clock)

    told = await finished(office, case)
    assert told[MANAGER].instead == "head-sn"
    assert mailed(office) == sorted([address(office, "head-sn"), address(office, COORDINATOR)])


async def test_a_deputy_who_is_told_anyway_gets_one_mail(
    office: Office, clock: MovableClock
) -> None:
    case = await late_case(office)
    await is_away(office, MANAGER, COORDINATOR)
    clock.set(LATE)
    await office.scheduler(clock).look()

    told = await finished(office, case)
    assert mailed(office) == [address(office, COORDINATOR)]
    assert told[COORDINATOR].state is NoticeState.SENT
    assert told[MANAGER].state is NoticeState.WITHDRAWN
    assert told[MANAGER].told_in == told[COORDINATOR].id


async def test_who_stands_in_for_both_gets_one_mail(office: Office, clock: MovableClock) -> None:
    case = await late_case(office)
    await is_away(office, MANAGER, "head-sn")
    await is_away(office, COORDINATOR, "head-sn")
    clock.set(LATE)
    await office.scheduler(clock).look()

    told = await finished(office, case)
    assert mailed(office) == [address(office, "head-sn")]
    assert {each.state for each in told.values()} == {NoticeState.SENT, NoticeState.WITHDRAWN}


async def test_one_who_comes_back_is_told_what_only_the_deputy_was(
    office: Office, clock: MovableClock
) -> None:
    """The manager's notice went to the deputy; the coordinator's goes to the manager later."""
    case = await late_case(office)
    await is_away(office, MANAGER, "head-sn")
    clock.set(LATE)
    await office.scheduler(clock).look()
    before = await finished(office, case)
    waiting = before[COORDINATOR].model_copy(
        update={"state": NoticeState.PLANNED, "next_attempt_at": clock.now(), "sent_at": None}
    )
    await office.notices.delete({"_id": waiting.id})
    await office.notices.insert(waiting)
    office.relay.mails.clear()
    clock.advance(timedelta(days=1))
    await is_away(office, COORDINATOR, MANAGER, local_date(clock.now()))
    await office.all_taken(clock)

    told = await finished(office, case)
    assert told[COORDINATOR].state is NoticeState.SENT
    assert mailed(office) == [address(office, MANAGER)]


async def test_two_roles_at_one_address_are_one_recipient(
    office: Office, organisation: Organisation, clock: MovableClock
) -> None:
    sn = organisation.known_board("sn")
    one = {"address": sn.recipients.registrar.address}
    coordinator = sn.recipients.coordinator
    assert coordinator is not None
    changed = sn.recipients.model_copy(update={"coordinator": coordinator.model_copy(update=one)})
    units = tuple(
        unit.model_copy(update={"manager": unit.manager.model_copy(update=one)})
        if unit.id == UNIT and unit.manager
        else unit
        for unit in organisation.units
    )
    boards = tuple(
        board.model_copy(update={"recipients": changed}) if board.id == "sn" else board
        for board in organisation.boards
    )
    office.organisation = Organisation(
        municipality=organisation.municipality, default_board="sn", boards=boards, units=units
    )
    case = await late_case(office)
    clock.set(LATE)
    await office.scheduler(clock).look()

    assert list(await finished(office, case)) == [MANAGER]
    assert mailed(office) == [sn.recipients.registrar.address]


async def test_with_everyone_away_it_is_the_next_manager(
    office: Office, clock: MovableClock
) -> None:
    case = await late_case(office)
    await is_away(office, MANAGER, "head-sn")
    await is_away(office, "head-sn", MANAGER)
    clock.set(LATE)
    await office.scheduler(clock).look()

    assert (await finished(office, case))[MANAGER].instead == NEXT_MANAGER


async def test_what_a_step_tells_goes_to_the_deputy_too(
    office: Office, clock: MovableClock
) -> None:
    case = await office.case(unit=UNIT, email=None, responsible=MANAGER, status=Status.ASSIGNED)
    await is_away(office, MANAGER, NEXT_MANAGER, local_date(MOMENT))
    written = CaseNoted.model_validate(
        {
            "id": new_id(),
            "occurred_at": MOMENT,
            "recorded_at": MOMENT,
            "case_id": case.case_id,
            "seq": 2,
            "actor": Actor(role=Role.COMPLAINANT),
            "correlation_id": case.correlation_id,
            "producer": "workflow",
            "facts": case.facts,
            "detail": {"to_complainant": False},
        }
    )
    for _ in range(2):
        await office.teller(clock).tell(written)

    (notice,) = await office.notices.find({"case_id": case.id})
    assert (await office.until_finished(notice)).instead == NEXT_MANAGER
    assert mailed(office) == [address(office, NEXT_MANAGER)]
    assert "som är borta" in read(office.relay.mails[0].content)[1]
