"""When a mail that failed is tried again, and which mails are fetched together."""

from datetime import UTC, datetime, timedelta
from typing import cast

from services.intake.imap.connection import Connection
from services.intake.imap.fetching import MOST, MOST_BYTES, PIECE, Fetching
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.memory import FolderMemory
from services.intake.imap.pauses import FIRST_PAUSE, Pause
from services.intake.imap.session import Waiting
from services.intake.imap.troubles import AT_MOST, ATTEMPTS, LATER, SOON, Troubles, pause_after
from shared.clock import SystemClock

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_mail_that_fails_is_tried_soon_and_then_left_until_later() -> None:
    troubles = Troubles()
    assert troubles.due(1, NOW)

    assert [troubles.failed(1, NOW) for _ in range(ATTEMPTS)] == [False, False, True]

    assert troubles.skipped == 1
    assert not troubles.due(1, NOW + LATER - timedelta(seconds=1))
    assert troubles.due(1, NOW + LATER)
    assert troubles.due(2, NOW)
    assert troubles.next_at() == NOW + LATER


def test_pauses_grow_and_have_an_end() -> None:
    assert pause_after(1) == SOON
    assert pause_after(ATTEMPTS) < pause_after(ATTEMPTS + 1)
    assert pause_after(10_000) == AT_MOST


def test_a_mail_that_is_gone_is_forgotten() -> None:
    troubles = Troubles()
    for uid in (1, 2, 3):
        troubles.failed(uid, NOW)

    troubles.keep({2, 3})
    troubles.ended(3)

    assert [troubles.has(uid) for uid in (1, 2, 3)] == [False, True, False]


def test_new_uids_mean_that_nothing_is_known() -> None:
    memory = FolderMemory()
    memory.opened(1)
    memory.troubles.failed(5, NOW)
    memory.alone.add(6)
    memory.unmoved[7] = "Lyhord/Mottagna"

    memory.opened(1)
    assert memory.unmoved
    memory.opened(2)

    assert not memory.troubles.has(5)
    assert not memory.alone
    assert not memory.unmoved


def batches(memory: FolderMemory, *sizes: int) -> list[list[int]]:
    mailbox = MailboxSettings(name="a", host="h", user="u", password_env="X")
    fetching = Fetching(cast("Connection", None), mailbox, memory, SystemClock())
    wanted = [Waiting(uid, size, NOW) for uid, size in enumerate(sizes, start=1)]
    return [[each.uid for each in batch] for batch in fetching.batches(wanted)]


def test_mails_are_fetched_together_as_far_as_memory_allows() -> None:
    assert [len(batch) for batch in batches(FolderMemory(), *[1000] * (MOST + 3))] == [MOST, 3]
    half = MOST_BYTES // 5
    assert batches(FolderMemory(), *[half] * 7) == [[1, 2, 3, 4, 5], [6, 7]]


def test_large_mails_and_those_that_failed_are_fetched_alone() -> None:
    memory = FolderMemory()
    memory.troubles.failed(4, NOW)
    memory.alone.add(6)

    assert batches(memory, 10, PIECE + 1, 10, 10, 10, 10, 10) == [
        [1],
        [2],
        [3],
        [4],
        [5],
        [6],
        [7],
    ]


def test_connections_are_tried_ever_more_seldom_and_not_in_step() -> None:
    pause = Pause()
    pause.longest = 5.0
    waited = [pause.next() for _ in range(20)]

    assert waited[0] < 2 * FIRST_PAUSE
    assert all(3.0 < each < 7.0 for each in waited[5:])
    assert len(set(waited[5:])) > 1
    pause.reset()
    assert pause.next() < 2 * FIRST_PAUSE
