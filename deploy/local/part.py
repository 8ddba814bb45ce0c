"""What the supervisor needs of anything that it keeps alive."""

from typing import Protocol


class Part(Protocol):
    """A broker, a store, a service: something that runs and may die."""

    @property
    def name(self) -> str: ...

    @property
    def pid(self) -> int | None:
        """Its process, or None when it does not run."""
        ...

    async def start(self) -> None:
        """Start it; also again, after it has died."""
        ...

    async def ready(self) -> None:
        """Wait until it does its work. Raises NotReady."""
        ...

    async def stop(self) -> None:
        """End it, and everything it started."""
        ...

    async def exited(self) -> int:
        """Wait for its end; at once when it does not run. Negative: the signal that ended it."""
        ...
