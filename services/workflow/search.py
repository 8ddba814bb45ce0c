"""Search in cases: by number, by what was said and written, and by who said it.

A number is looked up as it is written, as each board prints it, and as the beginning of one. Other
text is a phrase all of whose words a case must have, in any place and any order.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from services.workflow.access import Access
from services.workflow.cursors import Cursor
from services.workflow.listing import A_DAY, PROJECTION, ListedCase
from services.workflow.newest_first import Where, cursor_at, following, in_stretches, newest
from services.workflow.numbers import FIELD as NUMBERS
from services.workflow.numbers import asked_numbers, folded_number
from services.workflow.search_entry import Place, SearchEntry, place_of
from services.workflow.search_words import asked_stems, phone_digits
from shared.clock import Clock
from shared.identity.principal import Principal
from shared.organisation import Organisation
from shared.store.collection import Collection

WORDS_AT_MOST = 10
"""Words of a query that are looked for: the longest ones."""
BEGINNING_AT_LEAST = 6
"""Signs of a number before it is taken for the beginning of one."""
ROUNDS = 4
"""How often a page is tried to be filled where most of what is found is out of sight."""
AGAIN = 4
"""How many pages of entries are read at the second try and those after it."""
_LAST = "\uffff"


class Found(BaseModel):
    """One case, and where in it the words were found; `matched` never quotes them."""

    case: ListedCase
    matched: tuple[Place, ...]


class FoundPage(BaseModel):
    """A page of results, newest first.

    A page may be shorter than asked for, or empty, and others follow: what is found is one thing,
    what may be read another.
    """

    items: Sequence[Found]
    next: Cursor | None = None


class Search:
    """Searches in what someone may read.

    Round trips: one for a number, two for the beginning of one. For words one for each stretch of
    time (one where the newest month fills the page, at most four) and one for the cases; as much
    again, at most four times, where most of what is found is out of sight.
    """

    def __init__(
        self,
        cases: Collection[ListedCase],
        entries: Collection[SearchEntry],
        organisation: Organisation,
        access: Access,
        clock: Clock,
    ) -> None:
        self._cases = cases
        self._entries = entries
        self._organisation = organisation
        self._access = access
        self._clock = clock

    async def find(
        self, principal: Principal, text: str, cursor: Cursor | None = None, limit: int = 50
    ) -> FoundPage:
        """The cases that the text finds; those of a number come before any others."""
        visible = self._access.visible(principal, Access.READ)
        if any(sign.isdigit() for sign in text):
            found = await self._by_number(text, visible, cursor, limit)
            if found.items:
                return found
        return await self._by_words(text, visible, cursor, limit)

    async def _by_number(
        self, text: str, visible: Where, cursor: Cursor | None, limit: int
    ) -> FoundPage:
        number = folded_number(text)
        exactly = {NUMBERS: {"$in": list(asked_numbers(text, self._organisation.boards))}}
        found = await self._newest(exactly, {**visible, **following(cursor)}, limit + 1)
        if not found and len(number) >= BEGINNING_AT_LEAST:
            bounds = {"$gte": number, "$lt": number + _LAST}
            # One and the same number has to lie within both bounds.
            where = {NUMBERS: {"$elemMatch": bounds}, **visible, **following(cursor)}
            found = await self._newest({NUMBERS: bounds}, where, limit + 1)
        return FoundPage(
            items=[
                Found(case=ListedCase.from_bson(each), matched=(Place.NUMBER,))
                for each in found[:limit]
            ],
            next=cursor_at(found[limit - 1]) if len(found) > limit else None,
        )

    async def _newest(self, indexed: Where, where: Where, limit: int) -> list[dict[str, Any]]:
        return await newest(self._cases, indexed, where, PROJECTION, limit=limit)

    async def _by_words(
        self, text: str, visible: Where, cursor: Cursor | None, limit: int
    ) -> FoundPage:
        phone = phone_digits(text)
        words = ((phone,) if phone else asked_stems(text))[:WORDS_AT_MOST]
        items: list[Found] = []
        for number in range(ROUNDS if words else 0):
            wanted = (limit + 1) * (AGAIN if number else 1)
            entries = await self._entries_with(words, cursor, wanted)
            shown = await self._cases_of(entries, visible)
            for entry in entries:
                if len(items) == limit:
                    return FoundPage(items=items, next=cursor)
                cursor = cursor_at(entry)
                if entry["_id"] in shown:
                    items.append(Found(case=shown[entry["_id"]], matched=_places(entry)))
            if len(entries) < wanted:
                return FoundPage(items=items)
        return FoundPage(items=items, next=cursor if words else None)

    async def _entries_with(
        self, words: Sequence[str], cursor: Cursor | None, wanted: int
    ) -> list[dict[str, Any]]:
        """The newest entries that have all the words: so many, or else all there are."""
        first, *others = words
        where = {**({"words": {"$all": others}} if others else {}), **following(cursor)}
        positions = [{"$indexOfArray": ["$words", {"$literal": word}]} for word in words]
        found: list[dict[str, Any]] = []
        async for stretch in in_stretches(
            self._entries,
            {"words": first},
            where,
            {"opened_at": 1, "counts": 1, "positions": positions},
            until=cursor.opened_at if cursor else self._clock.now() + A_DAY,
            wanted=wanted,
        ):
            found += stretch
            if len(found) >= wanted:
                break
        return found[:wanted]

    async def _cases_of(
        self, entries: Sequence[Mapping[str, Any]], visible: Where
    ) -> dict[str, ListedCase]:
        """Those that may be read, by id."""
        if not entries:
            return {}
        ids = [entry["_id"] for entry in entries]
        found = await self._cases.find(
            {"_id": {"$in": ids}}, also=visible, fields=ListedCase.fields
        )
        return {case.id: case for case in found}


def _places(entry: Mapping[str, Any]) -> tuple[Place, ...]:
    places = {place_of(position, entry["counts"]) for position in entry["positions"]}
    return tuple(place for place in Place if place in places)
