"""Mails that are taken at once: as many as there is room for, and an answer after its question."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from services.intake.imap.connection import Connection
from services.intake.imap.envelope import Arrival
from services.intake.imap.errors import Refused, Unreachable
from services.intake.imap.hands import Hands
from services.intake.imap.mailboxes import MailboxSettings
from services.intake.imap.memory import FolderMemory
from services.intake.imap.taking import AT_ONCE, BYTES_AT_ONCE, Taking
from services.intake.mail.sorter import Delivered
from shared.errors import Unavailable
from tests.support.waiting import until

MAILBOX = MailboxSettings(name="a", host="h", user="u", password_env="X")


class Server:
    """Stands for the connection: moves, or fails to."""

    def __init__(self) -> None:
        self.moved: list[tuple[int, str]] = []
        self.error: Exception | None = None

    async def do(self, _call: Callable[..., Any], uids: list[int], folder: str) -> None:
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        self.moved += [(uid, folder) for uid in uids]


class Store:
    """Takes a mail when it is let."""

    def __init__(self) -> None:
        self.begun: list[bytes] = []
        self.gate = asyncio.Event()
        self.error: Exception | None = None

    async def take(self, delivered: Delivered) -> None:
        self.begun.append(delivered.raw)
        await self.gate.wait()
        if self.error is not None:
            raise self.error


class Scene:
    """One look into a folder."""

    def __init__(self) -> None:
        self.server, self.store = Server(), Store()
        self.memory, self.hands = FolderMemory(), Hands()
        self.taken: list[int] = []
        self.failed: list[tuple[int, str]] = []
        self.taking = Taking(
            cast("Connection", self.server),
            MAILBOX,
            self.store.take,
            taken=self.taken.append,
            failed=lambda uid, reason, _error: self.failed.append((uid, reason)),
            memory=self.memory,
            hands=self.hands,
        )


@pytest.fixture
async def scene() -> Scene:
    return Scene()


def arrived(uid: int, message_id: str | None = None, *references: str, **more: Any) -> Arrival:
    raw = more.pop("raw", str(uid).encode())
    return Arrival(uid, Delivered(raw, "", (), **more), message_id, references)


async def test_an_answer_is_taken_after_what_it_answers(scene: Scene) -> None:
    for each in (
        arrived(1, "a@x"),
        arrived(2, "b@x", "a@x"),
        arrived(3, "a@x"),
        arrived(4, "d@x", "elsewhere@x", "d@x"),
    ):
        await scene.taking.add(each)

    await until(lambda: len(scene.store.begun) == 2, "those that answer nothing are begun")
    assert scene.store.begun == [b"1", b"4"]
    scene.store.gate.set()
    await scene.taking.finish()

    assert sorted(scene.store.begun) == [b"1", b"2", b"3", b"4"]
    assert sorted(uid for uid, _ in scene.server.moved) == [1, 2, 3, 4]
    assert scene.hands.free.is_set()
    assert scene.memory.unmoved == {}


async def test_no_more_are_begun_than_there_is_room_for(scene: Scene) -> None:
    adding = asyncio.create_task(_add(scene, [arrived(uid) for uid in range(AT_ONCE + 1)]))
    await until(lambda: len(scene.store.begun) == AT_ONCE, "there is no more room")
    assert not adding.done()
    assert not scene.hands.free.is_set()

    scene.store.gate.set()
    await adding
    await scene.taking.finish()
    assert len(scene.taken) == AT_ONCE + 1


async def test_a_large_mail_goes_alone(scene: Scene) -> None:
    large = b"x" * (BYTES_AT_ONCE + 1)
    adding = asyncio.create_task(_add(scene, [arrived(1), arrived(2, raw=large), arrived(3)]))
    await until(lambda: scene.store.begun == [b"1"], "the first is begun")
    scene.store.gate.set()
    await adding
    await scene.taking.finish()

    assert scene.store.begun == [b"1", large, b"3"]


async def test_a_mail_that_is_too_large_goes_to_its_own_folder(scene: Scene) -> None:
    scene.store.gate.set()
    await _add(scene, [arrived(1), arrived(2, whole_size=30_000_000)])
    await scene.taking.finish()

    assert sorted(scene.server.moved) == [
        (1, MAILBOX.done_folder),
        (2, MAILBOX.too_large_folder),
    ]


@pytest.mark.parametrize(
    ("error", "failed"),
    [(ValueError("personal"), [(1, "unexpected")]), (Refused("no"), [(1, Refused.slug)])],
)
async def test_a_mail_that_cannot_be_taken_is_told_of_and_not_moved(
    scene: Scene, error: Exception, failed: list[tuple[int, str]]
) -> None:
    scene.store.error = error
    scene.store.gate.set()
    await _add(scene, [arrived(1)])
    await scene.taking.finish()

    assert (scene.failed, scene.taken, scene.server.moved) == (failed, [], [])
    assert scene.hands.free.is_set()


async def test_a_store_that_is_down_ends_the_look(scene: Scene) -> None:
    scene.store.error = Unavailable("down")
    scene.store.gate.set()
    await _add(scene, [arrived(1)])
    with pytest.raises(Unavailable):
        await scene.taking.finish()
    with pytest.raises(Unavailable):
        await scene.taking.add(arrived(2))

    assert (scene.failed, scene.taken) == ([], [])
    assert scene.hands.free.is_set()


@pytest.mark.parametrize("error", [Refused("full"), Unreachable("gone")])
async def test_what_cannot_be_moved_is_remembered(scene: Scene, error: Exception) -> None:
    scene.server.error = error
    scene.store.gate.set()
    await _add(scene, [arrived(1), arrived(2)])
    await asyncio.gather(scene.taking.finish(), return_exceptions=True)

    assert set(scene.memory.unmoved) == {1, 2}
    assert scene.hands.free.is_set()
    scene.server.error = None
    await scene.taking.move_unmoved()
    assert sorted(uid for uid, _ in scene.server.moved) == [1, 2]
    assert scene.memory.unmoved == {}


async def _add(scene: Scene, arrivals: list[Arrival]) -> None:
    for each in arrivals:
        await scene.taking.add(each)
