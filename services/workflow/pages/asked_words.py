"""What someone has searched for, kept by their own browser for a while.

Words are often names: they stand in no address and in no log, and a search can still be reloaded,
paged, and come back to from a case. The address has an id that says nothing.
"""

from datetime import timedelta
from secrets import token_hex

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.clock import Clock
from shared.pages.sealed import Seal
from shared.pages.sealed_cookies import SealedCookie
from shared.signing_keys import SigningKeys

KEPT = timedelta(hours=1)
LONGEST = 200
"""Characters."""
_AT_ONCE = 4
"""Searches of one browser that are kept, as of several tabs."""


class _Search(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    user: str
    words: str


class _Searches(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    newest_first: tuple[_Search, ...] = ()


class AskedWords:
    """Keeps the newest searches in a sealed cookie that only the search page is sent."""

    def __init__(self, keys: SigningKeys, path: str, clock: Clock) -> None:
        self._cookie = SealedCookie(
            "lyhord_search", Seal(keys.current, "case search", KEPT, keys.earlier)
        )
        self._path = path
        self._clock = clock

    def keep(self, request: Request, response: Response, user: str, words: str) -> None:
        """Have the browser keep the words; `response` then leads to where they are searched."""
        search = _Search(id=token_hex(8), user=user, words=words)
        kept = (search, *(each for each in self._kept(request) if each.user == user))[:_AT_ONCE]
        text = _Searches(newest_first=kept).model_dump_json()
        self._cookie.give(request, response, text, path=self._path, now=self._clock.now())
        response.headers["Location"] = f"{self._path}?nr={search.id}"

    def words(self, request: Request, user: str, search_id: str) -> str | None:
        """What this member searched for under the id; None where that is forgotten."""
        for each in self._kept(request):
            if each.id == search_id and each.user == user:
                return each.words
        return None

    def _kept(self, request: Request) -> tuple[_Search, ...]:
        text = self._cookie.read(request, self._clock.now())
        try:
            return _Searches.model_validate_json(text).newest_first if text else ()
        except ValidationError:
            return ()
