"""Notifications' HTTP side put together: the API, and the staff's pages."""

from fastapi import APIRouter, FastAPI

from services.notifications.api import reading
from services.notifications.calendar.calendars import Calendars
from services.notifications.pages.absences import AbsencePages
from services.notifications.pages.alarms import AlarmPages
from services.notifications.pages.calendars import CalendarPages
from services.notifications.pages.calls import CallPages
from services.notifications.pages.control import ControlPages
from services.notifications.pages.frame import HOME
from services.notifications.pages.letters import LetterPages
from services.notifications.pages.notices import NoticePages
from services.notifications.pages.texts import TextPages
from services.notifications.parts import Parts
from services.notifications.proof.api import controlling_routes
from services.notifications.staff.api import absences_api
from shared.identity.login_pages import LoginPages
from shared.pages.errors import add_error_pages

BODY_LIMIT = 64 * 1024
"""Bytes."""


def app_of(parts: Parts) -> FastAPI:
    """Every route there is."""
    app = parts.service.app(api=_api(parts), pages=_pages(parts), body_limit=BODY_LIMIT)
    frame = parts.office.frame
    add_error_pages(app, frame.pages)
    LoginPages(parts.authentication, parts.sessions, frame, HOME).add_to(app)
    return app


def _api(parts: Parts) -> list[APIRouter]:
    authentication, organisation = parts.authentication, parts.organisation
    return [
        reading(
            parts.records.cases,
            parts.noticed,
            parts.deadline_lists,
            authentication,
            organisation,
            parts.service.clock,
        ),
        controlling_routes(parts.controlling, authentication, organisation),
        absences_api(parts.absences, authentication),
    ]


def _pages(parts: Parts) -> list[APIRouter]:
    office, settings, cases = parts.office, parts.settings, parts.records.cases
    calendars = Calendars(cases, parts.organisation, office.links)
    return [
        office.frame.pages.routes(),
        NoticePages(office, parts.noticed, cases).routes(),
        AlarmPages(office, parts.alarms).routes(),
        ControlPages(office, parts.controlling).routes(),
        LetterPages(office, parts.letters, settings.workflow_page("")).routes(),
        CallPages(office, parts.calls, settings.workflow_page("")).routes(),
        TextPages(office, parts.previews).routes(),
        AbsencePages(office, parts.absences, parts.choices).routes(),
        CalendarPages(office, parts.calendar_addresses, calendars, settings).routes(),
    ]
