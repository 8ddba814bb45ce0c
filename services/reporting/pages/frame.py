"""The frame of reporting's pages for staff."""

from pathlib import Path

from services.reporting.reach import SEE_ZEROS
from services.reporting.settings import ReportingSettings
from shared.events.vocabulary import Role
from shared.identity.roles import READ
from shared.identity.staff_frame import StaffFrame, StaffLink
from shared.organisation import Organisation
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import Link, site_of

TEMPLATE_FOLDER = Path(__file__).parents[1] / "templates"
STATIC_FOLDER = Path(__file__).parents[1] / "static"

OVERVIEW, ANALYSIS, UNITS = "/oversikt", "/analys", "/enheter"
COMPARISON = "/jamfor"
CONTROL_POINTS, FIGURES_PATH = "/kontrollpunkter", "/siffror"
SIGNALS, ZEROS, GOALS, SURVEY = "/signaler", "/nollrapport", "/mal", "/undersokning"
LEARNING_CARDS = "/larkort"
SURVEY_IMPORTS = f"{SURVEY}/inlasning"
REPORTS, REBUILDS = "/rapporter", "/omrakning"
HOME = OVERVIEW


def staff_frame(organisation: Organisation, settings: ReportingSettings) -> StaffFrame:
    """The menu shows what the roles of whoever is logged in may open."""
    site = site_of(
        organisation,
        phrase("Statistik"),
        root_path=settings.root_path,
        home=HOME,
        footer=(Link(settings.intake_page("/tillganglighet"), phrase("Tillgänglighet")),),
    )
    links = (
        StaffLink(OVERVIEW, phrase("Översikt"), READ),
        StaffLink(ANALYSIS, phrase("Analys"), READ),
        StaffLink(COMPARISON, phrase("Jämför"), READ, seldom=True),
        StaffLink(UNITS, phrase("Enheter"), READ),
        StaffLink(CONTROL_POINTS, phrase("Kontrollpunkter"), READ),
        StaffLink(SIGNALS, phrase("Signaler"), READ),
        StaffLink(ZEROS, phrase("Nollrapport"), SEE_ZEROS, seldom=True),
        StaffLink(GOALS, phrase("Mål"), READ, seldom=True),
        StaffLink(SURVEY, phrase("Undersökning"), READ, seldom=True),
        StaffLink(REPORTS, phrase("Rapporter"), READ),
        StaffLink(LEARNING_CARDS, phrase("Lärkort"), READ, seldom=True),
        StaffLink(FIGURES_PATH, phrase("Alla siffror"), READ, seldom=True),
        StaffLink(REBUILDS, phrase("Omräkning"), (Role.ADMINISTRATOR,), seldom=True),
        StaffLink(settings.workflow_page("/arbete"), phrase("Ärenden")),
        StaffLink(settings.intake_page("/personal"), phrase("Registrera"), seldom=True),
    )
    return StaffFrame(Pages(site, [TEMPLATE_FOLDER], [STATIC_FOLDER]), links)
