"""Cases for whoever may have them: the door that API and pages go through."""

from services.workflow.access import Access
from services.workflow.case import Case
from services.workflow.handling import Handling
from services.workflow.steps.command import Command
from shared.identity.principal import Principal


class PermittedCases:
    """Handling, as far as the table of `access_table.py` lets someone have it."""

    def __init__(self, handling: Handling, access: Access) -> None:
        self._handling = handling
        self.access = access

    async def case(self, principal: Principal, case_id: str, action: str = Access.READ) -> Case:
        """The case, for this action. Raises CaseUnknown or Forbidden. One read."""
        case = await self._handling.case(case_id)
        self.access.check(principal, action, case)
        return case

    async def take(
        self, principal: Principal, case_id: str, expected: int, command: Command
    ) -> Case:
        """Take a step in the role that allows it; of the other case of a step as well.

        Raises CaseUnknown, Forbidden, Stale or StepRefused, in that order.
        """
        return await self._handling.take(
            case_id,
            expected,
            command,
            lambda case: self.access.acting(principal, command.name, case),
        )
