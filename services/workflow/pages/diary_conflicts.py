"""What the municipality's own diary would not take, and the registrar's two ways out."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.workflow.access import Access
from services.workflow.external_diary.conflicts import Conflicts
from services.workflow.external_diary.steps import RetryDiary, SetDiaryNumber
from services.workflow.external_diary.words import PROBLEMS
from services.workflow.handling import CaseUnknown, Stale
from services.workflow.pages.listed import Rows
from services.workflow.pages.narrowing import Tab
from services.workflow.pages.office import Office
from services.workflow.permitted import PermittedCases
from services.workflow.stepping import StepRefused
from services.workflow.steps.command import Command
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase

PATH = "/diarium/konflikter"
A_PAGE = 50
WAITING = "vantar"
_CONFLICTS, _WAITING = phrase("Konflikter"), phrase("Väntar på nummer")
_LONGEST_SEQ = 9


class ConflictPages:
    """Three round trips a page: the list, and both counts."""

    def __init__(self, office: Office, conflicts: Conflicts, cases: PermittedCases) -> None:
        self._office = office
        self._conflicts = conflicts
        self._cases = cases
        self._rows = Rows(office.organisation)

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        reader = Depends(self._office.allowed(Access.DIARY))
        retrier = Depends(self._office.allowed(RetryDiary.name))
        numberer = Depends(self._office.allowed(SetDiaryNumber.name))

        @router.get("")
        async def show(
            request: Request,
            member: Annotated[StaffMember, reader],
            visa: str = "",
            klart: str = "",
        ) -> Response:
            return await self._shown(request, member, visa == WAITING, done=bool(klart))

        @router.post("/{case_id}/prova-igen")
        async def retry(
            request: Request, case_id: str, member: Annotated[StaffMember, retrier]
        ) -> Response:
            form = await _posted(request)
            return await self._taken(request, member, case_id, RetryDiary(), form)

        @router.post("/{case_id}/nummer")
        async def number(
            request: Request, case_id: str, member: Annotated[StaffMember, numberer]
        ) -> Response:
            form = await _posted(request)
            command = _numbering(form)
            if isinstance(command, Phrase):
                return await self._refused(request, member, case_id, form, (command,))
            return await self._taken(request, member, case_id, command, form)

        return router

    async def _taken(
        self,
        request: Request,
        member: StaffMember,
        case_id: str,
        command: Command,
        form: FormState,
    ) -> Response:
        try:
            await self._cases.take(member.principal, case_id, _seq(form), command)
        except CaseUnknown as error:
            raise HTTPException(404) from error
        except Stale:
            told = (phrase("Ärendet har ändrats sedan listan visades. Läs om det och gör om."),)
            return await self._refused(request, member, case_id, form, told)
        except StepRefused as error:
            return await self._refused(request, member, case_id, form, tuple(error.reasons))
        return RedirectResponse(f"{self._office.frame.site.address(PATH)}?klart=1", 303)

    async def _refused(
        self,
        request: Request,
        member: StaffMember,
        case_id: str,
        form: FormState,
        reasons: tuple[Phrase, ...],
    ) -> Response:
        return await self._shown(
            request, member, waiting=False, refused=case_id, form=form, reasons=reasons
        )

    async def _shown(
        self,
        request: Request,
        member: StaffMember,
        waiting: bool,
        *,
        done: bool = False,
        refused: str = "",
        form: FormState | None = None,
        reasons: tuple[Phrase, ...] = (),
    ) -> Response:
        office = self._office
        visible = office.access.visible(member.principal, Access.DIARY)
        here = office.frame.site.address(PATH)
        found = await self._conflicts.oldest(visible, A_PAGE, unnumbered=waiting)
        return office.frame.answer(
            request,
            member,
            "diary_conflicts.html",
            status=409 if reasons else 200,
            waiting=waiting,
            views=(
                Tab(here, _CONFLICTS, await self._conflicts.count(visible), not waiting),
                Tab(
                    f"{here}?visa={WAITING}",
                    _WAITING,
                    await self._conflicts.count(visible, unnumbered=True),
                    waiting,
                ),
            ),
            items=[
                (each, self._rows.row(each.id, each.facts, None, office.today)) for each in found
            ],
            problems=PROBLEMS,
            may_retry=member.principal.has(*office.access.roles_that_may(RetryDiary.name)),
            done=done,
            refused=refused,
            form=form or FormState(),
            reasons=reasons,
        )


def _numbering(form: FormState) -> SetDiaryNumber | Phrase:
    try:
        return SetDiaryNumber(number=form.value("number"), reason=form.value("reason") or None)
    except ValidationError as error:
        field = error.errors()[0]["loc"][0]
        if field == "reason":
            return phrase("Skriv skälet med minst tre tecken.")
        return phrase("Skriv numret som det står i kommunens diarium.")


def _seq(form: FormState) -> int:
    text = form.value("seq")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_SEQ else 0


async def _posted(request: Request) -> FormState:
    return FormState.posted((await request.form()).multi_items())
