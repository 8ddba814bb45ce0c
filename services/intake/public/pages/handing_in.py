"""The form, its review step and its sending. Decode, call, answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from services.intake.abuse.rates import Door, Rates
from services.intake.abuse.spam_watch import SpamWatch
from services.intake.abuse.suspicion import FormSigns
from services.intake.attachments.owners import of_draft
from services.intake.public.files import FileLimits, refusal
from services.intake.public.form import Rejected, parse_form
from services.intake.public.form_token import FormTokens
from services.intake.public.intake import Intake
from services.intake.public.pages.drafts import Drafts, carried_files
from services.intake.public.pages.form_view import Draft, FormView, Trouble
from services.intake.public.pages.receipts import Receipts
from services.intake.public.pages.sent_files import chosen_files
from services.intake.public.places import UNKNOWN_PLACE, place_of_unit
from services.intake.public.submission_form import (
    SubmissionForm,
    idempotency_key,
    to_case_request,
)
from services.intake.receipt import Receipt
from services.intake.refusals import ImpossibleFields
from shared.clock import Clock, local_date
from shared.errors import TooManyRequests, TransientError
from shared.identity.web import address_of
from shared.organisation import Organisation
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.rendering import Pages

FORM_PATH = "/lamna"
SEND_PATH = "/lamna/skicka"
UPLOADS_AT_ONCE = 4
"""Files of the largest size that one request may bring; more of them, if they are smaller."""

_RETRY_AFTER_SECONDS = 30
_REDRAWN = frozenset({"search", "place", "upload", "remove", "language", "edit"})
"""Steps that show the form again as it is, with nothing told about what is missing."""
_CHOOSING = frozenset({"search", "place"})
"""Those of them that are about choosing a place."""


class HandingInPages:
    def __init__(
        self,
        intake: Intake,
        organisation: Organisation,
        pages: Pages,
        receipts: Receipts,
        tokens: FormTokens,
        drafts: Drafts,
        rates: Rates,
        spam_watch: SpamWatch,
        clock: Clock,
    ) -> None:
        self._intake = intake
        self._organisation = organisation
        self._pages = pages
        self._receipts = receipts
        self._tokens = tokens
        self._drafts = drafts
        self._rates = rates
        self._spam_watch = spam_watch
        self._clock = clock
        self._view = FormView(pages, organisation, FileLimits.of(drafts.limits))

    def routes(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route(FORM_PATH, self.blank_form, methods=["GET"])
        router.add_api_route(FORM_PATH, self.fill_in, methods=["POST"])
        router.add_api_route(SEND_PATH, self.back_to_form, methods=["GET"])
        router.add_api_route(SEND_PATH, self.send, methods=["POST"])
        return router

    async def blank_form(
        self, request: Request, kind: str = "", enhet: str = "", place: str = ""
    ) -> Response:
        """A link may fill in the kind and the unit; a unit that is not offered is left out."""
        linked = place_of_unit(enhet, self._organisation, self._today()) if enhet else None
        unknown = UNKNOWN_PLACE if place == UNKNOWN_PLACE else ""
        form = FormState.of({"kind": kind, "place": linked.value if linked else unknown})
        draft = Draft(form, self._tokens.new(self._clock.now()))
        return self._view.form(request, draft, self._today())

    async def back_to_form(self) -> Response:
        """For who asks anew for an address that is only posted to."""
        return RedirectResponse(self._pages.site.address(FORM_PATH), 303)

    async def fill_in(self, request: Request) -> Response:
        """Show what was filled in, or the form with what must be put right."""
        async with request.form() as data:
            draft = self._draft(data)
            try:
                draft = await self._with_files(draft, data, address_of(request))
            except TransientError as error:
                trouble, status, headers = _trouble(error)
                shown = self._view.form(
                    request, draft, self._today(), status=status, trouble=trouble
                )
                shown.headers.update(headers)
                return shown
        step, refused = _step(draft.form), _refusals(draft)
        if step in _REDRAWN:
            return self._view.form(
                request,
                replace(draft, form=replace(draft.form, errors=refused)),
                self._today(),
                choosing=step in _CHOOSING,
            )
        result = self._parsed(draft)
        if isinstance(result, Rejected):
            return self._wrong(request, draft, {**result.errors, **refused})
        if refused:
            return self._wrong(request, draft, refused)
        return self._view.review(request, draft, result)

    async def send(self, request: Request) -> Response:
        """A form that is sent twice gives one case and the same receipt."""
        async with request.form() as data:
            draft = self._draft(data)
        result = self._parsed(draft)
        if isinstance(result, Rejected):
            return self._wrong(request, draft, result.errors)
        try:
            await self._rates.admit(Door.FORM, address_of(request))
            receipt = await self._accepted(request, draft, result)
        except ImpossibleFields:
            gone = phrase("Filerna har legat för länge och är borttagna. Lägg till dem igen.")
            return self._wrong(request, replace(draft, files=()), {"files": gone})
        except TransientError as error:
            trouble, status, headers = _trouble(error)
            shown = self._view.review(request, draft, result, status=status, trouble=trouble)
            shown.headers.update(headers)
            return shown
        return self._receipts.given(request, receipt, result)

    async def _accepted(self, request: Request, draft: Draft, form: SubmissionForm) -> Receipt:
        case_request = to_case_request(
            form, self._pages.language(request), [file.id for file in draft.files]
        )
        signs = FormSigns(
            honeypot=draft.form.value("homepage"),
            shown_at=draft.token.shown_at if draft.token_is_ours else None,
            posted_at=self._clock.now(),
            text=form.text,
        )
        return await self._intake.accept(
            case_request,
            idempotency_key(draft.token.text, case_request),
            attachments_of=of_draft(draft.token.draft),
            suspicion=await self._spam_watch.look_at_form(signs),
        )

    def _draft(self, data: FormData) -> Draft:
        form, now = FormState.posted(data.multi_items()), self._clock.now()
        token = self._tokens.read(form.value("form_token"), now)
        return Draft(
            form,
            token or self._tokens.new(now),
            carried_files(form.chosen("attachment")),
            token_is_ours=token is not None,
        )

    async def _with_files(self, draft: Draft, data: FormData, address: str) -> Draft:
        """With what was uploaded before and now, as far as it could be taken in."""
        uploads = chosen_files(data, "files")
        unwanted = draft.form.value("remove")
        try:
            refused = await self._drafts.add(draft.token, uploads, address)
            if unwanted:
                await self._drafts.remove(draft.token, unwanted)
            return replace(draft, files=await self._drafts.of(draft.token), refused=refused)
        except TransientError:
            if uploads or unwanted or draft.files:
                raise
            # Without files there is nothing to keep before it is sent.
            return draft

    def _parsed(self, draft: Draft) -> SubmissionForm | Rejected:
        return parse_form(draft.form.values, self._organisation, self._today())

    def _wrong(self, request: Request, draft: Draft, errors: Mapping[str, Phrase]) -> Response:
        shown = replace(draft, form=replace(draft.form, errors=errors))
        return self._view.form(request, shown, self._today(), status=422)

    def _today(self) -> date:
        return local_date(self._clock.now())


def _step(form: FormState) -> str:
    """What was asked for. Enter in the search field searches, and anywhere else goes on."""
    if form.value("remove"):
        return "remove"
    step = form.value("step")
    looked_for = form.value("find").strip()
    unanswered = looked_for and looked_for != form.value("searched") and not form.value("place")
    return "search" if step == "enter" and unanswered else step


def _refusals(draft: Draft) -> Mapping[str, Phrase]:
    return {"files": refusal(draft.refused)} if draft.refused else {}


def _trouble(error: TransientError) -> tuple[Trouble, int, Mapping[str, str]]:
    """What is told, and the answer's status and headers."""
    if isinstance(error, TooManyRequests):
        return Trouble.TOO_MANY, 429, {"Retry-After": str(error.retry_after)}
    return Trouble.UNSAVED, 503, {"Retry-After": str(_RETRY_AFTER_SECONDS)}
