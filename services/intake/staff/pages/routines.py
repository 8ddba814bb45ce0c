"""The boards' routines: read, confirmed, and how many have. Decode, call, answer."""

import contextlib
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.access import DESK
from services.intake.routine_readings import (
    Coverage,
    RoutineReading,
    coverage,
    has_read,
    to_confirm,
)
from services.intake.staff.pages.desk import Desk
from shared.events.vocabulary import Role
from shared.identity.sessions import StaffMember
from shared.organisation import Board
from shared.store.collection import Collection
from shared.store.errors import Duplicate

OVERSEERS = (Role.MANAGER, Role.HEAD_OF_OPERATIONS, Role.QUALITY, Role.ADMINISTRATOR)
"""Those who see who has confirmed a routine."""


class RoutinePages:
    def __init__(self, desk: Desk, readings: Collection[RoutineReading]) -> None:
        self._desk = desk
        self._readings = readings

    def routes(self) -> APIRouter:
        router = APIRouter(prefix="/personal/rutin")
        member_of_staff = Depends(self._desk.authentication.staff_page(*DESK))

        @router.get("")
        async def listed(
            request: Request, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return await self._listed(request, member)

        @router.post("/{board_id}/{routine_id}")
        async def confirm(
            board_id: str, routine_id: str, member: Annotated[StaffMember, member_of_staff]
        ) -> Response:
            return await self._confirm(member, board_id, routine_id)

        return router

    async def _listed(self, request: Request, member: StaffMember) -> Response:
        boards = [board for board in self._desk.own_boards(member) if board.routines]
        own = await self._readings.find({"account": member.principal.id})
        covered: list[Coverage] = []
        if member.principal.has(*OVERSEERS):
            for board in boards:
                covered += coverage(
                    board, self._staff(board), await self._readings.find({"board": board.id})
                )
        return self._desk.frame.answer(
            request,
            member,
            "routines.html",
            boards=boards,
            readings={
                (board.id, routine.id): has_read(own, board, routine)
                for board in boards
                for routine in to_confirm(board)
            },
            coverage=covered,
        )

    async def _confirm(self, member: StaffMember, board_id: str, routine_id: str) -> Response:
        """May be done twice; the first time stands."""
        board, routine = next(
            (
                (board, routine)
                for board in self._desk.own_boards(member)
                for routine in to_confirm(board)
                if (board.id, routine.id) == (board_id, routine_id)
            ),
            (None, None),
        )
        if board is None or routine is None:
            raise HTTPException(404)
        account = member.principal.id or member.user
        reading = RoutineReading.of(account, board, routine, self._desk.clock.now())
        with contextlib.suppress(Duplicate):
            await self._readings.insert(reading)
        return RedirectResponse(self._desk.frame.site.address("/personal/rutin"), 303)

    def _staff(self, board: Board) -> list[str]:
        """Accounts of the board, and those that belong to every board."""
        return [
            account.principal.id or account.user
            for account in self._desk.accounts.every()
            if account.board in {None, board.id} and account.principal.has(*DESK)
        ]
