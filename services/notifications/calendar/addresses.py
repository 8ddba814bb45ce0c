"""The secret addresses of calendars: who has the address reads the calendar, without a login."""

import base64
import binascii
import hmac
from hashlib import sha256
from typing import ClassVar

from shared.identity.accounts import Accounts
from shared.signing_keys import SigningKeys
from shared.store.collection import Collection
from shared.store.documents import Document
from shared.store.errors import Duplicate

FIRST = 1
_SIGNATURE_BYTES = 24
_LONGEST = 300


class CalendarVersion(Document):
    """Which of an account's addresses holds; its id is the account's. Without one, the first."""

    collection: ClassVar[str] = "calendar_versions"

    version: int


class CalendarAddresses:
    """Makes and reads the tokens in them: account and version, signed."""

    def __init__(
        self, versions: Collection[CalendarVersion], accounts: Accounts, keys: SigningKeys
    ) -> None:
        self._versions = versions
        self._accounts = accounts
        self._keys = keys

    async def token_of(self, account: str) -> str:
        """The account's token. One read."""
        stated = _stated(account, await self._version(account))
        return f"{stated}.{_letters(_signature(self._keys.current, stated))}"

    async def account_of(self, token: str) -> str | None:
        """Whose token it is; None for one that was replaced or made up, and for lost accounts.

        One read, and none for one that is not signed by us.
        """
        stated, _, signature = token.rpartition(".")
        if len(token) > _LONGEST or not self._is_ours(stated, signature):
            return None
        name, _, version = stated.partition(".")
        account = _bytes(name).decode()
        if all(each.principal.id != account for each in self._accounts.every()):
            return None
        return account if version == str(await self._version(account)) else None

    async def renew(self, account: str) -> None:
        """A new address, so that the one before no longer works."""
        try:
            await self._versions.insert(CalendarVersion(id=account, version=FIRST + 1))
        except Duplicate:
            await self._versions.update({"_id": account}, {"$inc": {"version": 1}})

    async def _version(self, account: str) -> int:
        found = await self._versions.get(account)
        return found.version if found else FIRST

    def _is_ours(self, stated: str, signature: str) -> bool:
        try:
            given = _bytes(signature)
        except (binascii.Error, ValueError):
            return False
        keys = (self._keys.current, *self._keys.earlier)
        return any(hmac.compare_digest(given, _signature(key, stated)) for key in keys)


def _stated(account: str, version: int) -> str:
    return f"{_letters(account.encode())}.{version}"


def _signature(key: bytes, stated: str) -> bytes:
    content = f"calendar\x1f{stated}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, content, sha256)[:_SIGNATURE_BYTES]


def _letters(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(letters: str) -> bytes:
    return base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
