"""The public pages put together: their frame, their routes and where their templates are."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter

from services.intake.abuse.rates import Rates
from services.intake.abuse.spam_watch import SpamWatch
from services.intake.public.files import Files
from services.intake.public.form_token import FormTokens
from services.intake.public.intake import Intake
from services.intake.public.pages.drafts import Drafts
from services.intake.public.pages.general import GeneralPages
from services.intake.public.pages.handing_in import HandingInPages
from services.intake.public.pages.receipts import Receipts
from shared.clock import Clock
from shared.organisation import Organisation
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.site import Link, Site, site_of

TEMPLATE_FOLDER = Path(__file__).parents[1] / "templates"


def public_site(organisation: Organisation, root_path: str = "") -> Site:
    """The frame of the public pages."""
    website = str(organisation.municipality.contact.website)
    return site_of(
        organisation,
        phrase("Synpunkter och klagomål"),
        root_path=root_path,
        footer=(
            Link("/folj", phrase("Följ ditt ärende")),
            Link("/tryck", phrase("Affischer och blanketter")),
            Link("/tillganglighet", phrase("Tillgänglighet")),
            Link(website, phrase("Kommunens webbplats")),
        ),
    )


def public_pages(
    intake: Intake,
    organisation: Organisation,
    pages: Pages,
    receipt_key: bytes,
    clock: Clock,
    *,
    files: Files,
    rates: Rates,
    spam_watch: SpamWatch,
    public_address: Callable[[str], str],
) -> APIRouter:
    """Routes of the start page, the form and the receipt; following a case has its own.

    `receipt_key` seals what browsers keep; `public_address` makes the whole address of a path.
    """
    receipts = Receipts(organisation, pages, receipt_key, clock, public_address)
    router = APIRouter(include_in_schema=False)
    router.include_router(GeneralPages(organisation, pages, clock).routes())
    router.include_router(
        HandingInPages(
            intake,
            organisation,
            pages,
            receipts,
            FormTokens(receipt_key),
            Drafts(files, rates),
            rates,
            spam_watch,
            clock,
        ).routes()
    )
    router.include_router(receipts.routes())
    return router
