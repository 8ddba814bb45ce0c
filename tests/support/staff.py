"""Staff of the tests: accounts with passwords, and a browser of theirs without a screen."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Self

import httpx
from argon2 import PasswordHasher

from tests.support.plain_http import NO_AUTHORITIES

_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
OURS = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
PASSWORD = "lösenord"

STAFF = {
    "kontaktcenter": 'roles = ["staff"]',
    "enhetschef": 'roles = ["manager"]\nboard = "von"\nunit = "hemvard-norr"\naccount = "chef-1"',
    "socialsekreterare": 'roles = ["caseworker"]\nboard = "sn"',
    "registrator": 'roles = ["registrar"]',
    "revisor": 'roles = ["auditor"]',
}


def hashed_password() -> str:
    """The password that everybody has, as the accounts file holds it."""
    return _HASHER.hash(PASSWORD)


def staff_accounts(folder: Path) -> Path:
    """An accounts file with everyone of `STAFF`, all with the same password."""
    hashed = hashed_password()
    path = folder / "staff.toml"
    path.write_text(
        "\n".join(
            f'[[account]]\nuser = "{user}"\npassword_hash = "{hashed}"\n{rest}\n'
            for user, rest in STAFF.items()
        ),
        encoding="utf-8",
    )
    return path


class StaffBrowser:
    """One of the staff, logged in, filling in forms as a browser would."""

    def __init__(self, url: str, user: str, password: str = PASSWORD) -> None:
        self._user = user
        self._password = password
        self.http = httpx.AsyncClient(
            base_url=url, headers=OURS, trust_env=False, verify=NO_AUTHORITIES, timeout=60
        )

    async def __aenter__(self) -> Self:
        login = {"user": self._user, "password": self._password}
        assert (await self.http.post("/logga-in", data=login)).status_code == 303
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the first form of the page that is about something."""
        page = (await self.http.get(path)).text
        return hidden_fields(page)

    async def send(
        self,
        path: str,
        fields: Mapping[str, str],
        files: list[tuple[str, tuple[str, bytes]]] | None = None,
    ) -> httpx.Response:
        """Post the fields with what the page hides in its form."""
        hidden = await self.form(path)
        return await self.http.post(path, data={**hidden, **fields}, files=files)

    async def get(self, path: str) -> str:
        """The page, once it is there. Fails for anything but 200."""
        page = await self.http.get(path)
        assert page.status_code == 200, page.status_code
        return page.text


def hidden_fields(page: str) -> dict[str, str]:
    """What forms of the page hide, by name; the last one counts."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def words_of(page: str) -> str:
    """What is read on the page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
