"""Reads the public form: what a person typed becomes a submission, or what must be put right.

Pure: everything it needs is given. Messages are phrases, said in the reader's language by the page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter, ValidationError

from services.intake.case_request import MAXIMUM_TEXT, EmailAddress
from services.intake.placement import EARLIEST
from services.intake.submission_form import PUBLIC_KINDS, Answer, SubmissionForm
from shared.events.vocabulary import Gender, Kind
from shared.organisation import Board, Organisation
from shared.pages.phrases import Phrase, phrase
from shared.pages.typed_dates import typed_day

UNKNOWN_PLACE = "unknown"
"""The value of the field `place` when the person does not know whom it concerns."""

MAXIMUM_NAME = 200
MAXIMUM_ADDRESS = 500

_PHONE = re.compile(r"[+0-9][0-9 ()/.-]{4,39}")
_EMAIL: TypeAdapter[str] = TypeAdapter(EmailAddress)


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
        board, unit = self._place()
        category = self._category(kind, board)
        occurred_on = self._occurred_on()
        answer = self._answer()
        email, phone, address = self._contact(answer)
        name = None if answer is Answer.ANONYMOUS else self._line("name")
        if self._errors or kind is None or board is None or answer is None:
            return Rejected(self._errors)
        return SubmissionForm(
            kind=kind,
            text=text,
            board=board.id,
            unit=unit,
            category=category,
            occurred_on=occurred_on,
            answer=answer,
            name=name,
            email=email,
            phone=phone,
            address=address,
            gender=self._gender(),
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

    def _place(self) -> tuple[Board | None, str | None]:
        """Board and unit. Someone who knows neither is taken in by the board of the category."""
        given = self._typed("place")
        if given == UNKNOWN_PLACE:
            of_category = self._typed("category").rpartition("/")[0]
            return self._board(of_category) or self._board(self._organisation.default_board), None
        board_id, _, unit_id = given.partition("/")
        board = self._board(board_id)
        if board is not None and (not unit_id or self._offers(board, unit_id)):
            return board, unit_id or None
        self._errors["place"] = phrase("Välj vilken verksamhet det gäller, eller ”Jag vet inte”.")
        return None, None

    def _board(self, board_id: str) -> Board | None:
        return next((each for each in self._organisation.boards if each.id == board_id), None)

    def _offers(self, board: Board, unit_id: str) -> bool:
        units = self._organisation.public_units(board.id, self._today)
        return any(unit.id == unit_id for unit in units)

    def _category(self, kind: Kind | None, board: Board | None) -> str | None:
        category_id = self._typed("category").rpartition("/")[2]
        if not category_id or kind is None or "place" in self._errors:
            return None
        if board and any(category_id == c.id for c in board.category_list.offered(kind)):
            return category_id
        self._errors["category"] = phrase(
            "Området hör inte ihop med det du valt ovan. Välj ett annat, eller inget alls."
        )
        return None

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
            return None
        if day > self._today:
            self._errors["occurred_on"] = phrase("Datumet har inte varit ännu. Kontrollera det.")
        elif day < EARLIEST:
            self._errors["occurred_on"] = phrase("Datumet är för länge sedan. Kontrollera året.")
        return day

    def _answer(self) -> Answer | None:
        answer = next((a for a in Answer if a == self._typed("answer")), None)
        if answer is None:
            self._errors["answer"] = phrase("Välj om och hur du vill ha svar.")
        return answer

    def _contact(self, answer: Answer | None) -> tuple[str | None, str | None, str | None]:
        """E-mail, phone and address. Only the way that was chosen is read, and it must be given."""
        if answer is Answer.EMAIL:
            return self._email(), None, None
        if answer is Answer.PHONE:
            return None, self._phone(), None
        if answer is Answer.LETTER:
            return None, None, self._address()
        return None, None, None

    def _email(self) -> str | None:
        given = self._typed("email")
        try:
            return _EMAIL.validate_python(given)
        except ValidationError:
            self._errors["email"] = (
                phrase("Kontrollera e-postadressen: någon del saknas eller är felskriven.")
                if given
                else phrase("Skriv e-postadressen som svaret ska skickas till.")
            )
            return None

    def _phone(self) -> str | None:
        given = self._typed("phone")
        if not given:
            self._errors["phone"] = phrase("Skriv telefonnumret som vi ska ringa.")
        elif not _PHONE.fullmatch(given):
            self._errors["phone"] = phrase(
                "Kontrollera telefonnumret: skriv det med siffror, till exempel 070-123 45 67."
            )
        return given

    def _address(self) -> str | None:
        given = self._typed("address")
        if not given:
            self._errors["address"] = phrase("Skriv adressen som brevet ska skickas till.")
        elif len(given) > MAXIMUM_ADDRESS:
            self._errors["address"] = phrase(
                "Korta adressen till högst %(limit)s tecken.", limit=MAXIMUM_ADDRESS
            )
        return given

    def _line(self, name: str) -> str | None:
        given = " ".join(self._typed(name).split())
        if len(given) > MAXIMUM_NAME:
            self._errors[name] = phrase(
                "Korta namnet till högst %(limit)s tecken.", limit=MAXIMUM_NAME
            )
        return given or None

    def _gender(self) -> Gender:
        return next((g for g in Gender if g == self._typed("gender")), Gender.UNKNOWN)
