"""The receipt: shown for a while to the one who handed in, and to nobody else."""

from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.intake.public.qr_code import qr_code
from services.intake.public.receipt_slip import KEPT, ReceiptSlip, read_slip
from services.intake.public.service_targets import service_targets
from services.intake.public.submission_form import SubmissionForm
from services.intake.receipt import Receipt
from services.intake.spelling import spelled
from shared.clock import Clock, local_date
from shared.organisation import Organisation
from shared.pages.rendering import Pages
from shared.pages.sealed import Seal
from shared.pages.sealed_cookies import SealedCookie
from shared.pages.words import KINDS


class Receipts:
    """`public_address` makes the whole address of a path, as the QR code has it."""

    def __init__(
        self,
        organisation: Organisation,
        pages: Pages,
        receipt_key: bytes,
        clock: Clock,
        public_address: Callable[[str], str],
    ) -> None:
        self._organisation = organisation
        self._pages = pages
        self._clock = clock
        self._public_address = public_address
        self._cookie = SealedCookie("lyhord_receipt", Seal(receipt_key, "receipt", KEPT))

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/kvitto/{case_id}", self.shown, methods=["GET"])
        router.add_api_route("/kvitto/{case_id}/stang", self.put_away, methods=["POST"])
        return router

    def given(self, request: Request, receipt: Receipt, form: SubmissionForm) -> Response:
        """Lead to the receipt, which is then shown at an address of its own."""
        slip = ReceiptSlip(
            case_id=str(receipt.case_id),
            reference=receipt.reference,
            secret=receipt.secret,
            board=form.board.id,
            kind=form.kind,
            category=form.category.id if form.category else None,
            answer=form.answer,
            received_on=local_date(self._clock.now()),
        )
        path = self._path(slip.case_id)
        response = RedirectResponse(path, 303)
        self._cookie.give(
            request, response, slip.model_dump_json(), path=path, now=self._clock.now()
        )
        return response

    async def shown(self, request: Request, case_id: str) -> Response:
        slip = read_slip(ReceiptSlip, self._cookie.read(request, self._clock.now()))
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
            # What stands after # is never sent: neither a server nor its log sees the code.
            code=qr_code(self._public_address(f"/folj#{slip.reference}.{slip.secret}")),
            follow_address=self._public_address("/folj"),
            spelled=(spelled(slip.reference), spelled(slip.secret)),
        )

    async def put_away(self, case_id: str) -> Response:
        """Forget the receipt on this device, and the form, for those who borrow one."""
        response = RedirectResponse(self._pages.site.address("/"), 303)
        self._cookie.take_back(response, path=self._path(case_id))
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    def _path(self, case_id: str) -> str:
        return self._pages.site.address(f"/kvitto/{case_id}")
