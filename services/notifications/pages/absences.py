"""When one is away, who is mailed instead, and how one wants one's mail. Decode, call, answer."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.notifications.pages.frame import ABSENCES
from services.notifications.pages.office import Office
from services.notifications.pages.post_names import PostName
from services.notifications.staff.absence_desk import (
    FOR_OTHERS,
    AbsenceDesk,
    AbsenceWrong,
    NoSuchPost,
    NotTheirs,
)
from services.notifications.staff.absences import Absence
from services.notifications.staff.mail_choices import MailChoices
from shared.identity.sessions import StaffMember
from shared.organisation import StaffMail
from shared.pages.choices import Choice
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

_FIELDS = ("first", "last", "deputy")
_SAVED, _BACK, _MAIL = "sparat", "ater", "mejl"
_DONE: Mapping[str, Phrase] = {
    _SAVED: phrase("Frånvaron är sparad."),
    _BACK: phrase("Frånvaron är borttagen."),
    _MAIL: phrase("Valet av mejl är sparat."),
}
_WAYS: Mapping[StaffMail, tuple[Phrase, Phrase]] = {
    StaffMail.AT_ONCE: (
        phrase("Ett mejl för varje sak, genast"),
        phrase("När du får ett ärende, när en dag närmar sig och när någon skriver."),
    ),
    StaffMail.DAILY: (
        phrase("Ett mejl om dagen"),
        phrase("Vardagar strax efter klockan sju. Det som brådskar kommer ändå genast."),
    ),
}


class AbsencePages:
    """One page: one's own first, and that of others for those who may."""

    def __init__(self, office: Office, desk: AbsenceDesk, choices: MailChoices) -> None:
        self._office = office
        self._desk = desk
        self._choices = choices

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=ABSENCES, include_in_schema=False)
        member_of_staff = Depends(self._office.allowed())

        @router.get("")
        async def show(
            request: Request,
            member: Annotated[StaffMember, member_of_staff],
            konto: str = "",
            klart: str = "",
        ) -> Response:
            account = konto or _own(member)
            return await self._shown(request, member, account, None, done=_DONE.get(klart))

        @router.post("")
        async def say(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            return await self._say(request, member, form)

        @router.post("/ater")
        async def take_back(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            try:
                await self._desk.take_back(member.principal, form.value("konto"))
            except (NoSuchPost, NotTheirs) as error:
                raise HTTPException(404) from error
            return self._back(member, form.value("konto"), _BACK)

        @router.post("/mejl")
        async def choose(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            form = FormState.posted((await request.form()).multi_items())
            return await self._choose(request, member, form)

        return router

    async def _say(self, request: Request, member: StaffMember, form: FormState) -> Response:
        account = form.value("konto")
        first, last = typed_day(form.value("first")), typed_day(form.value("last"))
        wrong: dict[str, Phrase] = {}
        if first is None:
            wrong["first"] = phrase("Skriv den första dagen, till exempel 2026-11-22.")
        if last is None:
            wrong["last"] = phrase("Skriv den sista dagen, till exempel 2026-11-22.")
        if not form.value("deputy"):
            wrong["deputy"] = phrase("Välj vem som är ersättare.")
        if first is not None and last is not None and not wrong:
            wrong = await self._kept(member, account, first, last, form.value("deputy"))
        if wrong:
            ordered: dict[str, Phrase] = {name: wrong[name] for name in _FIELDS if name in wrong}
            return await self._shown(
                request, member, account, FormState(form.typed, ordered), status=422
            )
        return self._back(member, account, _SAVED)

    async def _kept(
        self, member: StaffMember, account: str, first: date, last: date, deputy: str
    ) -> dict[str, Phrase]:
        """What is wrong with it; empty once it is kept."""
        try:
            await self._desk.say(member.principal, account, first, last, deputy)
        except AbsenceWrong as error:
            return dict(error.fields)
        except (NoSuchPost, NotTheirs) as error:
            raise HTTPException(404) from error
        return {}

    async def _choose(self, request: Request, member: StaffMember, form: FormState) -> Response:
        account = _own(member)
        chosen = next((each for each in StaffMail if each == form.value("mail")), None)
        if not self._desk.posts.of(account):
            raise HTTPException(404)
        if chosen is None:
            wrong = FormState(form.typed, {"mail": phrase("Välj hur du vill ha dina mejl.")})
            return await self._shown(request, member, account, None, mail=wrong, status=422)
        await self._choices.choose(account, chosen, self._office.clock.now())
        return self._back(member, account, _MAIL)

    async def _shown(
        self,
        request: Request,
        member: StaffMember,
        account: str,
        form: FormState | None,
        *,
        mail: FormState | None = None,
        done: Phrase | None = None,
        status: int = 200,
    ) -> Response:
        posts, own = self._desk.posts, _own(member)
        reachable = bool(posts.of(account))
        if account != own and not (reachable and self._desk.may_set(member.principal, account)):
            raise HTTPException(404)
        absences = await self._desk.seen_by(member.principal)
        absence = next((each for each in absences if each.account == account), None)
        return self._office.frame.answer(
            request,
            member,
            "absences.html",
            status=status,
            done=done,
            own=own,
            account=account,
            reachable=reachable,
            name=self._name(account),
            form=form or _as_it_is(absence),
            absence=absence,
            deputy=self._name(absence.deputy) if absence else None,
            deputies=[
                Choice("", phrase("Välj …")),
                *(Choice(each, self._name(each)) for each in self._desk.deputies_of(account)),
            ],
            mail=mail or await self._mail(own),
            ways=[Choice(way.value, *said) for way, said in _WAYS.items()],
            has_mail=account == own and reachable,
            others=self._others(member),
            absences=[
                (each, self._name(each.account), self._name(each.deputy))
                for each in absences
                if each.account != account
            ],
            may_set=lambda other: self._desk.may_set(member.principal, other),
        )

    async def _mail(self, own: str) -> FormState:
        chosen = await self._choices.of(own)
        board = self._desk.posts.board(own)
        if chosen is None and board is not None:
            chosen = board.staff_mail
        return FormState.of({"mail": chosen or StaffMail.AT_ONCE})

    def _others(self, member: StaffMember) -> list[Choice]:
        """The accounts that they may say it for, beside their own."""
        if not member.principal.has(*FOR_OTHERS):
            return []
        accounts = dict.fromkeys(
            account
            for board in self._office.boards(member)
            for account in self._desk.posts.on_board(board.id)
            if account != _own(member)
        )
        return [Choice(account, self._name(account)) for account in accounts]

    def _name(self, account: str) -> PostName:
        return PostName(self._desk.posts, account)

    def _back(self, member: StaffMember, account: str, done: str) -> Response:
        whose = f"&konto={account}" if account != _own(member) else ""
        return RedirectResponse(
            f"{self._office.frame.site.address(ABSENCES)}?klart={done}{whose}", 303
        )


def _own(member: StaffMember) -> str:
    return member.principal.id or member.user


def _as_it_is(absence: Absence | None) -> FormState:
    if absence is None:
        return FormState()
    return FormState.of(
        {
            "first": absence.first.isoformat(),
            "last": absence.last.isoformat(),
            "deputy": absence.deputy,
        }
    )
