"""A mailbox watched on a server that does not do its part: one bad mail never stops the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from deploy.local.ports import LOOPBACK
from services.intake.imap import pauses, watcher
from services.intake.imap.connection import Connection
from services.intake.imap.errors import LoginRefused, NotMoved, Unreachable
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.session import Session
from services.intake.imap.states import MailboxStates, Seen
from services.intake.imap.troubles import LATER
from services.intake.imap.watcher import Watcher
from services.intake.mail.sorter import Delivered
from shared.clock import MovableClock
from shared.organisation import Organisation
from shared.store.errors import StoreRefused, StoreUnavailable
from tests.integration.intake_process import mail
from tests.support.troubled_imap import TroubledImap
from tests.support.waiting import until


class OnlyCopy:
    """States of a mailbox that no other copy wants."""

    lease = timedelta(seconds=60)

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []

    async def hold(self, _name: str, seen: Seen) -> bool:
        self.seen.append(seen.fields())
        return True

    async def let_go(self, _name: str, seen: Seen) -> None:
        self.seen.append(seen.fields())


class Taking:
    """Takes mails, or fails as told by what stands in them."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.failing: dict[bytes, Exception] = {}

    async def __call__(self, delivered: Delivered) -> None:
        for part, error in self.failing.items():
            if part in delivered.raw:
                raise error
        self.taken.append(delivered.raw)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(watcher, "STORE_PAUSE", 0.05)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "secret").write_text("hemligt")
    return {"host": LOOPBACK, "tls": "none", "user": "u", "password_file": tmp_path / "secret"}


def mailbox(server: TroubledImap, settings: dict[str, Any], **changes: Any) -> MailboxSettings:
    given = {"name": "brevlada", "port": server.port, **settings, **changes}
    return MailboxSettings.model_validate(given)


@asynccontextmanager
async def watched(
    server: TroubledImap,
    settings: dict[str, Any],
    take: Taking,
    organisation: Organisation,
    clock: MovableClock,
) -> AsyncIterator[OnlyCopy]:
    states = OnlyCopy()
    watching = Watcher(
        mailbox(server, settings), take, organisation, cast("MailboxStates", states), clock
    )
    running = asyncio.create_task(watching.run())
    try:
        yield states
    finally:
        await watching.stop(5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


THREE = [mail("ett"), mail("tre", subject="tva"), mail("fyra")]


@pytest.mark.parametrize("trouble", ["no", "missing", "cut"])
async def test_a_mail_the_server_does_not_hand_out_is_left_and_tried_again(
    settings: dict[str, Any], organisation: Organisation, clock: MovableClock, trouble: str
) -> None:
    take = Taking()
    async with TroubledImap(*THREE) as server:
        server.troubles[2] = trouble
        async with watched(server, settings, take, organisation, clock) as states:

            def skipped() -> bool:
                clock.advance(timedelta(seconds=1))
                return bool(states.seen) and states.seen[-1]["skipped"] == 1

            await until(skipped, "the mail is left until later")
            assert take.taken == [THREE[0], THREE[2]]
            assert sorted(server.moved) == [1, 3]
            assert states.seen[-1]["error"] is None
            assert states.seen[-1]["oldest_waiting"] == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

            server.troubles.clear()
            clock.advance(LATER)
            await until(server.tell, "it waits for news")
            await until(lambda: 2 in server.moved, "the mail is taken after all")
            assert take.taken[2] == THREE[1]
            await until(lambda: not states.seen[-1]["skipped"], "nothing is left")


@pytest.mark.parametrize("error", [ValueError("personal"), StoreRefused("too large")])
async def test_a_mail_that_we_cannot_take_is_left_and_tried_again(
    settings: dict[str, Any], organisation: Organisation, clock: MovableClock, error: Exception
) -> None:
    take = Taking()
    take.failing[b"tre"] = error
    async with (
        TroubledImap(*THREE) as server,
        watched(server, settings, take, organisation, clock),
    ):
        await until(lambda: sorted(server.moved) == [1, 3], "the others are moved")
        take.failing.clear()
        clock.advance(timedelta(hours=5))
        await until(server.tell, "it waits for news")
        await until(lambda: 2 in server.moved, "the mail is taken after all")


async def test_while_the_store_is_down_nothing_is_moved_and_nothing_counts_as_failed(
    settings: dict[str, Any], organisation: Organisation, clock: MovableClock
) -> None:
    take = Taking()
    take.failing[b"tre"] = StoreUnavailable("down")
    async with (
        TroubledImap(*THREE) as server,
        watched(server, settings, take, organisation, clock) as states,
    ):
        await until(lambda: sorted(server.moved) == [1, 3], "what was taken is moved")
        take.failing.clear()
        await until(lambda: server.moved[-1] == 2, "the rest is taken")
        assert not any(seen["skipped"] for seen in states.seen)


async def test_mails_that_cannot_be_moved_are_taken_once_and_shown(
    settings: dict[str, Any], organisation: Organisation, clock: MovableClock
) -> None:
    take = Taking()
    async with TroubledImap(*THREE) as server:
        server.may_move = False
        async with watched(server, settings, take, organisation, clock) as states:
            await until(
                lambda: bool(states.seen) and states.seen[-1]["error"] == NotMoved.slug,
                "it is shown",
            )
            assert states.seen[-1]["oldest_waiting"] is None

            server.may_move = True
            await until(server.tell, "it waits for news")
            await until(lambda: sorted(server.moved) == [1, 2, 3], "they are moved")
            await until(lambda: states.seen[-1]["error"] is None, "all is well")
    assert take.taken == THREE


async def test_a_mail_that_came_with_the_answer_to_idle_is_noticed(
    settings: dict[str, Any],
) -> None:
    async with TroubledImap() as server:
        server.told_with_idle = b"* 1 EXISTS\r\n"
        connection = await Connection.open(mailbox(server, settings))
        async with asyncio.timeout(60):
            await connection.do(Session.idle, 600.0)
        connection.close()


async def test_closing_ends_what_waits_for_the_server(settings: dict[str, Any]) -> None:
    async with TroubledImap() as server:
        connection = await Connection.open(mailbox(server, settings))
        idling = asyncio.create_task(connection.do(Session.idle, 600.0))
        await until(lambda: bool(server._idling), "it waits")
        connection.close()
        async with asyncio.timeout(60):
            with pytest.raises(Unreachable):
                await idling


async def test_a_token_is_read_at_each_connection(settings: dict[str, Any], tmp_path: Path) -> None:
    token = tmp_path / "token"
    given = {**settings, "password_file": None, "token_file": token}
    async with TroubledImap() as server:
        for text in ("first", "renewed"):
            token.write_text(text)
            (await Connection.open(mailbox(server, given))).close()

    assert server.logins == [f"user=u\1auth=Bearer {text}\1\1" for text in ("first", "renewed")]


async def test_a_server_that_hangs_up_is_not_a_wrong_password(settings: dict[str, Any]) -> None:
    async with TroubledImap() as server:
        gone = mailbox(server, settings)
    with pytest.raises(Unreachable) as refused:
        await Connection.open(gone)
    assert not isinstance(refused.value, LoginRefused)
