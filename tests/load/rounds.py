"""The order of measuring: the floor first and last, so that a machine that changes shows."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tests.load.bare_line import bare_line
from tests.load.ground import Ground
from tests.load.line import Line
from tests.load.mail_lines import Amount, imap_line, mail_floor_line, only_intake, smtp_line
from tests.load.product import Product
from tests.load.product_line import ACKNOWLEDGED, REGISTERED, product_line
from tests.support.dovecot import Dovecot

HIGH_CONCURRENCY = 100


class Kind(StrEnum):
    """What a line is of."""

    FLOOR = "floor"
    BATCHED = "batched"
    REGISTERED = "registered"
    ACKNOWLEDGED = "acknowledged"
    MAIL_FLOOR = "mail_floor"
    MAILS_SMTP = "mails_smtp"
    MAILS_IMAP = "mails_imap"
    LOOKING = "looking"
    """No line of its own: a table after the others, see `tests/load/looking.py`."""
    TICKING = "ticking"
    """As `looking`, of `tests/load/ticking.py`."""
    FIGURES = "figures"
    """Another such table, see `tests/load/figures.py`."""


MAILS = frozenset({Kind.MAILS_SMTP, Kind.MAILS_IMAP})


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured."""

    cases: int
    concurrency: int
    kinds: frozenset[Kind] = frozenset(Kind)
    archive: int = 100_000
    """Cases in the store that is looked at."""
    stored: int = 1_000_000
    """Deadlines in the store that the scheduler ticks on."""
    facts: int = 1_000_000
    """Cases that figures are made of."""

    @property
    def warm_up(self) -> int:
        """Cases before those that count."""
        return min(200, max(20, self.cases // 5))

    @property
    def concurrencies(self) -> Sequence[int]:
        """The floor has the first alone: at more, it only waits longer."""
        return sorted({self.concurrency, HIGH_CONCURRENCY})


async def one_round(ground: Ground, extent: Extent, number: int) -> AsyncIterator[Line]:
    """Yield each line as it is measured."""
    async for line in _floor(ground, extent):
        yield line
    if extent.kinds & {Kind.REGISTERED, Kind.ACKNOWLEDGED}:
        async for line in _product(ground, extent, f"product_{number}"):
            yield line
    if Kind.BATCHED in extent.kinds:
        for concurrency in extent.concurrencies:
            yield await bare_line(
                Kind.BATCHED,
                "batched",
                ground,
                cases=extent.cases,
                warm_up=extent.warm_up,
                concurrency=concurrency,
            )
    async for line in _floor(ground, extent):
        yield line
    async for line in _mail(ground, extent, f"mail_{number}"):
        yield line


async def _floor(ground: Ground, extent: Extent) -> AsyncIterator[Line]:
    if Kind.FLOOR in extent.kinds:
        yield await bare_line(
            Kind.FLOOR,
            "one_at_a_time",
            ground,
            cases=extent.cases,
            warm_up=extent.warm_up,
            concurrency=extent.concurrency,
        )


async def _product(ground: Ground, extent: Extent, name: str) -> AsyncIterator[Line]:
    async with Product(ground, name) as product:
        for kind, journey in ((Kind.REGISTERED, REGISTERED), (Kind.ACKNOWLEDGED, ACKNOWLEDGED)):
            for concurrency in extent.concurrencies if kind in extent.kinds else ():
                yield await product_line(
                    kind,
                    journey,
                    ground,
                    product,
                    cases=extent.cases,
                    warm_up=extent.warm_up,
                    concurrency=concurrency,
                )
    await ground.drop(*product.databases)


async def _mail(ground: Ground, extent: Extent, name: str) -> AsyncIterator[Line]:
    """Between two floors of their own."""
    amount = Amount(extent.cases, extent.warm_up, extent.concurrency)
    if Kind.MAIL_FLOOR in extent.kinds:
        yield await mail_floor_line(Kind.MAIL_FLOOR, ground, amount)
    if Kind.MAILS_SMTP in extent.kinds:
        async with only_intake(ground, f"{name}_smtp") as product:
            yield await smtp_line(Kind.MAILS_SMTP, ground, product, amount)
    if Kind.MAILS_IMAP in extent.kinds:
        async with (
            Dovecot(settings=["mail_fsync = optimized"]) as server,
            only_intake(ground, f"{name}_imap", server) as product,
        ):
            yield await imap_line(Kind.MAILS_IMAP, ground, product, server, amount)
    if Kind.MAIL_FLOOR in extent.kinds:
        yield await mail_floor_line(Kind.MAIL_FLOOR, ground, amount)
