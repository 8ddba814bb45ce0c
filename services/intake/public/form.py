"""Reads the public form: what a person typed becomes a submission, or what must be put right.

Pure: everything it needs is given. Messages are phrases, said in the reader's language by the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.intake.case_request import MAXIMUM_TEXT
from services.intake.placement import EARLIEST
from services.intake.public.answer_fields import AnswerFields
from services.intake.public.places import UNKNOWN_PLACE, Place, place_of
from services.intake.public.submission_form import (
    PUBLIC_KINDS,
    Answer,
    Concerned,
    SubmissionForm,
)
from shared.events.vocabulary import Gender, Kind
from shared.organisation import Board, Category, Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

MAXIMUM_LINE = 200


@dataclass(frozen=True)
class Rejected:
    """What must be put right, by field name in the order of the page."""

    errors: Mapping[str, Phrase]


FormResult = SubmissionForm | Rejected


def parse_form(data: Mapping[str, str], organisation: Organisation, today: date) -> FormResult:
    """Read what was typed. `today` is the day in Swedish time; unknown fields are ignored."""
    return _Reading(data, organisation, today).result()


class _Reading:
    """One pass over the fields, in the order of the page."""

    def __init__(self, data: Mapping[str, str], organisation: Organisation, today: date) -> None:
        self._data = data
        self._organisation = organisation
        self._today = today
        self._errors: dict[str, Phrase] = {}

    def result(self) -> FormResult:
        kind = self._kind()
        text = self._text()
        place = self._place()
        board = self._board(place)
        category = self._category(kind, board)
        occurred_on = self._occurred_on()
        occurred_about = self._line("occurred_about")
        concerned = next((c for c in Concerned if c == self._typed("concerned")), None)
        named = concerned is not None and concerned.has_name
        person_concerned = self._line("person_concerned") if named else None
        fields = AnswerFields(self._typed, self._errors.__setitem__, self._today)
        answer = fields.answer()
        reachable = fields.reachable(answer)
        answer_by = fields.wished_by() if answer and answer.wished else None
        name = None if answer is Answer.ANONYMOUS else self._line("name")
        if self._errors or kind is None or answer is None:
            return Rejected(self._errors)
        return SubmissionForm(
            kind=kind,
            text=text,
            place=place,
            board=board,
            category=category,
            occurred_on=occurred_on,
            occurred_about=occurred_about,
            concerned=concerned,
            person_concerned=person_concerned,
            answer=answer,
            answer_by=answer_by,
            name=name,
            email=reachable.email,
            phone=reachable.phone,
            address=reachable.address,
            gender=next((g for g in Gender if g == self._typed("gender")), Gender.UNKNOWN),
        )

    def _typed(self, name: str) -> str:
        return self._data.get(name, "").strip()

    def _kind(self) -> Kind | None:
        kind = next((k for k in PUBLIC_KINDS if k == self._typed("kind")), None)
        if kind is None:
            self._errors["kind"] = phrase(
                "Välj om det är ett klagomål, en synpunkt, ett förslag eller beröm."
            )
        return kind

    def _text(self) -> str:
        text = self._typed("text")
        if not any(character.isprintable() and not character.isspace() for character in text):
            self._errors["text"] = phrase("Skriv vad du vill berätta.")
        elif len(text) > MAXIMUM_TEXT:
            self._errors["text"] = phrase(
                "Korta texten till högst %(limit)s tecken. Nu är den %(length)s tecken.",
                limit=MAXIMUM_TEXT,
                length=len(text),
            )
        return text

    def _place(self) -> Place | None:
        given = self._typed("place")
        if given == UNKNOWN_PLACE:
            return None
        place = place_of(given, self._organisation, self._today)
        if place is None:
            self._errors["place"] = phrase(
                "Välj vilken verksamhet det gäller, eller ”Jag vet inte”."
            )
        return place

    def _board(self, place: Place | None) -> Board:
        """Someone who does not know whom it concerns is taken in by the board of the category."""
        if place is not None:
            return place.board
        of_category = self._typed("category").rpartition("/")[0]
        named = (board for board in self._organisation.boards if board.id == of_category)
        return next(named, None) or self._organisation.known_board(self._organisation.default_board)

    def _category(self, kind: Kind | None, board: Board) -> Category | None:
        category_id = self._typed("category").rpartition("/")[2]
        if not category_id or kind is None or "place" in self._errors:
            return None
        offered = board.category_list.offered(kind)
        category = next((each for each in offered if each.id == category_id), None)
        if category is None:
            self._errors["category"] = phrase(
                "Området hör inte ihop med det du valt ovan. Välj ett annat, eller inget alls."
            )
        return category

    def _occurred_on(self) -> date | None:
        given = self._typed("occurred_on")
        if not given:
            return None
        day = typed_day(given)
        if day is None:
            self._errors["occurred_on"] = phrase(
                "Skriv datumet med år, månad och dag, till exempel %(example)s.",
                example=self._today.isoformat(),
            )
        elif day > self._today:
            self._errors["occurred_on"] = phrase("Datumet har inte varit ännu. Kontrollera det.")
        elif day < EARLIEST:
            self._errors["occurred_on"] = phrase("Datumet är för länge sedan. Kontrollera året.")
        return day

    def _line(self, name: str) -> str | None:
        given = " ".join(self._typed(name).split())
        if len(given) > MAXIMUM_LINE:
            self._errors[name] = phrase(
                "Korta det till högst %(limit)s tecken.", limit=MAXIMUM_LINE
            )
        return given or None
