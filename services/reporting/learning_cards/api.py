"""Learning cards over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from services.reporting.learning_cards.access import (
    NOTE,
    SEE_TALKS,
    WRITE,
    may_note,
    may_read,
    may_see_cases,
    may_write,
)
from services.reporting.learning_cards.answering import expected_seq, refusals_answered, wrong
from services.reporting.learning_cards.cards import LearningCards
from services.reporting.learning_cards.documents import LearningCard, State
from services.reporting.learning_cards.shapes import (
    CardList,
    CardListed,
    CardShown,
    CardTexts,
    NewCard,
    Places,
    PlaceShown,
    Publishing,
    Withdrawing,
)
from services.reporting.learning_cards.talks import Talks
from services.reporting.learning_cards.use_shapes import EffectShown, NewTalk, TalkList, TalkShown
from services.reporting.reach import boards_of
from shared.clock import Clock, local_date
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.organisation import Organisation, Unit
from shared.web.openapi import problems
from shared.web.problems import Forbidden, NotFound

IfMatch = Annotated[str | None, Header(description="`seq` of the card as read.")]


class _Desk:
    """What the routes share: reading for whoever asks, and answering."""

    def __init__(
        self, cards: LearningCards, talks: Talks, organisation: Organisation, clock: Clock
    ) -> None:
        self._cards, self._talks = cards, talks
        self._organisation, self._clock = organisation, clock

    async def visible(self, principal: Principal, card_id: UUID) -> LearningCard:
        card = await self._cards.found(str(card_id))
        if card is None or not may_read(principal, card, self._organisation):
            raise NotFound("There is no such card, or it is not yours to see.")
        return card

    async def writable(self, principal: Principal, card_id: UUID) -> LearningCard:
        card = await self.visible(principal, card_id)
        if not self.writes(principal, card):
            raise Forbidden("The card is another unit's: its manager, or quality, may do this.")
        return card

    def writes(self, principal: Principal, card: LearningCard) -> bool:
        return may_write(principal, card.board, card.unit, self._organisation)

    async def shown(
        self, principal: Principal, card: LearningCard, response: Response
    ) -> CardShown:
        response.headers["ETag"] = f'"{card.seq}"'
        talked = await self._talks.units_of([card])
        return CardShown.whole(
            card,
            len(talked.get(card.id, ())),
            writes=self.writes(principal, card),
            sees_cases=may_see_cases(principal, card),
        )

    def unit(self, principal: Principal, card: LearningCard, name: str) -> Unit:
        unit = self._organisation.unit(name, card.board)
        if unit is None or unit.board != card.board:
            raise wrong("unit", f'There is no unit "{name}" in the board.')
        if not may_note(principal, unit, card.board, self._organisation):
            raise Forbidden("Only the unit's own manager, or one above, notes its meetings.")
        return unit

    def check_day(self, held_on: date) -> None:
        if held_on > local_date(self._clock.now()):
            raise wrong("held_on", "The meeting has not been held yet.")


def learning_cards(
    cards: LearningCards,
    talks: Talks,
    organisation: Organisation,
    clock: Clock,
    authentication: Authentication,
) -> APIRouter:
    """Drafts for those who write them; published cards for all staff of the board."""
    router = APIRouter(
        prefix="/learning-cards", tags=["learning cards"], responses=problems(401, 403, 422, 503)
    )
    desk = _Desk(cards, talks, organisation, clock)
    Reader = Annotated[Principal, Depends(authentication.one_of(*READ))]  # noqa: N806
    Writer = Annotated[Principal, Depends(authentication.one_of(*WRITE))]  # noqa: N806
    Noter = Annotated[Principal, Depends(authentication.one_of(*NOTE))]  # noqa: N806
    TalkReader = Annotated[Principal, Depends(authentication.one_of(*SEE_TALKS))]  # noqa: N806

    @router.get("", summary="The cards that one may see, the newest first")
    async def listed(
        principal: Reader,
        category: Annotated[str, Query(description="Id of a category.")] = "",
        cause: str = "",
        state: Annotated[tuple[State, ...], Query()] = (State.PUBLISHED,),
        after: Annotated[UUID | None, Query(description="`next` of the page before.")] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> CardList:
        found = await cards.of_boards(boards_of(principal, organisation), category, cause)
        every = [
            card
            for card in found
            if card.state in state and may_read(principal, card, organisation)
        ]
        start = 0
        if after is not None:
            start = next((n + 1 for n, each in enumerate(every) if each.id == str(after)), 0)
        page = every[start : start + limit]
        talked = await talks.units_of(page)
        items = [
            CardListed.of(card, len(talked.get(card.id, ())), writes=desk.writes(principal, card))
            for card in page
        ]
        more = start + limit < len(every)
        return CardList(total=len(every), items=items, next=items[-1].id if more else None)

    @router.post("", status_code=201, summary="Make a draft of a case, or of several")
    async def make(
        principal: Writer, new: NewCard, request: Request, response: Response
    ) -> CardShown:
        with refusals_answered():
            card = await cards.make(principal, new.cases, new.by_field)
        response.headers["Location"] = str(request.url_for("show_card", card_id=card.id))
        return await desk.shown(principal, card, response)

    @router.get("/{card_id}", summary="One card", responses=problems(404))
    async def show_card(principal: Reader, card_id: UUID, response: Response) -> CardShown:
        return await desk.shown(principal, await desk.visible(principal, card_id), response)

    @router.put("/{card_id}", summary="Replace a draft's texts", responses=problems(404, 409, 428))
    async def write(
        principal: Writer,
        card_id: UUID,
        given: CardTexts,
        response: Response,
        if_match: IfMatch = None,
    ) -> CardShown:
        expected = expected_seq(if_match)
        card = await desk.writable(principal, card_id)
        with refusals_answered():
            card = await cards.write(card, expected, given.by_field, show_unit=given.show_unit)
        return await desk.shown(principal, card, response)

    @router.delete(
        "/{card_id}", status_code=204, summary="Discard a draft", responses=problems(404, 409, 428)
    )
    async def discard(principal: Writer, card_id: UUID, if_match: IfMatch = None) -> None:
        expected = expected_seq(if_match)
        card = await desk.writable(principal, card_id)
        with refusals_answered():
            await cards.discard(card, expected)

    @router.get(
        "/{card_id}/places",
        summary="Every place of a draft that may point out a person",
        responses=problems(404),
    )
    async def places(principal: Writer, card_id: UUID) -> Places:
        card = await desk.writable(principal, card_id)
        return Places(places=[PlaceShown.of(each) for each in cards.objections(card)])

    @router.post(
        "/{card_id}/publish",
        summary="Freeze a draft and show it to the board's staff",
        responses=problems(404, 409, 428),
    )
    async def publish(
        principal: Writer,
        card_id: UUID,
        response: Response,
        said: Publishing | None = None,
        if_match: IfMatch = None,
    ) -> CardShown:
        expected = expected_seq(if_match)
        card = await desk.writable(principal, card_id)
        confirmed = [each.confirmed for each in said.confirmed] if said else []
        with refusals_answered():
            card = await cards.publish(principal, card, expected, confirmed)
        return await desk.shown(principal, card, response)

    @router.post(
        "/{card_id}/withdraw",
        summary="Take back a published card, and say why",
        responses=problems(404, 409, 428),
    )
    async def withdraw(
        principal: Writer,
        card_id: UUID,
        given: Withdrawing,
        response: Response,
        if_match: IfMatch = None,
    ) -> CardShown:
        expected = expected_seq(if_match)
        card = await desk.writable(principal, card_id)
        confirmed = [each.confirmed for each in given.confirmed]
        with refusals_answered():
            card = await cards.withdraw(
                card, expected, given.reason, confirmed, remove_texts=given.remove_texts
            )
        return await desk.shown(principal, card, response)

    @router.get(
        "/{card_id}/effect",
        summary="Cases of its category before it was published, and since",
        responses=problems(404),
    )
    async def effect(principal: Reader, card_id: UUID) -> EffectShown:
        card = await desk.visible(principal, card_id)
        told = bool(card.facts.units) or desk.writes(principal, card)
        return EffectShown.of(await cards.effect(card, with_unit=told))

    @router.get(
        "/{card_id}/talks",
        summary="Which units' staff meetings have talked about it",
        responses=problems(404),
    )
    async def talks_of(principal: TalkReader, card_id: UUID) -> TalkList:
        card = await desk.visible(principal, card_id)
        return TalkList(items=[TalkShown.of(each) for each in await talks.of_card(card)])

    @router.post(
        "/{card_id}/talks",
        status_code=201,
        summary="Note that a staff meeting has talked about it; the same again changes nothing",
        responses=problems(404, 409),
    )
    async def note(principal: Noter, card_id: UUID, given: NewTalk) -> TalkShown:
        card = await desk.visible(principal, card_id)
        unit = desk.unit(principal, card, given.unit)
        desk.check_day(given.held_on)
        confirmed = [each.confirmed for each in given.confirmed]
        role = principal.acting(*NOTE).role
        with refusals_answered():
            talk = await talks.note(
                card, unit, given.held_on, given.present, given.outcome, role, confirmed
            )
        return TalkShown.of(talk)

    @router.delete(
        "/{card_id}/talks/{talk_id}",
        status_code=204,
        summary="Take a note away that is wrong; again changes nothing",
        responses=problems(404),
    )
    async def take_away(principal: Noter, card_id: UUID, talk_id: UUID) -> None:
        card = await desk.visible(principal, card_id)
        for talk in await talks.of_card(card):
            if talk.id == str(talk_id):
                desk.unit(principal, card, talk.unit)
        await talks.take_away(str(talk_id), card)

    return router
