"""Which units' staff meetings have talked about a card: read receipts without persons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from services.reporting.learning_cards.cards import clean
from services.reporting.learning_cards.deidentifying.checking import Surroundings
from services.reporting.learning_cards.documents import Confirmed, LearningCard, State, Talk
from services.reporting.learning_cards.objecting import found_in, standing
from services.reporting.learning_cards.refusals import AlreadyNoted, MayPointOut, WrongState
from shared.clock import Clock
from shared.events.vocabulary import Role
from shared.ids import derived_id
from shared.organisation import Organisation, Unit
from shared.store.database import Database
from shared.store.errors import Duplicate

OUTCOME = "outcome"
"""The field in which it is said what the meeting came to."""


class Talks:
    """All methods raise StoreUnavailable or StoreRefused."""

    def __init__(self, database: Database, organisation: Organisation, clock: Clock) -> None:
        self._talks = database.collection(Talk)
        self._organisation = organisation
        self._clock = clock

    async def note(
        self,
        card: LearningCard,
        unit: Unit,
        held_on: date,
        present: int,
        outcome: str,
        role: Role,
        confirmed: Iterable[Confirmed] = (),
    ) -> Talk:
        """Note a meeting; the same again changes nothing.

        Raises WrongState unless the card is published, MayPointOut, and AlreadyNoted where the
        unit has noted something else of that day.
        """
        if card.state is not State.PUBLISHED:
            raise WrongState(card.state)
        said = clean(outcome)
        unspoken = () if card.facts.units else card.units
        surroundings = Surroundings.of(self._organisation, unspoken)
        if open_ones := standing(found_in({OUTCOME: said}, surroundings), confirmed):
            raise MayPointOut(open_ones)
        talk = Talk(
            id=str(derived_id("learning-card-talk", card.id, unit.id, held_on)),
            card=card.id,
            board=card.board,
            unit=unit.id,
            held_on=held_on,
            present=present,
            outcome=said,
            role=role,
            noted_at=self._clock.now(),
        )
        try:
            await self._talks.insert(talk)
        except Duplicate:
            known = await self._talks.get(talk.id)
            if known is not None and (known.present, known.outcome) != (present, said):
                raise AlreadyNoted(known) from None
            return known or talk
        return talk

    async def of_card(self, card: LearningCard) -> list[Talk]:
        """The latest meeting first. One round trip."""
        return await self._talks.find({"card": card.id}, sort=[("held_on", -1), ("unit", 1)])

    async def units_of(self, cards: Sequence[LearningCard]) -> Mapping[str, AbstractSet[str]]:
        """By each card, the units that have talked about it. One round trip."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        wanted = {"card": {"$in": [card.id for card in cards]}}
        for talk in await self._talks.find(wanted):
            found[talk.card].add(talk.unit)
        return found

    async def take_away(self, talk_id: str, card: LearningCard) -> None:
        """Remove a note that is wrong; again changes nothing. One round trip."""
        await self._talks.delete({"_id": talk_id, "card": card.id})
