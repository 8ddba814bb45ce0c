"""What is said to whoever may not see a case, or not take a step with it."""

from fastapi import Request, Response

from services.workflow.pages.office import Office
from shared.identity.sessions import StaffMember
from shared.pages.words import ROLES


def not_permitted(
    request: Request, member: StaffMember, office: Office, action: str, **values: object
) -> Response:
    """403, with the roles that may do it in some case."""
    return office.frame.answer(
        request,
        member,
        "not_permitted.html",
        status=403,
        roles=[ROLES[role] for role in office.access.roles_that_may(action)],
        **values,
    )
