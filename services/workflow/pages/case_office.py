"""What the pages of a single case stand on."""

from dataclasses import dataclass

from services.workflow.case import Case
from services.workflow.case_files import CaseFiles
from services.workflow.listing import ListedCase
from services.workflow.pages.case_view import CaseView, CaseViews
from services.workflow.pages.office import Office
from services.workflow.pages.same_event_words import Proposed, proposed
from services.workflow.permitted import PermittedCases
from services.workflow.same_event import SameEvent
from shared.identity.accounts import Accounts
from shared.identity.principal import Principal
from shared.store.collection import Collection


@dataclass(frozen=True)
class CaseOffice:
    """The door to the cases, and everything that their pages ask of others."""

    office: Office
    permitted: PermittedCases
    listed: Collection[ListedCase]
    stored: Collection[Case]
    accounts: Accounts
    files: CaseFiles
    views: CaseViews
    same_event: SameEvent
    notices: str
    """Where the notices of a case are shown; its id follows."""
    closing_talk: str | None = None
    """Where the survey is entered, without the case's id; None where nobody is asked."""

    def may(self, principal: Principal, action: str, case: Case) -> bool:
        return self.office.access.may(principal, action, case)

    async def view(self, principal: Principal, case: Case) -> CaseView:
        """What the principal sees of the case. One read where it has links, else none."""
        return self.views.view(
            case,
            await self._linked(principal, case),
            lambda step: self.may(principal, step, case),
            self.office.clock.now(),
            principal.id,
        )

    async def proposed(self, principal: Principal, case: Case) -> tuple[Proposed, ...]:
        """Cases that may tell of the same event. One read where there may be any, else none."""
        matches = await self.same_event.matches(principal, case)
        return tuple(proposed(case, matches, lambda step: self.may(principal, step, case)))

    async def _linked(self, principal: Principal, case: Case) -> list[ListedCase]:
        if not case.links:
            return []
        ids = sorted({str(link.case_id) for link in case.links})
        seen = self.office.access.visible(principal)
        return await self.listed.find({"_id": {"$in": ids}}, also=seen, fields=ListedCase.fields)
