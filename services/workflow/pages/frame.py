"""The frame of the workflow's pages for staff."""

from pathlib import Path

from services.workflow.access import Access
from services.workflow.settings import WorkflowSettings
from shared.identity.roles import HANDLE, READ
from shared.identity.staff_frame import StaffFrame, StaffLink
from shared.organisation import Organisation
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import Link, site_of

TEMPLATE_FOLDER = Path(__file__).parents[1] / "templates"

WORK, SEARCH, DIARY = "/arbete", "/sok", "/diarium"
HOME = WORK


def staff_frame(
    organisation: Organisation, access: Access, settings: WorkflowSettings
) -> StaffFrame:
    """The menu shows what the roles of whoever is logged in may open."""
    site = site_of(
        organisation,
        phrase("Ärenden"),
        root_path=settings.root_path,
        home=HOME,
        footer=(Link(settings.intake_page("/tillganglighet"), phrase("Tillgänglighet")),),
    )
    links = (
        StaffLink(WORK, phrase("Arbete"), access.roles_that_may(Access.LISTS)),
        StaffLink(SEARCH, phrase("Sök"), access.roles_that_may(Access.READ)),
        StaffLink(DIARY, phrase("Diarium"), access.roles_that_may(Access.DIARY)),
        StaffLink(settings.notifications_page("/brev"), phrase("Brev"), HANDLE),
        StaffLink(settings.notifications_page("/samtal"), phrase("Samtal"), HANDLE),
        StaffLink(settings.intake_page("/personal"), phrase("Registrera")),
        StaffLink(settings.notifications_page("/franvaro"), phrase("Frånvaro och mejl")),
        StaffLink(settings.reporting_page("/oversikt"), phrase("Statistik"), READ),
    )
    return StaffFrame(Pages(site, [TEMPLATE_FOLDER]), links)
