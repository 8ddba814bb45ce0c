"""The work list: whose turn it is, and what is late. Decode, call, answer."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.workflow.access import Access
from services.workflow.cursors import CursorWrong, WorkCursor
from services.workflow.pages.frame import HOME, WORK
from services.workflow.pages.listed import POINTS, Rows
from services.workflow.pages.narrowing import Part, Tab, address, chosen, filters, work_filters
from services.workflow.pages.office import Office
from services.workflow.worklists import View, WorkLists, first_view
from shared.identity.sessions import StaffMember
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase

A_PAGE = 50
VIEW, AFTER = "visa", "efter"

TABS: Mapping[View, Phrase] = {
    View.MINE: phrase("Mina"),
    View.UNIT: phrase("Min enhet"),
    View.UNASSIGNED: phrase("Ingen ansvarig"),
    View.LATE: phrase("Försenade"),
    View.SOON: phrase("Snart försenade"),
    View.WAITING: phrase("Väntar på andra"),
    View.OPEN: phrase("Alla öppna"),
}

HEADINGS: Mapping[View, Phrase] = {
    View.MINE: phrase("Mina ärenden"),
    View.UNIT: phrase("Min enhets ärenden"),
    View.UNASSIGNED: phrase("Ärenden som ingen ansvarar för"),
    View.LATE: phrase("Försenade ärenden"),
    View.SOON: phrase("Ärenden som snart blir försenade"),
    View.WAITING: phrase("Ärenden som väntar på andra"),
    View.OPEN: phrase("Alla öppna ärenden"),
}

EMPTY: Mapping[View, Phrase] = {
    View.MINE: phrase("Ärenden som du får ansvar för, och åtgärder du ska göra, visas här."),
    View.UNIT: phrase("Ärenden som gäller din enhet visas här så snart de är registrerade."),
    View.UNASSIGNED: phrase("Nya ärenden visas här tills någon har fått ansvar för dem."),
    View.LATE: phrase("När en tidsfrist har gått ut visas ärendet här, det äldsta först."),
    View.SOON: phrase("Tre arbetsdagar innan en tidsfrist går ut visas ärendet här."),
    View.WAITING: phrase(
        "Ärenden visas här när de vilar, är erbjudna till någon annan eller väntar på svar."
    ),
    View.OPEN: phrase("Alla ärenden som du får se visas här tills de är avslutade."),
}


class WorkListPages:
    """One round trip a page: the cases, how many they are, and how many each list has."""

    def __init__(self, office: Office, lists: WorkLists) -> None:
        self._office = office
        self._lists = lists
        self._rows = Rows(office.organisation)

    def routes(self) -> APIRouter:
        router = APIRouter(include_in_schema=False)
        lister = Depends(self._office.allowed(Access.LISTS))

        @router.get("/")
        async def start() -> Response:
            return RedirectResponse(self._office.frame.site.address(HOME), 303)

        @router.get(WORK)
        async def show(request: Request, member: Annotated[StaffMember, lister]) -> Response:
            return await self._shown(request, member)

        return router

    async def _shown(self, request: Request, member: StaffMember) -> Response:
        office, principal = self._office, member.principal
        query = request.query_params
        view = _view(query.get(VIEW, "")) or first_view(principal)
        offered = filters(office.organisation, principal)
        parts = chosen(offered, query)
        cursor = _cursor(query.get(AFTER, ""))
        today = office.today
        page = await self._lists.page(view, principal, work_filters(parts, today), cursor, A_PAGE)
        kept = {VIEW: view.value, **parts}
        return office.frame.answer(
            request,
            member,
            "worklist.html",
            view=view.value,
            heading=HEADINGS[view],
            nothing=EMPTY[view],
            views=[
                Tab(
                    self._address({**kept, VIEW: each.value}), name, page.counts[each], each is view
                )
                for each, name in TABS.items()
            ],
            form=FormState.of(parts),
            filters=offered,
            narrowed=bool(parts),
            chosen=[
                Part(each.offered[parts[each.name]], self._address({**kept, each.name: ""}))
                for each in offered
                if each.name in parts
            ],
            total=page.total,
            rows=[self._rows.row(each.id, each.facts, each.desk, today) for each in page.items],
            points=POINTS,
            may_open=principal.has(*office.access.roles_that_may(Access.READ)),
            whole=self._address({VIEW: view.value}),
            first=self._address(kept) if cursor else "",
            next=self._address({**kept, AFTER: str(page.next)}) if page.next else "",
        )

    def _address(self, parts: Mapping[str, str]) -> str:
        return address(self._office.frame.site.address(WORK), parts)


def _view(text: str) -> View | None:
    return View(text) if text in set(View) else None


def _cursor(text: str) -> WorkCursor | None:
    """Where to go on; from the beginning for anything but what a list has given."""
    try:
        return WorkCursor.read(text) if text else None
    except CursorWrong:
        return None
