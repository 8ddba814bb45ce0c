"""Learning cards on pages: made of a case, written, published, withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.reporting.learning_cards.access import WRITE
from services.reporting.learning_cards.documents import LearningCard, State
from services.reporting.learning_cards.objecting import Objection
from services.reporting.learning_cards.refusals import (
    CardChanged,
    CardRefused,
    CaseUnusable,
    Incomplete,
    MayPointOut,
    UnitTooSmall,
    WrongState,
)
from services.reporting.pages.card_desk import CardDesk
from services.reporting.pages.card_forms import (
    CASES,
    REASON,
    REMOVE,
    SHOW_UNIT,
    YES,
    card_form,
    case_error,
    case_errors,
    case_numbers,
    confirmed_in,
    reason_errors,
    seq_of,
    text_errors,
    texts_of,
)
from services.reporting.pages.card_words import FIELDS, TEXTS
from services.reporting.pages.frame import LEARNING_CARDS
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase

CASE = "arende"
_GONE = phrase("Utkastet finns inte längre: någon har kastat det, eller så är ärendet gallrat.")
_FROZEN = phrase("Kortet kan inte ändras längre: någon har publicerat det.")
_NOT_NOW = phrase("Någon annan har ändrat kortet. Läs det igen, och försök sedan.")


class CardWriting:
    """For those who write cards. A save is one write; publishing reads cases and the table."""

    def __init__(self, desk: CardDesk) -> None:
        self._desk = desk

    def routes(self) -> APIRouter:
        """The addresses of the pages for writing."""
        router = APIRouter(prefix=LEARNING_CARDS, include_in_schema=False)
        Writer = Annotated[  # noqa: N806
            StaffMember, Depends(self._desk.office.allowed(*WRITE))
        ]

        @router.get("/nytt")
        async def new(request: Request, member: Writer) -> Response:
            typed = {CASES: request.query_params.get(CASE, "")[:80]}
            return self._form(request, member, FormState.of(typed))

        @router.post("/nytt")
        async def make(request: Request, member: Writer) -> Response:
            return await self._make(request, member, await _posted(request))

        @router.get("/{card_id:uuid}/andra")
        async def edit(request: Request, member: Writer, card_id: UUID) -> Response:
            card = await self._desk.writable(member, card_id)
            if card.state is not State.DRAFT:
                return self._desk.to(card)
            allowed = await self._desk.cards.may_show_unit(card)
            return self._form(request, member, card_form(card), card, allowed=allowed)

        @router.post("/{card_id:uuid}/andra")
        async def write(request: Request, member: Writer, card_id: UUID) -> Response:
            form = await _posted(request)
            card = await self._desk.cards.found(str(card_id))
            if card is None:
                return self._form(request, member, form, gone=_GONE, status=422)
            card = await self._desk.writable(member, card_id)
            return await self._write(request, member, card, form)

        @router.post("/{card_id:uuid}/publicera")
        async def publish(request: Request, member: Writer, card_id: UUID) -> Response:
            card = await self._desk.writable(member, card_id)
            return await self._publish(request, member, card, await _posted(request))

        @router.post("/{card_id:uuid}/aterkalla")
        async def withdraw(request: Request, member: Writer, card_id: UUID) -> Response:
            card = await self._desk.writable(member, card_id)
            return await self._withdraw(request, member, card, await _posted(request))

        @router.post("/{card_id:uuid}/kasta")
        async def discard(request: Request, member: Writer, card_id: UUID) -> Response:
            card = await self._desk.writable(member, card_id)
            try:
                await self._desk.cards.discard(card, seq_of(await _posted(request)))
            except CardRefused:
                return await self._desk.show(request, member, card, status=422, problem=_NOT_NOW)
            address = self._desk.office.frame.site.address(f"{LEARNING_CARDS}?lage=utkast")
            return RedirectResponse(address, status_code=303)

        return router

    async def _make(self, request: Request, member: StaffMember, form: FormState) -> Response:
        numbers = case_numbers(form)
        errors = {**case_errors(numbers), **text_errors(form)}
        if not errors:
            try:
                card = await self._desk.cards.make(member.principal, numbers, texts_of(form))
            except CaseUnusable as error:
                errors = {CASES: case_error(error)}
            else:
                return self._desk.to(card, "utkast")
        return self._form(request, member, FormState(form.typed, errors), status=422)

    async def _write(
        self, request: Request, member: StaffMember, card: LearningCard, form: FormState
    ) -> Response:
        errors = text_errors(form)
        changed: CardChanged | None = None
        show_unit = form.value(SHOW_UNIT) == YES
        if not errors:
            try:
                card = await self._desk.cards.write(
                    card, seq_of(form), texts_of(form), show_unit=show_unit
                )
            except CardChanged as error:
                changed = error
            except WrongState:
                return self._desk.to(card)
            else:
                return self._desk.to(card, "sparat")
        if changed is not None and card.state is not State.DRAFT:
            return self._form(request, member, form, card, gone=_FROZEN, status=422)
        allowed = await self._desk.cards.may_show_unit(card)
        return self._form(
            request,
            member,
            FormState(form.typed, errors),
            card,
            allowed=allowed,
            now=_now(changed),
            seq=changed.seq if changed else seq_of(form),
            status=422,
        )

    async def _publish(
        self, request: Request, member: StaffMember, card: LearningCard, form: FormState
    ) -> Response:
        try:
            card = await self._desk.cards.publish(
                member.principal, card, seq_of(form), confirmed_in(form)
            )
        except MayPointOut:
            problem = phrase(
                "Kortet är inte publicerat: texten kan peka ut någon. Ändra varje ställe, eller "
                "bekräfta att det inte är någon."
            )
        except Incomplete as error:
            problem = phrase(
                "Kortet är inte publicerat. Skriv först: %(fields)s.",
                fields=_listed([TEXTS[field][0] for field in error.missing]),
            )
        except UnitTooSmall:
            problem = phrase(
                "Kortet är inte publicerat: enheten har för få ärenden av slaget för att visas. "
                "Ta bort valet ”Visa enheten”."
            )
        except CaseUnusable:
            problem = phrase("Kortet är inte publicerat: ärendet är inte längre inom din räckvidd.")
        except CardChanged:
            problem = _NOT_NOW
        except WrongState:
            return self._desk.to(card)
        else:
            return self._desk.to(card, "publicerat")
        return await self._desk.show(request, member, card, form=form, status=422, problem=problem)

    async def _withdraw(
        self, request: Request, member: StaffMember, card: LearningCard, form: FormState
    ) -> Response:
        errors = reason_errors(form)
        problem: Phrase | None = None
        refused: Sequence[Objection] = ()
        if not errors:
            try:
                card = await self._desk.cards.withdraw(
                    card,
                    seq_of(form),
                    form.value(REASON),
                    confirmed_in(form),
                    remove_texts=form.value(REMOVE) == YES,
                )
            except MayPointOut as error:
                refused = error.objections
                errors = {REASON: phrase("Texten kan peka ut någon. Se varje ställe.")}
            except CardChanged:
                problem = _NOT_NOW
            except WrongState:
                return self._desk.to(card)
            else:
                return self._desk.to(card, "aterkallat")
        form = FormState(form.typed, errors)
        return await self._desk.show(
            request, member, card, form=form, status=422, problem=problem, refused=refused
        )

    def _form(
        self,
        request: Request,
        member: StaffMember,
        form: FormState,
        card: LearningCard | None = None,
        *,
        allowed: bool = False,
        now: Mapping[str, str] | None = None,
        seq: int | None = None,
        gone: Phrase | None = None,
        status: int = 200,
    ) -> Response:
        return self._desk.office.frame.answer(
            request,
            member,
            "learning_card_form.html",
            status=status,
            form=form,
            card=card,
            seq=card.seq if card and seq is None else seq or 0,
            texts=TEXTS,
            allowed=allowed,
            now=now or {},
            fields=FIELDS,
            gone=gone,
            path=f"{LEARNING_CARDS}/{card.id}" if card else f"{LEARNING_CARDS}/nytt",
        )


def _now(changed: CardChanged | None) -> dict[str, str]:
    """What stands by now in the fields that somebody else has changed."""
    if changed is None:
        return {}
    now = {str(field): text for field, text in changed.now.items()}
    return {field: now.get(field, "") for field in changed.changed} or {"state": ""}


def _listed(names: list[Phrase]) -> Phrase:
    first, *rest = names
    for name in rest:
        first = phrase("%(before)s, %(name)s", before=first, name=name)
    return first


async def _posted(request: Request) -> FormState:
    return FormState.posted((await request.form()).multi_items())
