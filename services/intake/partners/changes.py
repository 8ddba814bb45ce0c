"""Changes of the cases of each partner, in an order in which they can be read without a gap."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.intake.partners.cursor import BEGINNING, ChangeCursor
from services.intake.partners.handed_in import FIELDS, HandedIn
from services.intake.records import Records
from services.intake.submission import partner_reference
from shared.clock import Clock
from shared.events.envelope import FactsEvent
from shared.events.facts import CaseFacts
from shared.events.vocabulary import Channel

SETTLING = timedelta(seconds=10)
"""How old a change must be to be read. Of two that are written at the same moment the later one may
be there first; a reader that took it and went on would never see the other."""

_CHANNELS = frozenset({Channel.PARTNER, Channel.REGION, Channel.IVO})
"""Channels by which partners hand in: only for their cases anything is done here."""

_MOST_OF_ONE_NAME = 200


@dataclass(frozen=True)
class PartnerCase:
    """A case as its partner may see it."""

    handed_in: HandedIn
    facts: CaseFacts


@dataclass(frozen=True)
class Changes:
    """Some changes; there may be `more` after `next`."""

    cases: Sequence[PartnerCase]
    next: ChangeCursor
    more: bool


class PartnerCases:
    """What partners have handed in and what has become of it. Raises TransientError."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    async def note(self, event: FactsEvent) -> None:
        """Remember that the case has changed, once its newest facts are kept. May be repeated."""
        if event.facts.channel not in _CHANNELS:
            return
        case_id = str(event.case_id)
        found = await self._handed_in([case_id])
        if not found or not found[0].by_partner:
            return
        while True:
            now = self._clock.now()
            place = ChangeCursor(now, case_id).in_feed_of(found[0].submitted_by)
            # Facts that are newer still are noted by their own event.
            await self._records.progress.update(
                {"_id": case_id, "seq": event.seq}, {"$set": {"feed": place}}
            )
            if self._clock.now() - now < SETTLING / 2:
                return

    async def changed(self, partner: str, since: ChangeCursor | None, limit: int) -> Changes:
        """Cases of the partner that have changed since, each once, in order."""
        since = since or BEGINNING
        until = ChangeCursor(self._clock.now() - SETTLING)
        changed = await self._records.progress.find(
            {"feed": {"$gt": since.in_feed_of(partner), "$lt": until.in_feed_of(partner)}},
            sort=[("feed", 1)],
            limit=limit + 1,
        )
        page = changed[:limit]
        handed_in = {each.id: each for each in await self._handed_in([one.id for one in page])}
        cases = [PartnerCase(handed_in[one.id], one.facts) for one in page if one.id in handed_in]
        reached = ChangeCursor.in_feed(page[-1].feed or "") if page else since
        return Changes(cases, reached, more=len(changed) > limit)

    async def with_external_reference(self, partner: str, reference: str) -> Sequence[PartnerCase]:
        """Cases that the partner handed in by that name of its own, in the order they came."""
        handed_in = await self._records.handed_in.find(
            {"partner_reference": partner_reference(partner, reference)},
            fields=FIELDS,
            limit=_MOST_OF_ONE_NAME,
        )
        progress = await asyncio.gather(
            *(self._records.progress.get(each.id) for each in handed_in)
        )
        cases = [
            PartnerCase(each, newer.facts if newer else each.facts)
            for each, newer in zip(handed_in, progress, strict=True)
        ]
        return sorted(cases, key=lambda case: case.facts.received_at)

    async def _handed_in(self, ids: Sequence[str]) -> Sequence[HandedIn]:
        return await self._records.handed_in.find({"_id": {"$in": list(ids)}}, fields=FIELDS)
