"""What the figures show is told whoever should act: once, one mail a day, however much it is."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from services.notifications.notices import mornings
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.planning.late_for_digest import GRACE, LateForDigest
from services.notifications.sending.delivery import AddressRefused
from services.notifications.staff.mail_choices import MailChoices
from shared.clock import MovableClock, local_date
from shared.events.notices import NoticeKind
from shared.events.upkeep import SignalRaised
from shared.organisation import Organisation, StaffMail, UnknownBoard
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.test_notifications_absences import (
    MANAGER,
    NEXT_MANAGER,
    UNIT,
    address,
    is_away,
    mailed,
)
from tests.integration.test_notifications_digest import (
    LEASE,
    die,
    digest_of,
    late_case,
    mails_to,
    to_the_morning,
)
from tests.support.organisations import changed
from tests.support.raised import RAISED_AT, raised
from tests.support.submissions import MOMENT
from tests.support.waiting import until

QUALITY, COORDINATOR, HEAD, REGISTRAR = "quality-sn", "coordinator-sn", "head-sn", "registrar-sn"


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
    return MovableClock(RAISED_AT)


async def notices_of(office: Office, event: SignalRaised) -> dict[str, Notice]:
    """By recipient."""
    found = await office.notices.find({"case_id": str(event.case_id)})
    return {each.recipient: each for each in found}


async def in_the_morning(office: Office, clock: MovableClock) -> None:
    to_the_morning(clock)
    await office.all_taken(clock)


def without(organisation: Organisation, *roles: str) -> Organisation:
    """The social board has nobody in these roles."""
    boards = (
        board.model_copy(
            update={"recipients": board.recipients.model_copy(update=dict.fromkeys(roles))}
        )
        if board.id == "sn"
        else board
        for board in organisation.boards
    )
    return changed(organisation, boards=tuple(boards))


async def test_manager_and_quality_are_told_in_the_morning_what_where_and_when(
    office: Office, clock: MovableClock
) -> None:
    event = raised("rise", UNIT, aspect="cause", value="knowledge")
    await office.signals(clock).tell(event)
    await office.all_taken(clock)
    assert office.relay.mails == [], "nobody is mailed at night"
    await in_the_morning(office, clock)

    assert mailed(office) == sorted([address(office, MANAGER), address(office, QUALITY)])
    for account in (MANAGER, QUALITY):
        ((mail, text),) = mails_to(office, account)
        assert mail["Subject"] == "Att titta närmare på den 17 mars 2026: 1 signal"
        assert "Plötslig ökning: 1" in text
        assert "Läs ärendena och se vad de har gemensamt." in text
        assert "- Försörjningsstöd, mottagning, ”Bristande kunskap” (februari 2026)" in text
        assert f"https://d.example/signaler/{event.case_id}" in text
    told = await notices_of(office, event)
    assert {name: each.recipient_role for name, each in told.items()} == {
        MANAGER: "manager",
        QUALITY: "quality",
    }
    for name, notice in told.items():
        digest = await digest_of(office, name)
        assert (notice.kind, notice.board) == (NoticeKind.SIGNAL, "sn")
        assert (notice.state, notice.told_in) == (NoticeState.SENT, digest.id)
        assert (notice.text_version or "").startswith("standard:signals.sv@")
    await office.outbox.drain(5)
    assert office.published == [], "the workflow has no case to put it with"


async def test_thirty_at_once_are_one_mail_for_each_however_often_they_come(
    office: Office, clock: MovableClock
) -> None:
    kinds = ("rise", "fall", "silent")
    units = (UNIT, "forsorjningsstod-handlaggning", None)
    events = [raised(kinds[n % 3], units[n // 10]) for n in range(30)]
    copies = [office.signals(clock) for _ in range(3)]
    await asyncio.gather(*(copy.tell(event) for copy in copies for event in events))
    clock.advance(timedelta(hours=1))
    await asyncio.gather(*(copies[0].tell(event) for event in events))
    to_the_morning(clock)
    postmen = [office.postman(clock=clock) for _ in range(3)]
    await asyncio.gather(*(postman.take_waiting() for postman in postmen))
    await asyncio.gather(*(postman.finish(60) for postman in postmen))

    other = "manager-forsorjningsstod-handlaggning"
    assert mailed(office) == sorted(address(office, each) for each in (MANAGER, other, QUALITY))
    subject = "Att titta närmare på den 17 mars 2026: {} signaler"
    for account, count in ((MANAGER, 10), (other, 10), (QUALITY, 30)):
        ((mail, text),) = mails_to(office, account)
        assert mail["Subject"] == subject.format(count)
        assert text.count("https://d.example/signaler/") == count
    # The next morning there is nothing left to tell.
    clock.advance(timedelta(days=1))
    await asyncio.gather(*(copies[0].tell(event) for event in events))
    await in_the_morning(office, clock)
    assert len(office.relay.mails) == 3


async def test_beside_cases_it_stands_in_the_digest_of_the_day(
    office: Office, clock: MovableClock
) -> None:
    await MailChoices(office.choices).choose(MANAGER, StaffMail.DAILY, MOMENT)
    case = await late_case(office, 1)
    clock.set(RAISED_AT + timedelta(hours=9))
    await office.scheduler(clock).look()
    event = raised("silent", UNIT)
    await office.signals(clock).tell(event)
    await in_the_morning(office, clock)

    ((mail, text),) = mails_to(office, MANAGER)
    assert mail["Subject"] == "Att se till den 18 mars 2026: 1 ärende"
    assert str(case.facts.diary_number) in text
    assert "Signaler ur statistiken: 1" in text
    assert "- Tyst enhet, Försörjningsstöd, mottagning (februari 2026)" in text
    assert f"https://d.example/signaler/{event.case_id}" in text
    assert (await notices_of(office, event))[MANAGER].state is NoticeState.SENT
    ((alone, _),) = mails_to(office, QUALITY)
    assert alone["Subject"] == "Att titta närmare på den 18 mars 2026: 1 signal"


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (("quality",), COORDINATOR),
        (("quality", "coordinator"), HEAD),
        (("quality", "coordinator", "head_of_operations"), REGISTRAR),
    ],
)
async def test_a_board_without_anyone_for_quality_has_the_next_one_told(
    office: Office, clock: MovableClock, missing: tuple[str, ...], told: str
) -> None:
    event = raised("growing_cause")
    fewer = without(office.organisation, *missing)
    await office.signals(clock, fewer).tell(event)
    await in_the_morning(office, clock)

    assert set(await notices_of(office, event)) == {told}
    assert mailed(office) == [address(office, told)]
    ((_, text),) = mails_to(office, told)
    assert "- Socialnämnden (februari" in text


async def test_of_a_unit_that_is_gone_the_board_is_told(
    office: Office, clock: MovableClock
) -> None:
    event = raised("silent_year", "nedlagd-enhet")
    await office.signals(clock).tell(event)
    await in_the_morning(office, clock)

    assert mailed(office) == [address(office, QUALITY)]
    ((_, text),) = mails_to(office, QUALITY)
    assert "- nedlagd-enhet (februari" in text


async def test_a_unit_without_manager_has_the_next_one_up_told(
    office: Office, clock: MovableClock
) -> None:
    units = tuple(
        unit.model_copy(update={"manager": None}) if unit.id == UNIT else unit
        for unit in office.organisation.units
    )
    event = raised("late", UNIT)
    await office.signals(clock, changed(office.organisation, units=units)).tell(event)

    assert set(await notices_of(office, event)) == {NEXT_MANAGER, QUALITY}


async def test_one_account_in_both_roles_is_told_once(office: Office, clock: MovableClock) -> None:
    quality = office.organisation.known_board("sn").recipients.quality
    units = tuple(
        unit.model_copy(update={"manager": quality}) if unit.id == UNIT else unit
        for unit in office.organisation.units
    )
    event = raised("late", UNIT)
    await office.signals(clock, changed(office.organisation, units=units)).tell(event)

    assert set(await notices_of(office, event)) == {QUALITY}


async def test_a_deputy_is_told_once_and_for_whom(office: Office, clock: MovableClock) -> None:
    event = raised("cluster", UNIT, aspect="theme", value="bemötande")
    await office.signals(clock).tell(event)
    to_the_morning(clock)
    for account in (MANAGER, QUALITY):
        await is_away(office, account, HEAD, local_date(clock.now()))
    await office.all_taken(clock)

    assert mailed(office) == [address(office, HEAD)]
    ((mail, text),) = mails_to(office, HEAD)
    assert mail["Subject"] == "Att titta närmare på den 17 mars 2026: 1 signal"
    assert text.count(str(event.case_id)) == 1
    assert "I stället för: " in text
    told = await notices_of(office, event)
    assert {each.instead for each in told.values()} == {HEAD}


async def test_on_a_weekend_it_waits_for_the_working_day(
    office: Office, clock: MovableClock
) -> None:
    clock.set(RAISED_AT + timedelta(days=4))
    event = raised()
    await office.signals(clock).tell(event)

    day = (await notices_of(office, event))[QUALITY].digest_day
    assert str(day) == "2026-03-23", "Monday"
    assert day == mornings.next_digest(clock.now())


async def killed_after_the_server_took_it(office: Office, clock: MovableClock) -> None:
    """The one mail of the morning; another copy may take it from then on."""
    to_the_morning(clock)
    dying = office.postman(clock=clock, fault=die)
    await dying.take_waiting()
    await until(lambda: len(office.relay.mails) == 1, "the server has it")
    await dying.finish(60)
    clock.advance(LEASE)


async def test_killed_after_the_server_took_it_it_goes_again_under_the_same_id(
    office: Office, clock: MovableClock
) -> None:
    events = [raised("fall"), raised("silent", aspect=None)]
    for event in events:
        await office.signals(clock).tell(event)
    await killed_after_the_server_took_it(office, clock)
    assert (await notices_of(office, events[0]))[QUALITY].state is NoticeState.PLANNED
    # What comes in between is of the next one.
    later = raised("rise")
    await office.signals(clock).tell(later)
    await office.all_taken(clock)

    (first, text), (second, again) = mails_to(office, QUALITY)
    assert first["Message-ID"] == second["Message-ID"]
    assert text == again
    states = [(await notices_of(office, event))[QUALITY].state for event in (*events, later)]
    assert states == [NoticeState.SENT, NoticeState.SENT, NoticeState.PLANNED]


async def test_killed_among_the_marks_it_only_goes_on_marking(
    office: Office, clock: MovableClock
) -> None:
    events = [raised("fall"), raised("silent")]
    for event in events:
        await office.signals(clock).tell(event)
    await killed_after_the_server_took_it(office, clock)
    marked = (await notices_of(office, events[0]))[QUALITY]
    digest = await digest_of(office, QUALITY)
    sent = marked.sent(clock.now(), "standard:signals.sv@0").within(digest.id)
    assert await office.notices.replace(sent, marked.seq)
    await office.all_taken(clock)

    assert len(mails_to(office, QUALITY)) == 1
    for event in events:
        assert (await notices_of(office, event))[QUALITY].state is NoticeState.SENT


async def test_killed_between_digest_and_notice_the_same_event_goes_on(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest is there, the notice is not, and the event is delivered again."""
    event = raised()
    insert, inserted = office.notices.insert, 0

    async def once(notice: Notice, *_: object) -> None:
        nonlocal inserted
        inserted += 1
        if inserted > 1:
            raise ConnectionError("killed")
        await insert(notice)

    with monkeypatch.context() as patched:
        patched.setattr(office.notices, "insert", once)
        with pytest.raises(ConnectionError):
            await office.signals(clock).tell(event)
    assert await notices_of(office, event) == {}
    await office.signals(clock).tell(event)
    await in_the_morning(office, clock)

    assert len(mails_to(office, QUALITY)) == 1


async def test_one_that_came_too_late_goes_with_the_next_mornings(
    office: Office, clock: MovableClock
) -> None:
    first, late = raised("fall"), raised("rise")
    await office.signals(clock).tell(first)
    await in_the_morning(office, clock)
    # A copy whose clock is behind leaves it for the digest that has just gone.
    await office.signals(MovableClock(RAISED_AT)).tell(late)
    clock.advance(GRACE)
    await LateForDigest(office.notices, office.readers(clock), clock).look()
    await office.all_taken(clock)
    assert len(mails_to(office, QUALITY)) == 1, "one mail a day"
    await in_the_morning(office, clock)

    _, (_, text) = mails_to(office, QUALITY)
    assert str(late.case_id) in text
    assert str(first.case_id) not in text


async def test_an_address_that_is_refused_is_told_by_the_notice(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_mail: object) -> None:
        raise AddressRefused("550")

    monkeypatch.setattr(office.relay, "send", refuse)
    event = raised()
    await office.signals(clock).tell(event)
    await in_the_morning(office, clock)

    notice = (await notices_of(office, event))[QUALITY]
    assert (notice.state, notice.reason) == (NoticeState.FAILED, Reason.ADDRESS_REFUSED)
    await office.outbox.drain(5)
    assert office.published == []


async def test_what_an_older_release_raised_is_told_without_a_period(
    office: Office, clock: MovableClock
) -> None:
    event = raised("a_kind_of_tomorrow", UNIT, first=None, last=None)
    await office.signals(clock).tell(event)
    await in_the_morning(office, clock)

    ((_, text),) = mails_to(office, QUALITY)
    assert "Något att titta närmare på: 1" in text
    assert (
        "- Försörjningsstöd, mottagning\r\n" in text or "- Försörjningsstöd, mottagning\n" in text
    )


async def test_of_a_board_that_is_gone_the_event_is_parked(
    office: Office, clock: MovableClock
) -> None:
    with pytest.raises(UnknownBoard):
        await office.signals(clock).tell(raised(board="xx"))
