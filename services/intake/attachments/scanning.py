"""What a virus scanner is asked. A scan that fails is no scan, and keeps no file from coming."""

from typing import Protocol

from shared.events.vocabulary import Scan


class Scanning(Protocol):
    """One file on its way through the scanner. No method raises anything of the scanner's."""

    async def feed(self, piece: bytes) -> None:
        """The next piece."""

    async def verdict(self) -> Scan:
        """What it found, once it has had all; NOT_SCANNED when it could not tell."""
        ...

    async def close(self) -> None:
        """Let go of the scanner, however far it has come."""


class Scanner(Protocol):
    """What scans files."""

    def begin(self) -> Scanning:
        """A new file comes."""
        ...


class _NotScanned:
    async def feed(self, _piece: bytes) -> None:
        return

    async def verdict(self) -> Scan:
        return Scan.NOT_SCANNED

    async def close(self) -> None:
        return


class _NoScanner:
    def begin(self) -> Scanning:
        return _NotScanned()


NO_SCANNER: Scanner = _NoScanner()
"""Where none is configured."""
