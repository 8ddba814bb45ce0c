"""Who reads for whom, who may stand in for whom, and on which mornings staff are told."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest

from services.notifications.notices import mornings
from services.notifications.staff.absences import Absence
from services.notifications.staff.deputies import reader_of
from services.notifications.staff.posts import Posts
from services.notifications.staff.readers import ReadersToday
from shared.clock import LOCAL, local_date
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.organisation import Organisation

DAY = date(2026, 3, 4)


def away(account: str, deputy: str, first: int = 0, last: int = 0) -> Absence:
    """Away from so many days after `DAY` until so many."""
    return Absence(
        id=account,
        first=DAY + timedelta(days=first),
        last=DAY + timedelta(days=last),
        deputy=deputy,
        set_by=account,
        set_at=datetime(2026, 3, 1, tzinfo=UTC),
    )


def read_for(
    account: str,
    *absences: Absence,
    above: Iterable[str] = (),
    lost: Iterable[str] = (),
) -> str:
    return reader_of(
        account,
        {each.account: each for each in absences},
        DAY,
        lambda _account: above,
        lambda each: each not in lost,
    )


def test_whoever_is_there_reads_their_own() -> None:
    assert read_for("a") == "a"
    assert read_for("a", away("a", "b", first=1, last=9)) == "a"
    assert read_for("a", away("a", "b", first=-9, last=-1)) == "a"


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-1, 0), (0, 1), (-3, 3)])
def test_the_deputy_reads_on_the_first_and_on_the_last_day(first: int, last: int) -> None:
    assert read_for("a", away("a", "b", first, last)) == "b"


def test_a_deputy_who_is_away_has_one_too() -> None:
    assert read_for("a", away("a", "b"), away("b", "c")) == "c"


@pytest.mark.parametrize(
    "absences",
    [
        (away("a", "a"),),
        (away("a", "b"), away("b", "a")),
        (away("a", "b"), away("b", "c"), away("c", "b")),
    ],
)
def test_a_circle_goes_to_the_next_above(absences: tuple[Absence, ...]) -> None:
    assert read_for("a", *absences, above=("m", "registrar")) == "m"
    assert read_for("a", *absences, away("m", "n"), above=("m", "registrar")) == "n"
    assert read_for("a", *absences, away("m", "a"), above=("m", "registrar")) == "registrar", (
        "the manager's deputy is away as well"
    )


def test_with_nobody_there_it_is_the_account_itself() -> None:
    assert read_for("a", away("a", "b"), away("b", "a")) == "a"
    everyone = (away("a", "b"), away("b", "a"), away("m", "m"))
    assert read_for("a", *everyone, above=("m",)) == "a"


def test_a_deputy_that_the_organisation_has_lost_reads_nothing() -> None:
    assert read_for("a", away("a", "gone"), above=("m",), lost=("gone",)) == "m"


def test_above_a_manager_are_the_managers_up_the_tree_and_the_registrar(
    organisation: Organisation,
) -> None:
    posts = Posts(organisation)
    assert posts.above("manager-forsorjningsstod-mottagning") == (
        "manager-forsorjningsstod",
        "manager-individ-familj",
        "registrar-sn",
    )
    assert posts.above("registrar-sn") == ()
    assert posts.above("investigator-sn") == ("head-sn", "registrar-sn")


@pytest.mark.parametrize(
    ("deputy", "account", "may"),
    [
        ("manager-forsorjningsstod", "manager-forsorjningsstod-mottagning", True),
        ("head-sn", "manager-forsorjningsstod-mottagning", True),
        ("registrar-sn", "coordinator-sn", True),
        ("manager-forsorjningsstod-handlaggning", "manager-forsorjningsstod-mottagning", False),
        ("manager-forsorjningsstod-mottagning", "manager-forsorjningsstod", False),
        ("manager-forsorjningsstod", "registrar-sn", False),
        ("investigator-sn", "registrar-sn", False),
        ("registrar-sn", "investigator-sn", False),
        ("head-sn", "investigator-sn", True),
        ("registrar-von", "registrar-sn", False),
        ("registrar-sn", "nobody", False),
    ],
)
def test_a_deputy_sees_what_the_account_sees(
    organisation: Organisation, deputy: str, account: str, may: bool
) -> None:
    assert Posts(organisation).covers(deputy, account) is may


def test_what_someone_may_as_logged_in_counts_too(organisation: Organisation) -> None:
    posts = Posts(organisation)
    peer, own = "manager-forsorjningsstod-handlaggning", "manager-forsorjningsstod-mottagning"
    whole = Principal(id=peer, roles=frozenset({Role.MANAGER}), board="sn")
    assert posts.covers(peer, own, whole)
    assert not posts.covers(peer, own, whole.model_copy(update={"board": "von"}))
    narrow = whole.model_copy(update={"unit": "forsorjningsstod-handlaggning"})
    assert not posts.covers(peer, own, narrow)
    assert not posts.covers(peer, own, whole.model_copy(update={"roles": frozenset({Role.STAFF})}))


def test_accounts_at_one_address_have_one_reader(organisation: Organisation) -> None:
    sn = organisation.known_board("sn")
    recipients = sn.recipients
    assert recipients.head_of_operations is not None
    shared = recipients.head_of_operations.model_copy(
        update={"address": recipients.registrar.address.upper()}
    )
    changed = recipients.model_copy(update={"head_of_operations": shared})
    boards = tuple(
        board.model_copy(update={"recipients": changed}) if board.id == "sn" else board
        for board in organisation.boards
    )
    today = ReadersToday(Posts(organisation.model_copy(update={"boards": boards})), {}, DAY)
    both = [today.of("registrar-sn"), today.of("head-sn")]
    assert [each and each.account for each in both] == ["head-sn", "head-sn"]
    assert [each and each.instead for each in both] == [False, False]
    assert today.read_by("head-sn") == ("head-sn", "registrar-sn")
    assert today.read_by("registrar-sn") == ()


def swedish(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-03-04 00:00", "2026-03-04"),
        ("2026-03-04 07:09:59", "2026-03-04"),
        ("2026-03-04 07:10", "2026-03-05"),
        ("2026-03-06 12:00", "2026-03-09"),
        ("2026-03-07 06:00", "2026-03-09"),
        ("2026-12-23 09:00", "2026-12-28"),
        ("2026-12-30 09:00", "2027-01-04"),
        ("2026-03-27 09:00", "2026-03-30"),
    ],
)
def test_the_next_digest_is_the_next_working_morning(now: str, day: str) -> None:
    found = mornings.next_digest(swedish(now))
    assert found.isoformat() == day
    at = mornings.digest_at(found)
    assert (local_date(at), at.astimezone(LOCAL).strftime("%H.%M")) == (found, "07.10")


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2026-03-02 06:59:59", "2026-02-27", "2026-02-23"),
        ("2026-03-02 07:00", "2026-03-02", "2026-03-02"),
        ("2026-03-08 12:00", "2026-03-06", "2026-03-02"),
        # Easter Monday.
        ("2026-04-06 12:00", "2026-04-02", "2026-03-30"),
        ("2026-04-07 07:00", "2026-04-07", "2026-04-07"),
        ("2026-12-31 12:00", "2026-12-30", "2026-12-28"),
        ("2027-01-01 12:00", "2026-12-30", "2026-12-28"),
    ],
)
def test_lists_are_of_working_mornings_and_of_the_first_of_a_week(
    now: str, daily: str, weekly: str
) -> None:
    assert mornings.newest_daily(swedish(now)).isoformat() == daily
    assert mornings.newest_weekly(swedish(now)).isoformat() == weekly


def test_every_day_of_ten_years_has_a_list_that_is_not_ahead() -> None:
    now = swedish("2020-01-06 12:00")
    for _ in range(3653):
        today = local_date(now)
        assert mornings.newest_daily(now) <= today
        assert today - mornings.newest_weekly(now) < timedelta(days=14)
        assert mornings.next_digest(now) > today
        now += timedelta(days=1)
