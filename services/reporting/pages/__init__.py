"""What staff see of figures: what came in, how it went, and which cases are behind it."""

from fastapi import APIRouter

from services.reporting.pages.analysis import AnalysisPage
from services.reporting.pages.desk import FigureDesk
from services.reporting.pages.figure_pages import FigurePages
from services.reporting.pages.overview import OverviewPage
from services.reporting.pages.points import PointPage
from services.reporting.pages.unit_pages import UnitPages


def figure_pages(desk: FigureDesk) -> APIRouter:
    """The pages of figures, all of them for reading."""
    router = APIRouter()
    for pages in (OverviewPage, AnalysisPage, UnitPages, PointPage, FigurePages):
        router.include_router(pages(desk).routes())
    return router
