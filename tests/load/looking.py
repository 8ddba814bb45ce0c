"""Looking at cases while the archive grows: medians over HTTP, small and large store in turn."""

import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

import httpx

from shared.organisation import Organisation, load_organisation
from tests.conftest import REPOSITORY
from tests.load import archive
from tests.load.archive import Extent, fill
from tests.load.ground import Ground
from tests.load.product import Product

SMALL = 1_000
DESK = 300
GROWN = 10
"""How many times as large the desk is when it grows as well."""
ROUNDS = 11
WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Look:
    """What one question took at both stores, in milliseconds."""

    name: str
    small: Extent
    large: Extent
    small_ms: float
    large_ms: float

    @property
    def ratio(self) -> float:
        return self.large_ms / self.small_ms

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio}


class Asked(Protocol):
    """A service that can be asked, and what its store holds."""

    @property
    def client(self) -> httpx.AsyncClient: ...

    @property
    def extent(self) -> Extent: ...

    def questions(self) -> dict[str, httpx.Request]:
        """What people ask most; made anew each time."""
        ...


@dataclass(frozen=True)
class Store:
    """A workflow, and what its store holds."""

    product: Product
    client: httpx.AsyncClient
    extent: Extent
    ids: Sequence[str]

    def questions(self) -> dict[str, httpx.Request]:
        """What people ask most."""
        ask = self.client.build_request

        def search(text: str) -> httpx.Request:
            return ask("POST", "/search", json={"text": text})

        return {
            "work list, open": ask("GET", "/worklist", params={"view": "open"}),
            "work list, mine": ask("GET", "/worklist", params={"view": "mine"}),
            "search, a number": search("SN 2026-1"),
            "search, a common word": search(archive.COMMON),
            "search, a rare word": search(archive.RARE),
            "search, two words": search(f"{archive.COMMON} {archive.RARE}"),
            "a case": ask("GET", f"/cases/{self.ids[len(self.ids) // 2]}"),
            "all cases, newest": ask("GET", "/cases"),
        }


async def looks(ground: Ground, cases: int, rounds: int = ROUNDS) -> AsyncIterator[Look]:
    """Each question at the small and the large store: with the same desk, then with a larger."""
    organisation = load_organisation(REPOSITORY / "deploy" / "organisation")
    desk = min(DESK, cases // 4)
    async with (
        _store(ground, "looking_small", organisation, Extent(min(SMALL, cases), desk)) as small,
        _store(ground, "looking_large", organisation, Extent(cases, desk)) as large,
    ):
        for look in await measured(small, large, rounds):
            yield look
        more = Extent(desk * (GROWN - 1), desk * (GROWN - 1), begin=cases)
        await fill(ground.client, large.product.database("workflow"), organisation, more)
        grown = Extent(cases + more.cases, desk * GROWN)
        for look in await measured(small, replace(large, extent=grown), rounds):
            yield look
    await ground.drop(*small.product.databases, *large.product.databases)


@asynccontextmanager
async def _store(
    ground: Ground, name: str, organisation: Organisation, extent: Extent
) -> AsyncIterator[Store]:
    async with Product(ground, name, services=("workflow",)) as product:
        ids = await fill(ground.client, product.database("workflow"), organisation, extent)
        async with httpx.AsyncClient(
            base_url=f"{product.url('workflow')}/api/v1",
            headers={"Authorization": f"Bearer {product.staff_token}"},
            trust_env=False,
            timeout=120,
        ) as client:
            yield Store(product, client, extent, ids)


async def measured(small: Asked, large: Asked, rounds: int) -> Sequence[Look]:
    """Every question, so many times after some that do not count, at both in turn."""
    times: dict[str, tuple[list[float], list[float]]] = {}
    for number in range(WARM_UP + rounds):
        for name in small.questions():
            took = [await _seconds(store, name) for store in (small, large)]
            if number >= WARM_UP:
                kept = times.setdefault(name, ([], []))
                for each, seconds in zip(kept, took, strict=True):
                    each.append(seconds)
    return [
        Look(name, small.extent, large.extent, *(statistics.median(each) * 1000 for each in both))
        for name, both in times.items()
    ]


async def _seconds(store: Asked, name: str) -> float:
    request = store.questions()[name]
    began = time.perf_counter()
    response = await store.client.send(request)
    took = time.perf_counter() - began
    response.raise_for_status()
    return took
