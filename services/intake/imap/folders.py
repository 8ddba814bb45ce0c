"""Folders by the server's own names: settings write `Lyhord/Mottagna`, whatever separates there."""

from collections.abc import Callable
from typing import Any

from imapclient import IMAPClient

SEPARATOR = "/"
INBOX = "INBOX"


class Folders:
    """The server's way of naming is asked for once a connection."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self._delimiter: str | None = None
        self._prefixes: list[str] = []
        self._there: set[str] = set()

    def on_server(self, name: str) -> str:
        """The name with the server's separator, and with the prefix that its folders begin with."""
        if name.upper() == INBOX:
            return INBOX
        if self._delimiter is None:
            self._delimiter, self._prefixes = self._asked()
        named = name.replace(SEPARATOR, self._delimiter) if self._delimiter else name
        if any(prefix and named.startswith(prefix) for prefix in self._prefixes):
            return named
        return f"{self._prefixes[0]}{named}" if self._prefixes else named

    def ensured(self, name: str, act: Callable[[str], Any]) -> None:
        """Do something with a folder that is made when it is missing."""
        folder = self.on_server(name)
        if folder not in self._there:
            self._make(folder)
        try:
            act(folder)
        except self._client.AbortError:
            raise
        except self._client.Error:
            # Somebody may have removed it since.
            if self._client.folder_exists(folder):
                raise
            self._make(folder)
            act(folder)

    def _make(self, folder: str) -> None:
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
            # So that it shows in mail programs.
            self._client.subscribe_folder(folder)
        self._there.add(folder)

    def _asked(self) -> tuple[str, list[str]]:
        """The separator, and the prefixes of all namespaces, the user's own first."""
        if self._client.has_capability("NAMESPACE"):
            own, others, shared = self._client.namespace()
            known = [pair for group in (own, others, shared) for pair in group or ()]
            if own and own[0][1]:
                return str(own[0][1]), [str(prefix) for prefix, _ in known]
        listed = self._client.list_folders(pattern="")
        delimiter = listed[0][1] if listed else None
        return (delimiter.decode() if isinstance(delimiter, bytes) else delimiter or ""), []
