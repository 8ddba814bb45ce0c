"""Where a service's time goes while it does its part of the journey."""

import io
import pstats
from pathlib import Path

from tests.load.ground import Choice, Ground
from tests.load.product import Product
from tests.load.product_line import ACKNOWLEDGED, REGISTERED, product_line
from tests.load.rounds import Extent, Kind

_SHOWN = 45


async def profile(service: str, folder: Path, choice: Choice, extent: Extent) -> str:
    """Run one line of the product with the service under cProfile; the functions that cost most.

    With motor the driver works in threads, which cProfile does not see: choose pymongo to see it.
    """
    journey = ACKNOWLEDGED if Kind.ACKNOWLEDGED in extent.kinds else REGISTERED
    async with Ground(folder, choice) as ground:
        async with Product(ground, "profiled", profiled=service) as product:
            await product_line(
                service,
                journey,
                ground,
                product,
                cases=extent.cases,
                warm_up=extent.warm_up,
                concurrency=extent.concurrency,
            )
        return _functions(product.profile(service))


def _functions(file: Path) -> str:
    text = io.StringIO()
    stats = pstats.Stats(str(file), stream=text)
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(_SHOWN)
    return text.getvalue()
