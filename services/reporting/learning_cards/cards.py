"""What is done with learning cards: made, written, published, withdrawn, and kept from cases."""

import asyncio
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from services.reporting.counted_case import CountedCase
from services.reporting.learning_cards.deidentifying.checking import Surroundings
from services.reporting.learning_cards.documents import (
    CardFacts,
    Change,
    Confirmed,
    LearningCard,
    State,
    TextField,
)
from services.reporting.learning_cards.effect import Effect, effect
from services.reporting.learning_cards.finding import CaseFinder
from services.reporting.learning_cards.objecting import (
    Objection,
    confirmations,
    found_in,
    standing,
)
from services.reporting.learning_cards.refusals import (
    CardChanged,
    Incomplete,
    MayPointOut,
    UnitTooSmall,
    WrongState,
)
from services.reporting.learning_cards.telling import common_unit, enough_to_show_unit, told
from shared.clock import Clock, local_date
from shared.identity.principal import Principal
from shared.ids import new_id
from shared.organisation import Organisation
from shared.store.database import Database
from shared.store.versioned import FIRST

REASON = "reason"
"""The field in which it is said why a card is withdrawn."""
SHOW_UNIT = "show_unit"
_REMEMBERED = 20


class LearningCards:
    """All methods raise StoreUnavailable or StoreRefused."""

    def __init__(
        self, database: Database, finder: CaseFinder, organisation: Organisation, clock: Clock
    ) -> None:
        self._cards = database.versioned(LearningCard)
        self._finder = finder
        self._organisation = organisation
        self._clock = clock

    async def make(
        self, writer: Principal, numbers: Sequence[str], texts: Mapping[TextField, str]
    ) -> LearningCard:
        """A draft of the cases with these numbers.

        Raises CaseNotFound, CaseOutOfReach, CaseErasedAlready or OfSeveralBoards. One write and
        two reads beside the round trips of finding the cases.
        """
        cases, table = await self._finder.cases(writer, numbers)
        now = self._clock.now()
        units = [case.facts.unit for case in cases]
        card = LearningCard(
            id=str(new_id()),
            seq=FIRST,
            board=cases[0].facts.board,
            unit=common_unit(units, self._organisation),
            units=tuple(dict.fromkeys(unit for unit in units if unit)),
            cases=tuple(case.id for case in cases),
            facts=await self._told(cases, table, show_unit=False),
            texts=cleaned(texts),
            made_at=now,
            made_by=writer.id,
            edited_at=now,
        )
        await self._cards.insert(card)
        # A case that was erased between being read and being named here was not found by `forget`.
        left = {case.id for case in await self._finder.again(card.cases)}
        for case in card.cases:
            if case not in left:
                await self.forget(case)
        return card

    async def found(self, card_id: str) -> LearningCard | None:
        """The card, or None. One round trip."""
        return await self._cards.get(card_id)

    async def of_boards(
        self, boards: Sequence[str], category: str = "", cause: str = ""
    ) -> list[LearningCard]:
        """The boards' cards, the newest first. One round trip."""
        where: dict[str, Any] = {"board": {"$in": list(boards)}}
        also: dict[str, Any] = {}
        if category:
            also["facts.categories"] = category
        if cause:
            also["facts.causes"] = cause
        found = await self._cards.find(where, also=also or None)
        return sorted(found, key=lambda card: (card.published_at or card.made_at, card.id))[::-1]

    async def write(
        self,
        card: LearningCard,
        expected: int,
        texts: Mapping[TextField, str],
        *,
        show_unit: bool,
    ) -> LearningCard:
        """Replace all texts of a draft. Raises WrongState or CardChanged. One round trip."""
        self._check(card, expected, State.DRAFT)
        new = cleaned(texts)
        fields = [str(field) for field in TextField if card.text(field) != new.get(field, "")]
        if show_unit != card.show_unit:
            fields.append(SHOW_UNIT)
        now = self._clock.now()
        change = Change(seq=expected + 1, at=now, fields=tuple(fields))
        return await self._next(
            card,
            texts=new,
            show_unit=show_unit,
            edited_at=now,
            changes=(*card.changes, change)[-_REMEMBERED:],
        )

    async def discard(self, card: LearningCard, expected: int) -> None:
        """Remove a draft. Raises WrongState or CardChanged. One round trip."""
        self._check(card, expected, State.DRAFT)
        if not await self._cards.delete({"_id": card.id, "seq": expected}):
            raise await self._changed(card)

    def objections(
        self, card: LearningCard, texts: Mapping[TextField, str] | None = None
    ) -> tuple[Objection, ...]:
        """Every place of the card's texts, or of these instead, that may point out a person."""
        return found_in(
            {str(field): text for field, text in (texts or card.texts).items()},
            self.surroundings(card),
        )

    def surroundings(self, card: LearningCard) -> Surroundings:
        """What the card's texts are held against."""
        return Surroundings.of(self._organisation, () if card.show_unit else card.units)

    async def publish(
        self,
        publisher: Principal,
        card: LearningCard,
        expected: int,
        confirmed: Iterable[Confirmed] = (),
    ) -> LearningCard:
        """Freeze the card with its texts and with the facts of now.

        Of two who publish at once one does, and the other is told. Raises Incomplete, MayPointOut,
        UnitTooSmall, CaseOutOfReach, WrongState or CardChanged.
        """
        self._check(card, expected, State.DRAFT)
        if missing := [field for field in TextField if not card.text(field).strip()]:
            raise Incomplete(missing)
        found = self.objections(card)
        if open_ones := standing(found, confirmed):
            raise MayPointOut(open_ones)
        cases, table = await self._finder.cases(publisher, card.cases)
        if card.show_unit and not await self._enough(cases, table):
            raise UnitTooSmall
        return await self._next(
            card,
            state=State.PUBLISHED,
            facts=await self._told(cases, table, show_unit=card.show_unit),
            confirmed=confirmations(found, confirmed),
            published_at=self._clock.now(),
        )

    async def may_show_unit(self, card: LearningCard) -> bool:
        """Whether the card's units have enough cases to be shown."""
        cases = await self._finder.again(card.cases)
        return bool(cases) and await self._enough(cases, await self._finder.table.facts())

    async def withdraw(
        self,
        card: LearningCard,
        expected: int,
        reason: str,
        confirmed: Iterable[Confirmed] = (),
        *,
        remove_texts: bool = False,
    ) -> LearningCard:
        """Take back a published card, with a reason that readers see in place of its texts.

        With `remove_texts` they are destroyed as well. Raises MayPointOut, WrongState, CardChanged.
        """
        self._check(card, expected, State.PUBLISHED)
        said = clean(reason)
        if open_ones := standing(found_in({REASON: said}, self.surroundings(card)), confirmed):
            raise MayPointOut(open_ones)
        return await self._next(
            card,
            state=State.WITHDRAWN,
            texts={} if remove_texts else card.texts,
            confirmed=() if remove_texts else card.confirmed,
            withdrawn_at=self._clock.now(),
            withdrawn_because=said,
        )

    async def effect(self, card: LearningCard, *, with_unit: bool) -> Effect | None:
        """What came in before and since; None while nothing can be told. The table's trips."""
        today = local_date(self._clock.now())
        table = await self._finder.table.facts()
        return await asyncio.to_thread(
            effect, card, table, self._organisation, today, with_unit=with_unit
        )

    async def forget(self, case_id: str) -> None:
        """Take the erased case out of every card; again changes nothing.

        A draft is discarded, since nobody has held its texts to be without persons; a withdrawn
        card loses its texts; a published one has been held so, and keeps them.
        """
        while found := await self._cards.find({"cases": case_id}):
            for card in found:
                if card.state is State.DRAFT:
                    await self._cards.delete({"_id": card.id, "seq": card.seq})
                    continue
                left: dict[str, Any] = {
                    "seq": card.seq + 1,
                    "cases": tuple(case for case in card.cases if case != case_id),
                }
                if card.state is State.WITHDRAWN:
                    left |= {"texts": {}, "confirmed": ()}
                await self._cards.replace(card.model_copy(update=left), card.seq)

    async def _told(
        self, cases: Sequence[CountedCase], table: pl.DataFrame, *, show_unit: bool
    ) -> CardFacts:
        facts = [case.facts for case in cases]
        return await asyncio.to_thread(told, facts, table, self._organisation, show_unit=show_unit)

    async def _enough(self, cases: Sequence[CountedCase], table: pl.DataFrame) -> bool:
        facts = [case.facts for case in cases]
        return await asyncio.to_thread(enough_to_show_unit, facts, table, self._organisation)

    async def _next(self, card: LearningCard, **changes: object) -> LearningCard:
        changed = card.model_copy(update={"seq": card.seq + 1, **changes})
        if not await self._cards.replace(changed, card.seq):
            raise await self._changed(card)
        return changed

    def _check(self, card: LearningCard, expected: int, state: State) -> None:
        if card.seq != expected:
            raise changed_since(card, expected)
        if card.state is not state:
            raise WrongState(card.state)

    async def _changed(self, card: LearningCard) -> CardChanged:
        now = await self._cards.get(card.id)
        return changed_since(now, card.seq) if now else CardChanged(0, (), {})


def changed_since(card: LearningCard, expected: int) -> CardChanged:
    """What has become another since that state, as far as is remembered."""
    fields = dict.fromkeys(
        field for change in card.changes if change.seq > expected for field in change.fields
    )
    if card.state is not State.DRAFT:
        fields["state"] = None
    now = {field: card.text(field) for field in TextField if field in fields}
    return CardChanged(card.seq, tuple(fields), now)


def cleaned(texts: Mapping[TextField, str]) -> dict[TextField, str]:
    """The texts without what does not show."""
    return {field: clean(texts.get(field, "")) for field in TextField}


def clean(text: str) -> str:
    """With composed letters, plain line breaks, and nothing but text around."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
