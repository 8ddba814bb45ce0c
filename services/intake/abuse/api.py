"""The quarantine's API, and the limits as the API's other routes ask for them."""

from typing import Annotated, ClassVar
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, StringConstraints

from services.intake.abuse.held import Held, HeldState
from services.intake.abuse.listing import Cursor, CursorWrong
from services.intake.abuse.quarantine import DecidedBefore, Quarantine
from services.intake.abuse.rates import Door, Rates
from services.intake.abuse.shapes import HeldItem, HeldPage, Released
from services.intake.access import SORTERS
from services.intake.plain_text import PlainText
from shared.events.vocabulary import Role
from shared.identity.principal import PUBLIC, Principal
from shared.identity.web import Authentication, address_of
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid, NotAllowedNow, NotFound

_DECIDING = (*SORTERS, Role.SERVICE)


class Doorkeeper:
    """Counts callers of the API: with a token by the token, without one by their address."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates

    async def admit(self, request: Request, caller: Principal, public_door: Door) -> None:
        """Raises TooManyRequests, which is answered with 429."""
        if caller is PUBLIC:
            await self._rates.admit(public_door, address_of(request))
        else:
            await self._rates.admit(Door.TOKEN, str(caller.id))


class Verdict(BaseModel):
    """Why it is spam. Kept, and shown to whoever asks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Annotated[PlainText, StringConstraints(min_length=1, max_length=1000)]


class NotWaiting(NotAllowedNow):
    """What is asked for can no longer be done."""

    slug: ClassVar[str] = DecidedBefore.slug


def quarantine_routes(quarantine: Quarantine, authentication: Authentication) -> APIRouter:
    """What is held, and what someone decides of it."""
    router = APIRouter(
        prefix="/quarantine", tags=["quarantine"], responses=problems(401, 403, 422, 503)
    )
    Sorter = Annotated[Principal, Depends(authentication.one_of(*_DECIDING))]  # noqa: N806

    async def known(case_id: UUID, sorter: Principal) -> Held:
        """What is held, if it is the caller's concern (OSL 26:1)."""
        held = await quarantine.get(case_id)
        if held is None or sorter.board not in (None, held.submission.facts.board):
            raise NotFound("Nothing with this id is held.")
        return held

    @router.get("", summary="What is held since it looks like spam")
    async def listed(
        sorter: Sorter,
        state: HeldState = HeldState.WAITING,
        cursor: Annotated[str | None, Query(description="`next` of the page before.")] = None,
        limit: Annotated[int, Query(ge=1, le=200, description="Items a page.")] = 50,
    ) -> HeldPage:
        """The one that came in first comes first; words and contact are in each one's own place."""
        after = _cursor(cursor) if cursor else None
        page = await quarantine.listed(state, board=sorter.board, after=after, limit=limit)
        return HeldPage.of(page)

    @router.get("/{case_id}", summary="One that is held, with its words", responses=problems(404))
    async def show(case_id: UUID, sorter: Sorter) -> HeldItem:
        return HeldItem.of(await known(case_id, sorter))

    @router.post(
        "/{case_id}/release",
        summary="Make it the case that it would have been",
        responses=problems(404, 409),
    )
    async def release(case_id: UUID, sorter: Sorter) -> Released:
        """May be repeated. The receipt that its sender has becomes the case's."""
        await known(case_id, sorter)
        try:
            submission = await quarantine.release(case_id, sorter.acting(*_DECIDING))
        except DecidedBefore as error:
            raise NotWaiting(str(error)) from error
        return Released(case_id=submission.case_id, reference=submission.reference)

    @router.post(
        "/{case_id}/spam", summary="Judge it to be spam", responses=problems(400, 404, 409, 413)
    )
    async def keep_as_spam(case_id: UUID, verdict: Verdict, sorter: Sorter) -> HeldItem:
        """Signed, and with a reason. It stays here, and can still be released."""
        await known(case_id, sorter)
        try:
            held = await quarantine.keep_as_spam(case_id, sorter.acting(*_DECIDING), verdict.reason)
        except DecidedBefore as error:
            raise NotWaiting(str(error)) from error
        return HeldItem.of(held)

    return router


def _cursor(text: str) -> Cursor:
    try:
        return Cursor.read(text)
    except CursorWrong as error:
        raise Invalid(
            "The cursor is wrong.", errors=[FieldProblem(field="cursor", message=str(error))]
        ) from error
