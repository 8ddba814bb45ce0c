"""Learning cards on pages: listed, read, printed, and noted as talked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from services.reporting.figures.dimensions import Dimension
from services.reporting.learning_cards.access import (
    NOTE,
    WRITE,
    may_read,
)
from services.reporting.learning_cards.documents import LearningCard, State, TextField
from services.reporting.learning_cards.objecting import Objection
from services.reporting.learning_cards.refusals import AlreadyNoted, MayPointOut, WrongState
from services.reporting.learning_cards.talks import OUTCOME, Talks
from services.reporting.pages.card_desk import CardDesk
from services.reporting.pages.card_forms import confirmed_in, typed_talk
from services.reporting.pages.frame import LEARNING_CARDS
from services.reporting.reach import boards_of
from shared.identity.roles import READ
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Label, Phrase, phrase

CATEGORY, CAUSE, STATE, PAGE = "kategori", "orsak", "lage", "sida"
A_PAGE = 20
LAGEN: Mapping[str, State] = {
    "publicerade": State.PUBLISHED,
    "utkast": State.DRAFT,
    "aterkallade": State.WITHDRAWN,
}


@dataclass(frozen=True)
class CardRow:
    """A card in the list."""

    card: LearningCard
    title: str
    categories: Sequence[Label]
    causes: Sequence[Label]
    units_talked: int

    @property
    def address(self) -> str:
        return f"{LEARNING_CARDS}/{self.card.id}"


@dataclass(frozen=True)
class FilterLink:
    """A value that the list can be chosen by, or is."""

    text: Label
    address: str
    count: int
    chosen: bool


class LearningCardPages:
    """The list costs two round trips, a card two more beside the table's."""

    def __init__(self, desk: CardDesk, talks: Talks) -> None:
        self._desk = desk
        self._talks = talks

    def routes(self) -> APIRouter:
        """The addresses of the pages for reading."""
        router = APIRouter(prefix=LEARNING_CARDS, include_in_schema=False)
        office = self._desk.office
        Reader = Annotated[StaffMember, Depends(office.allowed(*READ))]  # noqa: N806
        Noter = Annotated[StaffMember, Depends(office.allowed(*NOTE))]  # noqa: N806

        @router.get("")
        async def listed(request: Request, member: Reader) -> Response:
            return await self._list(request, member)

        @router.get("/{card_id:uuid}")
        async def show(request: Request, member: Reader, card_id: UUID) -> Response:
            return await self._desk.show(request, member, await self._desk.visible(member, card_id))

        @router.post("/{card_id:uuid}/mote")
        async def note(request: Request, member: Noter, card_id: UUID) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            return await self._note(
                request, member, await self._desk.visible(member, card_id), form
            )

        @router.post("/{card_id:uuid}/mote/{talk_id:uuid}/bort")
        async def take_away(member: Noter, card_id: UUID, talk_id: UUID) -> Response:
            card = await self._desk.visible(member, card_id)
            own = self._desk.units(member, card)
            for talk in await self._talks.of_card(card):
                if talk.id == str(talk_id):
                    if talk.unit not in own:
                        raise HTTPException(403)
                    await self._talks.take_away(talk.id, card)
            return self._desk.to(card, "bort")

        return router

    async def _note(
        self, request: Request, member: StaffMember, card: LearningCard, form: FormState
    ) -> Response:
        talk, errors = typed_talk(form, self._desk.units(member, card), self._desk.office.today)
        refused: Sequence[Objection] = ()
        if talk is not None:
            try:
                await self._talks.note(
                    card,
                    talk.unit,
                    talk.held_on,
                    talk.present,
                    talk.outcome,
                    member.principal.acting(*NOTE).role,
                    confirmed_in(form),
                )
            except MayPointOut as error:
                refused = error.objections
                errors = {OUTCOME: phrase("Texten kan peka ut någon. Se varje ställe.")}
            except AlreadyNoted:
                errors = {
                    "held_on": phrase(
                        "Enheten har antecknat mötet på annat sätt. Ta bort den anteckningen först."
                    )
                }
            except WrongState:
                return self._desk.to(card)
            else:
                return self._desk.to(card, "mote")
        form = FormState(form.typed, errors)
        return await self._desk.show(request, member, card, form=form, status=422, refused=refused)

    async def _list(self, request: Request, member: StaffMember) -> Response:
        office, query = self._desk.office, request.query_params
        boards = boards_of(member.principal, office.organisation)
        every = [
            card
            for card in await self._desk.cards.of_boards(boards)
            if may_read(member.principal, card, office.organisation)
        ]
        may_make = member.principal.has(*WRITE)
        lage = query.get(STATE, "") if may_make and query.get(STATE) in LAGEN else "publicerade"
        of_state = [card for card in every if card.state is LAGEN[lage]]
        chosen = {name: query.get(name, "") for name in (CATEGORY, CAUSE)}
        found = [card for card in of_state if _fits(card, chosen)]
        page = _page_of(query.get(PAGE, ""))
        part = found[(page - 1) * A_PAGE : page * A_PAGE]
        talked = await self._talks.units_of(part)
        kept = {STATE: lage if lage != "publicerade" else "", **chosen}
        return office.frame.answer(
            request,
            member,
            "learning_cards.html",
            rows=[
                CardRow(
                    card,
                    card.text(TextField.TITLE),
                    self._named(Dimension.CATEGORY, card.facts.categories),
                    self._named(Dimension.CAUSE, card.facts.causes),
                    len(talked.get(card.id, ())),
                )
                for card in part
            ],
            states=[
                FilterLink(
                    text,
                    _address({STATE: name}),
                    sum(card.state is LAGEN[name] for card in every),
                    name == lage,
                )
                for name, text in _STATE_NAMES.items()
            ]
            if may_make
            else [],
            categories=self._links(Dimension.CATEGORY, CATEGORY, of_state, kept),
            causes=self._links(Dimension.CAUSE, CAUSE, of_state, kept),
            narrowed=any(chosen.values()),
            whole=_address({STATE: kept[STATE]}),
            lage=lage,
            may_make=may_make,
            total=len(found),
            previous=_address({**kept, PAGE: str(page - 1)}) if page > 1 else "",
            next=_address({**kept, PAGE: str(page + 1)}) if page * A_PAGE < len(found) else "",
        )

    def _links(
        self,
        dimension: Dimension,
        name: str,
        cards: Sequence[LearningCard],
        kept: Mapping[str, str],
    ) -> list[FilterLink]:
        """Every value that some card has; the one that is chosen leads to the list without it."""
        other = {**kept, name: ""}
        fitting = [card for card in cards if _fits(card, other)]
        values = dict.fromkeys(value for card in cards for value in _values(card, name))
        return [
            FilterLink(
                self._desk.words.value(dimension, value),
                _address({**kept, name: "" if kept[name] == value else str(value)}),
                sum(value in _values(card, name) for card in fitting),
                kept[name] == value,
            )
            for value in self._desk.words.ordered(dimension, list(values))
        ]

    def _named(self, dimension: Dimension, values: Sequence[str]) -> list[Label]:
        return [self._desk.words.value(dimension, value) for value in values]


_STATE_NAMES: Mapping[str, Phrase] = {
    "publicerade": phrase("Publicerade"),
    "utkast": phrase("Utkast"),
    "aterkallade": phrase("Återkallade"),
}


def _fits(card: LearningCard, chosen: Mapping[str, str]) -> bool:
    return all(
        not chosen.get(name) or chosen[name] in _values(card, name) for name in (CATEGORY, CAUSE)
    )


def _values(card: LearningCard, name: str) -> Sequence[str]:
    return card.facts.categories if name == CATEGORY else card.facts.causes


def _address(parameters: Mapping[str, str]) -> str:
    query = "&".join(f"{name}={value}" for name, value in parameters.items() if value)
    return f"{LEARNING_CARDS}?{query}" if query else LEARNING_CARDS


def _page_of(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 5 else 1
