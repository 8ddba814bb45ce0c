"""Shows the form and the review step as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from fastapi import Request, Response

from services.intake.public import form_choices
from services.intake.public.files import FileLimits, KeptFile
from services.intake.public.form_token import FormToken
from services.intake.public.place_search import find_places
from services.intake.public.places import UNKNOWN_PLACE, Place, place_of
from services.intake.public.submission_form import PUBLIC_KINDS, SubmissionForm
from shared.organisation import Organisation
from shared.pages import words
from shared.pages.forms import FormState
from shared.pages.languages import Language
from shared.pages.phrases import Phrase, phrase
from shared.pages.rendering import Pages

FIELDS = (
    "kind",
    "text",
    "place",
    "category",
    "occurred_on",
    "occurred_about",
    "concerned",
    "person_concerned",
    "answer",
    "email",
    "phone",
    "address",
    "answer_by",
    "name",
    "gender",
)
"""What a person fills in, in the order of the page; the review step carries it along."""

_KEEP_WRITING = phrase("Fortsätt på svenska och behåll det du har skrivit")


class Trouble(StrEnum):
    """Why nothing came of what was posted, through no fault of the one who posted it."""

    UNSAVED = "unsaved"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Draft:
    """A form that is being filled in."""

    form: FormState
    token: FormToken
    files: Sequence[KeptFile] = ()
    refused: Sequence[Phrase] = ()
    """Why files were not taken in."""
    token_is_ours: bool = True
    """False where the form came without the token that it was shown with."""


@dataclass(frozen=True)
class FormView:
    """Answers with the form, or with what was filled in."""

    pages: Pages
    organisation: Organisation
    limits: FileLimits

    def form(
        self,
        request: Request,
        draft: Draft,
        today: date,
        *,
        status: int = 200,
        trouble: Trouble | None = None,
        choosing: bool = False,
    ) -> Response:
        """The form. `choosing` opens the choice of place also where one is chosen."""
        form = draft.form
        chosen = place_of(form.value("place"), self.organisation, today)
        found = find_places(form.value("find"), self.organisation, today)
        return self.pages.answer(
            request,
            "form.html",
            status=status,
            typed=True,
            posted=request.method == "POST",
            trouble=trouble,
            chosen=chosen,
            choosing=choosing,
            found=found,
            suggested=_suggested(chosen, found),
            branches=form_choices.branches(self.organisation, today),
            unknown_place=UNKNOWN_PLACE,
            categories=form_choices.fitting_categories(
                self.organisation,
                next((kind for kind in PUBLIC_KINDS if kind == form.value("kind")), None),
                chosen.board if chosen else None,
            ),
            today=today,
            **self._common(draft),
        )

    def review(
        self,
        request: Request,
        draft: Draft,
        filled: SubmissionForm,
        *,
        status: int = 200,
        trouble: Trouble | None = None,
    ) -> Response:
        """What was filled in, to be looked through and sent."""
        carried = [(name, draft.form.value(name)) for name in FIELDS if draft.form.value(name)]
        return self.pages.answer(
            request,
            "review.html",
            status=status,
            typed=True,
            trouble=trouble,
            filled=filled,
            carried=carried,
            words=words,
            **self._common(draft),
        )

    def _common(self, draft: Draft) -> dict[str, Any]:
        return {
            "form": draft.form,
            "token": draft.token,
            "files": draft.files,
            "refused": draft.refused,
            "limits": self.limits,
            "choices": form_choices,
            "keep_writing": _KEEP_WRITING,
            "languages_below": {language: f"#byt-sprak-{language}" for language in Language},
        }


def _suggested(chosen: Place | None, found: Sequence[Place]) -> Sequence[Place]:
    """What a search found, with the place that is chosen before it where it is not among them."""
    if chosen is None or any(place.value == chosen.value for place in found):
        return found
    return (chosen, *found)
