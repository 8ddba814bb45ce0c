"""Measuring mail: what intake alone takes in, by SMTP and out of a mailbox.

Complete: the case is stored, which is when SMTP's 250 comes. Its event goes to the broker, where
nobody fetches it.
"""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.ports import LOOPBACK, free_ports
from tests.integration.mailboxes import on, watching
from tests.load.completion import Mark
from tests.load.ground import Ground
from tests.load.line import Line
from tests.load.mailbox_feeder import MailboxFeeder
from tests.load.measuring import Feeder, measured
from tests.load.product import Product
from tests.load.smtp_feeder import SmtpOrder
from tests.load.worker import Worker
from tests.support.dovecot import USER, Dovecot

SUBMISSIONS = "submissions"

_runs = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Amount:
    """How many mails are measured, how many before them, and how many connections at once."""

    cases: int
    warm_up: int
    concurrency: int


@asynccontextmanager
async def only_intake(
    ground: Ground, name: str, server: Dovecot | None = None, profiled: str | None = None
) -> AsyncIterator[Product]:
    """Intake without the other services; with a server, it watches the user's mailbox there."""
    folder = ground.folder / name
    folder.mkdir()
    settings = watching(folder, {"watched": on(server)}) if server else {}
    product = Product(ground, name, profiled, services=("intake",), settings=settings)
    async with product:
        yield product
    await ground.drop(*product.databases)


async def smtp_line(name: str, ground: Ground, product: Product, amount: Amount) -> Line:
    """Mails handed over by SMTP, several on each connection."""
    order = SmtpOrder(LOOPBACK, product.smtp_port, amount.concurrency)
    feeder = Worker("tests.load.smtp_feeder", order.to_json(), ground.folder / "smtp_feeder.log")
    try:
        await feeder.start()
        return await _line(name, ground, product.pids, feeder, product.database("intake"), amount)
    finally:
        await feeder.stop()


async def imap_line(
    name: str, ground: Ground, product: Product, server: Dovecot, amount: Amount
) -> Line:
    """Mails that lie in a mailbox; accepted when they are moved."""
    feeder = MailboxFeeder(server, USER)
    return await _line(name, ground, product.pids, feeder, product.database("intake"), amount)


async def mail_floor_line(name: str, ground: Ground, amount: Amount) -> Line:
    """The same mails, kept and not looked at."""
    (port,) = free_ports(1)
    database = f"bench_mail_{next(_runs)}"
    bare = {"host": LOOPBACK, "port": port, "mongo_url": ground.store.url, "database": database}
    keeper = Worker("tests.load.bare.mail", bare, _log(ground, database))
    order = SmtpOrder(LOOPBACK, port, amount.concurrency)
    feeder = Worker("tests.load.smtp_feeder", order.to_json(), ground.folder / "smtp_feeder.log")
    try:
        await keeper.start()
        await feeder.start()
        pids = {"intake": keeper.pid}
        return await _line(name, ground, pids, feeder, database, amount)
    finally:
        await feeder.stop()
        await keeper.stop()
        await ground.drop(database)


async def _line(
    name: str,
    ground: Ground,
    services: dict[str, int],
    feeder: Feeder,
    database: str,
    amount: Amount,
) -> Line:
    marks = [Mark(database, SUBMISSIONS)]
    for count in (amount.warm_up, amount.cases):
        result = await measured(
            name,
            ground,
            services,
            feeder,
            marks,
            [],
            cases=count,
            concurrency=amount.concurrency,
        )
    return result


def _log(ground: Ground, name: str) -> Path:
    return ground.folder / f"{name}.log"
