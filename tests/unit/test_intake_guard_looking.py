"""What one look finds where something waits: in a mailbox, in the quarantine, for a person."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from services.intake.guard.following import new_client
from services.intake.guard.looking import Looking
from services.intake.guard.published import Channel
from services.intake.guard.sent import Probe
from services.intake.guard.state import ChannelState, Standing, Verdict
from services.intake.imap.watch import MailboxStatus
from services.intake.settings import IntakeSettings
from shared.clock import MovableClock
from shared.events.channels import ChannelFault, ChannelKind
from shared.events.submissions import Raw
from shared.organisation import Name

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NAME = Name(sv="Brevlådan", en="The mailbox")
MAILBOX = Channel("mailbox:sn", ChannelKind.MAILBOX, NAME)
MANUAL = Channel("manual:phone", ChannelKind.MANUAL, NAME, every=timedelta(days=31))
MAIL = Channel("mail:a@post.example", ChannelKind.MAIL, NAME, "a@post.example", board="sn")


@dataclass
class Surroundings:
    """Mailboxes, quarantine and test cases, as they are said to be."""

    mailboxes: list[MailboxStatus] = field(default_factory=list)
    held_since: datetime | None = None
    probe: Probe | None = None

    async def status(self) -> list[MailboxStatus]:
        return self.mailboxes

    async def oldest_waiting(self) -> Any:
        return self.held_since and type("Held", (), {"received_at": self.held_since})

    async def known(self, _probe: str) -> Probe | None:
        return self.probe


async def found(surroundings: Surroundings, channel: Channel, **state: Any) -> Verdict | str:
    known: Any = surroundings
    rhythm = IntakeSettings(receipt_key="key-of-the-tests").rhythm
    looking = Looking(known, {}, known, known, rhythm, new_client, MovableClock(NOW))
    before = ChannelState.first(channel, NOW - timedelta(days=40), NOW)
    return await looking.look(channel, before.model_copy(update=state))


def mailbox(waits: timedelta | None, *, connected: bool = True) -> Surroundings:
    oldest = NOW - waits if waits is not None else None
    return Surroundings([MailboxStatus("sn", connected, oldest, None, 0, None)])


@pytest.mark.parametrize(
    ("surroundings", "fault"),
    [
        (mailbox(None), None),
        (mailbox(timedelta(minutes=59)), None),
        (mailbox(timedelta(minutes=61)), ChannelFault.UNREAD),
        (mailbox(timedelta(minutes=61), connected=False), ChannelFault.UNREAD),
        (mailbox(None, connected=False), ChannelFault.NOT_CONNECTED),
        (Surroundings(), ChannelFault.NOT_CONNECTED),
    ],
)
async def test_a_mailbox_that_nobody_reads_is_dead(
    surroundings: Surroundings, fault: ChannelFault | None
) -> None:
    verdict = cast("Verdict", await found(surroundings, MAILBOX))
    assert verdict.fault is fault


@pytest.mark.parametrize(("days", "fault"), [(2.9, None), (3.1, ChannelFault.UNREAD)])
async def test_what_is_held_may_not_wait_for_ever(days: float, fault: ChannelFault | None) -> None:
    waiting = Surroundings(held_since=NOW - timedelta(days=days))
    quarantine = Channel("quarantine:waiting", ChannelKind.QUARANTINE, NAME)
    verdict = cast("Verdict", await found(waiting, quarantine))
    assert verdict.fault is fault


async def test_what_a_person_tries_is_overdue_from_the_last_time_or_the_first_day() -> None:
    recently, long_ago = NOW - timedelta(days=30), NOW - timedelta(days=32)
    assert await found(Surroundings(), MANUAL, tried_at=recently) == Verdict()
    overdue = Verdict(ChannelFault.NOT_TRIED)
    assert await found(Surroundings(), MANUAL, tried_at=long_ago) == overdue
    assert await found(Surroundings(), MANUAL) == overdue
    # That it was found dead just now does not make it tried.
    assert await found(Surroundings(), MANUAL, standing=Standing.DEAD, since=NOW) == overdue
    assert await found(Surroundings(), MANUAL, known_at=recently) == Verdict(untried=True)


@pytest.mark.parametrize(
    ("sent_ago", "arrival", "wanted"),
    [
        (timedelta(minutes=1), {}, "PROBE"),
        (timedelta(minutes=16), {}, Verdict(ChannelFault.NOT_ARRIVED)),
        (timedelta(minutes=20), {"after": 5, "raw": Raw.MAIL, "board": "sn"}, Verdict(took=5.0)),
        (
            timedelta(minutes=1),
            {"after": 5, "raw": Raw.MAIL, "board": "von"},
            Verdict(ChannelFault.NOT_ARRIVED, "elsewhere"),
        ),
        (
            timedelta(minutes=1),
            {"after": 5, "raw": Raw.JSON, "board": "sn"},
            Verdict(ChannelFault.NOT_ARRIVED, "elsewhere"),
        ),
    ],
)
async def test_a_test_case_is_waited_for_and_must_come_where_it_should(
    sent_ago: timedelta, arrival: dict[str, Any], wanted: Verdict | str
) -> None:
    sent_at = NOW - sent_ago
    probe = Probe(
        id="PROBE",
        channel=MAIL.id,
        raw=Raw.MAIL,
        board="sn",
        sent_at=sent_at,
        expires_at=NOW + timedelta(days=1),
        arrived_at=sent_at + timedelta(seconds=arrival["after"]) if arrival else None,
        arrived_raw=arrival.get("raw"),
        arrived_board=arrival.get("board"),
    )
    assert await found(Surroundings(probe=probe), MAIL, probe="PROBE") == wanted
