"""The frame of the notifications service's pages for staff."""

from pathlib import Path

from services.notifications import access
from services.notifications.settings import NotificationSettings
from shared.identity.roles import HANDLE, READ
from shared.identity.staff_frame import StaffFrame, StaffLink
from shared.organisation import Organisation
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import Link, site_of

TEMPLATE_FOLDER = Path(__file__).parents[1] / "templates"

NOTICES, ALARMS, TEXTS, CONTROL = "/utskick", "/larm", "/texter", "/internkontroll"
LETTERS, CALLS = "/brev", "/samtal"
NOTICES = "/utskick"
LETTERS = "/brev"
CALLS = "/samtal"
ABSENCES = "/franvaro"
CALENDAR = "/kalender"
HOME = NOTICES


def staff_frame(organisation: Organisation, settings: NotificationSettings) -> StaffFrame:
    """The menu shows what the roles of whoever is logged in may open."""
    site = site_of(
        organisation,
        phrase("Utskick"),
        root_path=settings.root_path,
        home=HOME,
        footer=(Link(settings.intake_page("/tillganglighet"), phrase("Tillgänglighet")),),
    )
    links = (
        StaffLink(NOTICES, phrase("Utskick"), access.NOTICES),
        StaffLink(ALARMS, phrase("Larm"), access.ALARMS),
        StaffLink(LETTERS, phrase("Brev"), HANDLE),
        StaffLink(CALLS, phrase("Samtal"), HANDLE),
        StaffLink(CONTROL, phrase("Internkontroll"), access.CONTROL, seldom=True),
        StaffLink(TEXTS, phrase("Texter"), access.TEXTS, seldom=True),
        StaffLink(settings.workflow_page("/arbete"), phrase("Ärenden")),
        StaffLink(settings.intake_page("/personal"), phrase("Registrera"), seldom=True),
        StaffLink(ABSENCES, phrase("Frånvaro och mejl"), seldom=True),
        StaffLink(CALENDAR, phrase("Kalender"), seldom=True),
        StaffLink(settings.reporting_page("/oversikt"), phrase("Statistik"), READ),
    )
    return StaffFrame(Pages(site, [TEMPLATE_FOLDER]), links)
