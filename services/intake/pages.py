"""The public pages: start, form, receipt, follow, accessibility. Decode, call, answer."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from secrets import token_urlsafe

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.intake import form_choices
from services.intake.follow_form import parse_follow_form
from services.intake.form import Rejected, parse_form
from services.intake.journey import STATUS_IN_PLAIN_WORDS, journey
from services.intake.public_intake import FollowedCase, Intake, Receipt
from services.intake.receipt_slip import FollowPass, ReceiptSlip, read_slip
from services.intake.service_targets import service_targets, targets_by_board
from services.intake.submission_form import SubmissionForm, idempotency_key, to_case_request
from shared.clock import Clock, local_date
from shared.errors import TransientError
from shared.events.vocabulary import Kind
from shared.organisation import Organisation
from shared.pages.forms import FormState
from shared.pages.phrases import phrase
from shared.pages.rendering import Pages
from shared.pages.sealed import Seal
from shared.pages.sealed_cookies import SealedCookie
from shared.pages.site import Link, Site, site_of
from shared.pages.words import KINDS, STATUSES

TEMPLATE_FOLDER = Path(__file__).parent / "templates"

_RETRY_AFTER_SECONDS = "30"

_KEPT = timedelta(minutes=30)
"""How long a receipt or a followed case can be shown again on the same device."""


def public_site(organisation: Organisation, root_path: str = "") -> Site:
    """The frame of the public pages."""
    website = str(organisation.municipality.contact.website)
    return site_of(
        organisation,
        phrase("Synpunkter och klagomål"),
        root_path=root_path,
        footer=(
            Link("/folj", phrase("Följ ditt ärende")),
            Link("/tillganglighet", phrase("Tillgänglighet")),
            Link(website, phrase("Kommunens webbplats")),
        ),
    )


def public_pages(
    intake: Intake, organisation: Organisation, pages: Pages, receipt_key: bytes, clock: Clock
) -> APIRouter:
    """Routes of everything that the public sees. `receipt_key` seals receipts in cookies."""
    router = APIRouter(include_in_schema=False)
    router.include_router(_GeneralPages(organisation, pages, clock).routes())
    router.include_router(
        _SubmissionPages(intake, organisation, pages, receipt_key, clock).routes()
    )
    router.include_router(_FollowPages(intake, organisation, pages, receipt_key, clock).routes())
    return router


class _GeneralPages:
    def __init__(self, organisation: Organisation, pages: Pages, clock: Clock) -> None:
        self._organisation = organisation
        self._pages = pages
        self._clock = clock

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/", self.start, methods=["GET"])
        router.add_api_route("/tillganglighet", self.accessibility, methods=["GET"])
        return router

    async def start(self, request: Request) -> Response:
        today = local_date(self._clock.now())
        boards = targets_by_board(self._organisation, Kind.COMPLAINT, today)
        return self._pages.answer(
            request,
            "start.html",
            kinds=form_choices.KIND_CHOICES,
            boards=boards,
            same_targets=len({each.targets for each in boards}) == 1,
            contact=self._organisation.municipality.contact,
        )

    async def accessibility(self, request: Request) -> Response:
        municipality = self._organisation.municipality
        return self._pages.answer(request, "accessibility.html", contact=municipality.contact)


class _SubmissionPages:
    def __init__(
        self,
        intake: Intake,
        organisation: Organisation,
        pages: Pages,
        receipt_key: bytes,
        clock: Clock,
    ) -> None:
        self._intake = intake
        self._organisation = organisation
        self._pages = pages
        self._clock = clock
        self._receipts = SealedCookie("lyhord_receipt", Seal(receipt_key, "receipt", _KEPT))

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/lamna", self.blank_form, methods=["GET"])
        router.add_api_route("/lamna", self.submit, methods=["POST"])
        router.add_api_route("/kvitto/{case_id}", self.receipt, methods=["GET"])
        router.add_api_route("/kvitto/{case_id}/stang", self.put_away, methods=["POST"])
        return router

    async def blank_form(self, request: Request, kind: str = "") -> Response:
        return self._form(request, FormState.of({"kind": kind}))

    async def submit(self, request: Request) -> Response:
        """A form that is handed in twice gives one case and the same receipt."""
        form = FormState.posted((await request.form()).multi_items())
        if form.value("redraw"):
            return self._form(request, form, posted=True)
        result = parse_form(form.values, self._organisation, self._today())
        if isinstance(result, Rejected):
            return self._form(request, replace(form, errors=result.errors), 422, posted=True)
        case_request = to_case_request(result, self._pages.language(request))
        key = idempotency_key(form.value("form_token"), case_request)
        try:
            receipt = await self._intake.accept(case_request, key)
        except TransientError:
            unsaved = self._form(request, form, 503, posted=True)
            unsaved.headers["Retry-After"] = _RETRY_AFTER_SECONDS
            return unsaved
        return self._to_receipt(request, receipt, result)

    async def receipt(self, request: Request, case_id: str) -> Response:
        slip = read_slip(ReceiptSlip, self._receipts.read(request, self._clock.now()))
        if slip is None or slip.case_id != case_id:
            return self._pages.answer(request, "receipt_gone.html", status=410, personal=True)
        board = self._organisation.known_board(slip.board)
        return self._pages.answer(
            request,
            "receipt.html",
            personal=True,
            slip=slip,
            kind=KINDS[slip.kind],
            targets=service_targets(board, slip.kind, slip.received_on, slip.category),
        )

    async def put_away(self, case_id: str) -> Response:
        """Forget the receipt on this device, for those who borrow one."""
        response = RedirectResponse(self._pages.site.address("/"), 303)
        self._receipts.take_back(response, path=self._receipt_path(case_id))
        return response

    def _form(
        self, request: Request, form: FormState, status: int = 200, *, posted: bool = False
    ) -> Response:
        return self._pages.answer(
            request,
            "form.html",
            status=status,
            personal=True,
            form=form,
            posted=posted,
            unsaved=status == 503,
            form_token=form.value("form_token") or token_urlsafe(24),
            today=self._today(),
            choices=form_choices,
            places=form_choices.place_groups(self._organisation, self._today()),
            categories=form_choices.common_categories(self._organisation),
            board_categories=form_choices.category_groups(self._organisation),
        )

    def _to_receipt(self, request: Request, receipt: Receipt, form: SubmissionForm) -> Response:
        slip = ReceiptSlip(
            case_id=str(receipt.case_id),
            reference=receipt.reference,
            secret=receipt.secret,
            board=form.board,
            kind=form.kind,
            category=form.category,
            answer=form.answer,
            received_on=self._today(),
        )
        path = self._receipt_path(slip.case_id)
        response = RedirectResponse(path, 303)
        self._receipts.give(
            request, response, slip.model_dump_json(), path=path, now=self._clock.now()
        )
        return response

    def _receipt_path(self, case_id: str) -> str:
        return self._pages.site.address(f"/kvitto/{case_id}")

    def _today(self) -> date:
        return local_date(self._clock.now())


class _FollowPages:
    def __init__(
        self,
        intake: Intake,
        organisation: Organisation,
        pages: Pages,
        receipt_key: bytes,
        clock: Clock,
    ) -> None:
        self._intake = intake
        self._organisation = organisation
        self._pages = pages
        self._clock = clock
        self._passes = SealedCookie("lyhord_follow", Seal(receipt_key, "follow", _KEPT))
        self._path = pages.site.address("/folj")

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/folj", self.followed_or_blank, methods=["GET"])
        router.add_api_route("/folj", self.follow, methods=["POST"])
        router.add_api_route("/folj/stang", self.put_away, methods=["POST"])
        return router

    async def followed_or_blank(self, request: Request) -> Response:
        given = read_slip(FollowPass, self._passes.read(request, self._clock.now()))
        case = await self._intake.follow(given.reference, given.secret) if given else None
        return self._followed(request, case) if case else self._form(request, FormState())

    async def follow(self, request: Request) -> Response:
        form = FormState.posted((await request.form()).multi_items())
        result = parse_follow_form(form.values)
        if isinstance(result, Rejected):
            return self._form(request, replace(form, errors=result.errors), 422)
        if await self._intake.follow(result.reference, result.secret) is None:
            unknown = phrase("Vi hittar inget ärende med den referensen och koden tillsammans.")
            return self._form(request, replace(form, errors={"reference": unknown}), 422)
        response = RedirectResponse(self._path, 303)
        self._passes.give(
            request, response, result.model_dump_json(), path=self._path, now=self._clock.now()
        )
        return response

    async def put_away(self) -> Response:
        """Stop showing the case on this device."""
        response = RedirectResponse(self._path, 303)
        self._passes.take_back(response, path=self._path)
        return response

    def _form(self, request: Request, form: FormState, status: int = 200) -> Response:
        return self._pages.answer(request, "follow.html", status=status, personal=True, form=form)

    def _followed(self, request: Request, case: FollowedCase) -> Response:
        facts = case.facts
        board = self._organisation.known_board(facts.board)
        unit = self._organisation.unit(facts.unit, board.id) if facts.unit else None
        targets = service_targets(board, facts.kind, facts.received_on, facts.category)
        return self._pages.answer(
            request,
            "followed.html",
            personal=True,
            facts=facts,
            board=board.name,
            unit=unit and unit.name,
            kind=KINDS[facts.kind],
            status_word=STATUSES[facts.status],
            status_text=STATUS_IN_PLAIN_WORDS[facts.status],
            steps=journey(facts, targets),
        )
