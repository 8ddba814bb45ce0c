"""Partner systems ask what has become of their cases."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.intake.partners.changes import PartnerCases
from services.intake.partners.cursor import ChangeCursor, CursorWrong
from services.intake.partners.shapes import PartnerCaseItems, told
from shared.events.vocabulary import Role
from shared.identity.principal import Principal
from shared.identity.web import Authentication
from shared.web.openapi import problems
from shared.web.problem_details import FieldProblem
from shared.web.problems import Invalid

ExternalReference = Annotated[
    str | None,
    Query(min_length=1, max_length=200, description="The number that you handed the case in by."),
]
ChangedSince = Annotated[
    str | None,
    Query(max_length=200, description="`next` of the answer before; left out the first time."),
]


def partner_cases(cases: PartnerCases, authentication: Authentication) -> APIRouter:
    """Cases of the partner that asks, and of nobody else."""
    router = APIRouter(tags=["partners"], responses=problems(401, 403, 422, 503))
    Partner = Annotated[Principal, Depends(authentication.one_of(Role.PARTNER))]  # noqa: N806

    @router.get("/cases", summary="What has become of your cases")
    async def listed(
        partner: Partner,
        external_reference: ExternalReference = None,
        changed_since: ChangedSince = None,
        limit: Annotated[int, Query(ge=1, le=200, description="Items a page.")] = 100,
    ) -> PartnerCaseItems:
        """By your own reference, or all that have changed since you last asked.

        Every change is told, each case once an answer, with at most ten seconds' delay; a case is
        first told of when it is registered.
        """
        if external_reference is not None and changed_since is not None:
            raise _invalid("changed_since", "Leave it out where you give external_reference.")
        if external_reference is not None:
            found = await cases.with_external_reference(str(partner.id), external_reference)
            items = [told(case) for case in found]
            return PartnerCaseItems(items=items, next=None, more=False)
        try:
            since = ChangeCursor.read(changed_since) if changed_since is not None else None
        except CursorWrong as error:
            raise _invalid("changed_since", str(error)) from error
        return PartnerCaseItems.of(await cases.changed(str(partner.id), since, limit))

    return router


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(
        "Mend the fields under errors and send again.",
        errors=[FieldProblem(field=field, message=message)],
    )
