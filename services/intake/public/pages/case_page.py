"""The page of a followed case, with its forms as they stand."""

from collections.abc import Mapping
from secrets import token_urlsafe

from fastapi import Request, Response

from services.intake.attachments.documents import Attachment
from services.intake.following import OpenedCase, SeenCase
from services.intake.plain_status import STATUS_IN_PLAIN_WORDS
from services.intake.public.followed_cases import FollowedCases
from services.intake.public.journey import journey
from services.intake.public.next_step import next_step
from services.intake.public.opinion import opinion
from services.intake.public.service_targets import service_targets
from services.intake.public.survey_form import choices_of, field_of
from services.intake.survey import ASKED_WHEN
from shared.organisation import Organisation, Survey
from shared.pages.forms import FormState
from shared.pages.phrases import Phrase, phrase
from shared.pages.rendering import Pages
from shared.pages.words import KINDS, OUTCOMES, ROLES, STATUSES

THANKS_FOR = "tack"
"""The parameter that says what was just done."""

_THANKS: Mapping[str, Phrase] = {
    "meddelande": phrase("Vi har tagit emot ditt meddelande"),
    "asikt": phrase("Tack, vi har antecknat vad du tycker"),
    "enkat": phrase("Tack för dina svar"),
}
_TROUBLE = {429: "too_many", 503: "unsaved"}
RETRY_AFTER_SECONDS = 30


class CasePage:
    def __init__(self, cases: FollowedCases, organisation: Organisation, pages: Pages) -> None:
        self._cases = cases
        self._organisation = organisation
        self._pages = pages

    async def show(
        self,
        request: Request,
        opened: OpenedCase,
        form: FormState | None = None,
        status: int = 200,
        *,
        retry_after: int = RETRY_AFTER_SECONDS,
    ) -> Response:
        """The case as it is now.

        503 says that what was sent could not be saved, 429 that it was too much in a short while.
        """
        seen = await self._cases.see(opened)
        facts = opened.facts
        board = self._organisation.known_board(facts.board)
        unit = self._organisation.unit(facts.unit, board.id) if facts.unit else None
        targets = service_targets(board, facts.kind, facts.received_on, facts.category)
        form = form or FormState()
        response = self._pages.answer(
            request,
            "followed.html",
            status=status,
            personal=True,
            thanks=_THANKS.get(request.query_params.get(THANKS_FOR, "")),
            trouble=_TROUBLE.get(status),
            restored=status == 200 and bool(form.typed),
            form=form,
            form_token=form.value("form_token") or token_urlsafe(24),
            facts=facts,
            board=board.name,
            unit=unit and unit.name,
            contact=self._organisation.municipality.contact,
            kind=KINDS[facts.kind],
            outcomes=OUTCOMES,
            roles=ROLES,
            status_word=STATUSES[facts.status],
            status_text=STATUS_IN_PLAIN_WORDS[facts.status],
            next_step=next_step(facts),
            seen=seen,
            opinion=opinion(facts, seen.view),
            waiting=_waiting(seen, form),
            limits=self._cases.file_limits,
            survey=self.survey_of(opened),
            field_of=field_of,
            choices_of=choices_of,
            steps=journey(facts, targets, seen.said),
        )
        if status in _TROUBLE:
            response.headers["Retry-After"] = str(retry_after)
        return response

    @property
    def survey(self) -> Survey | None:
        """The organisation's."""
        return self._organisation.survey

    def survey_of(self, opened: OpenedCase) -> Survey | None:
        """What is asked now; None where nobody is asked."""
        return self._organisation.survey if opened.facts.status in ASKED_WHEN else None


def _waiting(seen: SeenCase, form: FormState) -> tuple[Attachment, ...]:
    """Files that came with this very form and are to go with it when it is sent again."""
    return tuple(file for file in seen.waiting if file.id in form.chosen("attachment"))
