"""Reminders are sent once, by whichever copy, when time makes them due."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.local.broker import PrivateBroker
from shared.events.facts import Extension, Pause
from shared.events.handling_words import ExtensionCause
from shared.events.submissions import CaseReceived
from shared.settings import Settings
from tests.integration.notifications_support import (
    MailServer,
    Notifications,
    acknowledged,
    answered,
    clock_at,
    notifications,
    observing,
    registered,
)
from tests.support.submissions import MOMENT, submission
from tests.support.waiting import until

MANAGER = "enhetschef.forsorjningsstod-mottagning@exempelkommun.example"
REGISTRAR = "registrator.sn@exempelkommun.example"
COORDINATOR = "samordnare.sn@exempelkommun.example"
HEAD = "verksamhetschef.forsorjningsstod@exempelkommun.example"
ESCALATED = HEAD
"""The second above the unit's own manager."""

Start = Callable[..., AbstractAsyncContextManager[Notifications]]


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    async with MailServer() as server:
        yield server


@pytest.fixture
def start(
    empty_broker: PrivateBroker,
    settings_for: Callable[..., Settings],
    mail: MailServer,
    tmp_path: Path,
) -> Start:
    """Starts copies whose clock shows a moment; all on the same database."""
    settings = settings_for()

    def starting(moment: datetime, copies: int = 1, **extra: str) -> Any:
        given = clock_at(moment) | extra
        return notifications(tmp_path, settings, mail.port, copies=copies, extra=given)

    return starting


def case_in_reception(**facts: Any) -> CaseReceived:
    return submission(unit="forsorjningsstod-mottagning", assigned_at=MOMENT, **facts)


async def test_each_reminder_is_sent_once_by_two_copies(
    start: Start, mail: MailServer, empty_broker: PrivateBroker
) -> None:
    late, done = case_in_reception(), case_in_reception()
    async with start(MOMENT) as copy:
        await copy.tell(late, registered(late), acknowledged(late, MOMENT))
        await copy.tell(done, registered(done), answered(done, MOMENT + timedelta(days=3)))
        await copy.all_handled()
    mail.mails.clear()

    async with (
        observing(empty_broker.url) as observed,
        start(MOMENT + timedelta(days=40), copies=2) as copies,
    ):

        async def is_quiet() -> bool:
            notices = await copies.notices(late)
            reminders = [each for each in notices if each["kind"] == "reminder"]
            return len(reminders) == 5 and all(each["state"] == "sent" for each in reminders)

        await until(is_quiet, "all reminders are sent")
        await until(lambda: len(observed.of(late, "notice.sent")) == 7, "all are told")
        breaches = observed.of(late, "deadline.breached")
        deadlines = await copies.deadlines(late)
        quiet = await copies.notices(done)

    by_rule = {rule: deadline["state"] for rule, deadline in deadlines.items()}
    assert by_rule == {
        "acknowledge": "met",
        "assign": "met",
        "answer": "breached",
        "coordinator-reminder": "reminded",
    }
    assert [event["detail"] for event in breaches] == [{"rule": "answer", "due": "2026-03-16"}]
    assert "reminder" not in {notice["kind"] for notice in quiet}
    told = sorted(recipient for recipient, _ in mail.mails)
    assert told == sorted(
        [MANAGER, COORDINATOR, COORDINATOR, MANAGER, HEAD, ESCALATED, "kund@post.example"]
    )


async def test_a_reminder_names_the_case_and_nobody(start: Start, mail: MailServer) -> None:
    case = case_in_reception(text="Anna Andersson fick inget svar.")
    async with start(MOMENT) as copy:
        await copy.tell(case, registered(case), acknowledged(case, MOMENT))
        await copy.all_handled()

    async with start(datetime(2026, 3, 11, 6, 30, tzinfo=UTC)) as copy:
        await until(lambda: bool(mail.to(MANAGER)), "the manager is reminded before the day")

    (reminder,) = mail.to(MANAGER)
    number = registered(case).facts.diary_number
    assert reminder["Subject"] == f"Påminnelse: Svara, {number} (senast den 16 mars 2026)"
    assert reminder["Reply-To"] == REGISTRAR
    body = reminder.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Försörjningsstöd, mottagning" in text
    assert f"/arenden/{case.case_id}" in text
    for personal in ("Anna", "kund@post.example", case.facts.reference):
        assert personal not in reminder.as_string()


async def test_an_answer_that_waits_on_the_bus_keeps_reminders_back(
    start: Start, mail: MailServer
) -> None:
    case = case_in_reception()
    async with start(MOMENT) as copy:
        await copy.tell(case, registered(case), acknowledged(case, MOMENT))
        await copy.all_handled()
    await copy.tell(answered(case, MOMENT + timedelta(days=2)))

    async with start(MOMENT + timedelta(days=40)) as later:
        other = case_in_reception()
        await later.tell(other, registered(other), acknowledged(other, MOMENT))
        await until(lambda: len(mail.to(HEAD)) == 2, "the other case's reminders are sent")
        notices = await later.notices(case)

    assert "reminder" not in {notice["kind"] for notice in notices}


async def test_without_a_number_in_time_the_acknowledgement_goes_without(
    start: Start, mail: MailServer
) -> None:
    case = case_in_reception(email="anna@post.example")
    async with start(MOMENT, LYHORD_ACKNOWLEDGE_UNNUMBERED_AFTER="0.2") as copy:
        await copy.tell(case)
        await until(lambda: bool(mail.to("anna@post.example")), "it is acknowledged")
        await copy.tell(registered(case))
        await copy.all_handled()
        notices = await copy.notices(case)

    (letter,) = mail.to("anna@post.example")
    assert letter["Subject"] == f"Vi har tagit emot ditt ärende [{case.facts.reference}]"
    assert [notice["state"] for notice in notices] == ["sent"]


async def test_deadlines_are_listed_by_filter_and_page(start: Start) -> None:
    cases = [case_in_reception() for _ in range(4)]
    elsewhere = submission(board="von", unit="hemvard", assigned_at=MOMENT)
    async with start(MOMENT + timedelta(days=20)) as copy:
        await copy.tell(*cases, elsewhere, answered(cases[0], MOMENT))
        await copy.all_handled()

        async def listed(**filters: Any) -> list[tuple[str, str]]:
            found: list[tuple[str, str]] = []
            cursor = None
            while True:
                response = await copy.client.get(
                    "/deadlines", params={**filters, **({"cursor": cursor} if cursor else {})}
                )
                assert response.status_code == 200, response.text
                page = response.json()
                assert len(page["items"]) <= int(filters.get("limit", 50))
                found += [(item["case_id"], item["rule"]) for item in page["items"]]
                cursor = page["next"]
                if cursor is None:
                    return found

        everything = await listed(limit=200)
        assert len(everything) == 20
        assert everything == sorted(everything)
        for limit in (1, 2, 4, 7):
            assert await listed(limit=limit) == everything
        assert {case for case, _ in await listed(board="VON")} == {str(elsewhere.case_id)}
        assert len(await listed(unit="forsorjningsstod")) == 16
        assert await listed(unit="no-such-unit") == []
        assert len(await listed(rule="answer")) == 5
        assert len(await listed(state="breached", limit=1)) == 8
        assert len(await listed(state="breached", rule="answer", board="sn")) == 3
        assert len(await listed(state="running")) == 4
        assert await listed(state="running") == await listed(
            rule="coordinator-reminder", due_before="2027-01-01", state="running"
        )
        assert len(await listed(state="met")) == 8
        assert await listed(state="reminded") == await listed(state="cancelled") == []
        assert await listed(state="paused") == await listed(state="extended") == []
        assert len(await listed(due_before="2026-03-16")) == 10
        for wrong in ({"state": "x"}, {"cursor": "x"}, {"colour": "red"}, {"limit": 0}):
            assert (await copy.client.get("/deadlines", params=wrong)).status_code == 422


async def test_what_stands_still_and_what_was_extended_is_listed_and_shown(start: Start) -> None:
    rests = Pause(began_on=date(2026, 3, 10), until=date(2026, 4, 10))
    later = Extension(
        rule="answer", due=date(2026, 5, 1), on=date(2026, 3, 9), cause=ExtensionCause.WORKLOAD
    )
    resting, extended, plain = case_in_reception(), case_in_reception(), case_in_reception()
    async with start(MOMENT + timedelta(days=20)) as copy:
        await copy.tell(resting, registered(resting, pauses=(rests,)))
        await copy.tell(extended, registered(extended, extended=(later,)), plain)
        await copy.all_handled()

        async def listed(state: str) -> set[tuple[str, str]]:
            response = await copy.client.get("/deadlines", params={"state": state, "limit": 1})
            found = response.json()["items"]
            while response.json()["next"]:
                asked = {"state": state, "limit": 1, "cursor": response.json()["next"]}
                response = await copy.client.get("/deadlines", params=asked)
                found += response.json()["items"]
            return {(item["case_id"], item["rule"]) for item in found}

        answer, reminder = "answer", "coordinator-reminder"
        assert await listed("paused") == {
            (str(resting.case_id), answer),
            (str(resting.case_id), reminder),
        }
        assert await listed("extended") == {(str(extended.case_id), answer)}
        assert (str(plain.case_id), answer) in await listed("breached")
        assert (str(resting.case_id), answer) not in await listed("breached")
        assert await listed("running") == {
            (str(plain.case_id), reminder),
            (str(extended.case_id), reminder),
        }
        shown = (await copy.deadlines(resting))[answer]
        told = (await copy.deadlines(extended))[answer]

    assert {name: shown[name] for name in ("state", "reason", "due", "paused_until")} == {
        "state": "paused",
        "reason": "case_paused",
        "due": "2026-04-16",
        "paused_until": "2026-04-10",
    }
    assert (shown["counted_from"], shown["begins_on"]) == ("received_on", "2026-03-02")
    assert {name: told[name] for name in ("state", "reason", "due", "extended_on")} == {
        "state": "extended",
        "reason": "workload",
        "due": "2026-05-01",
        "extended_on": "2026-03-09",
    }
