"""Group commit: what many callers ask for at the same moment is done in one round trip.

Callers await their own result or their own error. While one batch is at the store the next one
gathers, so batches grow with the load and a lone caller waits for nobody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from shared.metrics import GROUP_COMMIT_SIZE

Request = TypeVar("Request")
Result = TypeVar("Result")


class GroupCommit(Generic[Request, Result]):
    """Gathers requests and hands them to `perform`, at most `limit` at a time.

    `perform` returns one outcome for each request, in order: a result, or an exception that is
    that caller's own. When `perform` itself raises, every caller of the batch gets that error.
    """

    def __init__(
        self,
        perform: Callable[[Sequence[Request]], Awaitable[Sequence[Result | Exception]]],
        limit: int = 200,
    ) -> None:
        self._perform = perform
        self._limit = limit
        self._waiting: list[tuple[Request, asyncio.Future[Result]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def submit(self, request: Request) -> Result:
        """Have the request performed with those of the same moment; raises its own error.

        A caller that is cancelled leaves; its request is still performed.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        if self._worker is None:
            self._worker = asyncio.create_task(self._work(), name="group-commit")
        return await future

    async def _work(self) -> None:
        try:
            while self._waiting:
                # One turn of the loop: whoever is ready now joins this batch.
                await asyncio.sleep(0)
                batch, self._waiting = self._waiting[: self._limit], self._waiting[self._limit :]
                await self._commit(batch)
        finally:
            self._worker = None

    async def _commit(self, batch: Sequence[tuple[Request, asyncio.Future[Result]]]) -> None:
        GROUP_COMMIT_SIZE.observe(len(batch))
        try:
            outcomes = await self._perform([request for request, _ in batch])
        except asyncio.CancelledError:
            for _, future in batch:
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - handed to every caller of the batch
            outcomes = [error] * len(batch)
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.done():
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
