"""A child process that says by HTTP when it is ready: a service, or the mail catcher."""

import ssl

import httpx

from deploy.local.process import ChildProcess, Command
from deploy.local.readiness import until_ready

READY_SECONDS = 180.0
_ASK_SECONDS = 5.0
_SHOWN_CHARACTERS = 500
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Spares each start the reading of a list of authorities that nothing here is asked for."""


class HttpPart:
    """Ready when ``/health/ready`` answers 200."""

    def __init__(self, command: Command, url: str, *, ready_seconds: float = READY_SECONDS) -> None:
        self.name = command.name
        self.url = url
        self._ready_seconds = ready_seconds
        self._process = ChildProcess(command, grace_seconds=30)

    @property
    def pid(self) -> int | None:
        return self._process.pid

    async def start(self) -> None:
        await self._process.start()

    async def ready(self) -> None:
        """Wait for its own word that it is ready. Raises NotReady with what it said last."""
        async with httpx.AsyncClient(
            timeout=_ASK_SECONDS, trust_env=False, verify=_NO_TLS
        ) as client:
            await until_ready(self._process, lambda: self._ask(client), self._ready_seconds)

    async def stop(self) -> None:
        await self._process.stop()

    async def kill(self) -> None:
        """SIGKILL, as a crash would be."""
        await self._process.kill()

    async def exited(self) -> int:
        return await self._process.exited()

    async def _ask(self, client: httpx.AsyncClient) -> str | None:
        try:
            answer = await client.get(f"{self.url}/health/ready")
        except httpx.TransportError as error:
            return f"{self.url} does not answer ({type(error).__name__})"
        if answer.status_code == httpx.codes.OK:
            return None
        return f"it says {answer.status_code}: {answer.text[:_SHOWN_CHARACTERS]}"
