"""A thread for blocking calls, which keeps no process alive."""

import asyncio
import contextlib
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_Call = Callable[[], None]


class OwnThread:
    """Performs calls one after the other.

    A daemon, other than the threads of an executor: one that hangs in a call to a server must not
    keep the process from ending.
    """

    def __init__(self, name: str) -> None:
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        Thread(target=self._work, name=name, daemon=True).start()

    async def run(
        self,
        call: Callable[Parameters, Result],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> Result:
        """The call's result, or its error. Cancelled, the caller leaves and the call goes on."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()

        def perform() -> None:
            try:
                result = call(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - it is the caller's
                _tell(loop, _fail, future, error)
            else:
                _tell(loop, _succeed, future, result)

        self._calls.put(perform)
        return await future

    def end(self, last: Callable[[], None] | None = None) -> None:
        """Perform what has been asked for, then `last`, and nothing more."""
        if last is not None:
            self._calls.put(last)
        self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            with contextlib.suppress(Exception):
                call()


def _tell(loop: asyncio.AbstractEventLoop, how: Callable[..., None], *args: Any) -> None:
    # The loop may be closed by now: nobody waits any more.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(how, *args)


def _succeed(future: asyncio.Future[Result], result: Result) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
