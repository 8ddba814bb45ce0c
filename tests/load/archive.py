"""A store with many finished cases behind a desk of open ones, as a workflow would have left it.

Twenty cases came in a day, so a larger archive reaches further back; the desk holds the newest.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import AsyncMongoClient

from services.workflow.access_table import Matter
from services.workflow.desk import with_desk
from services.workflow.numbers import folded_number
from services.workflow.opening import Opening, open_case
from services.workflow.search_words import asked_stems
from services.workflow.sight import by_account
from shared.clock import local_date, whole_milliseconds
from shared.events.vocabulary import Acknowledgement, Status
from shared.ids import new_id
from shared.organisation import Organisation
from shared.store.documents import Bson
from tests.load.sample import BOARDS, TEXT, UNITS
from tests.support.submissions import submission

A_DAY = 20
BATCH = 500
COMMON = "hyran"
"""In every third case."""
RARE = "kattunge"
"""In ten cases, from the newest to nearly the oldest, whatever the archive's size."""
CASEWORKER = "staff"
"""Who answers for every tenth case."""
_SYLLABLES = ("ka", "ri", "lo", "ve", "mu", "sta", "bro", "ned", "pil", "gor", "tyn", "fras")
_WORDS = 5
"""Further words of a case: fewer than people write, so that the store is filled in minutes."""


APART = 500_000
"""Serials of the archive come after this: what is registered meanwhile takes none of them."""


@dataclass(frozen=True)
class Extent:
    """How many cases there are, and how many of them, the newest, are open."""

    cases: int
    desk: int
    begin: int = 0
    """Their numbers begin after this one."""


async def fill(
    client: AsyncMongoClient[dict[str, Any]],
    database: str,
    organisation: Organisation,
    extent: Extent,
) -> Sequence[str]:
    """Write the cases, newest first; returns their ids."""
    samples = _samples(organisation)
    chance = random.Random(extent.begin)
    now = whole_milliseconds(datetime.now(UTC))
    ids: list[str] = []
    for first in range(0, extent.cases, BATCH):
        batch = range(first, min(first + BATCH, extent.cases))
        cases = [
            _case(
                samples[position % len(BOARDS), position < extent.desk],
                extent.begin + position,
                now - timedelta(days=1) * position / A_DAY,
            )
            for position in batch
        ]
        entries = [
            {
                "_id": case["_id"],
                "opened_at": case["opened_at"],
                "words": words,
                "counts": [0, len(words), 0, 0],
            }
            for case, position in zip(cases, batch, strict=True)
            for words in [_words(position, _is_rare(position, extent), chance)]
        ]
        await client[database]["cases"].insert_many(cases)
        await client[database]["search"].insert_many(entries)
        ids += [case["_id"] for case in cases]
    return ids


def _samples(organisation: Organisation) -> Mapping[tuple[int, bool], Bson]:
    """One case of each board, open and closed, as the product writes it."""
    return {
        (number, is_open): _sample(board, is_open, organisation)
        for number, board in enumerate(BOARDS)
        for is_open in (True, False)
    }


def _sample(board: str, is_open: bool, organisation: Organisation) -> Bson:
    event = submission(board=board, unit=UNITS[board], text=TEXT)
    case = open_case(Opening(event), 2026, 1, organisation, event.occurred_at).case
    changes: dict[str, Any] = {"acknowledgement": Acknowledgement.SENT}
    if not is_open:
        at = event.occurred_at
        changes |= {"status": Status.CLOSED, "closed_at": at, "answered_at": at}
    facts = case.facts.model_copy(update=changes)
    return with_desk(case.model_copy(update={"facts": facts}), organisation).to_bson()


def _case(sample: Bson, number: int, at: datetime) -> Bson:
    """The sample under a number, an id and a day of its own."""
    case_id = str(new_id())
    serial = APART + number + 1
    printed = f"{sample['facts']['board'].upper()} {at.year}-{serial:05d}"
    reference = f"{at.year % 100}-{case_id[-10:-5]}-{case_id[-5:]}".upper()
    responsible = CASEWORKER if number % 10 == 0 else f"caseworker-{number % 97}"
    case = {
        **sample,
        "_id": case_id,
        "opened_at": at,
        "numbers": [folded_number(printed), folded_number(reference)],
        "diary": {**sample["diary"], "year": at.year, "serial": serial, "number": printed},
        "facts": {
            **sample["facts"],
            "diary_number": printed,
            "reference": reference,
            "responsible": responsible,
        },
        "sight": [*sample["sight"], by_account(Matter.ORDINARY, responsible)],
    }
    if sample["desk"]:
        due = local_date(at) + timedelta(days=14)
        order = f"{due}/{at.isoformat(timespec='milliseconds')}/{case_id}"
        case["desk"] = {**sample["desk"], "due": due.isoformat(), "order": order}
    return case


def _is_rare(position: int, extent: Extent) -> bool:
    return extent.begin == 0 and position % max(1, extent.cases // 10) == 0


def _words(position: int, is_rare: bool, chance: random.Random) -> list[str]:
    words = [COMMON] if is_rare or position % 3 == 0 else []
    words += [RARE] if is_rare else []
    for _ in range(_WORDS):
        # A few words are frequent and most are seldom.
        rank = int(chance.paretovariate(0.7)) % 20_000
        words.append("".join(_SYLLABLES[rank // 12**place % 12] for place in range(4)))
    found = [stem for word in words for stem in asked_stems(word)]
    return list(dict.fromkeys(found))
