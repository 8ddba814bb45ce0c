"""The staff's pages put together: their frame, their routes and where their templates are."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter

from services.intake.access import DESK, SORTERS
from services.intake.information_given import InformationGiven
from services.intake.mailbox import Mailbox
from services.intake.routine_readings import RoutineReading
from services.intake.staff.pages.desk import Desk
from services.intake.staff.pages.informing import PATH as INFORMATION
from services.intake.staff.pages.informing import InformingPages
from services.intake.staff.pages.mails import MailPages
from services.intake.staff.pages.quarantine import QuarantinePages
from services.intake.staff.pages.receipts import Receipts
from services.intake.staff.pages.registering import RegisteringPages
from services.intake.staff.pages.routines import RoutinePages
from services.intake.staff.pages.start import StartPages
from shared.identity.roles import READ
from shared.identity.staff_frame import StaffFrame, StaffLink
from shared.organisation import Organisation
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import Link, site_of
from shared.store.collection import Collection

TEMPLATE_FOLDER = Path(__file__).parents[1] / "templates"
HOME = "/personal"

SORTING = (
    StaffLink("/personal/mejl", phrase("Mejl som lagts åt sidan"), SORTERS),
    StaffLink("/personal/sparrade", phrase("Spärrade inlämningar"), SORTERS),
)
"""What was set aside and waits for someone."""

INFORMING = (StaffLink(INFORMATION, phrase("Information till den enskilda"), DESK),)

LINKS = (
    StaffLink("/personal", phrase("Registrera"), DESK),
    StaffLink("/personal/mejl", phrase("Mejl"), SORTERS),
    StaffLink("/personal/sparrade", phrase("Spärrade"), SORTERS),
    StaffLink("/personal/rutin", phrase("Rutiner"), DESK),
)


def staff_frame(
    organisation: Organisation, root_path: str = "", elsewhere: tuple[StaffLink, ...] = ()
) -> StaffFrame:
    """The frame of the staff's pages; `elsewhere` are links to other services' pages."""
    site = site_of(
        organisation,
        phrase("För personal"),
        root_path=root_path,
        home=HOME,
        footer=(
            Link("/", phrase("Allmänhetens sidor")),
            Link("/tillganglighet", phrase("Tillgänglighet")),
        ),
    )
    return StaffFrame(Pages(site, [TEMPLATE_FOLDER]), (*LINKS, *elsewhere))


def cases_link(workflow_page: Callable[[str], str]) -> StaffLink:
    """To the pages where cases are handled."""
    return StaffLink(workflow_page("/arbete"), phrase("Ärenden"))


def figures_link(reporting_page: Callable[[str], str]) -> StaffLink:
    """To the pages where cases are counted."""
    return StaffLink(reporting_page("/oversikt"), phrase("Statistik"), READ)


def staff_pages(
    desk: Desk,
    mailbox: Mailbox,
    readings: Collection[RoutineReading],
    given: Collection[InformationGiven],
    tools: tuple[StaffLink, ...] = (),
) -> APIRouter:
    """Routes of everything that staff see; `tools` are links to pages of other parts."""
    receipts = Receipts(desk)
    router = APIRouter(include_in_schema=False)
    router.include_router(StartPages(desk, (*INFORMING, *SORTING, *tools)).routes())
    router.include_router(RegisteringPages(desk, receipts).routes())
    router.include_router(receipts.routes())
    router.include_router(MailPages(desk, mailbox).routes())
    router.include_router(QuarantinePages(desk).routes())
    router.include_router(RoutinePages(desk, readings).routes())
    router.include_router(InformingPages(desk, given).routes())
    return router
