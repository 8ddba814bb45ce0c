"""What the pages of learning cards share: who may see a card, and how it is shown."""

from collections.abc import Sequence
from itertools import count
from typing import Any
from uuid import UUID

from fastapi import HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.learning_cards.access import (
    SEE_TALKS,
    may_note,
    may_read,
    may_see_cases,
    may_write,
)
from services.reporting.learning_cards.cards import LearningCards
from services.reporting.learning_cards.documents import LearningCard, State, TextField
from services.reporting.learning_cards.objecting import Objection
from services.reporting.learning_cards.talks import Talks
from services.reporting.pages.card_words import FIELDS, STATES, TEXTS, Piece, fact_rows, marked
from services.reporting.pages.frame import LEARNING_CARDS
from services.reporting.pages.office import Office
from services.reporting.pages.voice import Voice
from services.reporting.pages.words import Words
from shared.identity.sessions import StaffMember
from shared.organisation import Unit
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase


class CardDesk:
    """What the pages of learning cards share."""

    def __init__(self, office: Office, cards: LearningCards, talks: Talks, case_page: str) -> None:
        self.office = office
        self.cards = cards
        self._talks = talks
        self._case_page = case_page
        self.words = Words(office.organisation)

    async def visible(self, member: StaffMember, card_id: UUID) -> LearningCard:
        """The card. Raises HTTPException (404) where it is not theirs to see."""
        card = await self.cards.found(str(card_id))
        if card is None or not may_read(member.principal, card, self.office.organisation):
            raise HTTPException(404)
        return card

    async def writable(self, member: StaffMember, card_id: UUID) -> LearningCard:
        """The same. Raises HTTPException (403) where it is not theirs to write."""
        card = await self.visible(member, card_id)
        if not self.writes(member, card):
            raise HTTPException(403)
        return card

    def writes(self, member: StaffMember, card: LearningCard) -> bool:
        """Whether the card is theirs to write."""
        return may_write(member.principal, card.board, card.unit, self.office.organisation)

    def units(self, member: StaffMember, card: LearningCard) -> dict[str, Unit]:
        """Units whose meetings they may note, by id."""
        organisation = self.office.organisation
        return {
            unit.id: unit
            for unit in organisation.units_of(card.board)
            if unit.is_open(self.office.today)
            and may_note(member.principal, unit, card.board, organisation)
        }

    def to(self, card: LearningCard, done: str = "") -> Response:
        """To the card's page, which says what has been done."""
        query = f"?gjort={done}" if done else ""
        address = self.office.frame.site.address(f"{LEARNING_CARDS}/{card.id}{query}")
        return RedirectResponse(address, status_code=303)

    async def show(
        self,
        request: Request,
        member: StaffMember,
        card: LearningCard,
        *,
        form: FormState | None = None,
        status: int = 200,
        problem: Phrase | None = None,
        refused: Sequence[Objection] = (),
    ) -> Response:
        """The card's page. `refused` are places in what was typed beside the card."""
        writes = self.writes(member, card)
        voice = Voice(self.office.frame.pages.language(request))
        told = writes or card.state is not State.WITHDRAWN
        found = self.cards.objections(card) if card.state is State.DRAFT else ()
        talks = await self._talks.of_card(card)
        units = self.units(member, card) if card.state is State.PUBLISHED else {}
        effect = (
            await self.cards.effect(card, with_unit=writes or bool(card.facts.units))
            if card.state is State.PUBLISHED
            else None
        )
        values: dict[str, Any] = {
            "card": card,
            "title": card.text(TextField.TITLE) if told else "",
            "texts": _texts(card, found) if told else [],
            "facts": fact_rows(card.facts, self.words, voice),
            "state": STATES[card.state],
            "writes": writes,
            "found": list(enumerate(found, start=1)),
            "refused": list(refused),
            "missing": [TEXTS[field][0] for field in TextField if not card.text(field)],
            "fields": FIELDS,
            "units_talked": len({talk.unit for talk in talks}),
            "talks": talks if member.principal.has(*SEE_TALKS) else [],
            "unit_name": self.words.unit,
            "units": [Choice(unit.id, unit.name) for unit in units.values()],
            "own_units": set(units),
            "effect": effect,
            "case_addresses": [f"{self._case_page}/{case}" for case in card.cases]
            if may_see_cases(member.principal, card)
            else [],
            "path": f"{LEARNING_CARDS}/{card.id}",
            "form": form or FormState(),
            "problem": problem,
            "done": request.query_params.get("gjort", ""),
        }
        return self.office.frame.answer(
            request, member, "learning_card.html", status=status, **values
        )


def _texts(
    card: LearningCard, found: Sequence[Objection]
) -> list[tuple[TextField, Phrase, list[Piece]]]:
    """Each text that there is, with its heading; places are numbered through all of them."""
    numbers = count(1)
    parts: list[tuple[TextField, Phrase, list[Piece]]] = []
    for field in TextField:
        own = [each for each in found if each.field == field]
        first = next(numbers) if own else 0
        for _ in own[1:]:
            next(numbers)
        if card.text(field):
            parts.append((field, TEXTS[field][0], marked(card.text(field), own, first)))
    return parts
