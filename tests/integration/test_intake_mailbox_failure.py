"""A watched mailbox while something else fails: the store, or a server that never answers."""

import asyncio
import signal
from pathlib import Path

from deploy.local.broker import PrivateBroker
from deploy.local.ports import LOOPBACK
from deploy.local.store import EmbeddedStore
from shared.settings import Settings
from tests.integration.intake_process import intake_process, mail, settings_on
from tests.integration.mailboxes import connected, on, watching
from tests.support.dovecot import DONE, Dovecot
from tests.support.waiting import until

NEVER_ANSWERS = {"host": LOOPBACK, "tls": "none", "user": "u"}


async def test_nothing_is_moved_while_the_store_is_down_and_all_when_it_is_back(
    broker: PrivateBroker, tmp_path: Path
) -> None:
    async with EmbeddedStore(tmp_path / "store") as store, Dovecot() as server:
        settings = settings_on(broker.url, store.url)
        extra = watching(tmp_path, {"watched": on(server)})
        async with intake_process(tmp_path, settings, extra) as intake:
            await connected(intake, "watched")
            await store.kill()
            raws = sorted(mail(sender=f"kund-{each}@post.example") for each in range(20))
            for raw in raws:
                server.deliver(raw)
            log = intake.part._process.command.log

            await until(lambda: "mailbox_waits_for_the_store" in log.read_text(), "it waits")
            assert sorted(server.mails()) == raws
            assert server.mails(DONE) == []

            await store.restart()
            await until(lambda: sorted(server.mails(DONE)) == raws, "all are moved")
            assert server.mails() == []
            assert len(await intake.stored("submissions")) == len(raws)
            assert len(await intake.stored("mails")) == len(raws)


async def test_a_server_that_never_answers_keeps_no_process_alive(
    broker: PrivateBroker, store: EmbeddedStore, tmp_path: Path
) -> None:
    asked = asyncio.Event()

    async def be_silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()

    settings: Settings = settings_on(broker.url, store.url)
    silent = await asyncio.start_server(be_silent, LOOPBACK, 0)
    port = silent.sockets[0].getsockname()[1]
    extra = watching(tmp_path, {"silent": {**NEVER_ANSWERS, "port": port}})
    async with silent, intake_process(tmp_path, settings, extra) as intake:
        await asked.wait()
        process = intake.part._process
        await intake.part.stop()
        # A thread waits a minute for the answer; after half of one it would have been killed.
        assert await process.exited() == -signal.SIGTERM
