"""Where staff begin, and the help to see what must be registered."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.intake.access import DESK
from services.intake.staff.forms.definitions import FORMS
from services.intake.staff.pages.desk import Desk
from shared.identity.sessions import StaffMember
from shared.identity.staff_frame import StaffLink


class StartPages:
    """`tools` are the pages beside the forms, for those who may see each."""

    def __init__(self, desk: Desk, tools: tuple[StaffLink, ...]) -> None:
        self._desk = desk
        self._tools = tools

    def routes(self) -> APIRouter:
        router = APIRouter()
        member_of_staff = Depends(self._desk.authentication.staff_page(*DESK))

        @router.get("/personal")
        async def start(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return self._desk.frame.answer(
                request,
                member,
                "start.html",
                forms=FORMS,
                tools=[tool for tool in self._tools if tool.is_for(member)],
                boards=self._desk.own_boards(member),
            )

        @router.get("/personal/maste-registreras")
        async def must_it_be_registered(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return self._desk.frame.answer(
                request, member, "guidance.html", boards=self._desk.own_boards(member)
            )

        return router
