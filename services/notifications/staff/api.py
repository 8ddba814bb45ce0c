"""When role accounts are away, for other programs: the same rules as on the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict

from services.notifications.staff.absence_desk import (
    AbsenceDesk,
    AbsenceWrong,
    NoSuchPost,
    NotTheirs,
)
from services.notifications.staff.absences import Absence
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.roles import READ
from shared.identity.web import Authentication
from shared.pages.catalogues import say
from shared.pages.languages import Language
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Forbidden, Invalid, NotFound


class AbsenceSaid(BaseModel):
    """From which Swedish day until which, both of them away, and who is mailed instead."""

    model_config = ConfigDict(extra="forbid")

    first: date
    last: date
    deputy: str


class AbsenceShown(BaseModel):
    """As it was said; `set_at` is UTC."""

    account: str
    first: date
    last: date
    deputy: str
    set_by: str
    set_at: datetime

    @classmethod
    def of(cls, absence: Absence) -> Self:
        """As the API shows it."""
        return cls(account=absence.account, **absence.model_dump(exclude={"id"}))


class AbsencesShown(BaseModel):
    """Those that are not over, the one that begins first first."""

    items: list[AbsenceShown]


def absences_api(desk: AbsenceDesk, authentication: Authentication) -> APIRouter:
    """Reading for whoever reads cases; writing for the account itself and those over it."""
    router = APIRouter(tags=["absences"], responses=problems(401, 403, 404, 422, 503))
    Caller = Annotated[Principal, Depends(authentication.one_of(*READ, Role.INVESTIGATOR))]  # noqa: N806
    Account = Annotated[str, Path(max_length=60)]  # noqa: N806

    @router.get("/absences", summary="Who is away, and who is mailed instead")
    async def absences(caller: Caller) -> AbsencesShown:
        found = await desk.seen_by(caller)
        return AbsencesShown(items=[AbsenceShown.of(each) for each in found])

    @router.get("/absences/{account}", summary="When an account is away")
    async def absence(account: Account, caller: Caller) -> AbsenceShown:
        with _told():
            found = await desk.of(caller, account)
        if found is None:
            raise NotFound("The account is not away, now or later.")
        return AbsenceShown.of(found)

    @router.put("/absences/{account}", summary="Say when an account is away")
    async def say_absent(account: Account, said: AbsenceSaid, caller: Caller) -> AbsenceShown:
        with _told():
            found = await desk.say(caller, account, said.first, said.last, said.deputy)
        return AbsenceShown.of(found)

    @router.delete(
        "/absences/{account}", summary="Say that an account is there again", status_code=204
    )
    async def take_back(account: Account, caller: Caller) -> Response:
        with _told():
            await desk.take_back(caller, account)
        return Response(status_code=204)

    return router


@contextmanager
def _told() -> Iterator[None]:
    """Answer as problem details."""
    try:
        yield
    except NoSuchPost as error:
        raise NotFound("The organisation has no such role account.") from error
    except NotTheirs as error:
        raise Forbidden(
            "The account is another's: a registrar or head of operations of its board may."
        ) from error
    except AbsenceWrong as error:
        raise Invalid(
            "The absence cannot hold.",
            errors=[
                FieldProblem(field=name, message=say(told, Language.ENGLISH))
                for name, told in error.fields.items()
            ],
        ) from error
