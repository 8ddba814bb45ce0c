"""What a case is found by: the stems of what was said and written in it, and of who said it.

They are personal data. They stand in a document of their own beside the case's, since an index
of fifty words would otherwise be written anew with every step; they are written, and have to be
erased, with the case. Pure.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from services.workflow.case import Answer, Case
from services.workflow.search_words import each_once, phone_digits, stems
from shared.events.submissions import Address
from shared.store.documents import Document
from shared.store.index import Index


class Place(StrEnum):
    """Where in a case something was found."""

    NUMBER = "number"
    """In its number, its reference, or what others call it."""
    NAMES = "names"
    """Who told it, whom it is about, and how they are reached."""
    REPORT = "report"
    """The reporter's own words."""
    MESSAGES = "messages"
    """What was written both ways."""
    ANSWER = "answer"


AT_MOST: Mapping[Place, int] = {
    Place.NAMES: 20,
    Place.REPORT: 120,
    Place.MESSAGES: 30,
    Place.ANSWER: 30,
}
"""Stems that are kept of each. A case is not found by what comes after them."""


class SearchEntry(Document):
    """The words of one case; its id is the case's."""

    collection: ClassVar[str] = "search"
    indexes: ClassVar[tuple[Index, ...]] = (Index("words", (("words", 1), ("opened_at", -1))),)

    opened_at: datetime
    words: tuple[str, ...]
    """Each once, those of one place after those of the one before."""
    counts: tuple[int, ...]
    """How many of the words are of each place, in the order of AT_MOST."""


def entry_of(case: Case) -> SearchEntry:
    """The case's entry as it is now."""
    words: list[str] = []
    counts: list[int] = []
    for place, texts in _texts(case):
        found = each_once(_all_stems(texts, place), AT_MOST[place], besides=words)
        words += found
        counts.append(len(found))
    return SearchEntry(
        id=case.id, opened_at=case.opened_at, words=tuple(words), counts=tuple(counts)
    )


def place_of(position: int, counts: Sequence[int]) -> Place:
    """Where the word at this position of an entry stands; the first of the places, if several."""
    for place, count in zip(AT_MOST, counts, strict=False):
        if position < count:
            return place
        position -= count
    return Place.REPORT


def fingerprint(case: Case) -> str:
    """Changes when the words of the case do; the words cannot be read from it."""
    said = "\0".join(f"{place}\0{chr(0).join(texts)}" for place, texts in _texts(case))
    return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _texts(case: Case) -> Iterator[tuple[Place, list[str]]]:
    content = case.content
    yield (
        Place.NAMES,
        _given(
            *_contact(content.contact),
            content.person_concerned,
            *(_contact(content.forwarded_by) if content.forwarded_by else ()),
        ),
    )
    yield (
        Place.REPORT,
        _given(
            content.subject,
            content.text,
            content.unit_as_given,
            content.occurred_about,
            content.consequence,
            content.immediate_action,
        ),
    )
    both_ways = (*(each.text for each in case.messages), *(each.text for each in case.sent))
    yield Place.MESSAGES, _given(*both_ways)
    answers = (case.answer, *reversed(case.earlier_answers))
    yield Place.ANSWER, [text for answer in answers if answer for text in _answer(answer)]


def _contact(address: Address) -> tuple[str | None, ...]:
    return (address.name, address.email, address.phone, address.address)


def _answer(answer: Answer) -> list[str]:
    return _given(answer.text, answer.measures, answer.where_next)


def _given(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


def _all_stems(texts: Iterable[str], place: Place) -> Iterator[str]:
    for text in texts:
        phone = phone_digits(text) if place is Place.NAMES else None
        if phone is not None:
            yield phone
        else:
            yield from stems(text)
