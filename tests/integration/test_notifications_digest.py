"""One mail a day: what is left for it is told once, whatever happens on the way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest

from services.notifications.notices import mornings
from services.notifications.notices.notices import Notice
from services.notifications.notices.states import NoticeState, Reason
from services.notifications.planning import digests
from services.notifications.planning.late_for_digest import GRACE, LateForDigest
from services.notifications.sending.attempts import RELAY_RETRY
from services.notifications.sending.delivery import AddressRefused
from services.notifications.sending.returns import Returns
from services.notifications.staff.mail_choices import MailChoices
from services.notifications.watched import WatchedCase
from shared.clock import MovableClock, local_date
from shared.events.facts import MeasureFacts
from shared.events.handling import CaseAssigned
from shared.events.notices import NoticeKind
from shared.events.vocabulary import Acknowledgement, Feedback, Kind, Status
from shared.organisation import Organisation, StaffMail
from shared.settings import Settings
from tests.integration.notifications_office import Office
from tests.integration.test_notifications_absences import (
    COORDINATOR,
    LATE,
    MANAGER,
    UNIT,
    address,
    is_away,
    mailed,
    reminders,
)
from tests.integration.test_notifications_returns import bounce
from tests.integration.test_notifications_telling import event, read
from tests.support.submissions import MOMENT
from tests.support.waiting import until

LEASE = timedelta(seconds=60)


class Killed(BaseException):
    """The process is no more."""


def die(_place: str) -> None:
    raise Killed


@pytest.fixture
async def office(
    settings_for: Callable[..., Settings], organisation: Organisation
) -> AsyncIterator[Office]:
    office = Office(settings_for(), organisation)
    await office.database.prepare()
    for account in (MANAGER, COORDINATOR):
        await MailChoices(office.choices).choose(account, StaffMail.DAILY, MOMENT)
    yield office
    await office.close()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(LATE)


async def late_case(office: Office, number: int, **facts: object) -> WatchedCase:
    given: dict[str, object] = {
        "unit": UNIT,
        "acknowledgement": Acknowledgement.ORAL,
        "assigned_at": MOMENT,
        "diary_number": f"SN 2026-{number:05d}",
        "email": None,
        **facts,
    }
    return await office.case(**given)


async def left_for_digest(office: Office, clock: MovableClock, count: int = 2) -> list[WatchedCase]:
    """So many late cases, of which manager and coordinator are to be told tomorrow."""
    cases = [await late_case(office, number) for number in range(1, count + 1)]
    await office.scheduler(clock).look()
    return cases


def to_the_morning(clock: MovableClock) -> None:
    clock.set(mornings.digest_at(mornings.next_digest(clock.now())))


async def digest_of(office: Office, account: str) -> Notice:
    """The newest one."""
    found = await office.notices.find({"recipient": account})
    return max(
        (each for each in found if each.kind is NoticeKind.DIGEST), key=lambda each: str(each.due)
    )


def mails_to(office: Office, account: str) -> list[tuple[EmailMessage, str]]:
    own = address(office, account)
    return [read(mail.content) for mail in office.relay.mails if mail.recipient == own]


async def events_of(office: Office, notice: Notice) -> list[str]:
    await office.outbox.drain(5)
    return [each.type for each in office.published if str(notice.id) in each.body]


async def test_what_was_left_for_it_is_one_mail_in_the_morning(
    office: Office, clock: MovableClock
) -> None:
    cases = await left_for_digest(office, clock)
    await office.scheduler(clock).look()
    await office.all_taken(clock)
    assert office.relay.mails == [], "nothing of it goes at once"

    to_the_morning(clock)
    await office.all_taken(clock)

    assert mailed(office) == sorted([address(office, MANAGER), address(office, COORDINATOR)])
    ((mail, text),) = mails_to(office, MANAGER)
    assert str(mail["Subject"]) == "Att se till den 18 mars 2026: 2 ärenden"
    assert "Försenade: 2" in text
    for case in cases:
        assert f"- {case.facts.diary_number}, Försörjningsstöd, mottagning (Svara, senast" in text
        assert f"https://b.example/arenden/{case.id}" in text
        for notice in (await reminders(office, case)).values():
            digest = await digest_of(office, notice.recipient)
            assert (notice.state, notice.told_in) == (NoticeState.SENT, digest.id)
            assert notice.text_version
            assert await events_of(office, notice) == ["notice.sent"]
    for account in (MANAGER, COORDINATOR):
        digest = await digest_of(office, account)
        assert digest.state is NoticeState.SENT
        assert await events_of(office, digest) == [], "a digest is of no case"


async def test_each_thing_stands_under_what_it_is(office: Office, clock: MovableClock) -> None:
    clock.set(MOMENT + timedelta(days=10))
    soon = await late_case(office, 1)
    await office.scheduler(clock).look()
    new = await late_case(office, 2, responsible=MANAGER, status=Status.ASSIGNED)
    assigned = event(new, CaseAssigned, {"responsible": MANAGER}, responsible=MANAGER)
    await office.teller(clock).tell(assigned)
    to_the_morning(clock)
    await office.all_taken(clock)

    ((_, text),) = mails_to(office, MANAGER)
    first, _, second = text.rpartition("Nya för dig: 1")
    assert "Ska snart vara klara: 1" in first
    assert str(soon.facts.diary_number) in first
    assert str(new.facts.diary_number) in second


async def test_each_measure_stands_there_with_its_number(
    office: Office, clock: MovableClock
) -> None:
    due = local_date(LATE) - timedelta(days=1)
    measures = tuple(MeasureFacts(number=each, owner=MANAGER, due=due) for each in (1, 2))
    await late_case(office, 1, measures=measures, feedback=Feedback.GIVEN, answered_at=MOMENT)
    await office.scheduler(clock).look()
    to_the_morning(clock)
    await office.all_taken(clock)

    ((_, text),) = mails_to(office, MANAGER)
    assert "Försenade: 2" in text
    assert "(Genomföra åtgärden (åtgärd 1), senast" in text
    assert "(Genomföra åtgärden (åtgärd 2), senast" in text


async def test_a_board_may_want_it_so_for_all_and_an_account_otherwise(
    office: Office, clock: MovableClock, organisation: Organisation
) -> None:
    boards = tuple(
        board.model_copy(update={"staff_mail": StaffMail.DAILY}) for board in organisation.boards
    )
    office.organisation = Organisation(
        municipality=organisation.municipality,
        default_board="sn",
        boards=boards,
        units=organisation.units,
    )
    await office.choices.delete({"_id": MANAGER})
    await MailChoices(office.choices).choose(COORDINATOR, StaffMail.AT_ONCE, MOMENT)
    (case,) = await left_for_digest(office, clock, 1)

    told = await reminders(office, case)
    await office.until_state(told[COORDINATOR], NoticeState.SENT)
    assert mailed(office) == [address(office, COORDINATOR)]
    assert told[MANAGER].digest_day is not None


async def test_lex_sarah_never_waits(office: Office, clock: MovableClock) -> None:
    await MailChoices(office.choices).choose("investigator-sn", StaffMail.DAILY, MOMENT)
    await MailChoices(office.choices).choose("head-sn", StaffMail.DAILY, MOMENT)
    await office.case(kind=Kind.LEX_SARAH, first_kind=Kind.LEX_SARAH, email=None)
    await office.scheduler(clock).look()
    await office.all_taken(clock)
    await until(lambda: len(office.relay.mails) == 2, "both are told at once")
    assert mailed(office) == sorted(
        [address(office, "investigator-sn"), address(office, "head-sn")]
    )


async def test_what_was_dealt_with_is_not_in_it(office: Office, clock: MovableClock) -> None:
    done, open_still = await left_for_digest(office, clock)
    await close(office, done)
    to_the_morning(clock)
    await office.all_taken(clock)

    ((_, text),) = mails_to(office, MANAGER)
    assert str(done.facts.diary_number) not in text
    assert str(open_still.facts.diary_number) in text
    withdrawn = (await reminders(office, done))[MANAGER]
    assert withdrawn.state is NoticeState.WITHDRAWN
    assert await events_of(office, withdrawn) == []


async def test_an_empty_one_is_not_sent(office: Office, clock: MovableClock) -> None:
    (case,) = await left_for_digest(office, clock, 1)
    await close(office, case)
    to_the_morning(clock)
    await office.all_taken(clock)

    assert office.relay.mails == []
    assert (await digest_of(office, MANAGER)).state is NoticeState.WITHDRAWN


async def close(office: Office, case: WatchedCase) -> None:
    facts = case.facts.model_copy(update={"status": Status.CLOSED, "closed_at": MOMENT})
    closed = event(case, CaseAssigned, {"responsible": MANAGER}).model_copy(update={"facts": facts})
    await office.watching().keep(closed)


async def killed_after_the_server_took_it(office: Office, clock: MovableClock) -> Notice:
    """Of the manager alone: the coordinator's waits."""
    to_the_morning(clock)
    await office.notices.update(
        {"_id": (await digest_of(office, COORDINATOR)).id},
        {"$set": {"next_attempt_at": clock.now() + timedelta(days=9)}},
    )
    dying = office.postman(clock=clock, fault=die)
    await dying.take_waiting()
    await until(lambda: len(office.relay.mails) == 1, "the server has it")
    await dying.finish(60)
    clock.advance(LEASE)
    return await digest_of(office, MANAGER)


async def test_killed_before_the_first_mark_it_goes_again_with_the_same_id(
    office: Office, clock: MovableClock
) -> None:
    cases = await left_for_digest(office, clock)
    digest = await killed_after_the_server_took_it(office, clock)
    assert digest.state is NoticeState.PLANNED
    # What comes in between is of the next one.
    later = await late_case(office, 9)
    await office.scheduler(clock).look()
    await office.all_taken(clock)

    (first, text), (second, again) = mails_to(office, MANAGER)
    assert first["Message-ID"] == second["Message-ID"]
    assert text == again
    assert (await office.now(digest)).state is NoticeState.SENT
    for case in cases:
        notice = (await reminders(office, case))[MANAGER]
        assert await events_of(office, notice) == ["notice.sent"]
    assert (await reminders(office, later))[MANAGER].state is NoticeState.PLANNED


async def test_killed_among_the_marks_it_only_goes_on_marking(
    office: Office, clock: MovableClock
) -> None:
    cases = await left_for_digest(office, clock, 3)
    digest = await killed_after_the_server_took_it(office, clock)
    marked = (await reminders(office, cases[1]))[MANAGER]
    sent = marked.sent(clock.now(), "0123456789ab").within(digest.id)
    assert await office.notices.replace(sent, marked.seq)

    await office.all_taken(clock)

    assert len(mails_to(office, MANAGER)) == 1
    assert (await office.now(digest)).state is NoticeState.SENT
    states = [(await reminders(office, case))[MANAGER].state for case in cases]
    assert states == [NoticeState.SENT] * 3


async def test_several_copies_send_it_once(office: Office, clock: MovableClock) -> None:
    await left_for_digest(office, clock, 5)
    to_the_morning(clock)
    postmen = [office.postman(clock=clock) for _ in range(3)]
    await asyncio.gather(*(postman.take_waiting() for postman in postmen))
    await asyncio.gather(*(postman.finish(60) for postman in postmen))

    assert len(mails_to(office, MANAGER)) == len(mails_to(office, COORDINATOR)) == 1
    sent = [each for each in office.published if each.type == "notice.sent"]
    assert len({each.id for each in sent}) == 10


async def test_what_comes_while_it_goes_is_told_by_the_next(
    office: Office, clock: MovableClock
) -> None:
    await left_for_digest(office, clock)
    to_the_morning(clock)
    planned_at = clock.now() - timedelta(seconds=1)
    office.relay.gate.clear()
    postman = office.postman(clock=clock)
    await postman.take_waiting()
    await until(lambda: office.relay.asked == 2, "both are on their way")
    # A copy whose clock is a moment behind leaves a notice for the digest that has just gone.
    late = await late_case(office, 9)
    await office.scheduler(MovableClock(planned_at)).look()
    office.relay.gate.set()
    await postman.finish(60)
    missed = (await reminders(office, late))[MANAGER]
    assert missed.state is NoticeState.PLANNED
    assert missed.digest_day == local_date(clock.now())

    clock.advance(GRACE)
    copies = [LateForDigest(office.notices, office.readers(clock), clock) for _ in range(2)]
    assert sum([await copy.look() for copy in copies]) == 2, "the manager's and the coordinator's"
    to_the_morning(clock)
    await office.all_taken(clock)

    assert [str(late.facts.diary_number) in text for _, text in mails_to(office, MANAGER)] == [
        False,
        True,
    ]
    assert (await reminders(office, late))[MANAGER].state is NoticeState.SENT


async def test_one_that_was_never_planned_is_made_up_for(
    office: Office, clock: MovableClock
) -> None:
    """As when the account was away when the notice was planned, and is back."""
    await is_away(office, MANAGER, COORDINATOR, local_date(clock.now()))
    (case,) = await left_for_digest(office, clock, 1)
    assert (await digest_of(office, COORDINATOR)).state is NoticeState.PLANNED
    to_the_morning(clock)
    await office.all_taken(clock)
    assert mails_to(office, MANAGER) == []

    clock.advance(GRACE)
    await LateForDigest(office.notices, office.readers(clock), clock).look()
    await office.all_taken(clock)

    assert len(mails_to(office, MANAGER)) == 1
    assert (await reminders(office, case))[MANAGER].state is NoticeState.SENT


async def test_a_deputy_gets_one_digest_for_all_they_read(
    office: Office, clock: MovableClock
) -> None:
    (case,) = await left_for_digest(office, clock, 1)
    to_the_morning(clock)
    await is_away(office, MANAGER, "head-sn", local_date(clock.now()))
    await is_away(office, COORDINATOR, "head-sn", local_date(clock.now()))
    await office.all_taken(clock)

    assert mailed(office) == [address(office, "head-sn")]
    ((_, text),) = mails_to(office, "head-sn")
    assert text.count(str(case.facts.diary_number)) == 1
    assert "I stället för: " in text
    told = await reminders(office, case)
    assert {each.instead for each in told.values()} == {"head-sn"}
    assert {each.state for each in told.values()} == {NoticeState.SENT}
    assert (await digest_of(office, MANAGER)).state is NoticeState.WITHDRAWN


async def test_where_the_address_is_refused_each_notice_has_failed(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = await left_for_digest(office, clock, 1)
    to_the_morning(clock)

    async def refuse(_mail: object) -> None:
        raise AddressRefused("550")

    monkeypatch.setattr(office.relay, "send", refuse)
    await office.all_taken(clock)

    for notice in (await reminders(office, case)).values():
        assert (notice.state, notice.reason) == (NoticeState.FAILED, Reason.ADDRESS_REFUSED)
        assert await events_of(office, notice) == ["notice.failed"]


async def test_killed_among_the_marks_of_a_failure_it_only_goes_on_marking(
    office: Office, clock: MovableClock
) -> None:
    cases = await left_for_digest(office, clock, 2)
    digest = await killed_after_the_server_took_it(office, clock)
    marked = (await reminders(office, cases[0]))[MANAGER]
    failed = marked.failed(clock.now(), "550", Reason.MAIL_REFUSED).within(digest.id)
    assert await office.notices.replace(failed, marked.seq)
    office.relay.mails.clear()

    await office.all_taken(clock)

    assert mails_to(office, MANAGER) == []
    for notice in (digest, (await reminders(office, cases[1]))[MANAGER]):
        now = await office.now(notice)
        assert (now.state, now.reason) == (NoticeState.FAILED, Reason.MAIL_REFUSED)


async def test_what_is_one_too_many_goes_with_the_next(
    office: Office, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MOST_TOLD", 2)
    await left_for_digest(office, clock, 3)
    to_the_morning(clock)
    await office.all_taken(clock)
    ((_, text),) = mails_to(office, MANAGER)
    assert text.count("- SN 2026-") == 2
    assert "Det finns fler. De kommer med i nästa dags mejl." in text

    clock.advance(GRACE)
    await LateForDigest(office.notices, office.readers(clock), clock).look()
    to_the_morning(clock)
    await office.all_taken(clock)
    assert [text.count("- SN 2026-") for _, text in mails_to(office, MANAGER)] == [2, 1]


async def test_nothing_goes_before_what_waits_on_the_bus_has_been_read(
    office: Office, clock: MovableClock
) -> None:
    await left_for_digest(office, clock, 1)
    to_the_morning(clock)
    postman = office.postman(clock=clock, connected=False)
    await postman.take_waiting()
    await postman.finish(60)
    waiting = await digest_of(office, MANAGER)
    assert office.relay.asked == 0
    assert (waiting.state, waiting.attempts) == (NoticeState.PLANNED, ())

    clock.advance(RELAY_RETRY)
    await office.all_taken(clock)
    assert len(mails_to(office, MANAGER)) == 1


async def test_of_an_account_that_is_gone_nothing_waits_for_ever(
    office: Office, clock: MovableClock, organisation: Organisation
) -> None:
    (case,) = await left_for_digest(office, clock, 1)
    units = tuple(
        unit.model_copy(update={"manager": None}) if unit.id == UNIT else unit
        for unit in organisation.units
    )
    office.organisation = Organisation(
        municipality=organisation.municipality,
        default_board="sn",
        boards=organisation.boards,
        units=units,
    )
    to_the_morning(clock)
    await office.all_taken(clock)

    assert (await reminders(office, case))[MANAGER].state is NoticeState.WITHDRAWN
    assert (await digest_of(office, MANAGER)).state is NoticeState.WITHDRAWN


async def test_one_that_comes_back_was_told_to_nobody(office: Office, clock: MovableClock) -> None:
    (case,) = await left_for_digest(office, clock, 1)
    to_the_morning(clock)
    await office.all_taken(clock)
    digest = await digest_of(office, MANAGER)

    for _ in range(2):
        await Returns(office.notices, clock, office.errands(clock)).take(bounce(digest))

    notice = (await reminders(office, case))[MANAGER]
    for each in (notice, await office.now(digest)):
        assert (each.state, each.reason) == (NoticeState.FAILED, Reason.BOUNCED)
    assert sorted(await events_of(office, notice)) == ["notice.failed", "notice.sent"]
    assert await events_of(office, digest) == []
    other = (await reminders(office, case))[COORDINATOR]
    assert other.state is NoticeState.SENT


async def test_it_is_written_on_its_morning(office: Office, clock: MovableClock) -> None:
    """Else a digest of the days after Christmas would be given up at the first delay."""
    await left_for_digest(office, clock, 1)
    digest = await digest_of(office, MANAGER)
    to_the_morning(clock)
    assert digest.created_at == clock.now()
