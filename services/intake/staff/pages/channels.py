"""How it stands with every way in. Decode, call, answer."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.access import DESK
from services.intake.guard.api import TESTERS
from services.intake.guard.asking import Asking, NotManual, UnknownChannel
from services.intake.guard.published import Channel
from services.intake.guard.state import ChannelState, Standing
from services.intake.staff.channel_words import FAULTS, KINDS, STANDINGS, TONES
from services.intake.staff.pages.desk import Desk
from shared.events.channels import ChannelKind
from shared.identity.sessions import StaffMember
from shared.identity.staff_frame import StaffLink
from shared.pages.phrases import phrase

PATH = "/personal/kanaler"
LINK = StaffLink(PATH, phrase("Vägarna in"), DESK)
_TESTED = "provas"
Watched = tuple[Channel, ChannelState]


class ChannelPages:
    def __init__(self, desk: Desk, asking: Asking) -> None:
        self._desk = desk
        self._asking = asking

    def routes(self) -> APIRouter:
        router = APIRouter(prefix=PATH, include_in_schema=False)
        member_of_staff = Depends(self._desk.authentication.staff_page(*DESK))
        tester = Depends(self._desk.authentication.staff_page(*TESTERS))

        @router.get("")
        async def show(
            request: Request, member: Annotated[StaffMember, member_of_staff], nu: str = ""
        ) -> Response:
            return await self._shown(request, member, begun=nu == _TESTED)

        @router.post("/prova")
        async def test(_member: Annotated[StaffMember, tester]) -> Response:
            await self._asking.test()
            return self._back(f"?nu={_TESTED}")

        @router.post("/{channel_id}/provad")
        async def attest(
            channel_id: str, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            try:
                await self._asking.attest(channel_id, member.principal.id)
            except (UnknownChannel, NotManual) as error:
                raise HTTPException(404) from error
            return self._back("#manual")

        return router

    async def _shown(self, request: Request, member: StaffMember, *, begun: bool) -> Response:
        watched = await self._asking.states()
        manual = [each for each in watched if each[0].kind is ChannelKind.MANUAL]
        by_itself = [each for each in watched if each[0].kind is not ChannelKind.MANUAL]
        return self._desk.frame.answer(
            request,
            member,
            "channels.html",
            begun=begun,
            failing=_standing(by_itself, Standing.DEAD, Standing.SHAKY),
            dead=len(_standing(watched, Standing.DEAD)),
            manual=manual,
            groups=[
                (kind, _of_kind(by_itself, kind)) for kind in KINDS if _of_kind(by_itself, kind)
            ],
            may_test=member.principal.has(*TESTERS),
            kinds=KINDS,
            standings=STANDINGS,
            tones=TONES,
            faults=FAULTS,
        )

    def _back(self, rest: str) -> Response:
        return RedirectResponse(f"{self._desk.frame.site.address(PATH)}{rest}", 303)


def _standing(watched: Sequence[Watched], *standings: Standing) -> list[Watched]:
    return [each for each in watched if each[1].standing in standings]


def _of_kind(watched: Sequence[Watched], kind: ChannelKind) -> list[Watched]:
    return [each for each in watched if each[0].kind is kind]
